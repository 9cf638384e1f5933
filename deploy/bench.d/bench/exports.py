"""A whole list as CSV against COPY TO of the same rows, as XLSX, and what memory either takes."""
import time

from . import enter, machine
from .table import Row

PATH = "/api/v1/parties"
FORMS = {
    "CSV": "text/csv",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: As the service's log-in with an administrator's context: the same policies.
COPY = """
begin;
set local statement_timeout = 0;
{enter};
\\copy (select {fields} from clients.party where archived_at is null order by id) to '{file}' with (format csv, header)
commit;
"""


def measure(site, say):
    """CSV with COPY before and after it, then XLSX."""
    before = _copy(site, say)
    csv, most, failed = _download(site, say, "CSV")
    beside = site.rows / ((before + _copy(site, say)) / 2)
    rows = [
        Row("CSV of a list / COPY TO", site.rows, csv / beside, 0.3, rate=csv, beside=beside,
            failures=failed),
        _memory(site, "CSV", most, csv, failed)]
    if site.rows < 1 << 20:
        xlsx, most, failed = _download(site, say, "XLSX")
        rows.append(_memory(site, "XLSX", most, xlsx, failed))
    return rows


def _memory(site, form, most, rate, failed):
    return Row(
        f"memory while exporting {form}", site.rows, most, 150, at_least=False, unit=" MB",
        rate=rate, failures=failed)


def _download(site, say, form):
    begun = time.monotonic()
    with machine.Watch(site.service.pid) as watch:
        status, lines, size = site.service.download(PATH, site.tokens["all"], FORMS[form])
    taken = time.monotonic() - begun
    say(f"{form} of {site.rows:,} rows: {size / 1e6:,.0f} MB in {taken:.1f} s")
    whole = lines > site.rows if form == "CSV" else size > site.rows
    return site.rows / taken, watch.most, 0 if status == 200 and whole else 1


def _copy(site, say):
    _, head = site.service.request(
        "GET", f"{PATH}?limit=1", site.tokens["all"], headers={"Accept": FORMS["CSV"]})
    fields = head.decode().split("\r\n", maxsplit=1)[0]
    sql = COPY.format(
        enter=";\n".join(enter.statements(site)), fields=fields, file=site.folder / "copy.csv")
    begun = time.monotonic()
    site.database.psql(sql, role="crm_service")
    taken = time.monotonic() - begun
    say(f"COPY of {site.rows:,} rows: {taken:.1f} s")
    return taken
