"""Report what stands around a table's data and is not read: rows above, between and below it, cells beside it, hidden parts.

Nothing on a sheet is passed over in silence; what says itself what it is (notes, titles, signatures) needs no issue, unless
it has a figure under one of the table's headings.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from etl.model import Cell, Grid, Issue
from etl.recognise.cells import Row, filled, is_blank, is_figure
from etl.recognise.header_block import HeaderBlock
from etl.recognise.rows import table_issues as say
from etl.recognise.rows.body import Body
from etl.recognise.rows.row_kinds import RowKinds
from etl.recognise.rows.taken_rows import TakenRows, unread
from etl.text import fold_label
from etl.workbook.assemble import WITHOUT_VALUE


@dataclass(frozen=True)
class Named:
    """An issue that names some rows, whole or in some columns."""

    issue: Issue
    rows: Sequence[int]
    columns: Sequence[int] | None = None


class UnreadCells:
    """Finds what was left out; built once from the row kinds."""

    def __init__(self, kinds: RowKinds) -> None:
        self._kinds = kinds

    def above(self, grid: Grid, block: HeaderBlock) -> list[Named]:
        """Rows above the heading that look like a table's: three cells or more, one of them a figure, or nothing but one."""
        rows = [row for row in range(block.first) if self._is_tabular(grid.rows[row])]
        return [Named(say.not_understood(grid, block, rows), rows)] if rows else []

    def below(self, grid: Grid, block: HeaderBlock, body: Body, taken: Sequence[TakenRows]) -> list[Named]:
        """Cells under merges, rows nobody understood, examples, and cells outside the columns that are read.

        Rows just above the next table's heading are its titles, if they have no figure.
        """
        is_last = body.end == len(grid.rows)
        loose = [row for row in body.unexplained() if is_last or row < body.last]
        if body.data:
            loose = [*loose, *body.nils]  # 无 among data contradicts it
        loose = sorted({*loose, *self._with_figures(grid, block, body)})
        named = self._covered(grid, block, body)
        named += [Named(say.not_understood(grid, block, group), group) for group in grouped(loose)]
        named += [Named(say.example(grid, block, row), (row,)) for row in body.examples]
        return named + self._beside(grid, block, taken)

    def _covered(self, grid: Grid, block: HeaderBlock, body: Body) -> list[Named]:
        """Cells of the table that hold something else than the merged cells which cover them."""
        named, seen = [], set[tuple[int, int]]()  # merges of a broken file overlap: a cell is named once
        measured = set(block.measured)
        for merge in grid.merged.in_rows(block.first, body.end - 1):
            top, left, bottom, right = merge
            for row in range(max(top, block.first), min(bottom + 1, body.end)):
                cells = grid.rows[row]
                for column in range(left, min(right + 1, len(cells))):
                    cell = cells[column]
                    shown = grid.rows[top][left] if left < len(grid.rows[top]) else None
                    at = (row, column)
                    if at != (top, left) and not is_blank(cell) and cell != shown and at not in seen:
                        seen.add(at)
                        is_value = row > block.last and not measured.isdisjoint((left, column))
                        issue = say.under_merge(grid, block, at, merge, is_value)
                        named.append(Named(issue, (row,), (column,)))
        return named

    def has_figures(self, grid: Grid, block: HeaderBlock, body: Body, named: Sequence[Named]) -> bool:
        """True when a table that says 无 holds a figure all the same, in its columns or beside them: nothing is confirmed then."""
        lines = (*body.loose, *body.footers, *body.categories, *(row for row, _, _ in body.totals))
        columns = set(block.headed) - block.serials
        cells = [cell for row in lines for i, cell in enumerate(grid.rows[row]) if i in columns]
        for one in named:
            below = (row for row in one.rows if row > block.last)
            every = ((i, cell) for row in below for i, cell in enumerate(grid.rows[row]))
            cells += [cell for i, cell in every if one.columns is None or i in one.columns]
        return any(is_figure(cell) and cell not in (0, "0") for cell in cells)

    def hidden(self, grid: Grid, block: HeaderBlock, body: Body) -> list[Issue]:
        """Rows and columns that are read though they are hidden."""
        if not body.data or not (grid.hidden_rows or grid.hidden_columns):
            return []
        read = {*body.data, *(row for row, _, _ in body.totals)}
        rows = sorted(grid.hidden_rows & read)
        columns = sorted(grid.hidden_columns & {column.index for column in block.columns})
        return [say.hidden(grid, block, rows, columns)] if rows or columns else []

    def rest(self, grid: Grid, block: HeaderBlock, start: int) -> list[Named]:
        """Filled rows from `start` on, in which no table was found although one seemed to begin there."""
        rows = [row for row in range(start, len(grid.rows)) if any(not is_blank(cell) for cell in grid.rows[row])]
        return [Named(say.not_understood(grid, block, rows), rows)] if rows else []

    def _with_figures(self, grid: Grid, block: HeaderBlock, body: Body) -> list[int]:
        """Lines of a table (notes, groups, single texts, unused rows) with a figure under one of its headings."""
        lines = (*body.loose, *body.footers, *body.categories, *body.nils)
        if not lines and not body.blanks:
            return []
        if block.panels:
            figures = {column.index for panel in block.panels for column in panel.figures}
            return [row for row in (*lines, *body.blanks) if _figures_in(grid.rows[row], figures)]
        every, headed = set(range(block.layout.last + 1)) - block.serials, set(block.headed) - block.serials
        found = [row for row in lines if _figures_in(grid.rows[row], every)]
        if grid.marks:  # a name that a formula or a picture should show
            names = block.layout.mapped - set(block.measured)
            found += [r for r in body.blanks if any(grid.marks.get((r, i)) in WITHOUT_VALUE for i in names)]
        if not body.blanks:
            return found
        numbered = {c for c in headed - block.layout.mapped if self._counts_rows(grid, c, [*body.data, *body.blanks])}
        return found + [row for row in body.blanks if _figures_in(grid.rows[row], headed - numbered)]

    def _counts_rows(self, grid: Grid, column: int, rows: Iterable[int]) -> bool:
        cells = [grid.rows[row][column] for row in sorted(rows) if column < len(grid.rows[row])]
        return _are_serials([cell for cell in cells if not is_blank(cell)])

    def _is_tabular(self, row: Row) -> bool:
        cells = filled(row)
        figures = [cell for cell in cells if not isinstance(cell, str) or is_figure(cell)]
        lead = next((cell for cell in cells if isinstance(cell, str)), "")
        if any(map(is_figure, cells)) and all(
            is_figure(cell) or fold_label(cell) in self._kinds.blanks for cell in cells
        ):
            return True
        if figures and self._kinds.is_strong_total(lead):
            return True
        return len(cells) >= 3 and bool(figures) and not self.explains_itself(lead)

    def _beside(self, grid: Grid, block: HeaderBlock, taken: Sequence[TakenRows]) -> list[Named]:
        """One issue for each block of columns that holds something nobody reads, at its first cell."""
        cells: dict[int, dict[int, Cell]] = {}
        for row, column, cell in unread(grid, taken):
            if not self.explains_itself(cell):
                cells.setdefault(column, {})[row] = cell
        first = min(block.headed, default=0)
        columns = [c for c in sorted(cells) if c >= first or not counts(cells[c])]
        named = []
        for group in grouped(columns):
            at = (min(cells[group[0]]), group[0])
            rows = sorted({row for column in group for row in cells[column]})
            issue = say.beside(grid, block, at, set(group) <= grid.hidden_columns)
            named.append(Named(issue, rows, group))
        return named

    def explains_itself(self, cell: Cell) -> bool:
        """True when a cell is a note, a signature or the like."""
        return isinstance(cell, str) and self._kinds.is_closing(fold_label(cell))


