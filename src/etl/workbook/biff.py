"""The records of a BIFF stream (xls): extents and the facts of each sheet, without its values.

Takes the bytes of the stream `Workbook` or `Book`; a record that points outside the stream ends the scan of its sheet.
Layout: [MS-XLS].
"""

import struct
from dataclasses import dataclass, field

from etl.cell_traits import Trait
from etl.workbook.biff_globals import BIFF8, BOF, EOF, HEAD, format_code, read_globals
from etl.workbook.biff_notes import NOTES, Notes
from etl.workbook.biff_strings import traits_of_strings
from etl.workbook.number_formats import Style, is_marking, shown_by_number
from etl.workbook.refusals import broken

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
FORMULA, BOOLERR, ROW, COLINFO, MULRK = 0x0006, 0x0205, 0x0208, 0x007D, 0x00BD
PRINTED = frozenset({0x0014, 0x0015})  # header and footer
NUMBER, RK, LABELSST, LABEL, RSTRING = 0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6
CELLS = frozenset({NUMBER, RK, LABELSST, LABEL, RSTRING, FORMULA, BOOLERR, MULRK})
RESULTS = frozenset({FORMULA, BOOLERR})
LINES = frozenset({ROW, COLINFO})
COLUMNS = 256
HIDDEN_ROW, HIDDEN_COLUMN = 0x20, 0x1
PER_CHARACTER = 256  # units of a column's width
_CELL = struct.Struct("<5H").unpack_from  # record, length, row, column, format


@dataclass
class BiffSheet:
    """Records of one sheet; rows and columns count up to the last cell with a value."""

    start: int
    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unsaved: set[tuple[int, int]] = field(default_factory=set)  # formulas without a result, and none has one
    has_results: bool = False
    styles: dict[tuple[int, int], Style] = field(default_factory=dict)  # of cells whose number may need a mark
    traits: dict[tuple[int, int], Trait] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)
    print_texts: list[str] = field(default_factory=list)  # of header and footer, with their codes
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    widths: dict[int, float] = field(default_factory=dict)  # of columns, in characters


@dataclass
class BiffScan:
    """A whole stream: its sheets in the order of their tabs."""

    sheets: list[BiffSheet]
    is_encrypted: bool = False
    is_1904: bool = False


def scan_biff(stream: bytes) -> BiffScan:
    """The facts of all sheets."""
    if len(stream) < 4 or HEAD(stream, 0)[0] != BOF:
        raise broken(reason="no BIFF stream")
    found = read_globals(stream)
    if found is None:
        return BiffScan([], is_encrypted=True)
    styles = {
        i: style
        for i, (_, number) in enumerate(found.formats)
        if is_marking(style := shown_by_number(number, found.codes))
    }
    looks = _Looks(styles, found.traits(), traits_of_strings(found.strings, found.fonts))
    sheets = [BiffSheet(start) for start in found.starts]
    for sheet in sheets:
        _scan_sheet(stream, sheet, looks)
        if found.is_calculated or sheet.has_results:
            sheet.unsaved.clear()
    return BiffScan(sheets, is_1904=found.is_1904)


@dataclass(frozen=True)
class _Looks:
    """Looks that cell formats and shared strings give to cells: styles that mark numbers, and traits."""

    styles: dict[int, Style]
    traits: dict[int, Trait]
    string_traits: dict[int, Trait]


def _printed(body: bytes, version: int) -> str:
    return format_code(body, version) if version >= BIFF8 else body[1 : 1 + body[0]].decode("gb18030", "replace")


