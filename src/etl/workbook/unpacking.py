"""Members of a zip unpacked and proven: takes the zip's bytes and its directory, gives a member's bytes or a BadZipFile.

ISA-L inflates in a third of zlib's time. A member has the name, the size and the checksum that the directory says, ends where
the next one begins or before, and is never unpacked further than its size. Encrypted and odd ones are left to `zipfile`.
"""

import struct
import zipfile
from collections.abc import Sequence
from itertools import pairwise

from isal import isal_zlib

_LOCAL = struct.Struct("<4s22xHH")  # signature, length of the name, length of the extra field
_SIGNATURE = b"PK\3\4"
_PLAIN = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED_OR_PATCHED = 0x61  # flags
_UTF8 = 0x800  # flag


class Unpacking:
    """Members of one zip, by their entries in its directory."""

    def __init__(self, content: bytes, infos: Sequence[zipfile.ZipInfo], directory: int) -> None:
        """`directory` is where the directory begins, and no member goes on."""
        self._content = content
        starts = sorted(info.header_offset for info in infos)
        # of two that begin in one place each ends there
        self._ends = dict(reversed([*pairwise((*starts, directory))]))

    @staticmethod
    def can(info: zipfile.ZipInfo) -> bool:
        """True for a member that is packed as office programs do it."""
        return info.compress_type in _PLAIN and not info.flag_bits & _ENCRYPTED_OR_PATCHED

    def member(self, info: zipfile.ZipInfo) -> bytes:
        """The bytes of one member."""
        data = self._packed(info)
        if info.compress_type == zipfile.ZIP_DEFLATED:
            try:
                data = isal_zlib.decompressobj(-15).decompress(data, info.file_size + 1)
            except isal_zlib.error as error:  # type: ignore[misc]  # its stub takes the class for an exception
                raise zipfile.BadZipFile(f"{info.filename!r} cannot be inflated: {error}") from error
        if len(data) != info.file_size or isal_zlib.crc32(data) != info.CRC:
            raise zipfile.BadZipFile(f"size or checksum of {info.filename!r} is another")
        return data

    def _packed(self, info: zipfile.ZipInfo) -> bytes:
        """The bytes of a member as they are stored, behind its local header."""
        begin = info.header_offset + _LOCAL.size
        if info.header_offset < 0 or begin > len(self._content):
            raise zipfile.BadZipFile(f"{info.filename!r} begins outside of the file")
        signature, name_length, extra_length = _LOCAL.unpack_from(self._content, info.header_offset)
        name = self._content[begin : begin + name_length]
        start = begin + name_length + extra_length
        end = start + info.compress_size
        if signature != _SIGNATURE or name != info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437"):
            raise zipfile.BadZipFile(f"no header of {info.filename!r} where the directory says")
        if end > self._ends[info.header_offset]:
            raise zipfile.BadZipFile(f"{info.filename!r} overlaps what follows")
        return self._content[start:end]
