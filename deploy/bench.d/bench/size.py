"""Memory of the service, and how soon it is ready."""
import statistics
import time

from . import machine
from .table import Row


def made(site):
    """How long it took to make the cluster, migrate and serve."""
    return Row("ready from nothing", 0, site.first_start, 10, at_least=False, unit=" s")


def idle(site, say):
    """After a restart and one request."""
    say(f"ready on an existing cluster of {site.rows:,}, idle memory")
    times = []
    for _ in range(3):
        site.service.stop()
        times.append(site.service.start())
    status, _ = site.service.request("GET", "/api/v1/parties?limit=50", site.tokens["all"])
    time.sleep(2)
    memory = machine.resident(site.service.pid)
    failed = int(status != 200)
    return [
        Row("ready on an existing cluster", site.rows, statistics.median(times), 1,
            at_least=False, unit=" s"),
        Row("memory idle", site.rows, memory, 60, at_least=False, unit=" MB", failures=failed)]


def under_load(site, most):
    """The most that was seen in all runs under load."""
    return Row("memory under load", site.rows, most, 150, at_least=False, unit=" MB")
