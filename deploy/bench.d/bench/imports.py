"""A large file loaded by a job against the same `insert … select` in psql, and its undo."""
import csv
import json
import time

from . import enter, machine
from .table import Row

#: Rows that psql loads, once before and once after; rates are compared.
BESIDE = 50_000
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


def measure(site, say, count):
    """The rows of the import and of its undo; psql runs before and after the import."""
    say(f"importing {count:,} records into {site.rows:,}")
    file, part = site.folder / "import.csv", site.folder / "part.csv"
    _write(file, count)
    _write(part, BESIDE)
    site.database.psql(STAGE.format(file=part))
    say(INSERT.format(source=SOURCES["psql"]))
    before = _psql(site, "before")
    taken, most, job = _import(site, file)
    after = _psql(site, "after")
    beside = 2 * BESIDE / (before + after)
    missing = count - _loaded(site)
    return [
        Row("import by a job / insert … select in psql", site.rows, count / taken / beside, 0.5,
            rate=count / taken, beside=beside, failures=missing),
        Row("memory while importing", site.rows, most, 150, at_least=False, unit=" MB"),
        _undo(site, say, job, count)]


def _undo(site, say, job, count):
    say(f"undoing the import of {count:,} records")
    begun = time.monotonic()
    _wait(site, _ask(site, "POST", f"/api/v1/jobs/{job}/reversal", {}, 202)["id"])
    rate = count / (time.monotonic() - begun)
    return Row("undo of that import", site.rows, rate, None, unit="/s", rate=rate,
        failures=_loaded(site))


def _loaded(site):
    return int(site.database.psql(
        f"select count(*) from clients.party where external_source = '{SOURCES['crm']}'"))


def _write(file, count):
    with open(file, "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("key", "name", "kind", "inn", "country", "customer"))
        for number in range(count):
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
    """Seconds from the first byte sent to the end of the job, the service's largest memory, the job."""
    opened = _ask(site, "POST", "/api/v1/imports", {"mapping": {
        "resource": "parties", "match_by": ["external_source", "external_key"], "mode": "insert",
        "csv": {"delimiter": ",", "encoding": "utf-8"},
        "constants": {"external_source": SOURCES["crm"]},
        "columns": {
            "external_key": {"column": "key"}, "name": {"column": "name"},
            "kind": {"column": "kind"}, "inn": {"column": "inn"},
            "country": {"column": "country"}, "customer": {"column": "customer"},
        },
    }}, 201)
    begun = time.monotonic()
    with machine.Watch(site.service.pid) as watch:
        status, answer = site.service.upload(
            f"/api/v1/imports/{opened['id']}/content", site.tokens["all"], file, "text/csv",
            {"Prefer": "respond-async"})
        if status != 202:
            raise RuntimeError(f"the import was answered {status} {answer.decode()[:300]}")
        job = json.loads(answer)["job_id"]
        _wait(site, job)
        return time.monotonic() - begun, watch.most, job


def _ask(site, method, path, body, expected):
    status, answer = site.service.request(
        method, path, site.tokens["all"], body=json.dumps(body))
    if status != expected:
        raise RuntimeError(f"{method} {path} was answered {status} {answer.decode()[:300]}")
    return json.loads(answer)


def _wait(site, job):
    while True:
        status, answer = site.service.request("GET", f"/api/v1/jobs/{job}", site.tokens["all"])
        state = json.loads(answer).get("state")
        if state == "done":
            return
        if status != 200 or state not in ("waiting", "running"):
            raise RuntimeError(f"job {job}: {status} {answer.decode()[:300]}")
        time.sleep(0.2)
