"""Builds compound files (OLE2): the container of .doc, of encrypted workbooks and of Thumbs.db."""

import struct
from collections.abc import Mapping

SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def build_compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams in its root; each is stored in whole sectors (4096 bytes or more)."""
    directory_sectors = (len(streams) + 1 + 3) // 4
    contents = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    first = directory_sectors
    starts, chain = {}, [*range(1, directory_sectors), END]
    body: list[bytes] = []
    for name, content in contents.items():
        count = -(-len(content) // SECTOR)
        starts[name] = first
        chain += [*range(first + 1, first + count), END]
        body.append(content.ljust(count * SECTOR, b"\0"))
        first += count
    tables = 1
    while tables * 128 < first + tables:
        tables += 1
    chain += [TABLE] * tables
    chain += [FREE] * (tables * 128 - len(chain))
    entries = _entry("Root Entry", 5, child=1 if streams else FREE)
    for number, (name, content) in enumerate(contents.items(), start=1):
        right = number + 1 if number < len(streams) else FREE
        entries += _entry(name, 2, right=right, start=starts[name], size=len(content))
    entries = entries.ljust(directory_sectors * SECTOR, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, tables, 0, 0, 4096, END, 0, END, 0)
    numbers = [first + number for number in range(tables)]
    head += struct.pack("<109I", *numbers, *[FREE] * (109 - tables))
    return head + entries + b"".join(body) + struct.pack(f"<{len(chain)}I", *chain)


def _entry(name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int = 0, size: int = 0) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text) + 2, kind, 1, FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start if kind == 2 else END, size)
