"""HTML tables that systems export under the name .xls: every table of the page, one under the other, in one grid.

Takes the page's bytes, gives the texts as they are shown (and the stored number where Excel wrote one beside it).
colspan and rowspan become merges, rows with display:none are hidden. What stands outside the cells, above, between and below
the tables, has rows of its own, as Excel gives it when it opens the page. Texts of two elements never become one number,
unless all between them is a change of letters (b, span, font). Scripts are never run, nothing is fetched.
"""

import codecs
import re
from html.parser import HTMLParser

from etl.cell_traits import Trait
from etl.model import Grid
from etl.settings import ReadingLimits
from etl.workbook.assemble import Assembler, Facts, Rectangle, SparseRows
from etl.workbook.delimited import decode
from etl.workbook.displays import display_in
from etl.workbook.html_elements import CONTROLS, INLINE, SILENT, STRUCTURE, OpenElements
from etl.workbook.html_styles import Effect, Styles
from etl.workbook.names import shown_name
from etl.workbook.refusals import broken, other_kind

MOST_COLUMNS, MOST_ROWS = 1000, 65_534  # what the HTML standard allows colspan and rowspan
MAX_DEPTH = 200  # of tables in tables
_META = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,200})</x:Name>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\xa0]+")


def read_html(content: bytes, limits: ReadingLimits) -> tuple[Grid, ...]:
    """One grid with all tables of the page; UnreadableWorkbook when there is none."""
    page = _decoded(content)
    reader = _Reader(limits, Styles(page))
    try:
        reader.feed(page)
        reader.close()
    except (AssertionError, RecursionError) as error:  # what html.parser raises at marked sections it does not know
        raise broken(html=str(error)) from error
    if reader.is_cut_short:
        raise other_kind("html", "cut short")
    if not reader.has_table:
        raise other_kind("text", "page without table")
    name = found[1] if (found := _SHEET_NAME.search(page)) else ""
    return (Assembler(limits).grid(shown_name(name), reader.values.rows(), reader.facts),)


def _decoded(content: bytes) -> str:
    declared = _META.search(content[:4096])
    if declared and not content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = declared[1].decode("ascii").lower()
        name = "gb18030" if name.startswith(("gb", "x-gb")) else name
        try:
            if name not in ("utf-16", "unicode", "utf-7"):
                return content.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass  # pages lie about their encoding: find out as for a CSV
    return decode(content)


class _Table:
    """One table that is open: where it began, and where its next cell goes."""

    def __init__(self, first_row: int) -> None:
        self.first_row, self.row, self.column = first_row, first_row - 1, 0
        self.last_row = first_row - 1
        self.down: dict[int, int] = {}  # column -> last row that a rowspan above covers
        self.in_cell = False


