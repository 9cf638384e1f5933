"""What the checks of licence and seat cost each request: `enter` as it is sent against it without them."""
import statistics

from . import capture, pgbench
from .case import Case
from .site import POOL
from .table import Row

#: What stands in `enter` for the seat alone, with what is left there without it.
CHECKS = (
    (",\n  seat_renew_at < now() as seat_due", ""),
    ("\n  and licensing.is_alive(seat_until, now())", ""),
)


def measure(site, say, seconds, rounds):
    """The row of one `enter`, in turn with and without the checks."""
    prepared = Case("enter", "/api/v1/parties/{id}").prepare(site)
    prepared.record()
    sent = prepared.batches[0][:2]
    bare = [sent[0], capture.Statement(_without(sent[1].sql), sent[1].values)]
    say(f"enter without the checks of a seat\n{bare[1].sql}")
    checked, unchecked = [], []
    for _ in range(rounds):
        checked.append(_run(site, "checked", sent, seconds))
        unchecked.append(_run(site, "unchecked", bare, seconds))
    cost = statistics.median(b / a for a, b in zip(checked, unchecked))
    return Row(
        "enter with the checks of a seat / without", site.rows, cost, 1.10, at_least=False,
        rate=statistics.median(checked), beside=statistics.median(unchecked))


def _without(sql):
    for check, rest in CHECKS:
        if check not in sql:
            raise RuntimeError(f"enter does not say {check.strip()!r} any more: {sql}")
        sql = sql.replace(check, rest)
    return sql


def _run(site, name, batch, seconds):
    rate, _ = pgbench.run(
        site.database, [pgbench.Script(name, batch)], POOL, seconds, site.folder)
    return rate
