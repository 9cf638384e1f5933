"""The ledger: reports at any day against the sum of its lines, small books against large ones, and postings."""
import dataclasses
import decimal
import json
import re
import statistics
import urllib.parse

from .case import Case
from .site import SCRIPTS
from .table import Row
from .verbs import VerbCase

#: Rate of the service as a part of pgbench's.
TARGETS = {"posting of an entry": 0.50, "posting of an invoice": 0.50}
#: How many times faster than the sum of the lines, and how much slower on ten times as many.
FASTER, SLOWER = 20, 2
#: Lines of one year, so that larger books are longer ones of the same business.
YEAR = 500_000
#: Days all over the books, but for their first weeks, when nothing was overdue.
DAYS = """select (b.first + 60 + (g * (current_date - b.first - 60) / 16.0)::integer)::text
from (select min(posted_on) as first from finance.entry) as b, generate_series(1, 16) as g"""
#: How long a statement took, as psql tells it.
TIME = re.compile(r"Time: ([0-9.]+) ms")

#: What the reports tell, out of all lines; of allocations, too, where it is told what is open.
TRIAL = """select a.code, sum(l.debit - l.credit) from finance.entry_line as l
join finance.account as a on a.id = l.account_id
where l.posted_on <= '{day}' group by a.code having sum(l.debit) <> 0 or sum(l.credit) <> 0 order by a.code;"""
AGED = """select k.party_id || ' ' || k.currency, sum(k.rest),
  sum(k.rest) filter (where k.claim and k.age <= 0),
  sum(k.rest) filter (where k.claim and k.age between 1 and 15),
  sum(k.rest) filter (where k.claim and k.age between 16 and 30),
  sum(k.rest) filter (where k.claim and k.age between 31 and 60),
  sum(k.rest) filter (where k.claim and k.age between 61 and 90),
  sum(k.rest) filter (where k.claim and k.age > 90),
  sum(k.rest) filter (where not k.claim)
from (
  select i.party_id, i.currency, l.amount > 0 as claim, date '{day}' - i.due_on as age,
    l.amount - coalesce(d.amount, 0) + coalesce(c.amount, 0) as rest
  from finance.open_item as i
  join finance.entry_line as l on l.id = i.entry_line_id and l.posted_on = i.posted_on
  left join (
    select a.debit_item_id as id, sum(a.debit_amount) as amount from finance.allocation as a
    where a.allocated_on <= '{day}' group by a.debit_item_id) as d on d.id = i.id
  left join (
    select a.credit_item_id as id, sum(a.credit_amount) as amount from finance.allocation as a
    where a.allocated_on <= '{day}' group by a.credit_item_id) as c on c.id = i.id
  where i.side = 'customer' and l.posted_on <= '{day}') as k
where k.rest <> 0 group by k.party_id, k.currency order by 1;"""


@dataclasses.dataclass
class Report(Case):
    """A report at a day, and the statement that tells the same out of the lines."""

    lines: str = ""
    #: What a row of the report is called in the first column of that, and what it says in the second.
    label: str = ""
    value: str = ""

    def prepare(self, site):
        """Fills the books where they are empty."""
        fill(site)
        return super().prepare(site)


REPORTS = (
    Report("trial balance", "/api/v1/trial-balance?to={word}&limit=50", query=DAYS, lines=TRIAL,
           label="{code}", value="closing"),
    Report("aged receivables", "/api/v1/aged-receivables?at={word}&limit=50", query=DAYS, lines=AGED,
           label="{party_id} {currency}", value="total"),
)


class EntryCase(Case):
    """An entry by hand whose accounts are those of the site."""

    def prepare(self, site):
        """Fills the books where they are empty."""
        fill(site)
        debit, credit, journal = (site.database.lines(sql)[0] for sql in (
            "select id from finance.account where code = '5240'",
            "select account_id from finance.account_use where use = 'bank'",
            "select min(id) from finance.journal where kind = 'general'"))
        body = json.dumps({
            "posted_on": site.database.lines("select current_date")[0], "description": "bench", "lines": [
                {"account_id": int(debit), "debit": "100.00"}, {"account_id": int(credit), "credit": "100.00"}]})
        path = self.path.replace("{journal}", journal)
        return Case.prepare(dataclasses.replace(self, body=body, path=path), site)


