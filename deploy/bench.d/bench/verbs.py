"""Verbs of purchasing against the same transactions in pgbench; each changes a document of its own."""
import dataclasses

from . import pgbench, wrk
from .case import Case, Prepared
from .site import SCRIPTS

#: Rate of the service as a part of pgbench's.
TARGETS = {"approval": 0.30, "match": 0.30}
#: Documents that lie ready for each second of a run.
MOST = 2000
#: The first of them: a number that stands for nothing else in what the service sends.
FIRST = 7_000_000_001


@dataclasses.dataclass
class VerbCase(Case):
    """A request that can be sent once for each document."""

    #: Makes the documents.
    fill: str = ""
    #: Where those are that it has changed.
    done: str = ""
    #: The first of them.
    first: int = FIRST

    def prepare(self, site):
        """Binds it to a site."""
        return PreparedVerb(self, site, [])


class PreparedVerb(Prepared):
    """A verb on a site, which has documents that nobody has changed for each run."""

    def __init__(self, case, site, words):
        super().__init__(case, site, words)
        self.next = case.first

    def record(self):
        """Sends it for one document, then for the one whose statements become the script."""
        first = self._fill(1)
        warm, path = (self.case.path.replace("{id}", str(first + n)) for n in (0, 1))
        self.batches = self.capture([warm], [path])
        script = pgbench.Script(self.script_name(0), self.batches[0], {
            self.key: pgbench.ANY, str(first + 1): f":first + :count * {self.clients} + :client_id"})
        script.text = "\\set count :count + 1\n" + script.text
        script.constants["count"] = "-1"
        self.scripts = [script]

    def load(self, seconds, connections=None):
        """A wrk that is running; a document that is not there is a failure."""
        return wrk.Load(
            self.site.service, self.case.path, self.site.tokens[self.case.account],
            body=self.case.body, seconds=seconds, first=self._fill(seconds), script="verb.lua",
            connections=connections or self.case.connections)

    def pgbench(self, seconds):
        """One run of pgbench: transactions per second, each of which has changed a document."""
        first = self._fill(seconds)
        self.scripts[0].constants["first"] = str(first)
        rate = super().pgbench(seconds)
        done = int(self.site.database.psql(
            f"select count(*) from {self.case.done} and id between {first} and {self.next - 1}"))
        if done < 0.9 * rate * seconds:
            raise RuntimeError(f"{rate * seconds:.0f} transactions have changed {done} documents")
        return rate

    def _fill(self, seconds):
        first, count = self.next, MOST * seconds
        self.next += count
        self.site.database.psql(
            file=SCRIPTS / self.case.fill, variables={"first": first, "count": count})
        return first


def cases():
    """The requests by name."""
    every = [
        VerbCase("approval", "/api/v1/purchase-orders/{id}/approval", body="{}", fill="approval.sql",
                 done="purchasing.purchase_order where state = 'approved'"),
        VerbCase("match", "/api/v1/invoices/{id}/match", body="{}", fill="match.sql",
                 done="finance.invoice where state = 'matched'"),
    ]
    return {case.name: case for case in every}