class _Reader(HTMLParser):
    def __init__(self, limits: ReadingLimits, styles: Styles) -> None:
        super().__init__(convert_charrefs=True)
        self._styles = styles
        self._is_row_struck = self._is_cell_struck = False
        self.values, self.facts = SparseRows(limits.max_cells_per_sheet), Facts()
        self.has_table = False
        self._has_end = False
        self._open: list[_Table] = []
        self._next_row = 0
        self._silent = 0
        self._hidden, self._raised = OpenElements(), OpenElements()
        self._has_struck = self._has_raised = False
        self._texts: list[str] = []  # of the open cell
        self._outside: list[str] = []  # of no cell
        self._stored: str | None = None
        self._start_cell: tuple[int, int] = (0, 0)

    @property
    def is_cut_short(self) -> bool:
        """True when the page ends inside a table: what stood behind is lost."""
        return bool(self._open) and not self._has_end

    def close(self) -> None:
        """End the page."""
        super().close()
        self._close_cell()
        self._put_outside()

    @property
    def _is_in_cell(self) -> bool:
        return bool(self._open) and self._open[-1].in_cell

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag not in INLINE:
            self._break_line()
        effect = Effect.NONE if tag in STRUCTURE else self._styles.effect(tag, attributes)
        if self._hidden or effect & (Effect.STRUCK | Effect.HIDDEN) or (tag in CONTROLS and not self._is_in_cell):
            self._has_struck = self._has_struck or (not self._hidden and Effect.STRUCK in effect)
            self._hidden.begin(tag)
        elif tag in SILENT:
            self._silent += 1
        elif tag == "table":
            self._open_table()
        elif self._open and tag == "tr":
            self._start_row(attributes)
        elif self._open and tag in ("td", "th"):
            self._start(attributes)
        elif self._raised or Effect.RAISED in effect:
            self._raised.begin(tag)

    def handle_endtag(self, tag: str) -> None:
        self._has_end = self._has_end or tag in ("body", "html")
        if tag not in INLINE:
            self._break_line()
        if self._hidden:
            self._hidden.end(tag)
        elif tag in SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag == "table" and self._open:
            self._close_table()
        elif self._open and tag in ("td", "th", "tr"):
            self._close_cell()
        else:
            self._raised.end(tag)

    def handle_data(self, data: str) -> None:
        if self._silent or self._hidden:
            return
        self._has_raised = self._has_raised or (bool(self._raised) and bool(data.strip()))
        (self._texts if self._is_in_cell else self._outside).append(_SPACES.sub(" ", data))

    def _break_line(self) -> None:
        texts = self._texts if self._is_in_cell else self._outside
        if texts and texts[-1] != "\n":
            texts.append("\n")

    def _put_outside(self) -> None:
        """Give each line that stands outside the cells a row of its own."""
        lines, self._outside = "".join(self._outside).split("\n"), []
        for line in lines:
            if text := line.strip():
                self.values.put(self._take_row(), 0, text)

    def _take_row(self) -> int:
        """The next row, of the open table where there is one."""
        if not self._open:
            self._next_row += 1
            return self._next_row - 1
        table = self._open[-1]
        table.row += 1
        table.column = 0
        if table.row >= 1_048_576:
            raise broken(reason="rows")
        table.last_row = max(table.last_row, table.row)
        self._next_row = max(self._next_row, table.row + 1)
        return table.row

    def _open_table(self) -> None:
        self._close_cell()
        self._put_outside()
        if len(self._open) >= MAX_DEPTH:
            raise broken(reason="tables nested too deeply")
        self.has_table = True
        self._open.append(_Table(self._next_row))

    def _close_table(self) -> None:
        self._close_cell()
        self._put_outside()
        closed = self._open.pop()
        self._next_row = max(self._next_row, closed.last_row + 1)
        if self._open:  # the outer table goes on below the one inside it
            self._open[-1].row = max(self._open[-1].row, self._next_row - 1)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._close_cell()
        self._put_outside()
        row = self._take_row()
        effect = self._styles.effect("tr", attributes)
        self._is_row_struck = Effect.STRUCK in effect
        if Effect.HIDDEN in effect:
            self.facts.hidden_rows.add(row)

    def _start(self, attributes: dict[str, str]) -> None:
        self._close_cell()
        table = self._open[-1]
        if table.row < table.first_row:
            self._start_row({})
        while table.down.get(table.column, -1) >= table.row:
            table.column += 1
        across, down = _span(attributes, "colspan", MOST_COLUMNS), _span(attributes, "rowspan", MOST_ROWS)
        place: Rectangle = (table.row, table.column, table.row + down - 1, table.column + across - 1)
        if place[3] >= 16_384:
            raise broken(reason="columns")
        if across > 1 or down > 1:
            self.facts.merges.append(place)
        if down > 1:
            table.down |= dict.fromkeys(range(place[1], place[3] + 1), place[2])
        self._start_cell = (table.row, table.column)
        self._stored = attributes.get("x:num")
        effect = self._styles.effect("td", attributes)
        self._is_cell_struck = self._is_row_struck or Effect.STRUCK in effect
        if Effect.HIDDEN in effect:
            self.facts.hidden_columns.add(place[1])
        self._texts, table.in_cell = [], True
        table.column += across

    def _close_cell(self) -> None:
        if not self._open or not self._open[-1].in_cell:
            return
        self._open[-1].in_cell = False
        text = "\n".join(line.strip(" ") for line in "".join(self._texts).split("\n")).strip("\n")
        if text or self._has_struck:
            trait = Trait.PARTLY_STRUCK if text and self._has_struck else Trait.STRUCK if self._has_struck else None
            trait = Trait.STRUCK if self._is_cell_struck else trait
            if trait or self._has_raised:
                self.facts.traits[self._start_cell] = trait or Trait.RAISED
        self._hidden, self._raised, self._has_struck, self._has_raised = OpenElements(), OpenElements(), False, False
        if text:
            number = _stored_number(self._stored, text)
            display = None if number is None else display_in(text, number)
            self.values.put(*self._start_cell, text if number is None else number)
            if display is not None:
                self.facts.marks[self._start_cell] = display
        self._texts = []


def _span(attributes: dict[str, str], name: str, most: int) -> int:
    found = re.match(r"\s*(\d{1,6})", attributes.get(name, ""))
    return max(1, min(int(found[1]), most)) if found else 1


def _stored_number(stored: str | None, text: str) -> float | None:
    """The number that Excel stored, if the cell shows a plain number: the page may show it rounded or scaled.

    >>> _stored_number("1234.5678", "1,235"), _stored_number("45000", "2023/3/15"), _stored_number(None, "3")
    (1234.5678, None, None)
    """
    if not stored or not re.fullmatch(r"[-+]?[\d,]+(?:\.\d+)?", text):
        return None
    try:
        return float(stored)
    except ValueError:
        return None
