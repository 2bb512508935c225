"""A compound file (OLE2, the container of .xls, .doc, .msg): the names in its root and the bytes of one stream.

Takes bytes, follows every chain at most once around, gives bytes; UnreadableWorkbook when a chain leads nowhere.
Layout: [MS-CFB].
"""

import struct

from etl.workbook.refusals import broken

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST_SECTOR = 0xFFFFFFFA  # greater numbers are marks: end of chain, free, table
NONE = 0xFFFFFFFF
ROOT_TYPE, STREAM_TYPE = 5, 2


class CompoundFile:
    """The directory of one compound file."""

    def __init__(self, content: bytes) -> None:
        if len(content) < 512:
            raise broken(reason="compound file without a header")
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise broken(reason="compound file with odd sectors")
        self._size = 1 << shift
        self._count = max((len(content) - 512 + self._size - 1) // self._size, 0)
        self._table = self._read_table()
        first_directory, self._mini_cutoff, first_mini = struct.unpack_from("<I4xII", content, 48)
        directory = self._chain(first_directory)
        self._entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
        self._mini_start = first_mini
        self.root_names = {self._name(entry): entry for entry in self._root_children()}

    def stream(self, name: str) -> bytes:
        """The bytes of a stream in the root, its name compared without case."""
        entry = next((e for key, e in self.root_names.items() if key.casefold() == name.casefold()), None)
        if entry is None or entry[66] != STREAM_TYPE:
            raise broken(stream=name)
        start, size = struct.unpack_from("<II", entry, 116)
        if size >= self._mini_cutoff:
            return self._chain(start)[:size]
        return self._mini_chain(start, size)

    def _sector(self, number: int) -> bytes:
        at = 512 + number * self._size if self._size == 512 else (number + 1) * self._size
        if number >= self._count:
            raise broken(sector=number)
        return self._content[at : at + self._size].ljust(self._size, b"\0")  # the last one is cut off by some writers

    def _read_table(self) -> list[int]:
        """The sector table: where each sector's chain goes on."""
        sectors = list(struct.unpack_from("<109I", self._content, 76))
        more = struct.unpack_from("<I", self._content, 68)[0]
        for _ in range(self._count):
            if more >= LAST_SECTOR:
                break
            numbers = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            sectors += numbers[:-1]
            more = numbers[-1]
        table: list[int] = []
        for number in sectors:
            if number < LAST_SECTOR and len(table) <= self._count:
                table += struct.unpack(f"<{self._size // 4}I", self._sector(number))
        return table

    def _chain(self, first: int) -> bytes:
        parts: list[bytes] = []
        number = first
        while number < LAST_SECTOR:
            if number >= len(self._table) or len(parts) > self._count:
                raise broken(sector=number)
            parts.append(self._sector(number))
            number = self._table[number]
        return b"".join(parts)

    def _mini_chain(self, first: int, size: int) -> bytes:
        root = next((entry for entry in self._entries if entry[66] == ROOT_TYPE), None)
        if root is None:
            raise broken(reason="compound file without a root")
        store = self._chain(struct.unpack_from("<I", root, 116)[0])
        table_bytes = self._chain(self._mini_start)
        table = struct.unpack(f"<{len(table_bytes) // 4}I", table_bytes)
        parts: list[bytes] = []
        number = first
        while number < LAST_SECTOR and len(parts) * 64 < size:
            if number >= len(table):
                raise broken(sector=number)
            parts.append(store[number * 64 : number * 64 + 64])
            number = table[number]
        return b"".join(parts)[:size]

    def _root_children(self) -> list[bytes]:
        """The entries of the root storage; those of storages inside it (an embedded document) are left out."""
        if not self._entries:
            raise broken(reason="compound file without a directory")
        children, seen = [], {0, NONE}
        waiting = [struct.unpack_from("<I", self._entries[0], 76)[0]]
        while waiting:
            number = waiting.pop()
            if number in seen or number >= len(self._entries):
                continue
            seen.add(number)
            entry = self._entries[number]
            children.append(entry)
            waiting += struct.unpack_from("<II", entry, 68)
        return children

    @staticmethod
    def _name(entry: bytes) -> str:
        length = min(struct.unpack_from("<H", entry, 64)[0], 64)
        return entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
