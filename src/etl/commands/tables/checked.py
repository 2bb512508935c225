"""Findings of `etl check` for a person: one block a file, then a line that sums up. Takes dicts of verdict_on_file."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from etl.commands.accounts import account_line
from etl.commands.tables.typed_rows import row_lines
from etl.foreign_text import visible

Described = Mapping[str, Any]


def lines(described: Described, width: int) -> Iterator[str]:
    """One file as lines of text; typed rows as tables of some width."""
    yield from map(visible, _verdict_lines(described))
    if "rows" in described:
        yield from row_lines(described["rows"], width) if described["rows"] else ["  no rows would load"]


def _verdict_lines(described: Described) -> Iterator[str]:
    yield f"{described['file']}: {described['kind']}, {described['verdict']}"
    for sheet in described["sheets"]:
        yield f"  sheet {sheet['sheet'] or '(CSV)'}: {sheet['taken_for']}"
        for table in described["tables"]:
            if table["sheet"] == sheet["sheet"]:
                yield from _table(table)
        yield from map(account_line, sheet.get("cells", ()))
    for issue in described["issues"]:
        place = " ".join(part for part in (issue["sheet"], issue["cell"]) if part)
        yield f"  {issue['severity']:<8} {place}: {issue['message']}"
    for report in described.get("reports", ()):
        yield f"  {report['report']}: {report['status']}, {report['row_count']} rows"
        yield from (f"    {sentence}" for sentence in report["not_known"])


def _table(table: Described) -> Iterator[str]:
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

    def add(self, described: Described) -> None:
        """Count one file."""
        self._verdicts[described["verdict"].split(":")[0]] += 1
        self._severities.update(issue["severity"] for issue in described["issues"])

    @property
    def total(self) -> str:
        """The line that sums up."""
        files = ", ".join(f"{count} {verdict}" for verdict, count in sorted(self._verdicts.items()))
        issues = ", ".join(f"{count} {severity}" for severity, count in sorted(self._severities.items()))
        return f"{self._verdicts.total()} files: {files or 'none'}; issues: {issues or 'none'}"
