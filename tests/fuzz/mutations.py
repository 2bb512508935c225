"""Ways to damage a workbook: deterministic, each takes bytes and a random generator and gives other bytes."""

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.workbooks.xlsx import pack_zip

Mutation = Callable[[bytes, random.Random], bytes]

NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"255",
    b"65535",
    b"65536",
    b"1048576",
    b"1048577",
    b"4294967295",
    b"99999999999999999999",
)
FRAGMENTS = (
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"<c r='XFD1048576'><v>1</v></c>",
    b'<c r="XFD1048576"><v>1</v></c>',
    b'<mergeCell ref="A1:XFD1048576"/>',
    b'<row r="1048576"/>',
    b"<v>",
    b"</v>",
    b"]]>",
    b"&a;",
    b"&#0;",
    b"\x00",
    b"\xff\xfe",
    b"<" * 50,
    b"<a>" * 2000,
    b'"',
)


def flip_bytes(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 10, 100))):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def cut_off(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def move_chunk(content: bytes, chance: random.Random) -> bytes:
    """A piece removed, doubled, zeroed or overwritten with another."""
    start = chance.randrange(len(content))
    end = min(len(content), start + chance.choice((1, 4, 16, 64, 512, 4096)))
    piece = content[start:end]
    other = chance.randrange(len(content))
    middle = chance.choice((b"", piece * 2, bytes(len(piece)), content[other : other + len(piece)]))
    return content[:start] + middle + content[end:]


def plant_number(content: bytes, chance: random.Random) -> bytes:
    """A length, an offset or a count that says too much."""
    at = chance.randrange(max(len(content) - 8, 1))
    value = chance.choice((0, 1, 0x7F, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF))
    width = chance.choice(("<H", "<I", ">I"))
    planted = struct.pack(width, value & (0xFFFF if width == "<H" else 0xFFFFFFFF))
    return content[:at] + planted + content[at + len(planted) :]


def mangle_text(content: bytes, chance: random.Random) -> bytes:
    """XML, HTML and CSV: tags dropped, doubled or swapped, numbers changed, rubbish put in."""
    tokens = re.split(rb"(<[^>]*>)", content) if b"<" in content else re.split(rb"([,\t\n])", content)
    for _ in range(chance.choice((1, 2, 5, 20))):
        at = chance.randrange(len(tokens))
        action = chance.randrange(6)
        if action == 0:
            tokens[at] = b""
        elif action == 1:
            tokens[at] = tokens[at] * chance.choice((2, 3, 50))
        elif action == 2:
            other = chance.randrange(len(tokens))
            tokens[at], tokens[other] = tokens[other], tokens[at]
        elif action == 3:
            tokens[at] = re.sub(rb"\d+", lambda _: chance.choice(NUMBERS), tokens[at], count=2)
        elif action == 4:
            tokens[at] += chance.choice(FRAGMENTS)
        else:
            tokens[at] = tokens[at][: chance.randrange(len(tokens[at]) + 1)]
    return b"".join(tokens)


def damage_member(content: bytes, chance: random.Random) -> bytes:
    """One member of a zip left out, emptied, swapped with another, or damaged and packed again with a right checksum."""
    parts = _members(content)
    if not parts:
        return flip_bytes(content, chance)
    name, other = chance.choice(sorted(parts)), chance.choice(sorted(parts))
    action = chance.randrange(8)
    if action == 0:
        del parts[name]
    elif action == 1:
        parts[name] = b""
    elif action == 2:
        parts[name], parts[other] = parts[other], parts[name]
    elif action == 3 and parts[name]:
        parts[name] = chance.choice((flip_bytes, cut_off, move_chunk, plant_number))(parts[name], chance)
    else:
        sheets = [each for each in sorted(parts) if "sheet" in each or "content" in each or "tring" in each]
        name = chance.choice(sheets or [name])
        damage = mangle_text if b"<" in parts[name][:100] else chance.choice((flip_bytes, move_chunk, plant_number))
        parts[name] = damage(parts[name], chance) if parts[name] else b"<a/>"
    return pack_zip(parts)


def damage_record(content: bytes, chance: random.Random) -> bytes:
    """One BIFF record doubled, dropped, moved or changed; the stream of an xlwt file begins in its first sector."""
    records, position = [], 512
    while position + 4 <= len(content):
        number, length = struct.unpack_from("<HH", content, position)
        records.append(content[position : position + 4 + length])
        position += 4 + length
        if number == 0 and length == 0:
            break
    if not records:
        return flip_bytes(content, chance)
    tail = content[512 + sum(map(len, records)) :]
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(records))
        record = records[at]
        action = chance.randrange(5)
        if action == 0:
            records[at] = b""
        elif action == 1:
            records[at] = record * 2
        elif action == 2:
            records[at], records[at - 1] = records[at - 1], record
        elif action == 3:
            records[at] = record[:2] + struct.pack("<H", chance.choice((0, 1, 4, 8, 0xFFFF, 8224))) + record[4:]
        elif len(record) > 4:
            records[at] = record[:4] + flip_bytes(record[4:], chance)
    changed = content[:512] + b"".join(records) + tail
    return changed[: len(content)].ljust(len(content), b"\0")


def _members(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        return {}


BINARY: tuple[Mutation, ...] = (flip_bytes, cut_off, move_chunk, plant_number)
MUTATIONS: dict[str, tuple[Mutation, ...]] = {
    "xlsx": (*BINARY, damage_member, damage_member, damage_member, damage_member),
    "xlsb": (*BINARY, damage_member, damage_member, damage_member, damage_member),
    "ods": (*BINARY, damage_member, damage_member, damage_member, damage_member),
    "zip": (*BINARY, damage_member),
    "xls": (*BINARY, damage_record, damage_record, damage_record),
    "xml": (*BINARY, mangle_text, mangle_text, mangle_text),
    "html": (*BINARY, mangle_text, mangle_text, mangle_text),
    "csv": (*BINARY, mangle_text),
}
