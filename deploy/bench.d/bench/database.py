"""The cluster under the service, as its superuser and as the service's own log-in."""
import os
import pathlib
import subprocess
import time

MARK = "bench-mark-"


class Database:
    """psql on the Unix socket of a service's cluster."""

    def __init__(self, service, programs):
        self.service = service
        self.programs = pathlib.Path(programs)

    def environment(self, role):
        """What libpq reads to connect as the role."""
        password = (self.service.data / "secrets" / role).read_text(encoding="ascii").strip()
        return {
            **os.environ, "PGHOST": str(self._socket()), "PGPORT": "5432", "PGUSER": role,
            "PGDATABASE": "crm", "PGPASSWORD": password,
        }

    def _socket(self):
        """As the cluster says it: a long path moves the socket below /tmp."""
        settings = (self.service.data / "postgres" / "crm.conf").read_text(encoding="utf-8")
        for line in settings.splitlines():
            if line.startswith("unix_socket_directories"):
                return line.split("'")[1]
        raise RuntimeError("crm.conf names no socket directory")

    def psql(self, sql=None, file=None, role="postgres", variables=None):
        """What psql answers, unaligned and without headings; the first error stops it."""
        command = [self.programs / "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        for name, value in (variables or {}).items():
            command += ["-v", f"{name}={value}"]
        command += ["-f", file or "-"]
        done = subprocess.run(
            command, input=sql, capture_output=True, text=True, check=False,
            env=self.environment(role))
        if done.returncode:
            raise RuntimeError(f"psql: {done.stderr.strip()}")
        return done.stdout.strip()

    def lines(self, sql):
        """The rows of a query, one text each."""
        return [line for line in self.psql(sql).split("\n") if line]

    def log(self):
        """The server's log of today, which it names itself."""
        return pathlib.Path(self.psql("select pg_current_logfile()"))

    def record(self, action):
        """What the server logs while `action` runs: every statement with its parameters."""
        self._set({
            "log_statement": "all", "log_line_prefix": "@@%v:%u@@ ",
            "log_parameter_max_length": "-1", "log_min_duration_statement": "-1",
        })
        log = self.log()
        try:
            begun = log.stat().st_size
            action()
            self._wait_for_mark(log)
            with open(log, encoding="utf-8", errors="replace") as file:
                file.seek(begun)
                return file.read()
        finally:
            self._set({})

    def _wait_for_mark(self, log):
        mark = f"{MARK}{time.monotonic_ns()}"
        self.psql(f"select '{mark}'")
        for _ in range(200):
            if mark in log.read_text(encoding="utf-8", errors="replace"):
                return
            time.sleep(0.02)
        raise RuntimeError(f"{log} does not grow")

    def _set(self, settings):
        words = ["alter system reset all;"]
        words += [f"alter system set {name} = '{value}';" for name, value in settings.items()]
        self.psql("\n".join([*words, "select pg_reload_conf();"]))
        # Sessions read the settings with their next command after the signal has come.
        time.sleep(0.3)
