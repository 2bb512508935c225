"""The account of one sheet: takes its grid and what reading made of it, gives what every filled cell was taken for.

Derived from reading's own decisions; a cell that none of them covers comes out as unaccounted, which is a fault of ours.
Made only when somebody asks for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from etl.cell_account import CellRun, TakenFor
from etl.model import Cell, Grid
from etl.recognise.account.lines import line_kinds
from etl.recognise.cells import is_blank
from etl.recognise.rows.table_part import TablePart
from etl.recognise.rows.taken_rows import TakenRows, unread
from etl.recognise.rows.unread_cells import UnreadCells, counts
from etl.recognise.sheet import SheetResult
from etl.rules.reading.sheets import SHEET_GUIDANCE, SHEET_NOT_UNDERSTOOD
from etl.rules.reading.tables import TABLE_EMPTY
from etl.template_marks import TEMPLATE
from etl.workbook.assemble import WITHOUT_VALUE

Place = tuple[int, int]
Found = tuple[TakenFor, str]  # what a cell was taken for, and the rule that names it
_WHOLE_SHEETS = {
    "hidden": TakenFor.HIDDEN_SHEET,
    "guidance": TakenFor.GUIDANCE,
    TEMPLATE: TakenFor.TEMPLATE,
}
_OF_TABLES = (TakenFor.VALUE, TakenFor.EXTRA, TakenFor.TOTAL)


def account_of(grid: Grid, result: SheetResult, around: UnreadCells) -> tuple[CellRun, ...]:
    """Account of every filled cell of a sheet, in few rectangles from top to bottom."""
    kinds: dict[Place, Found] = {}
    reports = {table.report for table in result.tables}
    said = line_kinds(preamble for part in result.parts for preamble in part.preambles)
    for part in result.parts:
        is_aside = part.block.contract.report not in reports  # another sheet's table counts
        for place, found in _of_part(part, said, around):
            if part.is_nil and found == (TakenFor.ISSUE, TABLE_EMPTY.id):
                found = TakenFor.NIL, ""
            elif is_aside and found[0] in _OF_TABLES:
                found = TakenFor.SET_ASIDE, ""
            kinds.setdefault(place, found)
    rest = TakenFor.UNACCOUNTED, ""
    if not result.parts:
        rest = _of_sheet(result)
        kinds = {p: (kind, "") for p, kind in line_kinds(result.preambles).items()} if result.nil_reports else {}
    filled = {(r, c) for r, row in enumerate(grid.rows) for c, cell in enumerate(row) if not is_blank(cell)}
    filled |= {place for place, mark in grid.marks.items() if mark in WITHOUT_VALUE}
    return runs_of({place: kinds.get(place, rest) for place in filled})


def runs_of(kinds: Mapping[Place, Found]) -> tuple[CellRun, ...]:
    """The account of cells whose kinds are known, in few rectangles."""
    return tuple(_rectangles(kinds))


def _of_sheet(result: SheetResult) -> Found:
    """Account of all of a sheet without a table."""
    rules = {issue.rule for issue in result.issues}
    for rule in (SHEET_GUIDANCE.id, SHEET_NOT_UNDERSTOOD.id):
        if rule in rules:
            return TakenFor.ISSUE, rule
    if result.nil_reports:
        return TakenFor.NIL, ""
    return _WHOLE_SHEETS.get(result.reading.taken_for, TakenFor.UNACCOUNTED), ""


def _of_part(part: TablePart, said: Mapping[Place, TakenFor], around: UnreadCells) -> Iterator[tuple[Place, Found]]:
    """Every cell of a table and of the lines around it, what issues name first."""
    rows = part.grid.rows
    for one in part.named:
        for row in one.rows:
            for column in range(len(rows[row])) if one.columns is None else one.columns:
                yield (row, column), (TakenFor.ISSUE, one.issue.rule)
    for entry in part.taken:
        yield from _of_rows(part.grid.rows, entry, said)
    beside: dict[int, dict[int, Cell]] = {}
    for row, column, cell in unread(part.grid, part.taken):
        if around.explains_itself(cell):
            yield (row, column), (TakenFor.FOOTER, "")
        else:
            beside.setdefault(column, {})[row] = cell
    for column, cells in beside.items():
        if column < min(part.block.headed) and counts(cells):
            yield from (((row, column), (TakenFor.SERIAL, "")) for row in cells)
    for row in part.lines:
        for column in range(len(rows[row])):
            yield (row, column), (said.get((row, column), TakenFor.LINE), "")


def _of_rows(
    rows: Sequence[Sequence[Cell]], entry: TakenRows, said: Mapping[Place, TakenFor]
) -> Iterator[tuple[Place, Found]]:
    for row in entry.rows:
        for column in range(len(rows[row])):
            if (kind := entry.at(column)) is not None:
                if kind in (TakenFor.LINE, TakenFor.FOOTER, TakenFor.GROUP):
                    kind = said.get((row, column), kind)
                yield (row, column), (kind, entry.rule if kind is TakenFor.ISSUE else "")


def _rectangles(kinds: Mapping[Place, Found]) -> Iterator[CellRun]:
    """The cells as rectangles: along a row over blank cells too, then rows below each other whose runs are alike."""
    block: list[CellRun] = []
    for row, places in groupby(sorted(kinds), key=lambda place: place[0]):
        runs = []
        for (kind, rule), columns in groupby((place[1] for place in places), key=lambda column: kinds[row, column]):
            stretch = [*columns]
            runs.append(CellRun(row, stretch[0], row, stretch[-1], kind, rule, len(stretch)))
        if (joined := _joined(block, runs)) is None:
            yield from block
        block = joined or runs
    yield from block


def _joined(block: Sequence[CellRun], runs: Sequence[CellRun]) -> list[CellRun] | None:
    """The rectangles with the row below them added; None where its runs are of other kinds or would overlap."""
    if not block or block[0].last_row + 1 != runs[0].first_row:
        return None
    if [(one.taken_for, one.rule) for one in block] != [(one.taken_for, one.rule) for one in runs]:
        return None
    joined = [
        replace(
            one,
            first_column=min(one.first_column, other.first_column),
            last_row=other.last_row,
            last_column=max(one.last_column, other.last_column),
            cells=one.cells + other.cells,
        )
        for one, other in zip(block, runs, strict=True)
    ]
    overlap = any(one.last_column >= other.first_column for one, other in pairwise(joined))
    return None if overlap else joined
