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
    scan = _Scan(grid, block, kinds, is_heading)
    row = block.last + 1
    while row < len(grid.rows):
        if count := scan.take_plain(row):
            row += count
        elif (other := heading_at(row)) is None or other.first <= block.last:
            row = scan.take_row(row)
        elif scan.take_again(other):
            row = other.last + 1
        else:
            break
    scan.body.columns = scan.plain.columns_of(scan.body.data)
    return scan.body


class _Scan:
    """One pass over the rows under a heading, from the first to the last, and what it has come to."""

    def __init__(self, grid: Grid, block: HeaderBlock, kinds: RowKinds, is_heading: Callable[[str], bool]) -> None:
        self._grid, self._rows, self._block, self._kinds = grid, grid.rows, block, kinds
        self.body = Body(end=len(grid.rows))
        self.plain = PlainRows(grid.rows, block, kinds, is_heading)
        self._others = OtherTables(grid.rows, block, kinds, is_heading)
        self._head = PageHead(grid.rows, block)
        # a lone text after a blank row may be the title of something else: what follows has to look like data
        self._apart, self._was = False, Kind.BLANK
        self._is_other = False  # below the heading of a table that is none of ours
        self._is_first = True  # no data yet under this heading, so that an example or a row of column codes may come
        self._under = self._again = block.last + 1  # the rows of this heading, and from where it was repeated last

    def take_plain(self, row: int) -> int:
        """Take the rows from this one on that are data beyond doubt; their number."""
        if self._is_first or self._is_other or not (count := self.plain.from_row(row)):
            return 0
        self.body.data += range(row, row + count)
        self._apart, self._was = False, Kind.DATA
        return count

    def take_again(self, other: HeaderBlock) -> bool:
        """Take a heading below the block's own that says the same; False where another table begins, and the pass ends."""
        body = self.body
        body.give_up(other.first)  # its group headings, which may stand alone in the rows above
        above = self._head.again(other.first, self._under)
        between = range(max(body.last + 1, self._again), above)
        if not _same_heading(self._block, without_helpers(self._rows, other)) or _is_titled(body, self._head, between):
            body.end = other.first
            return False
        body.give_up(above)
        # a page break: the title above the repeated heading is no loose text
        while body.loose and body.loose[-1] > body.last_data:
            insort(body.repeated, body.loose.pop())
        body.repeated += range(above, other.last + 1)
        self._is_first, self._apart, self._is_other = True, False, False
        self._was = Kind.DATA  # no other table's heading stands right below one
        self._again, self._under = above, other.last + 1
        return True

    def take_row(self, row: int) -> int:
        """File one row under its kind; the next to look at."""
        cells, layout = self._rows[row], self._block.layout
        kind = self._kind_of(row)
        self._apart = _stands_apart(self._apart, kind, self._was)
        self._was = kind
        self._is_first = self._is_first and kind is not Kind.DATA
        label = self._kinds.total_label(cells, layout) if kind in TOTALS else None
        return _sort_row(self.body, self._grid, row, kind, label)

    def _kind_of(self, row: int) -> Kind:
        cells, body, layout = self._rows[row], self.body, self._block.layout
        kind = self._kinds.of(cells, layout, self._is_first)
        if kind is Kind.CODES and body.codes and body.codes[-1] >= self._under:  # one row of codes under a heading
            kind = self._kinds.of(cells, layout, is_first=False)
        if kind in (Kind.DATA, *TOTALS) and body.data:
            goes_on = self._is_other and not self._others.is_record(row)
            self._is_other = goes_on or self._others.begins_at(row, self._was)
        if self._is_other and kind in TOTALS:
            return Kind.UNCLEAR
        is_doubtful = self._is_other or (self._apart and not self._kinds.is_like_data(cells, layout))
        return Kind.UNCLEAR if kind is Kind.DATA and is_doubtful else kind


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
        (
            bottom
            for top, left, bottom, _ in grid.merged.in_rows(row, row)
            if top == row and left < len(cells) and cells[left] == label
        ),
        default=row,
    )


def _same_heading(one: HeaderBlock, other: HeaderBlock) -> bool:
    return one.contract.report == other.contract.report and (
        [(column.index, column.field, column.unit) for column in one.columns]
        == [(column.index, column.field, column.unit) for column in other.columns]
    )
