"""Numbers of a CSV file that a thousands comma split before a column of texts: takes columns, gives issues. Mends nothing.

Where the row became longer than the heading the file is refused (`etl.workbook.delimited`); behind an empty last column, or
where every row is as long, nobody could tell without knowing what the columns hold.
"""

import re
from collections.abc import Sequence

from etl.model import Cell, Grid, Issue
from etl.recognise.header_block import HeaderBlock
from etl.recognise.rows import table_issues as say

FIRST, REST = re.compile(r"\s*[-+¥￥]?\d{1,3}\s*"), re.compile(r"\s*\d{3}(?:\.\d+)?\s*")


def split_numbers(grid: Grid, block: HeaderBlock, data: Sequence[int], columns: dict[int, list[Cell]]) -> list[Issue]:
    """One issue for every figure whose next cell, of a column of texts, looks like the rest of it."""
    if grid.sheet:  # only a text file has none
        return []
    types = {column.name: column.type for column in block.contract.columns}
    fields = {column.index: column.field for column in block.columns}
    figures = [index for index, field in fields.items() if field and types[field].is_figure]
    pairs = [index for index in figures if (field := fields.get(index + 1)) is None or types[field].is_text]
    return [
        say.split_number(grid, block, (row, index))
        for index in pairs
        if index + 1 in columns
        for row, one, rest in zip(data, columns[index], columns[index + 1], strict=True)
        if FIRST.fullmatch(str(one)) and REST.fullmatch(str(rest))
    ]
