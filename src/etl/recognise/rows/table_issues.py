"""Issues of one table as a whole: its headings, its merges, and whatever stands around its rows.

Every function locates a rule's cell and gives one Issue; the words are the rule's, and none decides whether it is said.
"""

from collections.abc import Sequence
from dataclasses import replace

from etl.identity_numbers import mask
from etl.model import ColumnMatch, Grid, Issue, Severity, address, column_letters
from etl.recognise.cells import is_blank
from etl.recognise.header_block import HeaderBlock
from etl.recognise.statements.placed import PlacedUnit
from etl.recognise.statements.unit_decision import UnitFinding
from etl.rules.reading import headings, tables
from etl.rules.rule import CRITICAL, NOTICE, WARNING, Rule

SEEN = 40  # characters of a cell that a message quotes
LONG = 1e15  # a number of more digits lost some
At = tuple[int, int]
NO_RESULT = "没有结果的公式或图片"
MOST_NAMED = 5  # unknown headings that a message about a missing one names


def seen(value: object) -> str:
    """A cell or heading as a message quotes it."""
    return shown(value)[:SEEN]


def shown(value: object) -> str:
    """A cell as a text: 3.0 as 3; what Excel left of an identity number that it took for a number is masked."""
    if not (isinstance(value, float) and value.is_integer()):
        return str(value)
    return str(int(value)) if abs(value) < LONG else mask(str(int(value)))


def issue(
    rule: Rule,
    grid: Grid,
    block: HeaderBlock,
    at: At,
    *,
    case: str = "",
    severity: Severity | None = None,
    column: str | None = None,
    value: str | None = None,
    **words: object,
) -> Issue:
    """An issue of a block's report at one cell, counted from 0; it weighs what the rule weighs at worst unless told.

    The rule's sentence is given the report's title and the cell besides `words`.
    """
    words = {"report": block.contract.title.zh, "place": address(*at)} | words
    return Issue(
        rule=rule.id,
        severity=severity or rule.severity,
        message=rule.sentence(case, **words),
        report=block.contract.report,
        sheet=grid.sheet,
        cell=address(*at),
        source_row=at[0] + 1,
        column_name=column,
        value=value,
        expected=rule.expected(case, **words),
    )


def unknown_heading(grid: Grid, block: HeaderBlock, column: ColumnMatch) -> Issue:
    """A heading that no column of the contract has."""
    at, heading = (block.last, column.index), seen(column.heading)
    return issue(headings.TABLE_UNKNOWN_HEADING, grid, block, at, value=heading, heading=heading)


def near_heading(grid: Grid, block: HeaderBlock, column: ColumnMatch) -> Issue:
    """A heading that was taken for an official one that it resembles."""
    at, heading = (block.last, column.index), seen(column.heading)
    label = block.contract.column(str(column.field)).label.zh
    rule = headings.TABLE_NEAR_HEADING
    return issue(rule, grid, block, at, column=column.field, value=heading, heading=heading, label=label)


def no_heading(grid: Grid, block: HeaderBlock, index: int, first: int) -> Issue:
    """A filled column without a heading."""
    shown = seen(grid.rows[first][index])
    return issue(headings.TABLE_NO_HEADING, grid, block, (first, index), value=shown, seen=shown)


def missing_column(grid: Grid, block: HeaderBlock, column: str) -> Issue:
    """A column that must be there and is not."""
    label, at = block.contract.column(column).label.zh, (block.last, block.columns[0].index)
    unknown = [one for one in block.columns if one.field is None][:MOST_NAMED]
    others = "、".join(f"“{seen(one.heading)}”（{address(block.last, one.index)}）" for one in unknown)
    case = "unknown" if unknown else "missing"
    rule, row = headings.TABLE_MISSING_COLUMN, block.last + 1
    return issue(rule, grid, block, at, case=case, column=column, label=label, row=row, others=others)


def doubled_heading(grid: Grid, block: HeaderBlock, first: ColumnMatch, second: ColumnMatch) -> Issue:
    """Two columns with headings of one field."""
    return issue(
        headings.TABLE_DOUBLED_HEADING,
        grid,
        block,
        (block.last, second.index),
        column=first.field,
        first=address(block.last, first.index),
        first_heading=first.heading,
        heading=second.heading,
        label=block.contract.column(str(first.field)).label.zh,
    )


def ambiguous(grid: Grid, block: HeaderBlock, titles: Sequence[str]) -> Issue:
    """A heading that several reports may have."""
    at, named = (block.last, block.columns[0].index), "、".join(f"《{title}》" for title in titles)
    return issue(headings.TABLE_AMBIGUOUS, grid, block, at, row=block.last + 1, reports=named)


