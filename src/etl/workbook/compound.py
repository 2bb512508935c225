"""A compound file (OLE2, the container of .xls, .doc, .msg), by olefile: the names in its root and the bytes of one stream.

Takes bytes, gives bytes; UnreadableWorkbook when a size or a chain leads nowhere. olefile believes every size that is
declared, and follows a chain that runs in a circle for as long; so what no file of this length can hold is refused before
that, also for msoffcrypto, which opens the same file again. Layout: [MS-CFB].
"""

import io
import struct
from collections.abc import Callable
from typing import Any

from olefile import STGTY_STORAGE, OleFileIO

from etl.workbook.refusals import broken

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# olefile reads past these, as past header fields that nobody needs; here they mean that something is not where it should be
LEADS_NOWHERE = {
    "incomplete OLE sector",
    "incomplete OLE stream",
    "incorrect OLE FAT, sector index out of range",
    "incorrect OLE root entry",
    "OLE sector index out of range",
    "OLE stream size is less than declared",
}
IN_HEADER = 109  # sectors of the sector table that the header names; a list in sectors of its own names the others


class CompoundFile:
    """The directory of one compound file; `names` are those in its root, folded."""

    def __init__(self, content: bytes) -> None:
        size = _check_header(content)
        whole = content + bytes(-len(content) % size)  # the last sector is cut off by some writers
        self._file: OleFileIO = _taken(lambda: OleFileIO(io.BytesIO(whole)))
        self._refuse_what_leads_nowhere()
        kids = self._file.root.kids
        if any(entry.size > len(whole) for entry in (self._file.root, *kids) if entry.entry_type != STGTY_STORAGE):
            raise broken(reason="compound file with a stream larger than itself")
        self._entries = {entry.name.casefold(): entry for entry in reversed(kids)}  # of two the first, as olefile
        self.names = frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream in the root, its name compared without case."""
        entry = self._entries.get(name.casefold())
        if entry is None:
            raise broken(stream=name)
        content: bytes = _taken(lambda: self._file.openstream([entry.name]).read())
        self._refuse_what_leads_nowhere()
        return content

    def _refuse_what_leads_nowhere(self) -> None:
        if found := LEADS_NOWHERE.intersection(str(message) for _, message in self._file.parsing_issues):
            raise broken(compound=min(found))


def _check_header(content: bytes) -> int:
    """The size of a sector; UnreadableWorkbook when the header declares more of anything than the file has room for."""
    if len(content) < 512:
        raise broken(reason="compound file without a header")
    shift, mini_shift = struct.unpack_from("<HH", content, 30)
    if shift not in (9, 12) or mini_shift != 6:
        raise broken(reason="compound file with odd sectors")
    size: int = 1 << shift
    sectors = -(-len(content) // size)
    tables, mini_tables, lists = (struct.unpack_from("<I", content, at)[0] for at in (44, 64, 72))
    too_many = lists and tables > IN_HEADER + 2 * sectors // (size // 4)  # each table sector tells of that many others
    if too_many or max(mini_tables, lists) > sectors:
        raise broken(reason="compound file with more tables than sectors")
    return size


def _taken(read: Callable[[], Any]) -> Any:
    """Call olefile; it answers damage with whatever its parts raise, a RecursionError included."""
    try:
        return read()
    except MemoryError:
        raise
    except Exception as error:
        raise broken(compound=type(error).__name__) from None
