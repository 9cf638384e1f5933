"""An import of 100,000 records against the same `insert … select` in psql."""
import csv
import json
import time

from . import enter
from .table import Row

COUNT = 100_000
SOURCES = {"crm": "bench-import", "psql": "bench-psql"}
STAGE = """
create schema if not exists bench;
create unlogged table bench.staged (
  key text, name text, kind text, inn text, country text, customer boolean);
grant usage on schema bench to crm_service;
grant select on bench.staged to crm_service;
\\copy bench.staged from '{file}' with (format csv, header)
analyze bench.staged;
"""
#: What the service's own import does with its rows once they are staged.
INSERT = """insert into clients.party
  (external_source, external_key, name, kind, inn, country, customer)
select '{source}', key, name, kind, nullif(inn, ''), country, customer
from bench.staged
on conflict (external_source, external_key) do nothing"""
#: As the service's log-in with an administrator's context: the same triggers, checks and policies.
TIMED = """
begin;
set local statement_timeout = 0;
{enter};
select clock_timestamp() as begun \\gset
{insert};
commit;
select extract(epoch from clock_timestamp() - :'begun'::timestamptz);
"""


def measure(site, say):
    """The row of the import; psql runs before and after it."""
    say(f"importing {COUNT:,} records into {site.rows:,}")
    file = site.folder / "import.csv"
    _write(file)
    site.database.psql(STAGE.format(file=file))
    say(INSERT.format(source=SOURCES["psql"]))
    before = _psql(site, "before")
    taken = _import(site, file)
    after = _psql(site, "after")
    made = int(site.database.psql(
        f"select count(*) from clients.party where external_source = '{SOURCES['crm']}'"))
    beside = COUNT / ((before + after) / 2)
    return Row(
        "crm import / insert … select in psql", site.rows, COUNT / taken / beside, 0.5,
        rate=COUNT / taken, beside=beside, failures=COUNT - made)


def _write(file):
    with open(file, "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("key", "name", "kind", "inn", "country", "customer"))
        for number in range(COUNT):
            rows.writerow((
                number, f"Импорт № {number} Торговая компания", "company", _inn(number), "RU",
                "true"))


def _inn(number):
    """Ten digits with the right last one, of a region that does not exist."""
    digits = f"{number + 1:09d}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return digits + str(sum(int(d) * w for d, w in zip(digits, weights)) % 11 % 10)


def _psql(site, when):
    insert = INSERT.format(source=f"{SOURCES['psql']}-{when}")
    answer = site.database.psql(TIMED.format(enter=";\n".join(enter.statements(site)), insert=insert), role="crm_service")
    return float(answer.split("\n")[-1])


def _import(site, file):
    mapping = site.folder / "import.json"
    mapping.write_text(json.dumps({
        "resource": "parties", "match_by": ["external_source", "external_key"], "mode": "insert",
        "csv": {"delimiter": ",", "encoding": "utf-8"},
        "constants": {"external_source": SOURCES["crm"]},
        "columns": {
            "external_key": {"column": "key"}, "name": {"column": "name"},
            "kind": {"column": "kind"}, "inn": {"column": "inn"},
            "country": {"column": "country"}, "customer": {"column": "customer"},
        },
    }), encoding="utf-8")
    begun = time.monotonic()
    site.service.run(
        "import", "parties", file, "--mapping", mapping, "--as", "all", "--data",
        site.service.data)
    return time.monotonic() - begun
