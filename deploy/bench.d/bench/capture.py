"""The statements that the service sends, read back from the server's log."""
import dataclasses
import re

ENTRY = re.compile(r"^@@([\d/]*):([^@]*)@@ ([A-Z0-9]+):  (.*)$", re.S)
EXECUTE = re.compile(r"^execute [^:]+: (.*)$", re.S)
PARAMETERS = re.compile(r"^parameters: (.*)$", re.S | re.I)
PARAMETER = re.compile(r"\$(\d+) = (?:NULL|'((?:[^']|'')*)')")
#: Who asks is told first, so this begins a batch.
ENTER = "set_config('crm.token'"


@dataclasses.dataclass
class Statement:
    """One statement with the values of its parameters; None is NULL."""

    sql: str
    values: list


def entries(text):
    """Transaction, user, severity and message of every entry; a message may have several lines."""
    whole = []
    for line in text.split("\n"):
        if line.startswith("@@"):
            whole.append(line)
        # The server begins each further line of a message with a tab.
        elif whole and line.startswith("\t"):
            whole[-1] += "\n" + line.removeprefix("\t")
    for entry in whole:
        if match := ENTRY.match(entry.rstrip("\n")):
            yield match.groups()


def values(message):
    """The parameters of a DETAIL entry, in order."""
    match = PARAMETERS.match(message)
    found = PARAMETER.finditer(match[1]) if match else ()
    return [None if each[2] is None else each[2].replace("''", "'") for each in found]


def batches(text, user="crm_service"):
    """What the user's transactions ran that begin with the statement that enters; in order of beginning."""
    found, open_batches = [], {}
    for transaction, name, severity, message in entries(text):
        if name != user:
            continue
        if severity == "ERROR":
            raise RuntimeError(f"a statement of the service failed: {message}")
        sql = _sql(severity, message)
        if sql and ENTER in sql:
            open_batches[transaction] = []
            found.append(open_batches[transaction])
        batch = open_batches.get(transaction)
        if batch is not None and sql:
            batch.append(Statement(sql, []))
        elif batch and severity == "DETAIL":
            batch[-1].values = values(message)
    return found


def _sql(severity, message):
    if severity != "LOG":
        return None
    if match := EXECUTE.match(message):
        return match[1].strip()
    return message.removeprefix("statement: ").strip() if message.startswith("statement: ") else None
