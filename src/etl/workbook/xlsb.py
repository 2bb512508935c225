"""xlsb (the binary workbook) to grids: values from calamine, and the facts it does not give from the records themselves.

Takes the zip's bytes; calamine gets a package of nothing but the parts with values. Seen: errors, merges, hidden rows and
columns, percentages and other displays, cells that are struck through or show other money or no day, printed headers. Not
seen: runs of a text, comments, formulas never calculated (the format always stores a result). Layout: [MS-XLSB].
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from etl.cell_traits import Trait
from etl.model import Cell, Grid
from etl.settings import ReadingLimits
from etl.workbook.assemble import Assembler, Facts
from etl.workbook.biff import ERRORS
from etl.workbook.calamine_values import read_values
from etl.workbook.names import shown_names
from etl.workbook.number_formats import Style, is_marking, mark_of, shown_by_number
from etl.workbook.package import Package, pack
from etl.workbook.print_lines import lines_of
from etl.workbook.refusals import broken, too_large
from etl.workbook.shown_otherwise import trait_of_number
from etl.workbook.xlsx_parts import read_relationships

MAX_DENSE_CELLS = 20_000_000
ROW_HEADER, BLANK, CELL_ERROR, FORMULA_ERROR, COLUMN_INFO, MERGE = 0, 1, 3, 11, 60, 176
CELLS = frozenset(range(2, 12))
NUMBERS = frozenset({2, 5, 9})
BUNDLE_SHEET, FORMAT, XF, BEGIN_CELL_XFS, END_CELL_XFS = 156, 44, 47, 617, 618
WORKBOOK = "xl/workbook.bin"
FONT, HEADER_FOOTER = 43, 479
STRIKE = 0x08
Styled = dict[tuple[int, int], Style]


@dataclass(frozen=True)
class _Looks:
    """Styles of the cell formats whose numbers may need a mark, and traits that some give to cells, by their index."""

    marking: dict[int, Style] = field(default_factory=dict)
    traits: dict[int, Trait] = field(default_factory=dict)


def read_xlsb(content: bytes, limits: ReadingLimits) -> tuple[Grid, ...]:
    """All worksheets in order; UnreadableWorkbook when it is broken or over a limit."""
    package = Package(content, limits)
    targets = read_relationships(package, WORKBOOK)
    workbook = package.read(WORKBOOK)
    parts = {
        "_rels/.rels": package.read("_rels/.rels") if "_rels/.rels" in package else b"",
        "[Content_Types].xml": package.read("[Content_Types].xml") if "[Content_Types].xml" in package else b"",
        WORKBOOK: workbook,
        "xl/_rels/workbook.bin.rels": package.read("xl/_rels/workbook.bin.rels"),
    }
    for kind, part in targets.values():
        if kind in ("worksheet", "sharedStrings", "styles") and part in package:
            parts[part] = package.read(part)
    styles = next((parts[part] for kind, part in targets.values() if kind == "styles" and part in parts), b"")
    looks = _looks_of(styles)
    sheets = [targets.get(key, ("", "")) for key in _sheet_keys(workbook)]
    if len(sheets) > limits.max_sheets:
        raise too_large("sheets", count=len(sheets), most=limits.max_sheets)
    scanned = [
        _scan(parts[part], looks) if kind == "worksheet" and part in parts else (Facts(), {}) for kind, part in sheets
    ]
    values = list(read_values(pack(parts)))
    assembler = Assembler(limits)
    names = shown_names([sheet.name for sheet in values])
    if any(sheet.index >= len(scanned) for sheet in values):
        raise broken(reason="more sheets than the workbook lists")
    return tuple(
        assembler.grid(name, sheet.rows, _with_marks(*scanned[sheet.index], sheet.rows), hidden=sheet.hidden)
        for name, sheet in zip(names, values, strict=True)
    )


def _with_marks(facts: Facts, styles: Styled, rows: list[list[Cell]]) -> Facts:
    for (row, column), style in styles.items():
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        if (mark := mark_of(style, value)) is not None:
            facts.marks[row, column] = mark
    return facts


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and body of every record; both are preceded by lengths of 7 bits a byte."""
    position, end = 0, len(content)
    while position < end:
        record = content[position]
        position += 1
        if record & 0x80 and position < end:
            record = record & 0x7F | (content[position] & 0x7F) << 7
            position += 1
        length = 0
        for shift in (0, 7, 14, 21):
            if position >= end:
                return
            byte = content[position]
            position += 1
            length |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        yield record, content[position : position + length]
        position += length


