"""What was measured, as rows of one table with their verdicts."""
import dataclasses

HEADINGS = (
    "measure", "rows", "service/s", "p50 ms", "p99 ms", "beside/s", "result", "target", "verdict",
    "failures")


@dataclasses.dataclass
class Row:
    """One comparison. `beside` is what pgbench or the other route reached; no target, no verdict."""

    measure: str
    rows: int
    result: float | None
    target: float | None
    at_least: bool = True
    unit: str = ""
    rate: float | None = None
    p50: float | None = None
    p99: float | None = None
    beside: float | None = None
    failures: int = 0
    trouble: str = ""

    @property
    def holds(self):
        """Whether the target is reached, without a single failed request."""
        if self.result is None or self.failures or self.trouble:
            return False
        if self.target is None:
            return True
        return self.result >= self.target if self.at_least else self.result <= self.target

    def cells(self):
        """The texts of one line."""
        digits = 2 if self.unit in ("", "x", " s") else 0
        sign = ">=" if self.at_least else "<="
        wanted, verdict = "-", "ok" if self.holds else "MISSED"
        if self.target is not None:
            wanted = f"{sign} {self.target:g}{self.unit}"
        elif self.holds:
            verdict = "-"
        return (
            self.measure, f"{self.rows:,}", _number(self.rate, 0), _number(self.p50, 2),
            _number(self.p99, 2), _number(self.beside, 0), _number(self.result, digits, self.unit),
            wanted, verdict, self.trouble or f"{self.failures}")


def _number(value, digits, unit=""):
    return "-" if value is None else f"{value:,.{digits}f}{unit}"


def render(rows):
    """The table as text."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    text = []
    for number, line in enumerate(lines):
        cells = [
            cell.ljust(width) if column in (0, 8, 9) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths))]
        text.append("  ".join(cells).rstrip())
        if number == 0:
            text.append("  ".join("-" * width for width in widths))
    return "\n".join(text)
