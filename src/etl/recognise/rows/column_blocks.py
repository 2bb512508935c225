"""Columns that stand together: tells one table from helper lists beside it and from a second table beside it. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from etl.model import Grid
from etl.recognise.cells import Row, is_blank
from etl.recognise.header_block import ENOUGH, HeaderBlock
from etl.recognise.heading_search import HeadingSearch
from etl.workbook.refusals import too_large

MOST_BESIDE = 200  # tables beside each other: each is searched for among all columns to its left


def runs_of(rows: Sequence[Row], block: HeaderBlock) -> list[list[int]]:
    """The headed columns of a block, split where at least one column is blank from the heading to the end of the sheet."""
    headed = block.headed
    again = _where_all_repeats(block)
    runs = [[headed[0]]]
    for column in headed[1:]:
        gap = range(runs[-1][-1] + 1, column)
        if column == again or (
            gap and any(all(index >= len(row) or is_blank(row[index]) for row in rows[block.first :]) for index in gap)
        ):
            runs.append([])
        runs[-1].append(column)
    return runs


def _where_all_repeats(block: HeaderBlock) -> int | None:
    """The column from which the whole sequence of headings comes once more: two tables that touch."""
    if len(block.doubled) < ENOUGH:
        return None
    doubled = {second.index: second for _, second in block.doubled}
    firsts = [first.index for first, _ in block.doubled]
    own = sorted(column.index for column in block.columns if column.field)
    if len(doubled) < ENOUGH or firsts != own or not all(index > max(own) for index in doubled):
        return None
    start = min(doubled)
    return start - 1 if start - 1 in block.serials and start - 1 > max(own) else start


def without_helpers(rows: Sequence[Row], block: HeaderBlock) -> HeaderBlock:
    """The block without the columns that only a merged heading covers, and those that stand apart from it and only repeat
    its headings or have none that is known."""
    spanned = {
        second.index
        for first, second in block.doubled
        if first.heading == second.heading and _is_blank_below(rows, block, second.index)
    }
    if spanned:
        block = replace(block, doubled=tuple(pair for pair in block.doubled if pair[1].index not in spanned))
    runs = runs_of(rows, block)
    if len(runs) == 1:
        return block
    fields = {c.index: c.field for c in block.columns if c.field}
    main = max(runs, key=lambda run: sum(index in fields for index in run))
    again = {second.index for _, second in block.doubled}
    kept = {
        index
        for run in runs
        if run is main or (not again & set(run) and any(index in fields for index in run))
        for index in run
    }
    return replace(
        block,
        columns=tuple(column for column in block.columns if column.index in kept),
        doubled=tuple(pair for pair in block.doubled if pair[1].index in kept),
        serials=block.serials & kept,
    )


def _is_blank_below(rows: Sequence[Row], block: HeaderBlock, column: int) -> bool:
    return all(column >= len(row) or is_blank(row[column]) for row in rows[block.last + 1 :])


def side_by_side(grid: Grid, block: HeaderBlock, search: Callable[[Grid], HeadingSearch]) -> list[HeadingSearch]:
    """The search on a grid for each of several tables that stand beside each other, the other columns emptied; [] when there
    is one."""
    runs = runs_of(grid.rows, block)
    if len(runs) == 1:
        return []
    if (count := sum(len(run) >= ENOUGH for run in runs)) > MOST_BESIDE:
        raise too_large("tables beside", sheet=grid.sheet, count=count, most=MOST_BESIDE)
    width = max(len(row) for row in grid.rows)
    cuts = [0, *(run[0] for run in runs[1:]), width]
    found = {
        (left, right): search(_band(grid, block.first, left, right))
        for run, (left, right) in zip(runs, pairwise(cuts), strict=True)
        if len(run) >= ENOUGH
    }
    tables = {cut: one.first for cut, one in found.items() if one.first is not None and len(one.first.fields) >= ENOUGH}
    if len(tables) < 2:
        return []
    is_one = len({t.contract.report for t in tables.values()}) == 1 and not any(
        one.fields & other.fields for one, other in combinations(tables.values(), 2)
    )
    if is_one:
        return []
    # a list of choices or a column of notes belongs to the table on its left
    starts = {left for left, _ in tables}
    cuts = [0, *(left for left in cuts[1:-1] if left in starts), width]
    return [found.get((left, right)) or search(_band(grid, block.first, left, right)) for left, right in pairwise(cuts)]


def _band(grid: Grid, heading: int, left: int, right: int) -> Grid:
    """The grid with nothing outside some columns; a line above the heading that says nothing there is kept whole."""
    rows: list[Row] = []
    for number, row in enumerate(grid.rows):
        inside = row[left:right]
        is_kept = number < heading and all(map(is_blank, inside))
        rows.append(row if is_kept else [*([None] * left), *inside] if inside else [])
    return replace(grid, rows=rows)
