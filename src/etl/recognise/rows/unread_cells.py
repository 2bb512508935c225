"""What stands around a table's data and is not read: rows above, between and below it, cells beside it, hidden parts.

Nothing on a sheet is passed over in silence; what says itself what it is (notes, titles, signatures) needs no issue.
"""

from itertools import pairwise

from etl.model import Cell, Grid, Issue
from etl.recognise.cells import Row, is_blank
from etl.recognise.header_block import HeaderBlock
from etl.recognise.rows import table_issues as say
from etl.recognise.rows.body import Body
from etl.recognise.rows.row_kinds import RowKinds
from etl.text import fold_label


class UnreadCells:
    """Finds what was left out; built once from the row kinds."""

    def __init__(self, kinds: RowKinds) -> None:
        self._kinds = kinds

    def above(self, grid: Grid, block: HeaderBlock) -> list[Issue]:
        """Rows above the heading that look like a table's: three cells or more, one of them a figure."""
        rows = [row for row in range(block.first) if self._is_tabular(grid.rows[row])]
        return [say.not_understood(grid, block, rows)] if rows else []

    def below(self, grid: Grid, block: HeaderBlock, body: Body) -> list[Issue]:
        """Rows nobody understood, examples, hidden rows and columns, and cells to the right of the table.

        Rows just above the next table's heading are its titles.
        """
        is_last = body.end == len(grid.rows)
        loose = [row for row in body.unexplained() if is_last or row < body.last]
        if body.data:
            loose = sorted([*loose, *body.nils])  # 无 among data contradicts it
        issues = [say.not_understood(grid, block, group) for group in _grouped(loose)]
        issues += [say.example(grid, block, row) for row in body.examples]
        issues += self._beside(grid, block, body)
        read = {*body.data, *(row for row, _, _ in body.totals)}
        rows = sorted(grid.hidden_rows & read)
        columns = sorted(grid.hidden_columns & {column.index for column in block.columns})
        if body.data and (rows or columns):
            issues.append(say.hidden(grid, block, rows, columns))
        return issues

    def _is_tabular(self, row: Row) -> bool:
        filled = [cell for cell in row if not is_blank(cell)]
        figures = [cell for cell in filled if not isinstance(cell, str) or cell.strip().replace(".", "").isdecimal()]
        lead = next((cell for cell in filled if isinstance(cell, str)), "")
        return len(filled) >= 3 and bool(figures) and not self._kinds.is_closing(fold_label(lead))

    def _beside(self, grid: Grid, block: HeaderBlock, body: Body) -> list[Issue]:
        """One issue for each block of columns to the right of the table that holds something, at its first cell."""
        end = body.end if body.end == len(grid.rows) else body.last + 1
        first_at = self._left_of(grid, block, body)
        left = block.layout.last + 1
        for number, row in enumerate(grid.rows[block.first : end], block.first):
            if len(row) <= left:
                continue
            for column, cell in enumerate(row[left:], left):
                if column not in first_at and not is_blank(cell) and not self._explains_itself(cell):
                    first_at[column] = number
        return [
            say.beside(grid, block, (first_at[group[0]], group[0]), set(group) <= grid.hidden_columns)
            for group in _grouped(sorted(first_at))
        ]

    def _left_of(self, grid: Grid, block: HeaderBlock, body: Body) -> dict[int, int]:
        """The first data row in which each column to the left of the heading holds something, but for serial numbers."""
        first = min(block.headed, default=0)
        found: dict[int, int] = {}
        for index in range(first):
            cells = [(row, grid.rows[row][index]) for row in body.data if index < len(grid.rows[row])]
            filled = [(row, cell) for row, cell in cells if not is_blank(cell)]
            if filled and not _are_serials([cell for _, cell in filled]):
                found[index] = filled[0][0]
        return found

    def _explains_itself(self, cell: Cell) -> bool:
        return isinstance(cell, str) and self._kinds.is_closing(fold_label(cell))


def _are_serials(cells: list[Cell]) -> bool:
    """Whether cells count rows: 1, 2, 3 from top to bottom, perhaps anew."""
    texts = [str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip() for cell in cells]
    if not all(text.isdecimal() for text in texts):
        return False
    numbers = [int(text) for text in texts]
    return numbers[0] == 1 and all(later in (earlier + 1, 1) for earlier, later in pairwise(numbers))


def _grouped(numbers: list[int]) -> list[list[int]]:
    """Numbers in runs that follow each other."""
    groups: list[list[int]] = []
    for number in numbers:
        if groups and groups[-1][-1] == number - 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups
