"""One filled register with the service on it: where measuring happens."""
import pathlib
import tempfile

from .database import Database
from .service import Service

SCRIPTS = pathlib.Path(__file__).parent.parent
FILL = SCRIPTS / "fill.sql"
#: People, then tasks, a project, meetings and deals of theirs.
WORK = (SCRIPTS / "staff.sql", SCRIPTS / "work.sql", SCRIPTS / "sales.sql")
#: Connections of the service, both lanes; pgbench gets as many.
POOL = 6 + 2
#: Sees everything; and one who sees his department's sixteenth.
ACCOUNTS = {"all": "administrator", "some": "sales"}


class Site:
    """A service, its database, two signed-in accounts, and words that occur in the names."""

    def __init__(self, crm, root, programs, rows, lines=0, port=0):
        self.rows = rows
        #: Of the ledger, where that is measured.
        self.lines = lines
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="crm-bench-files-"))
        self.service = Service(crm, root, port)
        self.database = Database(self.service, programs)
        self.tokens = {}
        self.first_start = None
        self.has_work = False
        self.say = print

    def open(self, say):
        """Starts it from nothing, fills it and signs in; `say` is told what goes on."""
        self.say = say
        self.first_start = self.service.start()
        say(f"filling {self.rows:,} parties")
        self.database.psql(file=FILL, variables={"rows": self.rows})
        self.service.run(
            "license", "install", "--trial",
            self.service.root / "sql/seed/demo/demonstration.lic", "--data", self.service.data)
        for login, role in ACCOUNTS.items():
            self.service.make_account(login, role)
        self.database.psql(
            "update access.account set department_id = "
            "(select id from access.department where code = 'bench-7') where login = 'some'")
        for login in ACCOUNTS:
            self.tokens[login] = self.service.sign_in(login)

    def fill_work(self):
        """Adds people and as many tasks as there are parties, unless they are there."""
        if self.has_work:
            return
        self.say(f"filling {self.rows:,} tasks, people, meetings and deals")
        for script in WORK:
            self.database.psql(file=script, variables={"rows": self.rows})
        self.has_work = True

    def close(self):
        """Ends everything and deletes it."""
        self.service.remove()
        for file in self.folder.glob("*"):
            file.unlink()
        self.folder.rmdir()

    def words(self, expression, count=16):
        """Texts computed from the names of random parties."""
        sample = f"select 1 + floor(random() * {self.rows})::bigint from generate_series(1, {count})"
        return self.database.lines(
            f"select {expression} from clients.party where id = any (array({sample}))")

    def file(self, name, lines):
        """Writes lines into a file of the site's own; answers its path."""
        path = self.folder / name
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path
