"""200 changes in one request against one statement that makes the same ones."""
import statistics

from . import capture, enter, pgbench, wrk
from .compare import failures, median
from .site import POOL
from .table import Row

COUNT = 200
#: Between the ids of one request, which ascend, so that no two requests wait for each other in a circle.
STRIDE = 37
STATEMENT = f"""update clients.party as t set notes = 'bench ' || :note
from (select :first + g * {STRIDE} as id from generate_series(0, {COUNT - 1}) as g) as v
where t.id = v.id"""


def measure(site, say, seconds, rounds):
    """The row of the bulk request."""
    say(f"{COUNT} updates in one request, {site.rows:,} rows\n{STATEMENT}")
    runs, beside = [], []
    for _ in range(rounds):
        runs.append(_service(site, seconds))
        beside.append(_pgbench(site, seconds))
    rate, other = median(runs, "rate"), statistics.median(beside)
    return Row(
        f"bulk of {COUNT} updates / one statement", site.rows, rate / other, 0.4, rate=rate,
        p50=median(runs, "p50"), p99=median(runs, "p99"), beside=other, failures=failures(runs))


def _most(site):
    return site.rows - COUNT * STRIDE


def _service(site, seconds):
    return wrk.run(
        site.service, "/api/v1/parties/bulk", site.tokens["all"], rows=_most(site),
        script="bulk.lua", seconds=seconds, connections=POOL)


def _pgbench(site, seconds):
    batch = [capture.Statement(sql, []) for sql in enter.statements(site)]
    script = pgbench.Script("bulk", batch)
    script.text = (
        f"\\set first random(1, {_most(site)})\n\\set note random(1, 1000000)\n"
        + script.text.replace("\\endpipeline", f"{STATEMENT};\n\\endpipeline"))
    rate, _ = pgbench.run(site.database, [script], POOL, seconds, site.folder)
    return rate
