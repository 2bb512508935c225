"""Rows of a table as reading took them: takes a heading block and the sorted rows, gives each row's columns and what they are.

This is what the account of cells and the search for unread cells both rest on: a cell that no entry here covers is unread.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from etl.cell_account import TakenFor
from etl.model import Cell, Grid, Table
from etl.recognise.cells import is_blank
from etl.recognise.header_block import HeaderBlock
from etl.recognise.headings.labels import is_of_answers
from etl.recognise.rows.body import Body
from etl.rules.reading.forms import FORM_DOUBLED_INDICATOR, FORM_FIGURES
from etl.rules.reading.headings import TABLE_DOUBLED_HEADING
from etl.rules.reading.tables import TABLE_EMPTY

_NOTHING: Mapping[int, TakenFor] = MappingProxyType({})


@dataclass(frozen=True)
class TakenRows:
    """Some rows, what each of their columns was taken for, and what all the other columns up to `last` were, if anything.

    Cells that were taken for an issue name its rule.
    """

    rows: Sequence[int]
    columns: Mapping[int, TakenFor] = field(default_factory=lambda: _NOTHING)
    rest: TakenFor | None = None
    last: int = -1
    rule: str = ""

    def at(self, column: int) -> TakenFor | None:
        """Kind that a column was taken for; None: nothing reads it."""
        return self.columns.get(column, self.rest if column <= self.last else None)


def taken_rows(block: HeaderBlock, body: Body, table: Table | None, unheaded: Collection[int]) -> list[TakenRows]:
    """The rows from the heading down to the table's end; `unheaded` are the columns without a heading that are kept."""
    last = block.layout.last

    def whole(rows: Sequence[int], kind: TakenFor, rule: str = "") -> list[TakenRows]:
        return [TakenRows(rows, rest=kind, last=last, rule=rule)] if rows else []

    found = whole(range(block.first, block.last + 1), TakenFor.HEADING)
    if table is None and body.data:
        found += whole(body.data, TakenFor.ISSUE, FORM_FIGURES.id if block.panels else TABLE_EMPTY.id)
    elif block.panels:
        found += [TakenRows((row,), columns, rule=FORM_DOUBLED_INDICATOR.id) for row, columns in body.cells.items()]
    elif body.data:
        found += _data(block, body.data, unheaded)
    totals = [row for row, _, _ in body.totals]
    found += whole(totals, TakenFor.TOTAL) if table else whole(totals, TakenFor.ISSUE, TABLE_EMPTY.id)
    found += whole(body.repeated, TakenFor.REPEATED_HEADING)
    found += whole(body.codes, TakenFor.CODES)
    found += whole(body.examples, TakenFor.EXAMPLE)
    found += whole(body.categories, TakenFor.GROUP)
    found += whole(body.blanks, TakenFor.UNUSED)
    found += whole(body.footers, TakenFor.FOOTER)
    return found + whole([*body.loose, *body.nils], TakenFor.LINE)


def _data(block: HeaderBlock, rows: Sequence[int], unheaded: Collection[int]) -> list[TakenRows]:
    columns = {column.index: TakenFor.VALUE if column.field else TakenFor.EXTRA for column in block.columns}
    columns |= {column.index: TakenFor.ANSWER for column in block.columns if is_of_answers(column)}
    columns |= dict.fromkeys(block.serials, TakenFor.SERIAL) | dict.fromkeys(unheaded, TakenFor.EXTRA)
    doubled = {second.index: TakenFor.ISSUE for _, second in block.doubled}
    return [TakenRows(rows, columns | doubled, rule=TABLE_DOUBLED_HEADING.id if doubled else "")]


def unread(grid: Grid, taken: Sequence[TakenRows]) -> Iterator[tuple[int, int, Cell]]:
    """Every filled cell of such rows in a column that nothing reads: row, column, cell."""
    for entry in taken:
        rows = [grid.rows[row] for row in entry.rows]
        width = max(map(len, rows), default=0)
        if (entry.rest is not None and width <= entry.last + 1) or entry.columns.keys() >= {*range(width)}:
            continue
        for number, row in zip(entry.rows, rows, strict=True):
            for column, cell in enumerate(row):
                if cell is not None and not is_blank(cell) and entry.at(column) is None:
                    yield number, column, cell
