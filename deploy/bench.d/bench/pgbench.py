"""The service's own statements as scripts for pgbench, and a run of them."""
import pathlib
import re
import subprocess

#: Literals and quoted names stay as they are; between them stand the parameters.
PIECE = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\$(\d+)")
#: pgbench takes this for a variable, in literals too.
VARIABLE = re.compile(r"(?<!:):(?=[A-Za-z0-9_])")
#: An expression for a number that nobody has used.
ANY = "random(1, 9000000000000000000)"
RATE = re.compile(r"^tps = ([0-9.]+)", re.M)
LATENCY = re.compile(r"^latency average = ([0-9.]+) ms", re.M)


class Script:
    """One batch as a pipeline: values that vary are reckoned for each, the others are constants.

    `varying` maps the value that the captured request had to an expression, such as of a random number.
    """

    def __init__(self, name, batch, varying=None):
        self.name = name
        self.constants = {}
        varying = varying or {}
        lines = [f"\\set r{n} {value}" for n, value in enumerate(varying.values())]
        self.random = {value: f"r{n}" for n, value in enumerate(varying)}
        lines.append("\\startpipeline")
        lines += [self._text(statement) + ";" for statement in batch]
        lines.append("\\endpipeline")
        self.text = "\n".join(lines) + "\n"

    def _text(self, statement):
        if VARIABLE.search(statement.sql):
            raise RuntimeError(f"pgbench would see a variable in: {statement.sql}")
        return PIECE.sub(lambda piece: self._piece(piece, statement.values), statement.sql)

    def _piece(self, piece, values):
        if piece[1] is None:
            return piece[0]
        value = values[int(piece[1]) - 1]
        if value is None:
            return "null"
        if value in self.random:
            return f":{self.random[value]}"
        names = {known: name for name, known in self.constants.items()}
        name = names.get(value) or f"{self.name}_{len(self.constants)}"
        self.constants[name] = value
        return f":{name}"


def run(database, scripts, connections, seconds, folder):
    """Transactions per second and the average latency in ms, without the time to connect."""
    command = [
        database.programs / "pgbench", "-n", "-M", "prepared", "-c", str(connections),
        "-j", "2", "-T", str(seconds),
    ]
    for script in scripts:
        path = pathlib.Path(folder) / f"{script.name}.sql"
        path.write_text(script.text, encoding="utf-8")
        command += ["-f", path]
        for name, value in script.constants.items():
            command += ["-D", f"{name}={value}"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False,
        env=database.environment("crm_service"))
    rate = RATE.search(done.stdout)
    if done.returncode or not rate:
        raise RuntimeError(f"pgbench: {done.stderr.strip()[-2000:]}")
    return float(rate[1]), float(LATENCY.search(done.stdout)[1])
