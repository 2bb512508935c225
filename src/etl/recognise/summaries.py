"""Tables without their report's key beside a whole one: takes the sheets of a file, sets summaries aside, and names their rows.

A summary's figures add up to those of the whole table, or it lacks half of what a record must have. Any other such table is
a page whose heading lost a column: it stays, and goes back for that column, for its rows stand nowhere else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from etl.contract.schema import Contract
from etl.model import Cell, Table
from etl.recognise.cells import is_blank
from etl.recognise.sheet import SheetResult
from etl.recognise.spot_issue import spot_issue
from etl.rules.reading.headings import TABLE_MISSING_COLUMN
from etl.rules.reading.sheets import SHEET_STANDING

_Place = tuple[str | None, str | None, int | None]  # sheet, report, row of the heading


def without_summaries(results: Sequence[SheetResult], contracts: Mapping[str, Contract]) -> list[SheetResult]:
    """The results without the tables that only sum up whole ones of the file, each of them named by a warning."""
    keyless: set[_Place] = {
        (issue.sheet, issue.report, issue.source_row)
        for result in results
        for issue in result.issues
        if issue.rule == TABLE_MISSING_COLUMN.id
        and issue.report is not None
        and issue.column_name in contracts[issue.report].key
    }
    if not keyless:
        return [*results]
    tables = {_place(result, table): table for result in results for table in result.tables}
    whole: dict[str, list[Table]] = {}
    for place, table in tables.items():
        if place not in keyless:
            whole.setdefault(table.report, []).append(table)
    lost = {
        place
        for place, table in tables.items()
        if place in keyless and table.report in whole and _sums_up(table, whole[table.report], contracts[table.report])
    }
    return [_without(result, lost, contracts) for result in results]


def _without(result: SheetResult, lost: set[_Place], contracts: Mapping[str, Contract]) -> SheetResult:
    aside = [table for table in result.tables if _place(result, table) in lost]
    if not aside:
        return result
    sheet = result.reading.sheet
    issues = [issue for issue in result.issues if (issue.sheet, issue.report, issue.source_row) not in lost]
    for table in aside:
        rows = sorted(table.rows)
        issue = spot_issue(
            SHEET_STANDING,
            "summary",
            sheet,
            sheet=sheet,
            report=table.report,
            title=contracts[table.report].title.zh,
            rows=f"第 {rows[0] + 1} 到 {rows[-1] + 1} 行",
        )
        issues.append(issue)
    return replace(result, tables=tuple(t for t in result.tables if t not in aside), issues=tuple(issues))


def _sums_up(table: Table, whole: Sequence[Table], contract: Contract) -> bool:
    required = [column.name for column in contract.columns if column.required]
    if 2 * len(table.values.keys() & {*required}) <= len(required) and not _stands_under(table, whole):
        return True
    figures = [column.name for column in contract.columns if column.type.is_figure and column.name in table.values]
    return any(
        (total := _sum(table.values[name]))
        and total == _sum(cell for one in whole for cell in one.values.get(name, ()))
        for name in figures
    )


def _stands_under(table: Table, whole: Sequence[Table]) -> bool:
    """True when a table's columns stand where a whole one of its sheet has them, and are half of that one's: a page of it."""
    own = {(match.index, match.field) for match in table.columns if match.field}
    there = [{(m.index, m.field) for m in one.columns if m.field} for one in whole if one.sheet == table.sheet]
    return any(own <= fields and 2 * len(own) >= len(fields) for fields in there)


def _sum(cells: Iterable[Cell]) -> Decimal | None:
    """The sum of some cells; None where one is neither blank nor a plain number."""
    try:
        return sum((Decimal(str(cell).replace(",", "")) for cell in cells if not is_blank(cell)), Decimal(0))
    except InvalidOperation:
        return None


def _place(result: SheetResult, table: Table) -> _Place:
    return result.reading.sheet, table.report, table.header_rows[1] + 1
