"""SpreadsheetML 2003 (XML that Excel 2003 and many government systems write, usually named .xls) to grids.

Takes the XML's bytes, gives typed values. Seen: skipped rows and cells (ss:Index), merges, hidden rows, columns and sheets,
percent formats and other displays, errors, formulas saved without a result. Nothing is fetched, a DTD is refused.
"""

import re
from datetime import date, datetime, time

from etl.cell_traits import Trait
from etl.model import Cell, Grid, Mark
from etl.settings import ReadingLimits
from etl.workbook.assemble import Assembler, Facts, SparseRows
from etl.workbook.checked_xml import local, parse_xml
from etl.workbook.column_width import in_characters
from etl.workbook.names import shown_names
from etl.workbook.number_formats import Shown, Style, is_marking, mark_of, shown_as
from etl.workbook.print_lines import lines_of
from etl.workbook.refusals import broken, too_large
from etl.workbook.shown_otherwise import trait_of_code

ROWS, COLUMNS = 1_048_576, 16_384
_RUNS = {"S": Trait.STRUCK, "Del": Trait.STRUCK, "Sup": Trait.RAISED, "Sub": Trait.RAISED}
NAMED_PERCENT = "percent"  # the format name that stands for 0.00%


def read_spreadsheetml(content: bytes, limits: ReadingLimits) -> tuple[Grid, ...]:
    """All worksheets in order; UnreadableWorkbook when it is broken or over a limit."""
    reader = _Reader(limits)
    parse_xml(content, reader.start, reader.end, reader.text)
    return reader.grids()


class _Sheet:
    def __init__(self, name: str, max_cells: int) -> None:
        self.name, self.hidden = name, False
        self.values, self.facts = SparseRows(max_cells), Facts()


