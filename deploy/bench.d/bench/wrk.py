"""Load by wrk: 32 connections that pick random ids, words and keys."""
import json
import os
import pathlib
import random
import subprocess

SCRIPTS = pathlib.Path(__file__).parent.parent / "wrk"


class Load:
    """A running wrk."""

    def __init__(self, service, path, token="", *, rows=1, words="", body=None, seconds=4,
                 connections=32, script=None, first=0):
        script = script or ("create.lua" if body else "read.lua")
        threads = min(2, connections)
        command = [
            "wrk", "-t", str(threads), "-c", str(connections), "-d", f"{seconds}s",
            "--timeout", "10s", "-s", SCRIPTS / script, f"http://127.0.0.1:{service.port}",
        ]
        settings = {
            "LUA": SCRIPTS, "PATH": path, "TOKEN": token, "ROWS": rows, "WORDS": words,
            "BODY": body or "", "FIRST": first, "THREADS": threads, "SEED": random.randrange(1, 1_000_000),
        }
        environment = {f"BENCH_{name}": str(value) for name, value in settings.items()}
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, **environment})

    def result(self):
        """Waits for the end: rate, p50, p99 and most in ms, refused (4xx, 5xx) and broken."""
        output, _ = self.process.communicate()
        last = output.strip().split("\n")[-1]
        if self.process.returncode or not last.startswith("{"):
            raise RuntimeError(f"wrk: {output.strip()[-2000:]}")
        result = json.loads(last)
        result["failed"] = result["refused"] + result["broken"]
        result["rate"] = (result["requests"] - result["refused"]) / result["seconds"]
        return result


def run(*arguments, **options):
    """The result of a whole run."""
    return Load(*arguments, **options).result()
