"""Encrypts files as Excel, WPS and zip programs do: OOXML (agile), xls (RC4) and ZipCrypto."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from hashlib import md5

from msoffcrypto.format.ooxml import OOXMLFile

from tests.workbooks.compound import build_compound

BOF, EOF, BOUND_SHEET, FILEPASS = 0x809, 0x0A, 0x85, 0x2F
PLAIN_RECORDS = {BOF, FILEPASS, 0xE1}
SALT = bytes(range(16))


def lock_ooxml(workbook: bytes, password: str) -> bytes:
    """An xlsx or xlsb with a password to open it; the library damages what is smaller than 4096 bytes."""
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook)).encrypt(password, target)
    return target.getvalue()


def lock_xls(stream: bytes, password: str) -> bytes:
    """A compound file around a BIFF stream, encrypted with RC4 of 40 bits ([MS-XLS] 2.2.10)."""
    verifier = bytes(range(16, 32))
    hashed = _rc4(_key(password, 0), verifier + md5(verifier).digest())  # noqa: S324 - the format's own
    filepass = struct.pack("<HHHHH", FILEPASS, 54, 1, 1, 1) + SALT + hashed
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    plain = bytearray(stream[:first] + filepass + stream[first:])
    del plain[max(start for record, start, _ in _records(bytes(plain)) if record == EOF) :]  # what xlwt pads it with
    hidden = bytearray(plain)
    for block in range(-(-len(plain) // 1024)):
        at = block * 1024
        hidden[at : at + 1024] = _rc4(_key(password, block), bytes(plain[at : at + 1024]))
    for record, start, length in _records(bytes(plain)):
        kept = length if record in PLAIN_RECORDS else 4 if record == BOUND_SHEET else 0
        if record == BOUND_SHEET:
            moved = struct.unpack_from("<I", plain, start)[0] + len(filepass)
            struct.pack_into("<I", plain, start, moved)
        hidden[start - 4 : start + kept] = plain[start - 4 : start + kept]
    return build_compound({"Workbook": bytes(hidden)})


def lock_zip(members: dict[str, bytes], password: str) -> bytes:
    """A zip whose members are encrypted the traditional way."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            head = bytes(11) + bytes([zlib.crc32(content) >> 24])
            archive.writestr(zipfile.ZipInfo(name), _zip_encrypted(head + content, password.encode()))
    locked = bytearray(target.getvalue())
    with zipfile.ZipFile(io.BytesIO(target.getvalue())) as archive:
        central = archive.start_dir
        for info in archive.infolist():
            content = members[info.filename]
            for at, flags, crc, size in ((info.header_offset, 6, 14, 22), (central, 8, 16, 24)):
                locked[at + flags] |= 1
                struct.pack_into("<I", locked, at + crc, zlib.crc32(content))
                struct.pack_into("<I", locked, at + size, len(content))
            central += 46 + len(info.filename.encode())
    return bytes(locked)


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Number, start of the body and length of every record."""
    at = 0
    while at + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, at)
        yield record, at + 4, length
        at += 4 + length


def _key(password: str, block: int) -> bytes:
    start = md5(password.encode("utf-16-le")).digest()[:5]  # noqa: S324
    middle = md5((start + SALT) * 16).digest()[:5]  # noqa: S324
    return md5(middle + struct.pack("<I", block)).digest()  # noqa: S324


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def _zip_encrypted(data: bytes, password: bytes) -> bytes:
    keys = [0x12345678, 0x23456789, 0x34567890]
    table = [_crc_entry(n) for n in range(256)]

    def update(byte: int) -> None:
        keys[0] = table[(keys[0] ^ byte) & 0xFF] ^ (keys[0] >> 8)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = table[(keys[2] ^ (keys[1] >> 24)) & 0xFF] ^ (keys[2] >> 8)

    for byte in password:
        update(byte)
    out = bytearray()
    for byte in data:
        k = (keys[2] & 0xFFFF) | 2
        out.append(byte ^ (((k * (k ^ 1)) >> 8) & 0xFF))
        update(byte)
    return bytes(out)


def _crc_entry(number: int) -> int:
    for _ in range(8):
        number = (number >> 1) ^ 0xEDB88320 if number & 1 else number >> 1
    return number
