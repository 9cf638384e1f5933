"""A `crm up` of our own on an empty cluster, and a client of it."""
import http.client
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

from . import machine

PASSWORD = "bench-bench-bench"


class Service:
    """The service with its cluster under a temporary directory, fsync on."""

    def __init__(self, crm, root, port=0):
        self.crm = crm
        self.root = pathlib.Path(root)
        self.port = machine.free_port(port)
        self.data = pathlib.Path(tempfile.mkdtemp(prefix="crm-bench-"))
        # PostgreSQL runs as an unprivileged user, who has to come by.
        self.data.chmod(0o755)
        self.process = None

    def start(self):
        """Starts it; answers after how many seconds it was ready."""
        command = [
            self.crm, "up", "--empty", "--data", self.data, "--sql", self.root / "sql",
            "--port", str(self.port),
        ]
        environment = {**os.environ, "CRM_ADMIN_PASSWORD": PASSWORD}
        log = self.data / "crm.log"
        begun = time.monotonic()
        with open(log, "wb") as out:
            self.process = subprocess.Popen(
                command, stdout=out, stderr=subprocess.STDOUT, env=environment)
        while b"crm is ready" not in log.read_bytes():
            if self.process.poll() is not None or time.monotonic() - begun > 120:
                raise SystemExit(f"bench: the service did not start:\n{log.read_text()}")
            time.sleep(0.005)
        return time.monotonic() - begun

    def stop(self):
        """Ends it and its cluster cleanly."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(90)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def remove(self):
        """Ends it and deletes everything it had."""
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)

    @property
    def pid(self):
        """The process of the service."""
        return self.process.pid

    def run(self, *arguments):
        """Runs another command of the program on the cluster."""
        done = subprocess.run(
            [self.crm, *arguments], capture_output=True, text=True, check=False,
            env={**os.environ, "CRM_PASSWORD": PASSWORD})
        if done.returncode:
            raise RuntimeError(f"crm {' '.join(map(str, arguments))}: {done.stderr.strip()}")
        return done.stdout

    def make_account(self, login, role):
        """Makes an account with the password of all accounts of the bench."""
        self.run("account", "create", login, "--role", role, "--data", self.data)

    def sign_in(self, login):
        """The token of a new session."""
        body = json.dumps({"login": login, "password": PASSWORD})
        status, answer = self.request("POST", "/api/v1/sessions", body=body)
        if status != 201:
            raise RuntimeError(f"{login} cannot sign in: {status} {answer.decode()}")
        return json.loads(answer)["token"]

    def request(self, method, path, token=None, body=None, headers=None):
        """One request; answers status and body."""
        headers = dict(headers or {})
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if body:
            headers["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body and body.encode(), headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def upload(self, path, token, file, kind, headers):
        """Sends a file as it is; answers status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        try:
            with open(file, "rb") as content:
                connection.request("PUT", path, content, {
                    "Authorization": f"Bearer {token}", "Content-Type": kind,
                    "Content-Length": str(os.path.getsize(file)), **headers})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def download(self, path, token, accept):
        """Reads a long answer to its end; answers status, number of lines, and bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        try:
            connection.request(
                "GET", path, headers={"Authorization": f"Bearer {token}", "Accept": accept})
            response = connection.getresponse()
            lines = size = 0
            while chunk := response.read(1 << 18):
                lines += chunk.count(b"\n")
                size += len(chunk)
            return response.status, lines, size
        finally:
            connection.close()
