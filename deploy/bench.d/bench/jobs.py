"""Jobs that do nothing: how many a service takes, does and ends in a second."""
import time

from .table import Row

COUNT = 20_000


def measure(site, say):
    """The row of empty jobs; they are entered first, so that only the doing is measured."""
    say(f"{COUNT:,} empty jobs")
    begun = time.monotonic()
    site.database.psql(
        f"insert into system.job (kind) select 'probe' from generate_series(1, {COUNT})")
    while _left(site):
        if time.monotonic() - begun > 120:
            raise RuntimeError(f"{_left(site)} of {COUNT} jobs are not done after 120 s")
        time.sleep(0.05)
    rate = float(site.database.psql(
        "select count(*) / extract(epoch from max(ended_at) - min(started_at)) "
        "from system.job where kind = 'probe' and state = 'done'"))
    return Row("empty jobs", site.rows, rate, 3000, unit="/s", rate=rate)


def _left(site):
    return int(site.database.psql(
        "select count(*) from system.job where kind = 'probe' and state <> 'done'"))