class _Reader:
    def __init__(self, limits: ReadingLimits) -> None:
        self._limits = limits
        self._sheets: list[_Sheet] = []
        self._marking: dict[str, Style] = {}  # the styles whose numbers may need a mark
        self._style = ""
        self._row = self._column = self._next_column = -1
        self._row_style = ""
        self._cell: dict[str, str] = {}
        self._type = ""
        self._has_data = False
        self._texts: list[str] = []
        self._target: list[str] | None = None  # where character data goes
        self._visible: list[str] = []
        self._in_comment = 0
        self._comment: list[str] = []
        self._traits: dict[str, Trait] = {}  # by style
        self._open_runs: list[Trait] = []
        self._runs: set[Trait | None] = set()

    def grids(self) -> tuple[Grid, ...]:
        if not self._sheets:
            raise broken(reason="no worksheet")
        assembler = Assembler(self._limits)
        names = shown_names([sheet.name for sheet in self._sheets])
        return tuple(
            assembler.grid(name, sheet.values.rows(), sheet.facts, hidden=sheet.hidden)
            for name, sheet in zip(names, self._sheets, strict=True)
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._in_comment or name == "Comment":  # it has a Data of its own
            self._comment = self._comment if self._in_comment else []
            self._in_comment += 1
        elif name in _RUNS and self._target is self._texts:
            self._open_runs.append(_RUNS[name])
        elif name == "Font" and not self._sheets:
            if local(attributes, "StrikeThrough") == "1":
                self._traits[self._style] = Trait.STRUCK
        elif name == "Worksheet":
            if len(self._sheets) >= self._limits.max_sheets:
                raise too_large("more sheets", most=self._limits.max_sheets)
            self._sheets.append(_Sheet(local(attributes, "Name") or "", self._limits.max_cells_per_sheet))
            self._row = self._next_column = -1
        elif name == "Style":
            self._style = local(attributes, "ID") or ""
        elif name == "NumberFormat":
            code = local(attributes, "Format") or ""
            style = Shown.PERCENT if code.casefold() == NAMED_PERCENT else shown_as(code)
            if is_marking(style):
                self._marking[self._style] = style
            if trait := trait_of_code(code):
                self._traits.setdefault(self._style, trait)
        elif name == "Visible":
            self._target = self._visible = []
        elif self._sheets:
            self._start_in_sheet(name, attributes)

    def _start_in_sheet(self, name: str, attributes: dict[str, str]) -> None:
        facts = self._sheets[-1].facts
        if name == "Column":
            self._next_column = _index(attributes, self._next_column + 1, COLUMNS)
            last = min(self._next_column + _number(attributes, "Span"), COLUMNS - 1)
            columns = facts.name(range(self._next_column, last + 1))
            if width := local(attributes, "Width"):
                facts.widths.update(dict.fromkeys(columns, in_characters(f"{width}pt")))
            if local(attributes, "Hidden") == "1":
                facts.hidden_columns.update(columns)
            self._next_column = last
        elif name == "Row":
            self._row = _index(attributes, self._row + 1, ROWS)
            self._column = -1
            last = min(self._row + _number(attributes, "Span"), ROWS - 1)
            if local(attributes, "Hidden") == "1":
                facts.hidden_rows.update(facts.name(range(self._row, last + 1)))
            self._row_style = local(attributes, "StyleID") or ""
        elif name == "Cell":
            self._column = _index(attributes, self._column + 1, COLUMNS)
            self._cell, self._has_data = attributes, False
        elif name in ("Header", "Footer"):
            facts.print_lines += lines_of([local(attributes, "Data") or ""])
        elif name == "Data":
            self._runs, self._open_runs = set(), []
            self._type, self._has_data = local(attributes, "Type") or "String", True
            self._target = self._texts = []

    def text(self, data: str) -> None:
        if self._in_comment:
            self._comment.append(data)
        elif self._target is not None:
            self._target.append(data)
            if data.strip():
                self._runs.add(self._open_runs[-1] if self._open_runs else None)

    def end(self, name: str) -> None:
        if self._in_comment:
            self._in_comment -= 1
            if not self._in_comment and self._sheets and self._row >= 0 and self._column >= 0:
                self._sheets[-1].facts.comments[self._row, self._column] = "".join(self._comment).strip()
            return
        if name in _RUNS and self._open_runs:
            self._open_runs.pop()
            return
        if name in ("Data", "Visible"):
            self._target = None
        if name == "Visible" and self._sheets:
            self._sheets[-1].hidden = "".join(self._visible).strip() in ("SheetHidden", "SheetVeryHidden")
        elif name == "Data" and self._sheets and self._row >= 0 and self._column >= 0:
            self._put(_value(self._type, "".join(self._texts)))
        elif name == "Cell" and self._sheets:
            self._finish_cell()
        elif name == "Row" and self._sheets and self._row < 0:
            raise broken(reason="row")

    def _put(self, value: Cell) -> None:
        sheet = self._sheets[-1]
        if value == "":
            return
        sheet.values.put(self._row, self._column, value)
        if (trait := self._trait(value)) is not None:
            sheet.facts.traits[self._row, self._column] = trait
        style = self._marking.get(local(self._cell, "StyleID") or self._row_style)
        if style is not None and (mark := mark_of(style, value)) is not None:
            sheet.facts.marks[self._row, self._column] = mark

    def _trait(self, value: Cell) -> Trait | None:
        own = self._traits.get(local(self._cell, "StyleID") or self._row_style)
        if own is Trait.STRUCK or self._runs == {Trait.STRUCK}:
            return Trait.STRUCK
        if Trait.STRUCK in self._runs:
            return Trait.PARTLY_STRUCK
        if Trait.RAISED in self._runs and len(self._runs) > 1:
            return Trait.RAISED
        return None if isinstance(value, str) else own

    def _finish_cell(self) -> None:
        facts = self._sheets[-1].facts
        if not self._has_data and local(self._cell, "Formula"):
            facts.marks[self._row, self._column] = Mark.UNCALCULATED
        across, down = _number(self._cell, "MergeAcross"), _number(self._cell, "MergeDown")
        if across or down:
            facts.merges.append((self._row, self._column, self._row + down, self._column + across))
            self._column = min(self._column + across, COLUMNS)


def _number(attributes: dict[str, str], name: str) -> int:
    text = local(attributes, name)
    return int(text) if text and re.fullmatch(r"\d{1,7}", text) else 0


def _index(attributes: dict[str, str], following: int, most: int) -> int:
    """Position of a row, column or cell: its ss:Index, else after the one before."""
    stated = _number(attributes, "Index")
    index = stated - 1 if stated else following
    if not 0 <= index < most:
        raise broken(index=index)
    return index


def _value(kind: str, text: str) -> Cell:
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    if kind == "Boolean":
        return text.strip() in ("1", "true")
    if kind != "DateTime":
        return text
    try:
        moment = datetime.fromisoformat(text.strip().rstrip("Z"))
    except ValueError:
        return text
    if moment.date() == date(1899, 12, 31):
        return moment.time()
    return moment.date() if moment.time() == time(0) else moment
