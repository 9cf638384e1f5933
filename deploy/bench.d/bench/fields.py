"""A custom field: what adding it does to requests meanwhile, and what it costs in a filter."""
import json
import statistics
import time

from . import wrk
from .case import BODY, Case
from .compare import failures, median
from .table import Row

FIELD = "x_bench"
#: The built-in column that holds the same values.
BUILT_IN = "inn"
#: Past triggers, as a column that always was there has its values too.
FILL = f"""set session_replication_role = replica;
update clients.party set {FIELD} = {BUILT_IN} where {BUILT_IN} is not null;"""


def measure(site, say, comparison):
    """The slowest request while a field is added, and a filter on it against a built-in one."""
    return [_stall(site, say, comparison.rounds), _filter(site, say, comparison)]


def _stall(site, say, rounds):
    say(f"custom fields are added to {site.rows:,} rows, requests meanwhile")
    alone = [_slowest(site, None) for _ in range(rounds)]
    meanwhile = [_slowest(site, f"x_stall_{number}") for number in range(rounds)]
    say("slowest requests alone: " + _list(alone) + "; while a field is added: " + _list(meanwhile))
    return Row(
        "slowest request while a custom field is added", site.rows,
        max(run["most"] for run in meanwhile), 300, at_least=False, unit=" ms",
        rate=median(meanwhile, "rate"), p50=median(meanwhile, "p50"), p99=median(meanwhile, "p99"),
        beside=statistics.median(run["rate"] for run in alone),
        failures=failures(alone) + failures(meanwhile))


def _slowest(site, field):
    """Four clients who read and two who write for three seconds; the field comes in the middle."""
    token = site.tokens["all"]
    reading = wrk.Load(
        site.service, "/api/v1/parties/{id}", token, rows=site.rows, seconds=3, connections=4)
    writing = wrk.Load(
        site.service, "/api/v1/parties", token, body=BODY, seconds=3, connections=2)
    time.sleep(1)
    if field:
        _add(site, field)
    results = [reading.result(), writing.result()]
    return {
        **results[0], "most": max(result["most"] for result in results),
        "failed": failures(results)}


def _add(site, name, **more):
    field = {
        "resource": "parties", "name": name, "type": "text", "label_en": name.replace("_", " "),
        "label_ru": name.replace("_", " "), **more}
    status, answer = site.service.request(
        "POST", "/api/v1/custom-fields", site.tokens["all"], body=json.dumps(field))
    if status != 201:
        raise RuntimeError(f"the field was answered {status} {answer.decode()[:300]}")


def _list(runs):
    return ", ".join(f"{run['most']:.0f} ms" for run in runs)


def _filter(site, say, comparison):
    say(f"filling and indexing {FIELD} of {site.rows:,} rows")
    _add(site, FIELD, is_indexed=True)
    site.database.psql(FILL)
    _await_index(site)
    site.database.psql("vacuum analyze clients.party")
    built_in, own = (
        Case(f"{name} filter", f"/api/v1/parties?{name}={{word}}&limit=50", expression=name)
        .prepare(site) for name in (BUILT_IN, FIELD))
    beside, runs = comparison.alternate(built_in.service, own.service)
    rate, other = median(runs, "rate"), median(beside, "rate")
    return Row(
        "filter on a custom field / on a built-in one", site.rows, rate / other, 0.9, rate=rate,
        p50=median(runs, "p50"), p99=median(runs, "p99"), beside=other,
        failures=failures(runs) + failures(beside))


def _await_index(site):
    begun = time.monotonic()
    while site.database.psql(
            f"select index_state from system.custom_field where name = '{FIELD}'").strip() != "ready":
        if time.monotonic() - begun > 300:
            raise RuntimeError(f"the index of {FIELD} was not ready after 300 s")
        time.sleep(0.5)
