"""The context of the account `all` for psql: the statements that stand at the head of every batch."""
from .case import Case


def statements(site):
    """As the service sends them, their values written in."""
    prepared = Case("enter", "/api/v1/parties/{id}").prepare(site)
    prepared.record()
    return [_literal(statement) for statement in prepared.batches[0][:2]]


def _literal(statement):
    text = statement.sql
    for number, value in reversed(list(enumerate(statement.values, 1))):
        text = text.replace(f"${number}", "'" + value.replace("'", "''") + "'")
    return text
