"""What deploy/bench runs: builds the sites, measures, prints the table; exits 1 on a missed target."""
import argparse
import http.client
import signal
import sys
import time

from . import (
    bulk, compare, exports, fields, imports, jobs, ledger, machine, orders, report, seats, size, table, timeline,
    verbs, work)
from .case import cases
from .site import Site
from .table import Row

#: Rate of the service as a part of pgbench's.
TARGETS = {
    "get": 0.40, "get, own fields": 0.40, "prefix": 0.45, "prefix, sees 6 %": 0.45, "list": 0.45,
    "search": 0.45, "summary": 0.90, "summary, sees 6 %": 0.90, "summary, by month": 0.90,
    "create": 0.50,
}
#: Rate of a get, with its owned lists and without, as a part of the route without a database.
BARE = {"get": 0.45, "get, own fields": 0.45}
GROWTH = ("get", "list", "prefix", "search", "search, common word")


class Bench:
    """All measurements, each of which may fail without stopping the others."""

    def __init__(self, options):
        self.options = options
        self.sites = []
        self.rows = []
        self.begun = time.monotonic()
        self.comparison = compare.Comparison(options.seconds, options.rounds, self.say)

    def say(self, text):
        """Progress and the SQL, before the table."""
        print(f"[{time.monotonic() - self.begun:5.0f} s] {text}", flush=True)

    def measure(self, name, rows, action):
        """Takes the rows that `action` answers, or tells its trouble."""
        if not any(word in name for word in self.options.only.split(",")):
            return
        try:
            found = action()
        except (RuntimeError, OSError, http.client.HTTPException) as trouble:
            self.say(f"{name}: {trouble}")
            found = Row(name, rows, None, 0, trouble=str(trouble).split("\n", maxsplit=1)[0][:100])
        self.rows += found if isinstance(found, list) else [found]

    def open(self):
        """Starts and fills a site for each size."""
        for place, rows in enumerate(self.options.rows):
            port = self.options.port + place if self.options.port else 0
            site = Site(
                self.options.crm, self.options.root, self.options.postgres, rows,
                self.options.lines[min(place, len(self.options.lines) - 1)], port)
            self.sites.append(site)
            site.open(self.say)

    def run(self):
        """Everything, in the order in which tables grow."""
        self.say(machine.description())
        self.open()
        first, largest = self.sites[0], self.sites[-1]
        self.measure("ready from nothing", 0, lambda: size.made(first))
        self.measure("memory idle, ready", largest.rows, lambda: size.idle(largest, self.say))
        self.growth()
        for site in self.sites:
            self.load(site)
        self.measure("enter", largest.rows, lambda: seats.measure(
            largest, self.say, self.options.seconds, self.options.rounds))
        self.measure("bulk", largest.rows, lambda: bulk.measure(
            largest, self.say, self.options.seconds, self.options.rounds))
        self.measure("jobs", largest.rows, lambda: jobs.measure(largest, self.say))
        for site in self.sites:
            self.measure("export", site.rows, lambda site=site: exports.measure(site, self.say))
        self.measure("custom field", largest.rows, lambda: fields.measure(
            largest, self.say, self.comparison))
        self.measure("import", largest.rows, lambda: imports.measure(
            largest, self.say, self.options.imported))
        self.measure(timeline.NAME, largest.rows, lambda: timeline.measure(largest, self.comparison))
        self.staff_and_work(first, largest)
        self.trade(largest)
        self.books(first, largest)
        self.say(machine.description())

    def growth(self):
        """Small against large, before anything is written."""
        small, large = self.sites[0], self.sites[-1]
        for name in GROWTH if small is not large else ():
            case = cases()[name]
            self.measure(f"{name} growth", large.rows, lambda case=case: self.comparison.growth(
                case.prepare(small), case.prepare(large)))

    def load(self, site):
        """Service against pgbench; its memory is watched meanwhile."""
        with machine.Watch(site.service.pid) as watch:
            for name in TARGETS:
                case = cases()[name]
                if case.most is not None and site.rows > case.most:
                    continue
                self.measure(name, site.rows, lambda case=case: self.compared(case, site))
                if name == "get":
                    self.measure("reports", site.rows, lambda: self.reports(site))
        self.measure("memory load", site.rows, lambda: size.under_load(site, watch.most))

    def compared(self, case, site):
        """One case against pgbench, gets also against the bare server."""
        return self.comparison.service_and_pgbench(
            case.prepare(site), TARGETS[case.name], BARE.get(case.name))

    def staff_and_work(self, small, large):
        """Staff and work, last, since what they answer is large and stays in the memory."""
        for name, case in work.cases().items():
            if name in work.GROWTH and small is not large:
                self.measure(f"{name} growth", large.rows, lambda case=case: self.comparison.growth(
                    case.prepare(small), case.prepare(large)))
            self.measure(name, large.rows, lambda case=case: self.comparison.service_and_pgbench(
                case.prepare(large), work.TARGETS[case.name]))

    def trade(self, site):
        """What sellers and buyers write, against the same transactions."""
        targets = {**orders.TARGETS, **verbs.TARGETS}
        for name, case in {**orders.cases(), **verbs.cases()}.items():
            self.measure(name, site.rows, lambda case=case: self.comparison.service_and_pgbench(
                case.prepare(site), targets[case.name]))

    def books(self, small, large):
        """Reports of the ledger, then what is written into it."""
        for report in ledger.REPORTS:
            if small is not large:
                self.measure(f"{report.name} growth", large.lines, lambda report=report: ledger.growth(
                    report, small, large, self.comparison))
            self.measure(report.name, large.lines, lambda report=report: ledger.against_lines(
                report, large, self.comparison))
        for name, case in ledger.cases().items():
            self.measure(name, large.lines, lambda case=case: self.comparison.service_and_pgbench(
                case.prepare(large), ledger.TARGETS[case.name]))

    def reports(self, site):
        """A get beside two clients with reports of 50 ms."""
        prepared, taken = report.calibrate(site)
        self.say(f"a report takes {taken:.0f} ms: {prepared.case.path}")
        return self.comparison.beside_reports(cases()["get"].prepare(site), prepared)

    def close(self):
        """Ends and deletes every site."""
        for site in self.sites:
            site.close()


def options():
    """The command line; deploy/bench says the rest."""
    parser = argparse.ArgumentParser(prog="deploy/bench", description=__doc__)
    parser.add_argument("--crm", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--root", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--postgres", required=True, help=argparse.SUPPRESS)
    parser.add_argument(
        "--rows", default="100000,1000000", help="sizes of the register, smallest first")
    parser.add_argument(
        "--lines", default="500000,5000000", help="of the ledger beside each, smallest first")
    parser.add_argument("--seconds", type=int, default=4, help="length of one run")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each side, alternating")
    parser.add_argument("--only", default="", metavar="WORD,…", help="measures with a WORD in their name")
    parser.add_argument(
        "--imported", type=int, default=200_000, help="records of the file that is imported")
    parser.add_argument("--port", type=int, default=0, help="of the first service; else a free one")
    parsed = parser.parse_args()
    parsed.rows = sorted(int(number) for number in parsed.rows.split(","))
    parsed.lines = sorted(int(number) for number in parsed.lines.split(","))[-len(parsed.rows):]
    return parsed


def main():
    """Measures and cleans up, whatever happens."""
    # TERM ends it like Ctrl-C: through the clean-up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    bench = Bench(options())
    try:
        bench.run()
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        bench.close()
    print(f"\n{table.render(bench.rows)}")
    sys.exit(0 if all(row.holds for row in bench.rows) else 1)


main()