def _sheet_keys(workbook: bytes) -> list[str]:
    """The relationship of every sheet, in the order of the tabs."""
    keys = []
    for record, body in _records(workbook):
        if record == BUNDLE_SHEET and len(body) >= 12:
            count = struct.unpack_from("<I", body, 8)[0]
            keys.append(body[12 : 12 + 2 * min(count, 255)].decode("utf-16-le", "replace"))
    return keys


def _looks_of(styles: bytes) -> _Looks:
    codes: dict[int, str] = {}
    struck: list[bool] = []
    looks = _Looks()
    index, in_cell_formats = 0, False
    for record, body in _records(styles):
        if record == FORMAT and len(body) >= 6:
            number, count = struct.unpack_from("<HI", body)
            codes[number] = body[6 : 6 + 2 * min(count, 255)].decode("utf-16-le", "replace")
        elif record == FONT and len(body) >= 4:
            struck.append(bool(body[2] & STRIKE))
        elif record in (BEGIN_CELL_XFS, END_CELL_XFS):
            in_cell_formats = record == BEGIN_CELL_XFS
        elif record == XF and in_cell_formats and len(body) >= 6:
            _, number, font = struct.unpack_from("<3H", body)
            if is_marking(style := shown_by_number(number, codes)):
                looks.marking[index] = style
            trait = Trait.STRUCK if font < len(struck) and struck[font] else trait_of_number(number, codes)
            if trait is not None:
                looks.traits[index] = trait
            index += 1
    return looks


def _printed(body: bytes) -> Iterator[str]:
    """The six texts of headers and footers, those that are there."""
    position = 2
    for _ in range(6):
        if position + 4 > len(body):
            return
        count = struct.unpack_from("<I", body, position)[0]
        position += 4
        if count < len(body):
            yield body[position : position + 2 * count].decode("utf-16-le", "replace")
            position += 2 * count


def _scan(content: bytes, looks: _Looks) -> tuple[Facts, Styled]:
    """The facts of a sheet, and the styles of cells whose number may need a mark."""
    facts, styles = Facts(), Styled()
    row, rows, columns = -1, 0, 0
    for record, body in _records(content):
        if record in CELLS and len(body) >= 8:
            column, style = struct.unpack_from("<II", body)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if record in (CELL_ERROR, FORMULA_ERROR) and len(body) >= 9:
                facts.errors[row, column] = ERRORS.get(body[8], "#ERROR!")
                continue
            if (number := style & 0xFFFFFF) in looks.marking and record in NUMBERS:
                styles[row, column] = looks.marking[number]
            if (trait := looks.traits.get(number)) and (record in NUMBERS or trait is Trait.STRUCK):
                facts.traits[row, column] = trait
        elif record == ROW_HEADER and len(body) >= 12:
            row = struct.unpack_from("<I", body)[0]
            if row >= 1_048_576:
                raise broken(row=row)
            if body[11] & 0x10:
                facts.hidden_rows.add(row)
        elif record == COLUMN_INFO and len(body) >= 18:
            first, last, wide = struct.unpack_from("<III", body)
            meant = range(first, min(last, 16_383) + 1)
            facts.widths.update(dict.fromkeys(meant, wide / 256))  # parts of a character
            if body[16] & 1:
                facts.hidden_columns.update(meant)
        elif record == HEADER_FOOTER:
            facts.print_lines += lines_of(_printed(body))
        elif record == MERGE and len(body) >= 16:
            top, bottom, left, right = struct.unpack_from("<IIII", body)
            facts.merges.append((top, left, bottom, right))
    if rows * columns > MAX_DENSE_CELLS:
        raise too_large("range")
    return facts, styles
