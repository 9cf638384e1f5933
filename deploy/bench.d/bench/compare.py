"""Service against pgbench, against the bare server, and small against large."""
import statistics

from . import wrk
from .table import Row


class Comparison:
    """Alternating runs, so that what disturbs the machine disturbs both sides; medians count."""

    def __init__(self, seconds, rounds, say):
        self.seconds = seconds
        self.rounds = rounds
        self.say = say

    def alternate(self, *actions):
        """The results of each action over all rounds."""
        results = [[] for _ in actions]
        for _ in range(self.rounds):
            for place, action in enumerate(actions):
                results[place].append(action(self.seconds))
        return results

    def service_and_pgbench(self, prepared, target, bare=None):
        """Rows of rate and tail; with `bare`, also for the route without a database, and what pgbench
        reaches of that: the ceiling for a service that would cost nothing but its statements."""
        name, rows = prepared.case.name, prepared.site.rows
        self.say(f"{name}, {rows:,} rows")
        prepared.record()
        self.say(prepared.sql())
        service = prepared.site.service
        actions = [prepared.service, prepared.pgbench]
        if bare:
            actions.append(lambda seconds: wrk.run(service, "/livez", seconds=seconds))
        runs, beside, *bare_runs = self.alternate(*actions)
        found = [
            _row(f"{name} / pgbench", rows, runs, statistics.median(beside), target),
            _tail(name, rows, runs)]
        if bare:
            rate = median(bare_runs[0], "rate")
            found.insert(1, _row(f"{name} / route without database", rows, runs, rate, bare))
            found.insert(2, Row(
                f"{name}, ceiling: pgbench / that route", rows, statistics.median(beside) / rate,
                None, beside=rate))
        return found

    def growth(self, small, large):
        """How much slower a request is on the large table."""
        name = small.case.name
        self.say(f"{name}, {small.site.rows:,} and {large.site.rows:,} rows")
        few, many = self.alternate(small.service, large.service)
        row = _row(
            f"{name}, growth from {small.site.rows:,}", large.site.rows, many,
            median(few, "rate"), 1.5)
        row.result, row.at_least, row.unit = row.beside / row.rate, False, "x"
        row.failures += failures(few)
        return row

    def beside_reports(self, prepared, report):
        """The tail of a request while two clients run reports, against its tail alone."""
        self.say(f"{prepared.case.name} beside two reports, {prepared.site.rows:,} rows")

        def together(seconds):
            reports = report.load(seconds + 1, connections=2)
            result = prepared.service(seconds)
            result["failed"] += reports.result()["failed"]
            return result

        alone, both = self.alternate(prepared.service, together)
        row = _row(
            f"{prepared.case.name}, p99 beside reports / alone", prepared.site.rows, both, None, 2)
        row.beside = median(alone, "rate")
        row.result, row.at_least, row.unit = row.p99 / median(alone, "p99"), False, "x"
        row.failures += failures(alone)
        return row


def median(runs, name):
    """The median over runs of wrk."""
    return statistics.median(run[name] for run in runs)


def failures(runs):
    """Answers that were not 2xx, and broken connections."""
    return sum(run["failed"] for run in runs)


def _row(name, rows, runs, beside, target):
    rate = median(runs, "rate")
    return Row(
        name, rows, beside and rate / beside, target, rate=rate, p50=median(runs, "p50"),
        p99=median(runs, "p99"), beside=beside, failures=failures(runs))


def _tail(name, rows, runs):
    row = _row(f"{name}, p99 / p50", rows, runs, None, 4)
    row.result, row.at_least, row.unit = row.p99 / row.p50, False, "x"
    return row
