"""Sort the rows under a heading: data, totals, notes, and what nobody understands. Takes rows and a block; reads no values."""

from bisect import bisect_left, insort
from collections.abc import Callable
from dataclasses import dataclass, field

from etl.cell_account import TakenFor
from etl.model import Grid
from etl.recognise.cells import is_blank
from etl.recognise.header_block import HeaderBlock
from etl.recognise.rows.certain_rows import PlainRows
from etl.recognise.rows.column_blocks import without_helpers
from etl.recognise.rows.columns import Columns
from etl.recognise.rows.marking_words import Kind
from etl.recognise.rows.other_tables import OtherTables
from etl.recognise.rows.page_head import PageHead
from etl.recognise.rows.row_kinds import RowKinds

TOTALS = (Kind.TOTAL, Kind.SUBTOTAL)


@dataclass
class Body:
    """Rows under one heading block, sorted by kind; `end` is the first row that belongs to something else."""

    end: int
    data: list[int] = field(default_factory=list)
    totals: list[tuple[int, Kind, str]] = field(default_factory=list)  # row, kind, label
    footers: list[int] = field(default_factory=list)
    loose: list[int] = field(default_factory=list)  # single texts: a title of the next table, or nothing we know
    categories: list[int] = field(default_factory=list)
    examples: list[int] = field(default_factory=list)
    nils: list[int] = field(default_factory=list)
    blanks: list[int] = field(default_factory=list)  # nothing in them, or nothing that a clerk wrote
    codes: list[int] = field(default_factory=list)
    repeated: list[int] = field(
        default_factory=list
    )  # a heading once more after a page break, with what stands above it
    # of an indicator form: row -> what each of its columns was taken for
    cells: dict[int, dict[int, TakenFor]] = field(default_factory=dict)
    columns: Columns = field(default_factory=lambda: Columns(()), repr=False)  # the rows of data of a list, once sorted

    @property
    def says_nil(self) -> bool:
        return bool(self.nils) and not self.data

    @property
    def last_data(self) -> int:
        """The last row of data; -1 where there is none."""
        return self.data[-1] if self.data else -1

    @property
    def last(self) -> int:
        """The last row that is surely the table's own."""
        return max(self.last_data, self.totals[-1][0] if self.totals else -1)

    def give_up(self, first: int) -> None:
        """Forget what was taken for rows of this table from row `first` on."""
        while self.totals and self.totals[-1][0] >= first:
            self.totals.pop()
        for rows in (*self._lines, self.data, self.repeated):
            while rows and rows[-1] >= first:
                rows.pop()

    @property
    def _lines(self) -> tuple[list[int], ...]:
        return self.footers, self.loose, self.categories, self.examples, self.nils, self.blanks, self.codes

    def unexplained(self) -> list[int]:
        """Loose rows that are part of the table or follow it, but for those that go on with its notes."""
        notes = min((row for row in self.footers if row > self.last), default=self.end)
        return [row for row in self.loose if row < notes]


