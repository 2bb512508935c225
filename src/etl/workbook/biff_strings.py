"""The shared strings of a BIFF stream: which of them have runs that are struck through or raised. Reads no text.

Takes the SST record and its continuations, and the fonts. Layout: [MS-XLS] 2.4.265, 2.5.293. A string may go on in the next
record, where its letters begin with a byte that says how wide they are. What is cut short ends the reading.
"""

import struct
from dataclasses import dataclass

from etl.cell_traits import Trait


@dataclass(frozen=True)
class Font:
    """Properties of a font that matter here."""

    is_struck: bool = False
    is_raised: bool = False


def font_at(fonts: list[Font], index: int) -> Font:
    """The font with a number; there is none with the number 4."""
    place = index - 1 if index > 4 else index
    return fonts[place] if place < len(fonts) else Font()


class _Reader:
    """Reads on over the borders of records."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts, self._part, self._at = parts, 0, 0

    def take(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            if self._at >= len(self._parts[self._part]):
                self._part, self._at = self._part + 1, 0
                if self._part >= len(self._parts):
                    raise EOFError
            piece = self._parts[self._part][self._at : self._at + count - len(taken)]
            taken, self._at = taken + piece, self._at + len(piece)
        return taken

    def pass_letters(self, count: int, is_wide: bool) -> None:
        while count > 0:
            left = len(self._parts[self._part]) - self._at
            fitting = min(count, left // (2 if is_wide else 1))
            self._at += fitting * (2 if is_wide else 1)
            count -= fitting
            if count:
                self._part, self._at = self._part + 1, 0
                if self._part >= len(self._parts):
                    raise EOFError
                is_wide = bool(self.take(1)[0] & 1)


def traits_of_strings(parts: list[bytes], fonts: list[Font]) -> dict[int, Trait]:
    """Traits of the shared strings that are struck through or raised, by their number; none where no font is."""
    if not parts or not any(font.is_struck or font.is_raised for font in fonts):
        return {}
    found: dict[int, Trait] = {}
    reader = _Reader(parts)
    try:
        (count,) = struct.unpack("<4xI", reader.take(8))
        for number in range(count):
            if trait := _next_string(reader, fonts):
                found[number] = trait
    except (EOFError, IndexError):
        pass
    return found


def _next_string(reader: _Reader, fonts: list[Font]) -> Trait | None:
    letters, flags = struct.unpack("<HB", reader.take(3))
    runs = struct.unpack("<H", reader.take(2))[0] if flags & 0x08 else 0
    extended = struct.unpack("<I", reader.take(4))[0] if flags & 0x04 else 0
    reader.pass_letters(letters, bool(flags & 1))
    of_runs = [struct.unpack("<HH", reader.take(4)) for _ in range(runs)]
    reader.take(extended)
    if not of_runs or not letters:
        return None
    looks = [font_at(fonts, font) for start, font in of_runs if start < letters]
    is_whole = of_runs[0][0] == 0  # the letters before the first run are in the cell's own font
    if any(look.is_struck for look in looks):
        return Trait.STRUCK if is_whole and all(look.is_struck for look in looks) else Trait.PARTLY_STRUCK
    return Trait.RAISED if any(look.is_raised for look in looks) else None