def unit_finding(grid: Grid, block: HeaderBlock, why: UnitFinding, said: PlacedUnit, depends: bool) -> Issue:
    """A statement about units that does not agree with what was decided, or that nobody can read; critical where figures
    depend on it."""
    shown, spot = seen(said.text), said.spot
    place = f"{spot} " if spot.cell else str(spot)
    severity = CRITICAL if depends else WARNING
    at = spot.cell or (block.first, 0)
    rule = tables.TABLE_UNIT
    found = issue(rule, grid, block, at, case=why, severity=severity, value=shown, seen=shown, place=place)
    if spot.cell is None:
        return replace(found, cell=None, source_row=None)
    return found if spot.sheet is None else replace(found, sheet=spot.sheet)


def assumed_unit(grid: Grid, block: HeaderBlock, field: str, unit: str) -> Issue:
    """An amount whose heading names no unit, read in the unit of the headings beside it."""
    column = next(one for one in block.columns if one.field == field)
    at, shown = (block.last, column.index), seen(column.heading)
    return issue(
        tables.TABLE_UNIT,
        grid,
        block,
        at,
        case="beside",
        severity=WARNING,
        column=field,
        value=shown,
        seen=shown,
        unit=unit,
    )


def empty(grid: Grid, block: HeaderBlock) -> Issue:
    """A table without a row that does not say that there is nothing to report."""
    at = (block.last + 1, block.columns[0].index)
    return issue(tables.TABLE_EMPTY, grid, block, at, case="list")


def merged_figure(grid: Grid, block: HeaderBlock, field: str, at: At, last: At, others: Sequence[str] = ()) -> Issue:
    """One figure merged from one cell to the last: over several rows, or across the columns of `others`."""
    labels, shown = (block.contract.column(name).label.zh for name in others), seen(grid.rows[at[0]][at[1]])
    return issue(
        tables.TABLE_MERGED_FIGURE,
        grid,
        block,
        at,
        case="across" if others else "down",
        column=field,
        value=shown,
        last=address(*last),
        label=block.contract.column(field).label.zh,
        others="、".join(f"“{label}”" for label in labels),
        seen=shown,
    )


def under_merge(grid: Grid, block: HeaderBlock, at: At, merge: tuple[int, int, int, int], is_figure: bool) -> Issue:
    """A cell that holds something else than the merged cells which cover it."""
    top, left, bottom, right = merge
    covered, shown = seen(grid.rows[at[0]][at[1]]), grid.rows[top][left] if left < len(grid.rows[top]) else None
    return issue(
        tables.TABLE_UNDER_MERGE,
        grid,
        block,
        at,
        severity=CRITICAL if is_figure else WARNING,
        value=covered,
        span=f"{address(top, left)}:{address(bottom, right)}",
        seen=covered,
        shown="" if is_blank(shown) else seen(shown),
    )


def split_number(grid: Grid, block: HeaderBlock, at: At) -> Issue:
    """A figure, and behind it what looks like the rest of it."""
    row, column = at
    one, rest = (str(grid.rows[row][index]).strip() for index in (column, column + 1))
    return issue(tables.TABLE_SPLIT_NUMBER, grid, block, at, value=one, seen=one, rest=rest)


def not_understood(grid: Grid, block: HeaderBlock, rows: Sequence[int]) -> Issue:
    """One or more rows below each other that nobody understands."""
    at = rows[0], _first_filled(grid, rows[0])
    is_alone = sum(not is_blank(cell) for cell in grid.rows[rows[0]]) == 1
    cell = grid.rows[at[0]][at[1]]
    shown = NO_RESULT if is_blank(cell) else seen(cell)
    case = "several" if len(rows) > 1 else "one" if is_alone else "row"
    rule, last = tables.TABLE_ROW_NOT_UNDERSTOOD, rows[-1] + 1
    return issue(rule, grid, block, at, case=case, value=shown, row=rows[0] + 1, last_row=last, seen=shown)


def example(grid: Grid, block: HeaderBlock, row: int) -> Issue:
    """A row that was left in as an example."""
    at = row, _first_filled(grid, row)
    return issue(tables.TABLE_EXAMPLE, grid, block, at, value=seen(grid.rows[row][at[1]]), row=row + 1)


def beside(grid: Grid, block: HeaderBlock, at: At, is_hidden: bool) -> Issue:
    """A filled cell beside the table; a notice where it is hidden."""
    shown, severity = seen(grid.rows[at[0]][at[1]]), NOTICE if is_hidden else WARNING
    return issue(tables.TABLE_BESIDE, grid, block, at, severity=severity, value=shown, seen=shown)


def hidden(grid: Grid, block: HeaderBlock, rows: Sequence[int], columns: Sequence[int]) -> Issue:
    """Rows and columns that are hidden and were read all the same."""
    case = "both" if rows and columns else "rows" if rows else "columns"
    at = (rows[0] if rows else block.last, columns[0] if columns else block.columns[0].index)
    numbers = "、".join(str(row + 1) for row in rows[:10]) + (" 等" if len(rows) > 10 else "")
    letters = "、".join(map(column_letters, columns))
    return issue(tables.TABLE_HIDDEN, grid, block, at, case=case, rows=numbers, columns=letters)


def _first_filled(grid: Grid, row: int) -> int:
    return next((column for column, cell in enumerate(grid.rows[row]) if not is_blank(cell)), 0)