def _scan_sheet(stream: bytes, sheet: BiffSheet, looks: _Looks) -> None:
    styles = looks.styles
    position, end = sheet.start, len(stream) - 10
    depth, last_row, last_column = 0, -1, -1
    while position <= end:
        record, length, row, column, style = _CELL(stream, position)
        at = position + 4
        position = at + length
        if record in CELLS:
            if length < 6 or depth != 1:
                continue
            if record == MULRK:
                _mark_many(stream, at, row, length, sheet, looks)
                column += max((length - 6) // 6 - 1, 0)
            elif style in styles and record != LABELSST:
                sheet.styles[row, column] = styles[style]
            if looks.traits or looks.string_traits:
                _note_traits(stream, at, record, sheet, looks)
            if row > last_row:
                last_row = row
            if column > last_column:
                last_column = column
            if record in RESULTS:
                _scan_result(stream[at:position], record, sheet, (row, column))
        elif record == BOF:
            depth += 1  # a chart inside the sheet has records of its own
        elif record == EOF:
            depth -= 1
            if depth <= 0:
                break
        elif depth == 1 and record in NOTES:
            sheet.notes.take(stream, at, record, length)
        elif depth == 1 and record in PRINTED and length > 2:
            sheet.print_texts.append(_printed(stream[at:position], struct.unpack_from("<H", stream, 4)[0]))
        elif depth == 1 and record in LINES:
            _scan_line(stream[at:position], record, sheet)
    if last_column >= COLUMNS:
        raise broken(column=last_column)
    sheet.rows, sheet.columns = last_row + 1, last_column + 1


def _note_traits(stream: bytes, at: int, record: int, sheet: BiffSheet, looks: _Looks) -> None:
    """Take down what a cell is shown as; a trait of numbers says nothing of texts."""
    row, column, style = struct.unpack_from("<3H", stream, at)
    own = looks.traits.get(style)
    if record == MULRK:
        return
    if own is not None and own is not Trait.STRUCK and record not in (NUMBER, RK, FORMULA):
        own = None
    if own is None and record == LABELSST and at + 10 <= len(stream):
        own = looks.string_traits.get(struct.unpack_from("<I", stream, at + 6)[0])
    if own is not None:
        sheet.traits[row, column] = own


def _scan_line(body: bytes, record: int, sheet: BiffSheet) -> None:
    """Note a hidden row, or hidden columns and how wide columns are."""
    if record == ROW and len(body) >= 16 and body[12] & HIDDEN_ROW:
        sheet.hidden_rows.add(HEAD(body)[0])
    elif record == COLINFO and len(body) >= 10:
        first, last = HEAD(body)
        columns = range(first, min(last, COLUMNS - 1) + 1)
        sheet.widths.update(dict.fromkeys(columns, HEAD(body, 4)[0] / PER_CHARACTER))
        if body[8] & HIDDEN_COLUMN:
            sheet.hidden_columns.update(columns)


def _mark_many(stream: bytes, at: int, row: int, length: int, sheet: BiffSheet, looks: _Looks) -> None:
    if not (looks.styles or looks.traits):
        return
    first = HEAD(stream, at)[1]
    for number in range((length - 6) // 6):
        style = HEAD(stream, at + 4 + number * 6)[0]
        if style in looks.styles:
            sheet.styles[row, first + number] = looks.styles[style]
        if style in looks.traits:
            sheet.traits[row, first + number] = looks.traits[style]


def _scan_result(body: bytes, record: int, sheet: BiffSheet, place: tuple[int, int]) -> None:
    if record == BOOLERR:
        if len(body) >= 8 and body[7] == 1:
            sheet.errors[place] = ERRORS.get(body[6], "#ERROR!")
    elif len(body) >= 16 and body[12] == body[13] == 0xFF and body[6] in (0, 1, 2):  # text, truth or error
        sheet.has_results = True
        if body[6] == 2:
            sheet.errors[place] = ERRORS.get(body[8], "#ERROR!")
    elif len(body) >= 16:
        is_nothing = not any(body[6:14]) or (body[12] == body[13] == 0xFF and body[6] == 3)  # 0, or an empty text
        if is_nothing:
            sheet.unsaved.add(place)
        else:
            sheet.has_results = True