def counts(cells: dict[int, Cell]) -> bool:
    """True when the cells of a column, by row, count its rows."""
    return _are_serials([cells[row] for row in sorted(cells)])


def _figures_in(row: Row, columns: Iterable[int]) -> bool:
    """True when a row has a figure in some columns that is neither zero nor what the text before it asks for: 电话： | 0839."""
    for column in sorted(columns):
        cell = row[column] if column < len(row) else None
        if is_figure(cell) and cell not in (0, "0"):
            before = next((one for one in reversed(row[:column]) if not is_blank(one)), None)
            if not (isinstance(before, str) and fold_label(before).endswith(":")):
                return True
    return False


def _are_serials(cells: list[Cell]) -> bool:
    """True when cells count rows: 1, 2, 3 from top to bottom, perhaps anew."""
    texts = [str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip() for cell in cells]
    if not texts or not all(text.isdecimal() for text in texts):
        return False
    numbers = [int(text) for text in texts]
    return numbers[0] == 1 and all(later in (earlier + 1, 1) for earlier, later in pairwise(numbers))


def grouped(numbers: list[int]) -> list[list[int]]:
    """Numbers in runs that follow each other."""
    groups: list[list[int]] = []
    for number in numbers:
        if groups and groups[-1][-1] == number - 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups
