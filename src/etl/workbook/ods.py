"""OpenDocument spreadsheets to grids, read here and not by calamine, which knows neither merges nor hidden rows in them.

Takes the zip's bytes, reads content.xml only. Seen: merges, repeated cells and rows, hidden rows, columns and sheets,
percentages and other displays, errors, cells of text with several lines; comments, pictures and covered cells are no
values. Formulas are never run; one that was saved without a result is marked.
"""

import re
from datetime import datetime, time, timedelta

from etl.cell_traits import Trait
from etl.model import Cell, Display, Grid, Mark
from etl.settings import ReadingLimits
from etl.workbook.assemble import Assembler, Facts, SparseRows
from etl.workbook.checked_xml import local, parse_xml
from etl.workbook.column_width import in_characters
from etl.workbook.displays import display_in
from etl.workbook.names import shown_names
from etl.workbook.package import Package
from etl.workbook.refusals import too_large
from etl.workbook.shown_otherwise import trait_of_shown_date

ROWS, COLUMNS = 1_048_576, 16_384
_DURATION = re.compile(r"-?PT?(?:(\d{1,7})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,](\d+))?S)?")
_ERROR = re.compile(r"#(?:[A-Z]+[!?]?|DIV/0!|N/A)|(?:Err|错误):\d{3}")
_MIDNIGHT = datetime(1900, 1, 1)  # noqa: DTZ001 - a workbook knows no time zone
HIDDEN = Display(is_hidden=True)
ABOUT_COMMENT = frozenset({"date", "date-string", "creator", "creator-initials"})  # no words of the comment itself
IGNORED = frozenset({"annotation", "shape", "shapes", "forms", "tracked-changes", "ruby-text", "frame", "dde-links"})


def read_ods(content: bytes, limits: ReadingLimits) -> tuple[Grid, ...]:
    """All sheets in order; UnreadableWorkbook when it is broken or over a limit."""
    reader = _OdsReader(limits)
    parse_xml(Package(content, limits).read("content.xml"), reader.start, reader.end, reader.text)
    return reader.grids()


class _Sheet:
    def __init__(self, name: str, style: str, max_cells: int) -> None:
        self.name, self.style = name, style
        self.values, self.facts = SparseRows(max_cells), Facts()


class _OdsReader:
    def __init__(self, limits: ReadingLimits) -> None:
        self._limits = limits
        self._sheets: list[_Sheet] = []
        self._hidden_styles: set[str] = set()
        self._widths: dict[str, float] = {}  # of columns, by style
        self._struck_styles: set[str] = set()
        self._raised_styles: set[str] = set()
        self._spans: list[str] = []  # styles of the open runs of a cell's text
        self._runs: set[Trait | None] = set()
        self._comment: list[str] | None = None  # the text of a comment that is open
        self._is_about_comment = False
        self._style = ""  # the style whose properties come next
        self._depth_in_table = self._ignored = 0
        self._row = self._column = 0
        self._row_repeats = 1
        self._row_cells: list[tuple[int, Cell, Mark | Display | None]] = []
        self._cell: dict[str, str] = {}
        self._lines: list[str] = []
        self._paragraphs = 0
        self._has_shown_numbers = False  # some programs write the numbers only, and not how they are shown

    def grids(self) -> tuple[Grid, ...]:
        if not self._has_shown_numbers:
            for sheet in self._sheets:
                sheet.facts.marks = {place: mark for place, mark in sheet.facts.marks.items() if mark != HIDDEN}
        assembler = Assembler(self._limits)
        names = shown_names([sheet.name for sheet in self._sheets])
        return tuple(
            assembler.grid(name, sheet.values.rows(), sheet.facts, hidden=sheet.style in self._hidden_styles)
            for name, sheet in zip(names, self._sheets, strict=True)
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "annotation" and not self._ignored:
            self._comment = []
        if self._ignored or name in IGNORED:
            self._ignored += 1
            self._is_about_comment = name in ABOUT_COMMENT
            if name == "p" and self._comment:
                self._comment.append("\n")
        elif name == "style":
            self._style = local(attributes, "name") or ""
        elif name == "table-properties" and local(attributes, "display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "table-column-properties":
            self._widths[self._style] = in_characters(local(attributes, "column-width") or "")
        elif name == "text-properties":
            if (local(attributes, "text-line-through-style") or "none") != "none":
                self._struck_styles.add(self._style)
            if (local(attributes, "text-position") or "").split(" ")[0] in ("super", "sub"):
                self._raised_styles.add(self._style)
        elif name == "table":
            self._start_table(attributes)
        elif self._depth_in_table == 1:
            self._start_in_table(name, attributes)

    def _start_table(self, attributes: dict[str, str]) -> None:
        self._depth_in_table += 1
        if self._depth_in_table == 1:
            if len(self._sheets) >= self._limits.max_sheets:
                raise too_large("more sheets", most=self._limits.max_sheets)
            name, style = local(attributes, "name") or "", local(attributes, "style-name") or ""
            self._sheets.append(_Sheet(name, style, self._limits.max_cells_per_sheet))
            self._row = self._column = 0

    def _start_in_table(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table-column":
            repeats = _repeats(attributes, "number-columns-repeated", COLUMNS)
            facts, columns = self._sheets[-1].facts, range(self._column, min(self._column + repeats, COLUMNS))
            facts.widths.update(dict.fromkeys(columns, self._widths.get(local(attributes, "style-name") or "", 0.0)))
            if local(attributes, "visibility") in ("collapse", "filter"):
                facts.hidden_columns.update(columns)
            self._column += repeats
        elif name == "table-row":
            self._row_repeats = _repeats(attributes, "number-rows-repeated", ROWS)
            self._row_cells = []
            self._column = 0
            if local(attributes, "visibility") in ("collapse", "filter"):
                last = min(self._row + self._row_repeats, ROWS)
                self._sheets[-1].facts.hidden_rows.update(range(self._row, last))
        elif name in ("table-cell", "covered-table-cell"):
            self._cell, self._lines, self._paragraphs = attributes, [], 0
        elif name == "span":
            self._spans.append(local(attributes, "style-name") or "")
        elif name == "p":
            self._lines += ["\n"] if self._paragraphs else []
            self._paragraphs += 1
        elif name == "s":
            self._lines.append(" " * min(_repeats(attributes, "c", 1000), 1000))
        elif name in ("tab", "line-break"):
            self._lines.append("\t" if name == "tab" else "\n")

    def text(self, data: str) -> None:
        if self._comment is not None and self._ignored and not self._is_about_comment:
            self._comment.append(data)
        if self._paragraphs and not self._ignored and self._depth_in_table == 1:
            self._lines.append(data)
            if data.strip():
                spans = {*self._spans}
                struck, raised = spans & self._struck_styles, spans & self._raised_styles
                self._runs.add(Trait.STRUCK if struck else Trait.RAISED if raised else None)

    def end(self, name: str) -> None:
        self._is_about_comment = False
        if self._ignored:
            self._ignored -= 1
        elif name == "span" and self._spans:
            self._spans.pop()
        elif name == "table":
            self._depth_in_table -= 1
        elif self._depth_in_table == 1 and name in ("table-cell", "covered-table-cell"):
            self._finish_cell(is_covered=name == "covered-table-cell")
        elif self._depth_in_table == 1 and name == "table-row":
            self._finish_row()

    def _finish_cell(self, *, is_covered: bool) -> None:
        repeats = _repeats(self._cell, "number-columns-repeated", COLUMNS)
        text = "".join(self._lines)
        value = "" if is_covered else _value(self._cell, text)
        mark = self._mark(value, text)
        if (trait := self._trait(value, text)) is not None:
            self._sheets[-1].facts.traits[self._row, self._column] = trait
        if self._comment is not None:
            self._sheets[-1].facts.comments[self._row, self._column] = "".join(self._comment)
        self._comment, self._runs, self._spans = None, set(), []
        if value != "" or mark is not None:
            if self._column + repeats > COLUMNS or len(self._row_cells) + repeats > COLUMNS:
                raise too_large("columns")
            self._row_cells += [(self._column + number, value, mark) for number in range(repeats)]
        down = _repeats(self._cell, "number-rows-spanned", ROWS)
        across = _repeats(self._cell, "number-columns-spanned", COLUMNS)
        if down > 1 or across > 1:
            merge = (self._row, self._column, self._row + down - 1, self._column + across - 1)
            self._sheets[-1].facts.merges.append(merge)
        self._column += repeats
        self._paragraphs = 0

    def _trait(self, value: Cell, text: str) -> Trait | None:
        if value == "":
            return None
        if (local(self._cell, "style-name") or "") in self._struck_styles or self._runs == {Trait.STRUCK}:
            return Trait.STRUCK
        if Trait.STRUCK in self._runs:
            return Trait.PARTLY_STRUCK
        if Trait.RAISED in self._runs and len(self._runs) > 1:
            return Trait.RAISED
        currency = local(self._cell, "currency")
        if local(self._cell, "value-type") == "currency" and currency and currency.upper() not in ("CNY", "RMB"):
            return Trait.OTHER_MONEY
        return trait_of_shown_date(text) if local(self._cell, "value-type") == "date" else None

    def _mark(self, value: Cell, text: str) -> Mark | Display | None:
        kind = local(self._cell, "value-type")
        if kind in ("float", "currency") and isinstance(value, float):
            self._has_shown_numbers = self._has_shown_numbers or text != ""
            return display_in(text, value) if text else HIDDEN
        if kind == "percentage" and value != "":
            return Mark.PERCENT
        if kind is None and text == "" and local(self._cell, "formula"):
            return Mark.UNCALCULATED
        return None

    def _finish_row(self) -> None:
        sheet = self._sheets[-1]
        if self._row_cells and self._row + self._row_repeats > ROWS:
            raise too_large("rows")
        for row in range(self._row, self._row + self._row_repeats) if self._row_cells else ():
            for column, value, mark in self._row_cells:
                sheet.values.put(row, column, value)
                if mark is not None:
                    sheet.facts.marks[row, column] = mark
        self._row += self._row_repeats


def _repeats(attributes: dict[str, str], name: str, most: int) -> int:
    text = local(attributes, name)
    return max(1, min(int(text), most)) if text and re.fullmatch(r"\d{1,9}", text) else 1


def _value(attributes: dict[str, str], text: str) -> Cell:
    kind = local(attributes, "value-type")
    if kind in (None, "string", "error") or _ERROR.fullmatch(text):
        return text or local(attributes, "string-value") or ""
    if kind == "boolean":
        return local(attributes, "boolean-value") == "true"
    if kind == "date":
        return _date(local(attributes, "date-value") or "") or text
    if kind == "time":
        return _time(local(attributes, "time-value") or "", text)
    try:
        return float(local(attributes, "value") or "")
    except ValueError:
        return text


def _date(text: str) -> Cell:
    try:
        moment = datetime.fromisoformat(text.rstrip("Z"))
    except ValueError:
        return None
    return moment.date() if moment.time() == time(0) else moment


def _time(duration: str, text: str) -> Cell:
    """A time of day under 24 hours, as Excel would give it, else a duration."""
    found = _DURATION.fullmatch(duration)
    if found is None:
        return text
    hours, minutes, seconds = (int(found[group] or 0) for group in (1, 2, 3))
    try:
        whole = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        return (_MIDNIGHT + whole).time() if timedelta(0) <= whole < timedelta(days=1) else whole
    except OverflowError:
        return text
