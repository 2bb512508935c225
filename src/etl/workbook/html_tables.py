"""HTML tables that systems export under the name .xls: every table of the page, one under the other, in one grid.

Takes the page's bytes, gives the texts as they are shown (and the stored number where Excel wrote one beside it).
colspan and rowspan become merges, rows with display:none are hidden. Scripts are never run, nothing is fetched.
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
from etl.workbook.names import shown_name
from etl.workbook.refusals import broken, other_kind

MOST_COLUMNS, MOST_ROWS = 1000, 65_534  # what the HTML standard allows colspan and rowspan
MAX_DEPTH = 200  # of tables in tables
_META = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,200})</x:Name>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\xa0]+")
_STRUCK = frozenset({"del", "s", "strike"})
_RAISED = frozenset({"sup", "sub"})
_STRUCTURE = frozenset({"table", "tbody", "thead", "tr", "td", "th", "col", "colgroup", "html", "body"})
_STYLE_SHEET = re.compile("<style[^>]{0,200}>([^<]{0,200000}(?:<!--[^<]{0,200000})?)", re.IGNORECASE)
_STYLE_RULE = re.compile(r"([^{}]{0,300})\{([^{}]{0,3000})\}")
_CLASS = re.compile(r"\.([\w-]{1,60})")
_VOID = frozenset({"br", "img", "hr", "input", "col", "meta", "link", "wbr"})
_SILENT = frozenset({"script", "style", "head", "title", "noscript", "template"})


def read_html(content: bytes, limits: ReadingLimits) -> tuple[Grid, ...]:
    """One grid with all tables of the page; UnreadableWorkbook when there is none."""
    page = _decoded(content)
    reader = _Reader(limits, _struck_classes(page))
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
    def __init__(self, limits: ReadingLimits, struck_classes: frozenset[str] = frozenset()) -> None:
        super().__init__(convert_charrefs=True)
        self._struck_classes = struck_classes
        self._is_row_struck = self._is_cell_struck = False
        self.values, self.facts = SparseRows(limits.max_cells_per_sheet), Facts()
        self.has_table = False
        self._has_end = False
        self._open: list[_Table] = []
        self._next_row = 0
        self._silent = 0
        self._hidden: list[str] = []  # open elements whose text nobody sees, and those inside them
        self._has_struck = self._has_raised = False
        self._raised = 0
        self._texts: list[str] = []
        self._stored: str | None = None
        self._start_cell: tuple[int, int] = (0, 0)

    @property
    def is_cut_short(self) -> bool:
        """True when the page ends inside a table: what stood behind is lost."""
        return bool(self._open) and not self._has_end

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if self._hidden and tag not in _VOID:
            self._hidden.append(tag)
        elif (is_struck := tag in _STRUCK or (tag not in _STRUCTURE and self._is_struck(attributes))) or (
            tag not in _STRUCTURE and _is_hidden(attributes)
        ):
            self._hidden.append(tag)
            self._has_struck = self._has_struck or is_struck
        elif tag in _RAISED:
            self._raised += 1
        elif tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._close_cell()
            if len(self._open) >= MAX_DEPTH:
                raise broken(reason="tables nested too deeply")
            self.has_table = True
            self._open.append(_Table(self._next_row))
        elif tag == "br":
            self._texts.append("\n")
        elif self._open and tag == "tr":
            self._start_row(attributes)
        elif self._open and tag in ("td", "th"):
            self._start(attributes)

    def handle_endtag(self, tag: str) -> None:
        self._has_end = self._has_end or tag in ("body", "html")
        if self._hidden and tag in self._hidden:
            del self._hidden[len(self._hidden) - 1 - self._hidden[::-1].index(tag) :]
        elif tag in _RAISED:
            self._raised = max(self._raised - 1, 0)
        elif tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag == "table" and self._open:
            self._close_cell()
            closed = self._open.pop()
            self._next_row = max(self._next_row, closed.last_row + 1)
            if self._open:  # the outer table goes on below the one inside it
                self._open[-1].row = max(self._open[-1].row, self._next_row - 1)
        elif self._open and tag in ("td", "th", "tr"):
            self._close_cell()
        elif tag in ("p", "div", "li") and self._texts:
            self._texts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].in_cell and not self._silent and not self._hidden:
            self._has_raised = self._has_raised or (self._raised > 0 and bool(data.strip()))
            self._texts.append(_SPACES.sub(" ", data))

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._close_cell()
        table = self._open[-1]
        table.row += 1
        table.column = 0
        if table.row >= 1_048_576:
            raise broken(reason="rows")
        table.last_row = max(table.last_row, table.row)
        self._next_row = max(self._next_row, table.row + 1)
        self._is_row_struck = self._is_struck(attributes)
        if "display:none" in attributes.get("style", "").replace(" ", "").lower():
            self.facts.hidden_rows.add(table.row)

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
        self._is_cell_struck = self._is_row_struck or self._is_struck(attributes)
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
        self._hidden, self._raised, self._has_struck, self._has_raised = [], 0, False, False
        if text:
            number = _stored_number(self._stored, text)
            display = None if number is None else display_in(text, number)
            self.values.put(*self._start_cell, text if number is None else number)
            if display is not None:
                self.facts.marks[self._start_cell] = display
        self._texts = []

    def _is_struck(self, attributes: dict[str, str]) -> bool:
        """True when a style or a class of the page strikes an element's text through."""
        if not attributes or not (self._struck_classes or "style" in attributes):
            return False
        is_styled = "line-through" in attributes.get("style", "").lower()
        return is_styled or not self._struck_classes.isdisjoint(attributes.get("class", "").split())


def _struck_classes(page: str) -> frozenset[str]:
    """The classes that a page's style sheets strike through: .xl66 {text-decoration:line-through}."""
    sheets = _STYLE_SHEET.findall(page) if "line-through" in page else []
    rules = (rule for sheet in sheets for rule in _STYLE_RULE.findall(sheet))
    return frozenset(name for names, said in rules if "line-through" in said.lower() for name in _CLASS.findall(names))


def _is_hidden(attributes: dict[str, str]) -> bool:
    style = attributes.get("style", "").replace(" ", "").lower()
    return "hidden" in attributes or "display:none" in style or "visibility:hidden" in style or "mso-hide:all" in style


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
