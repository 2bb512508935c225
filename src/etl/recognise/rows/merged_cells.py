"""Merged cells among the rows of a table: takes the columns as they are stored, carries values down, says what was assumed.

A value is carried down inside its own merge only, and a lone key never.
"""

from collections.abc import Sequence

from etl.model import Cell, Grid, Issue
from etl.recognise.cells import is_blank
from etl.recognise.header_block import HeaderBlock
from etl.recognise.rows import table_issues as say


def fill_down(grid: Grid, block: HeaderBlock, data: Sequence[int], columns: dict[int, list[Cell]]) -> list[Issue]:
    """Carry the value of a vertical merge down; gives what is to be said of all merges in some rows.

    One figure over several rows may be each row's or all rows' together: it is carried, and said. One over several
    columns is the first one's.
    """
    if not grid.merges:
        return []
    position = {row: place for place, row in enumerate(data)}
    fields = {column.index: column.field for column in block.columns}
    figures = {column.name for column in block.contract.columns if column.type.is_figure}
    issues = []
    for top, left, bottom, right in grid.merged.in_rows(data[0], data[-1]) if data else ():
        if top <= block.last or left not in columns or top not in position:
            continue
        value, field = columns[left][position[top]], fields[left]
        below = [row for row in range(top + 1, bottom + 1) if row in position]
        is_carried = bool(below) and not is_blank(value) and (field,) != block.contract.key
        if is_carried:
            for row in below:
                columns[left][position[row]] = value
        others = [name for index in range(left + 1, right + 1) if (name := fields.get(index))]
        if field in figures and not is_blank(value):
            if is_carried:
                issues.append(say.merged_figure(grid, block, field, (top, left), (below[-1], left)))
            if others:
                issues.append(say.merged_figure(grid, block, field, (top, left), (top, right), others))
    return issues
