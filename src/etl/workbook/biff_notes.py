"""Texts of comments in a BIFF8 stream (xls): takes the stream and a sheet's drawn objects as they come, gives each comment's text. Pure.

A comment's record names an object; that object's text follows it in records of its own. Layout: [MS-XLS], Obj, TxO and Continue.
"""

import struct
from dataclasses import dataclass, field

from etl.workbook.biff_globals import CONTINUE, HEAD

NOTE, OBJ, TXO = 0x001C, 0x005D, 0x01B6
NOTES = frozenset({NOTE, OBJ, TXO})
LONGEST_LOOKED_AT = 12  # bytes of a record
IS_NOTE = 0x19  # the kind of an object that a comment is shown in
_FOUR = struct.Struct("<4H").unpack_from


@dataclass
class Notes:
    """Comments of one sheet."""

    cells: dict[tuple[int, int], int] = field(default_factory=dict)  # the object of each
    texts: dict[int, str] = field(default_factory=dict)  # of each object
    _object: int | None = None  # that came last, when a comment is shown in it

    def take(self, stream: bytes, at: int, record: int, length: int) -> None:
        """Take a record whose content begins at a place."""
        if at + min(length, LONGEST_LOOKED_AT) > len(stream):
            return  # cut short
        if record == NOTE and length >= 4:
            row, column = HEAD(stream, at)
            self.cells[row, column] = HEAD(stream, at + 4)[1] if length >= 8 else -1
        elif record == OBJ and length >= 8:
            _, _, kind, number = _FOUR(stream, at)
            self._object = number if kind == IS_NOTE else None
        elif record == TXO and length >= 12 and self._object is not None:
            count = HEAD(stream, at + 8)[1]
            self.texts[self._object] = _text(stream, at + length, count)
            self._object = None

    def by_cell(self) -> dict[tuple[int, int], str]:
        """Text of the comment in each cell; '' where none was found, as in older formats."""
        return {place: self.texts.get(number, "") for place, number in self.cells.items()}


def _text(stream: bytes, position: int, count: int) -> str:
    """So many characters from the records that continue one; each says for itself whether a character is one byte or two."""
    parts: list[str] = []
    while count > 0 and position + 5 <= len(stream):
        record, length = HEAD(stream, position)
        if record != CONTINUE or length == 0:
            break
        is_wide, begin, end = stream[position + 4] & 1, position + 5, position + 4 + length
        part = stream[begin:end].decode("utf-16-le" if is_wide else "latin-1", "replace")[:count]
        parts.append(part)
        count -= len(part)
        position = end
    return "".join(parts).replace("\r\n", "\n").replace("\r", "\n")
