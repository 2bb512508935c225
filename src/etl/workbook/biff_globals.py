"""The records of a BIFF stream (xls) before its first sheet: number formats, fonts, shared strings, where the sheets begin.

Takes the bytes of the stream `Workbook` or `Book`; looks at no cell. Layout: [MS-XLS].
"""

import struct
from dataclasses import dataclass, field

from etl.cell_traits import Trait
from etl.workbook.biff_strings import Font, font_at
from etl.workbook.shown_otherwise import trait_of_number

WRITE_PROTECT = 0x0086
BOF, EOF, FILEPASS, BOUNDSHEET, FORMAT, XF = 0x0809, 0x000A, 0x002F, 0x0085, 0x041E, 0x00E0
FONT, SST, CONTINUE, DATEMODE = 0x0031, 0x00FC, 0x003C, 0x0022
RECALCID = 0x01C1  # which version of Excel calculated last; programs that never calculate do not write it
BIFF8 = 0x0600
HEAD = struct.Struct("<HH").unpack_from  # record, length


def has_password(stream: bytes) -> bool:
    """True when the records behind the first are encrypted; before the one that says so only write protection may stand."""
    position = 0
    while position <= len(stream) - 4:
        record, length = HEAD(stream, position)
        if record not in (BOF, WRITE_PROTECT):
            return bool(record == FILEPASS)
        position += 4 + length
    return False


@dataclass
class Globals:
    """Records before the first sheet."""

    starts: list[int] = field(default_factory=list)  # of the sheets, in the order of their tabs
    codes: dict[int, str] = field(default_factory=dict)
    formats: list[tuple[int, int]] = field(default_factory=list)  # of each XF its font and its number format
    fonts: list[Font] = field(default_factory=list)
    strings: list[bytes] = field(default_factory=list)  # the shared strings and what continues them
    is_calculated: bool = False
    is_1904: bool = False

    def traits(self) -> dict[int, Trait]:
        """The traits that cell formats give, by XF."""
        found = {
            i: trait for i, (_, number) in enumerate(self.formats) if (trait := trait_of_number(number, self.codes))
        }
        return found | {
            i: Trait.STRUCK for i, (font, _) in enumerate(self.formats) if font_at(self.fonts, font).is_struck
        }


def read_globals(stream: bytes) -> Globals | None:
    """The records before the first sheet; None when they are encrypted."""
    found = Globals()
    version = struct.unpack_from("<H", stream.ljust(8, b"\0"), 4)[0]
    position, end, last = 0, len(stream) - 4, 0
    while position <= end:
        record, length = HEAD(stream, position)
        body = stream[position + 4 : position + 4 + length]
        position += 4 + length
        if record == FILEPASS:
            return None
        if record == BOUNDSHEET and len(body) >= 4:
            found.starts.append(struct.unpack_from("<I", body)[0])
        elif record == FORMAT and len(body) >= 4:
            found.codes[struct.unpack_from("<H", body)[0]] = format_code(body[2:], version)
        elif record == XF and len(body) >= 4:
            found.formats.append(HEAD(body))
        elif record == FONT and len(body) >= 10:
            found.fonts.append(Font(bool(body[2] & 0x08), body[8] in (1, 2)))
        elif record == SST or (record == CONTINUE and last == SST):
            found.strings.append(body)
            record = SST
        elif record == DATEMODE and len(body) >= 2:
            found.is_1904 = body[0] == 1
        elif record == RECALCID:
            found.is_calculated = True
        elif record == EOF:
            break
        last = record
    return found


def format_code(body: bytes, version: int) -> str:
    """A text of the stream with its length before it, as number formats are written."""
    if version < BIFF8:
        return body[1 : 1 + body[0]].decode("latin-1")
    count, is_wide = body[0] | body[1] << 8, len(body) > 2 and body[2] & 1
    return body[3 : 3 + count * 2].decode("utf-16-le", "replace") if is_wide else body[3 : 3 + count].decode("latin-1")
