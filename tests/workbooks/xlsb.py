"""Builds minimal xlsb files by hand, record by record ([MS-XLSB]); no Python package writes them."""

import struct
from collections.abc import Sequence
from datetime import date, datetime, time

from tests.workbooks.content import Fault, Sheet, Value, serial
from tests.workbooks.xls import ERROR_CODES
from tests.workbooks.xlsx import PACKAGE, RELATIONS, pack_zip

PLAIN, DATE, FIRST_CODE = 0, 1, 2


def record(number: int, body: bytes = b"") -> bytes:
    """One record: number and length in 7 bits a byte, then the body."""
    head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    length, lengths = len(body), b""
    while True:
        more = length > 0x7F
        lengths += bytes([length & 0x7F | (0x80 if more else 0)])
        length >>= 7
        if not more:
            return head + lengths + body


def wide(text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return struct.pack("<I", len(raw) // 2) + raw


def build_xlsb(sheets: Sequence[Sheet]) -> bytes:
    """A binary workbook with shared strings, dates, percentages, errors, merges and hidden rows and columns."""
    strings = list(dict.fromkeys(str(v) for s in sheets for *_, v in s.cells() if type(v) is str))
    numbers = range(1, len(sheets) + 1)
    bundle = b"".join(
        record(156, struct.pack("<II", 2 if s.very_hidden else int(s.hidden), n) + wide(f"rId{n}") + wide(s.name))
        for n, s in zip(numbers, sheets, strict=True)
    )
    workbook = record(131) + record(153, bytes(8) + wide("")) + record(143) + bundle + record(144) + record(132)
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.bin"/>' for n in numbers
    )
    shared = record(159, struct.pack("<II", len(strings), len(strings)))
    shared += b"".join(record(19, b"\0" + wide(text)) for text in strings) + record(160)
    codes = list(dict.fromkeys(c for s in sheets for c in map(s.format_of, [*s.percents, *s.formats])))
    spelled = b"".join(record(44, struct.pack("<H", 164 + place) + wide(str(c))) for place, c in enumerate(codes))
    numbered = (0, 14, *range(164, 164 + len(codes)))
    formats = b"".join(record(47, struct.pack("<HH", 0, number) + bytes(12)) for number in numbered)
    styles = record(278) + record(615, struct.pack("<I", len(codes))) + spelled + record(616)
    styles += record(617, struct.pack("<I", len(numbered))) + formats + record(618) + record(279)
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        "xl/workbook.bin": workbook,
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}'
        f'<Relationship Id="rIdS" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.bin"/>'
        f'<Relationship Id="rIdF" Type="{RELATIONS}/styles" Target="styles.bin"/></Relationships>',
        "xl/sharedStrings.bin": shared,
        "xl/styles.bin": styles,
    }
    for number, sheet in zip(numbers, sheets, strict=True):
        parts[f"xl/worksheets/sheet{number}.bin"] = _sheet(sheet, strings, codes)
    return pack_zip(parts)


def _sheet(sheet: Sheet, strings: list[str], codes: list[str | None]) -> bytes:
    height, width = len(sheet.rows), max((len(row) for row in sheet.rows), default=0)
    content = record(129) + record(148, struct.pack("<IIII", 0, max(height - 1, 0), 0, max(width - 1, 0)))
    for column in sorted({*sheet.hidden_columns, *sheet.widths}):
        is_hidden, width = column in sheet.hidden_columns, sheet.widths.get(column, 9)
        content += record(60, struct.pack("<IIIIH", column, column, 256 * width, 0, is_hidden))
    content += record(145)
    for number, row in enumerate(sheet.rows):
        flags = 0x10 if number in sheet.hidden_rows else 0
        content += record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, flags, 0, 0))
        for column, value in enumerate(row):
            if value is not None and value != "":
                code = sheet.format_of((number, column))
                content += _cell(column, value, FIRST_CODE + codes.index(code) if code else PLAIN, strings)
    content += record(146)
    if sheet.merges:
        content += record(177, struct.pack("<I", len(sheet.merges)))
        for top, left, bottom, right in sheet.merges:
            content += record(176, struct.pack("<IIII", top, bottom, left, right))
        content += record(178)
    if sheet.header or sheet.footer:
        texts = b"".join(wide(f"&C{text}") if text else b"\xff" * 4 for text in (sheet.header, sheet.footer))
        content += record(479, bytes(2) + texts + b"\xff" * 16) + record(480)
    return content + record(130)


def _cell(column: int, value: Value, style: int, strings: list[str]) -> bytes:
    is_date = isinstance(value, (date, datetime, time))
    head = struct.pack("<II", column, DATE if is_date else style)
    if isinstance(value, Fault):
        return record(3, head + bytes([ERROR_CODES[value]]))
    if isinstance(value, bool):
        return record(4, head + bytes([value]))
    if isinstance(value, (date, time)):
        return record(5, head + struct.pack("<d", serial(value)))
    if isinstance(value, (int, float)):
        return record(5, head + struct.pack("<d", value))
    return record(7, head + struct.pack("<I", strings.index(str(value))))