def scan_body(
    grid: Grid,
    block: HeaderBlock,
    kinds: RowKinds,
    heading_at: Callable[[int], HeaderBlock | None],
    is_heading: Callable[[str], bool],
) -> Body:
    """Sort the rows from below the block to the next table's heading; a heading repeated after a page break is passed over."""
    rows = grid.rows
    body = Body(end=len(rows))
    layout = block.layout
    plain = PlainRows(rows, block, kinds, is_heading)
    others = OtherTables(rows, block, kinds, is_heading)
    # a lone text after a blank row may be the title of something else: what follows has to look like data
    apart, was = False, Kind.BLANK
    is_other = False  # below the heading of a table that is none of ours
    is_first = True  # no data yet under this heading, so that an example or a row of column codes may come
    head = PageHead(rows, block)
    row = under = again = block.last + 1  # `again`: from where a heading was repeated last
    while row < len(rows):
        if not is_first and not is_other and (count := plain.from_row(row)):
            body.data += range(row, row + count)
            apart, was = False, Kind.DATA
            row += count
            continue
        other = heading_at(row)
        if other is not None and other.first > block.last:
            body.give_up(other.first)  # its group headings, which may stand alone in the rows above
            above = head.again(other.first, under)
            between = range(max(body.last + 1, again), above)
            if not _same_heading(block, without_helpers(rows, other)) or _is_titled(body, head, between):
                body.end = other.first
                break
            again = above
            body.give_up(again)
            # a page break: the title above the repeated heading is no loose text
            while body.loose and body.loose[-1] > body.last_data:
                insort(body.repeated, body.loose.pop())
            body.repeated += range(again, other.last + 1)
            is_first, apart, is_other = True, False, False
            was = Kind.DATA  # no other table's heading stands right below one
            row = under = other.last + 1
            continue
        kind = kinds.of(rows[row], layout, is_first)
        if kind is Kind.CODES and body.codes and body.codes[-1] >= under:  # one row of codes under a heading
            kind = kinds.of(rows[row], layout, is_first=False)
        if kind in (Kind.DATA, *TOTALS) and body.data:
            is_other = (is_other and not others.is_record(row)) or others.begins_at(row, was)
        if is_other and kind in TOTALS:
            kind = Kind.UNCLEAR
        if kind is Kind.DATA and (is_other or (apart and not kinds.is_like_data(rows[row], layout))):
            kind = Kind.UNCLEAR
        apart = _stands_apart(apart, kind, was)
        was = kind
        is_first = is_first and kind is not Kind.DATA
        label = kinds.total_label(rows[row], layout) if kind in TOTALS else None
        row = _sort_row(body, grid, row, kind, label)
    body.columns = plain.columns_of(body.data)
    return body


def _is_titled(body: Body, head: PageHead, between: range) -> bool:
    """True when a title of its own stands above a repeated heading, in rows that nobody looked through before."""
    return head.is_of_another(row for row in between if not _has(body.footers, row) and not _has(body.categories, row))


def _has(ascending: list[int], row: int) -> bool:
    place = bisect_left(ascending, row)
    return place < len(ascending) and ascending[place] == row


def _stands_apart(apart: bool, kind: Kind, was: Kind) -> bool:
    if kind is Kind.UNCLEAR:
        return apart or was in (Kind.BLANK, Kind.FOOTER)
    return apart and kind in (Kind.BLANK, Kind.FOOTER)


def _sort_row(body: Body, grid: Grid, row: int, kind: Kind, label: str | None) -> int:
    """File one row under its kind; gives the next row to look at."""
    if kind is Kind.DATA:
        body.data.append(row)
    elif kind in TOTALS:
        lead = label or next(str(cell) for cell in grid.rows[row] if isinstance(cell, str) and not is_blank(cell))
        last = _merged_down(grid, row, lead)
        body.totals += [(below, kind, lead) for below in range(row, last + 1)]
        return last + 1
    elif kind is Kind.FOOTER:
        body.footers.append(row)
    elif kind is Kind.UNCLEAR:
        body.loose.append(row)
    elif kind is Kind.CATEGORY:
        body.categories.append(row)
    elif kind is Kind.EXAMPLE:
        body.examples.append(row)
    elif kind is Kind.NIL:
        body.nils.append(row)
    elif kind is Kind.CODES:
        body.codes.append(row)
    else:
        body.blanks.append(row)
    return row + 1


def _merged_down(grid: Grid, row: int, label: str) -> int:
    """The last row that a total's label is merged down to."""
    cells = grid.rows[row]
    return max(
        (bottom for top, left, bottom, _ in grid.merges if top == row and left < len(cells) and cells[left] == label),
        default=row,
    )


def _same_heading(one: HeaderBlock, other: HeaderBlock) -> bool:
    return one.contract.report == other.contract.report and (
        [(column.index, column.field, column.unit) for column in one.columns]
        == [(column.index, column.field, column.unit) for column in other.columns]
    )
