"""The first page of the timeline of a client with 10,000 entries, against pgbench and against a get."""
import statistics

from . import compare
from .case import Case, cases
from .site import SCRIPTS
from .table import Row

NAME = "timeline of 10,000"
PARTY = "select min(id) from clients.party where external_source = 'bench'"


class TimelineCase(Case):
    """A request about what `timeline.sql` fills in."""

    def prepare(self, site):
        """Fills that in where it is missing."""
        if not site.database.lines("select 1 from clients.timeline_entry where kind = 'note' limit 1"):
            site.say(f"filling {site.rows:,} interactions")
            site.database.psql(file=SCRIPTS / "timeline.sql", variables={"rows": site.rows})
        return super().prepare(site)


def measure(site, comparison):
    """Rows against pgbench, and its rate as a part of a get's: at least a half."""
    prepared = TimelineCase(NAME, "/api/v1/timeline?party_id={word}&limit=50", query=PARTY).prepare(site)
    found = comparison.service_and_pgbench(prepared, 0.45)
    get = cases()["get"].prepare(site)
    pages, gets = comparison.alternate(prepared.service, get.service)
    rate, beside = compare.median(pages, "rate"), statistics.median(run["rate"] for run in gets)
    return found + [Row(
        f"{NAME} / get", site.rows, rate / beside, 0.5, rate=rate, p50=compare.median(pages, "p50"),
        p99=compare.median(pages, "p99"), beside=beside,
        failures=compare.failures(pages) + compare.failures(gets))]