class InvoiceCase(VerbCase):
    """A verb on invoices of ours."""

    def prepare(self, site):
        """Fills the books where they are empty."""
        fill(site)
        return super().prepare(site)


def cases():
    """The requests that post, by name."""
    every = [
        EntryCase("posting of an entry", "/api/v1/journals/{journal}/entries"),
        InvoiceCase("posting of an invoice", "/api/v1/invoices/{id}/posting", body="{}", fill="invoice.sql",
                    done="finance.invoice where state = 'posted'", first=7_500_000_001),
    ]
    return {case.name: case for case in every}


def fill(site):
    """As many lines as the site is to have, which the product then compares with its balances."""
    if site.database.lines("select 1 from finance.entry limit 1"):
        return
    site.say(f"filling {site.lines:,} lines of the ledger")
    years = max(1, round(site.lines / YEAR))
    site.database.psql(file=SCRIPTS / "ledger.sql", variables={"lines": site.lines, "years": years})
    faults = site.database.lines("select * from finance.ledger_faults() limit 3")
    if faults:
        raise RuntimeError(f"the ledger is false: {faults}")


def growth(report, small, large, comparison):
    """How much slower it is on the large books."""
    row = comparison.growth(report.prepare(small), report.prepare(large))
    row.measure, row.rows = f"{report.name}, growth from {small.lines:,} lines", large.lines
    row.target = SLOWER
    return row


def against_lines(report, site, comparison):
    """One client of the report against one who adds up the lines; both must tell the same."""
    prepared = report.prepare(site)
    prepared.record()
    comparison.say(f"{report.name}, {site.lines:,} lines\n{report.lines}")
    runs, sums = [], []
    for turn in range(comparison.rounds):
        runs.append(prepared.load(comparison.seconds, connections=1).result())
        sums.append(_sum(prepared, prepared.words[turn % len(prepared.words)]))
    taken = statistics.median(run["seconds"] / max(1, run["requests"]) for run in runs)
    beside = statistics.median(sums)
    return Row(
        f"{report.name} / sum of the lines", site.lines, beside / taken, FASTER, unit="x", rate=1 / taken,
        p50=statistics.median(run["p50"] for run in runs), p99=statistics.median(run["p99"] for run in runs),
        beside=1 / beside, failures=sum(run["failed"] for run in runs))


def _sum(prepared, day):
    """How long it takes in seconds to add up the lines until the day; they say what the report says."""
    statement = prepared.case.lines.replace("{day}", day)
    *found, timing = prepared.site.database.psql(f"\\timing on\n{statement}").split("\n")
    said = dict(_rows(prepared, day))
    for line in found:
        name, value, *_ = line.split("|")
        if said.pop(name, 0) != decimal.Decimal(value):
            raise RuntimeError(f"{prepared.case.name} at {day} says something else of {name} than the lines")
    if any(said.values()):
        raise RuntimeError(f"{prepared.case.name} at {day} has more than the lines: {list(said)[:5]}")
    return float(TIME.match(timing)[1]) / 1000


def _rows(prepared, day):
    """All of a report, page by page."""
    case, site = prepared.case, prepared.site
    path = case.path.replace("{word}", day).replace("limit=50", "limit=200")
    cursor = ""
    while True:
        status, answer = site.service.request("GET", path + cursor, site.tokens[case.account])
        if status != 200:
            raise RuntimeError(f"{path}{cursor}: {status} {answer[:200]}")
        page = json.loads(answer)
        for row in page["data"]:
            yield case.label.format(**row), decimal.Decimal(row[case.value])
        if not page["page"].get("next"):
            return
        cursor = "&cursor=" + urllib.parse.quote(page["page"]["next"])
