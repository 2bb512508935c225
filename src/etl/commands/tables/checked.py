"""What `etl check` found, for a person: one block a file, then a line that sums up. Takes the dicts of etl.commands.check."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

Told = Mapping[str, Any]


def lines(told: Told) -> Iterator[str]:
    """One file as lines of text."""
    yield f"{told['file']}: {told['kind']}, {told['verdict']}"
    for sheet in told["sheets"]:
        yield f"  sheet {sheet['sheet'] or '(CSV)'}: {sheet['taken_for']}"
        for table in told["tables"]:
            if table["sheet"] == sheet["sheet"]:
                yield from _table(table)
    for issue in told["issues"]:
        place = " ".join(part for part in (issue["sheet"], issue["cell"]) if part)
        yield f"  {issue['severity']:<8} {place}: {issue['message']}"


def _table(table: Told) -> Iterator[str]:
    first, last = table["heading_rows"]
    rows = f"row {first}" if first == last else f"rows {first}-{last}"
    totals = ", ".join(f"{total['label']} in row {total['row']}" for total in table["totals"])
    yield f"    heading in {rows}, {table['rows']} rows of data" + (f", {totals}" if totals else "")
    for column in table["columns"]:
        unit = f", in {column['unit']} (said by the {column['unit_source']})" if column["unit"] else ""
        meaning = f"{column['field']} by {column['matched_by']}" if column["field"] else "not known: kept in extra"
        heading = " ".join(column["heading"].split())
        yield f"    {column['column']:<3} {heading} -> {meaning}{unit}"


class Tally:
    """Counts of what was checked."""

    def __init__(self) -> None:
        self._verdicts: Counter[str] = Counter()
        self._severities: Counter[str] = Counter()

    def add(self, told: Told) -> None:
        """Count one file."""
        self._verdicts[told["verdict"].split(":")[0]] += 1
        self._severities.update(issue["severity"] for issue in told["issues"])

    @property
    def total(self) -> str:
        """The line that sums up."""
        files = ", ".join(f"{count} {verdict}" for verdict, count in sorted(self._verdicts.items()))
        issues = ", ".join(f"{count} {severity}" for severity, count in sorted(self._severities.items()))
        return f"{self._verdicts.total()} files: {files or 'none'}; issues: {issues or 'none'}"
