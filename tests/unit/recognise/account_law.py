"""The law of the account of cells, as tests hold it: takes a grid, its account and the issues, gives every breach. Knows no truth."""

from collections.abc import Iterable, Iterator

from etl.cell_account import CellRun, TakenFor
from etl.model import Grid, address
from etl.recognise.cells import is_blank, is_figure

Place = tuple[int, int]
# what a figure under a heading may be taken for
KEPT = frozenset(
    {
        *(TakenFor.VALUE, TakenFor.EXTRA, TakenFor.TOTAL, TakenFor.ISSUE, TakenFor.SERIAL, TakenFor.EXAMPLE),
        *(TakenFor.CODES, TakenFor.HEADING, TakenFor.REPEATED_HEADING, TakenFor.SET_ASIDE),
    }
)


def kinds_of(grid: Grid, runs: Iterable[CellRun]) -> dict[Place, tuple[TakenFor, str]]:
    """Kind of each filled cell; fails where a cell is in two rectangles or in none."""
    filled = {(r, c) for r, row in enumerate(grid.rows) for c, cell in enumerate(row) if not is_blank(cell)}
    found: dict[Place, tuple[TakenFor, str]] = {}
    for run in runs:
        rows, columns = range(run.first_row, run.last_row + 1), range(run.first_column, run.last_column + 1)
        inside = {(row, column) for row in rows for column in columns} & filled
        assert not inside & found.keys(), f"{run} accounts for cells twice"
        found |= dict.fromkeys(inside, (run.taken_for, run.rule))
    assert found.keys() == filled, "cells without an account"
    return found


def headed_in(kinds: dict[Place, tuple[TakenFor, str]]) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """The rows of headings of an account and their columns, but for those that count rows."""
    rows: dict[int, list[int]] = {}
    serials = {column for (_, column), (kind, _) in kinds.items() if kind is TakenFor.SERIAL}
    for (row, column), (kind, _) in kinds.items():
        if kind is TakenFor.HEADING and column not in serials:
            rows.setdefault(row, []).append(column)
    return tuple((row, tuple(columns)) for row, columns in sorted(rows.items()))


def breaches(
    grid: Grid,
    kinds: dict[Place, tuple[TakenFor, str]],
    rules: Iterable[str],
    headings: Iterable[tuple[int, tuple[int, ...]]],
) -> Iterator[str]:
    """Cells without an account, cells named by issues that nobody says, and figures under a heading that are dropped."""
    said, headed = {*rules}, [*headings]
    for (row, column), (kind, rule) in kinds.items():
        cell, where = grid.rows[row][column], address(row, column)
        if kind is TakenFor.UNACCOUNTED:
            yield f"{where} {cell!r} is unaccounted"
        if kind is TakenFor.ISSUE and rule not in said:
            yield f"{where} {cell!r} is named by {rule}, which nobody says"
        heading, columns = max((one for one in headed if one[0] < row), default=(-1, ()))
        if kinds.get((heading, column), (kind, ""))[0] is TakenFor.ISSUE:
            continue  # the heading itself is named, so its column is
        if kind in KEPT or column not in columns or not is_figure(cell) or cell in (0, "0"):
            continue
        if kind is TakenFor.UNUSED and _counts_rows(grid, kinds, column):
            continue
        before = next((one for one in reversed(grid.rows[row][:column]) if not is_blank(one)), None)
        if not (isinstance(before, str) and before.endswith(("：", ":"))):  # 电话： | 0839
            yield f"{where} {cell!r} stands under a heading and was taken for: {kind}"


def _counts_rows(grid: Grid, kinds: dict[Place, tuple[TakenFor, str]], column: int) -> bool:
    """True when a column of unused rows is numbered beforehand, whatever it is called."""
    cells = [
        grid.rows[r][column] for (r, c), (kind, _) in sorted(kinds.items()) if c == column and kind is TakenFor.UNUSED
    ]
    return [str(cell) for cell in cells] == [str(number) for number in range(1, len(cells) + 1)]
