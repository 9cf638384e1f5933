"""Requests that are measured: how a client writes them, and the statements they become."""
import dataclasses
import json
import random
import urllib.parse

from . import capture, pgbench, wrk
from .site import POOL

BODY = json.dumps({
    "name": "Ромашка, торговый дом", "kind": "company", "customer": True, "inn": "7707083893",
    "country": "RU", "currency": "RUB",
}, ensure_ascii=False)


@dataclasses.dataclass
class Case:
    """A request: {id} in its path is a random id, {word} one out of `expression` over a party or `query`."""

    name: str
    path: str
    account: str = "all"
    expression: str = ""
    body: str | None = None
    #: The largest register on which it is measured; what reads every record would only queue on more.
    most: int | None = None
    #: What answers the words itself, one a row.
    query: str = ""
    #: Clients of the service, and of pgbench up to its pool; what takes long would only queue with more.
    connections: int = 32
    #: Seconds that a run takes at least: of what takes a second itself, the end of a short run cuts off too much.
    shortest: int = 0

    def prepare(self, site):
        """Binds it to a site; the words are chosen there."""
        words = site.words(self.expression) if self.expression else []
        if self.query:
            words = site.database.lines(self.query)
        return Prepared(self, site, [urllib.parse.quote(word) for word in words])


class Prepared:
    """A case on a site, ready to be sent by wrk and repeated by pgbench."""

    def __init__(self, case, site, words):
        self.case = case
        self.site = site
        self.words = words
        #: No other request of the site has it.
        self.key = str(random.randrange(10**17, 10**18))
        self.batches = []
        self.scripts = []
        self.file = site.file(f"{_plain(case.name)}.txt", words) if words else ""

    def record(self):
        """Sends the request once per word and makes scripts of what the server logged."""
        probe = str(self.site.rows * 54321 // 100000)
        path = self.case.path.replace("{id}", probe)
        paths = [path.replace("{word}", word) for word in self.words or [""]]
        self.batches = self.capture(paths, paths)
        varying = {probe: f"random(1, {self.site.rows})"} if "{id}" in self.case.path else {}
        if self.case.body:
            varying[self.key] = pgbench.ANY
        self.scripts = [
            pgbench.Script(self.script_name(number), batch, varying)
            for number, batch in enumerate(self.batches)]

    def capture(self, warm, paths):
        """Sends requests to the paths, the last of them for the record; the batches of those."""
        for path in warm:
            self._send(path, f"warm {path}"[:200])
        log = self.site.database.record(lambda: [self._send(path, self.key) for path in paths])
        batches = capture.batches(log)
        if len(batches) != len(paths):
            raise RuntimeError(f"{len(paths)} batches expected, {len(batches)} in the log")
        return batches

    def script_name(self, number):
        """What a script and its constants are called."""
        return f"{_plain(self.case.name)}{number}"

    def _send(self, path, key):
        method = "POST" if self.case.body else "GET"
        headers = {"Idempotency-Key": key} if self.case.body else {}
        status, answer = self.site.service.request(
            method, path, self.site.tokens[self.case.account], self.case.body, headers)
        if not 200 <= status < 300:
            text = answer.decode(errors="replace")[:300]
            raise RuntimeError(f"{method} {urllib.parse.unquote(path)}: {status} {text}")
        return answer

    def service(self, seconds):
        """One run of wrk."""
        return self.load(max(seconds, self.case.shortest)).result()

    def load(self, seconds, connections=None):
        """A wrk that is running."""
        return wrk.Load(
            self.site.service, self.case.path, self.site.tokens[self.case.account],
            rows=self.site.rows, words=self.file, body=self.case.body, seconds=seconds,
            connections=connections or self.case.connections)

    @property
    def clients(self):
        """Of pgbench: as many as the pool of the service has connections, unless the case has fewer."""
        return min(POOL, self.case.connections)

    def pgbench(self, seconds):
        """One run of pgbench: transactions per second."""
        rate, _ = pgbench.run(
            self.site.database, self.scripts, self.clients, max(seconds, self.case.shortest),
            self.site.folder)
        return rate

    def sql(self):
        """What the service sent and what pgbench runs, as text."""
        sent = "\n".join(
            f"{statement.sql};\n  -- {statement.values}" for statement in self.batches[0])
        more = f" ({len(self.scripts)} scripts, one for each value)" if self.words else ""
        return (
            f"== {self.case.name}, {self.site.rows:,} rows\n-- the service\n{sent}\n"
            f"-- pgbench -M prepared -c {self.clients}{more}\n{self.scripts[0].text}")


def _plain(name):
    return "".join(letter for letter in name if letter.isascii() and letter.isalnum())


def cases():
    """The requests by name."""
    starts = "/api/v1/parties?name%5Bstarts%5D={word}&sort=name&limit=50"
    total = "/api/v1/parties/summary?group=owner_id&measure=count,avg(rating)&sort=-count"
    group = r"substring(name from '^\S+ \S{2}')"
    every = [
        Case("get", "/api/v1/parties/{id}"),
        Case("get, own fields", "/api/v1/parties/{id}?fields=id,kind,name,inn,country,owner_id"),
        Case("prefix", starts, expression=group),
        Case("prefix, sees 6 %", starts, account="some", expression=r"substring(name from '^\S+')"),
        Case("list", "/api/v1/parties?owner_id={word}&sort=name&limit=50", expression="owner_id"),
        Case("search", "/api/v1/parties?q={word}&limit=50",
             expression=r"substring(name from '^\S+ \S{2}(\S{8})')"),
        Case("search, common word", "/api/v1/parties?q={word}&limit=50",
             expression=r"substring(name from '\S{5,}$')"),
        Case("summary", total, most=100_000),
        Case("summary, sees 6 %", total, account="some", most=100_000),
        Case("summary, by month", "/api/v1/parties/summary?group=owner_id,created_at:month"
             "&measure=count,avg(rating)&totals=true&customer=true", most=100_000),
        Case("create", "/api/v1/parties", body=BODY),
    ]
    return {case.name: case for case in every}

