"""Requests of staff, work and sales: somebody's day, who reports to whom, who is free, a plan, a board of deals."""
from .case import Case

#: Rate of the service as a part of pgbench's; of a day as of other lists.
TARGETS = {
    "my day": 0.45, "my day, sees 6 %": 0.45, "org chart of 10,000": 0.50,
    "free/busy of 50 for a month": 0.50, "Gantt of 2,000": 0.50,
    "board of 1,000": 0.50,
}
GROWTH = ("my day", "my day, sees 6 %")
#: One of these keeps a core busy for long.
FEW = 4
DAY = "/api/v1/tasks/my-day"
MONTH = "from=2030-01-01T00:00:00Z&until=2030-02-01T00:00:00Z"
#: Fifty people each, with commas between their numbers.
PEOPLE = """select string_agg(p.id::text, ',') from generate_series(1, 16) as g cross join lateral (
  select id from access.account where login like 'person%' order by hashint8extended(id, g) limit 50) as p
group by g order by g"""
PROJECT = "select id from work.project where code = 'bench-0'"
PIPELINE = "select id from sales.pipeline where name = 'bench'"


class WorkCase(Case):
    """A request about what `staff.sql`, `work.sql` and `sales.sql` fill in."""

    def prepare(self, site):
        """Fills that in where it is missing."""
        site.fill_work()
        return super().prepare(site)


def cases():
    """The requests by name."""
    every = [
        WorkCase("my day", DAY),
        WorkCase("my day, sees 6 %", DAY, account="some"),
        WorkCase("org chart of 10,000", "/api/v1/org-chart", connections=FEW),
        WorkCase("free/busy of 50 for a month", f"/api/v1/free-busy?accounts={{word}}&{MONTH}",
                 query=PEOPLE, connections=FEW),
        WorkCase("Gantt of 2,000", "/api/v1/projects/{word}/gantt", query=PROJECT,
                 connections=FEW, shortest=20),
        WorkCase("board of 1,000", "/api/v1/pipelines/{word}/board", query=PIPELINE,
                 connections=FEW),
    ]
    return {case.name: case for case in every}
