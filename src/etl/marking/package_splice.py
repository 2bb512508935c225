"""A zipped workbook some of whose parts are replaced: every other part keeps its bytes, packed as they were.

Takes the zip's bytes and the parts that change, gives the zip; nothing is unpacked that is not asked for.
"""

import struct
import zipfile

from isal import isal_zlib

from etl.settings import ReadingLimits
from etl.workbook.package import UTF8_BIT, Package, member_key
from etl.workbook.refusals import broken

DESCRIPTOR_BIT = 0x8
ZIP64_FIELD = 1
LEVEL = 2  # of ISA-L: 0 to 3
WINDOW = -15  # no header and no trailer
FIRST_DAY = 0x21  # 1 January 1980: the same marks give the same bytes
_ABOUT = struct.Struct(
    "<5H3I2H"
)  # version, flags, method, time, day, checksum, both sizes, lengths of name and extra field
_PLACE, _END = struct.Struct("<HHHII"), struct.Struct("<4s4H2IH")
_LOCAL_LENGTHS = struct.Struct("<26xHH")


class PackageSplice:
    """A package to be read and changed part by part."""

    def __init__(self, content: bytes, limits: ReadingLimits) -> None:
        self.package = Package(content, limits)
        self._content = content
        self._changed: dict[str, bytes | None] = {}  # by key; None: taken out
        self._added: dict[str, str] = {}  # key -> name

    def __contains__(self, name: str) -> bool:
        key = member_key(name)
        return self._changed[key] is not None if key in self._changed else key in self.package.names

    def names(self) -> list[str]:
        """Names of all parts, as they stand in the package."""
        there = [info.filename for info in self.package.infos if info.filename in self]
        return there + [name for key, name in self._added.items() if self._changed.get(key) is not None]

    def read(self, name: str) -> bytes:
        """A part as it is by now."""
        changed = self._changed.get(member_key(name))
        return changed if changed is not None else self.package.read(name)

    def put(self, name: str, content: bytes) -> None:
        """Replace a part, or add one."""
        key = member_key(name)
        if key not in self.package.names:
            self._added.setdefault(key, name)
        self._changed[key] = content

    def remove(self, name: str) -> None:
        """Leave a part out."""
        self._changed[member_key(name)] = None

    def changed(self) -> list[str]:
        """Names of the parts that were replaced or added."""
        return [name for name in self.names() if member_key(name) in self._changed]

    def content(self) -> bytes:
        """The zip with all changes; of two members of one name the last is the part."""
        packed: list[bytes] = []
        directory: list[bytes] = []
        place = 0
        last = {member_key(info.filename): info for info in self.package.infos}
        for info in self.package.infos:
            key = member_key(info.filename)
            if key not in self._changed or last[key] is not info:
                name, about, data = _as_it_is(self._content, info)
            elif (changed := self._changed[key]) is not None:
                name, about, data = _packed(_name_bytes(info), info.flag_bits & UTF8_BIT, changed)
            else:
                continue
            place += _append(packed, directory, place, name, about, data)
        for key, added in self._added.items():
            if (content := self._changed[key]) is not None:
                place += _append(packed, directory, place, *_packed(added.encode(), UTF8_BIT, content))
        listed = b"".join(directory)
        count = len(directory)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listed), place, 0)
        return b"".join((*packed, listed, end))


def _append(packed: list[bytes], directory: list[bytes], place: int, name: bytes, about: bytes, data: bytes) -> int:
    written = (b"PK\3\4", about, name, data)
    packed += written
    directory.append(b"".join((b"PK\1\2\x14\0", about, _PLACE.pack(0, 0, 0, 0, place), name)))
    return sum(map(len, written))


def _name_bytes(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & UTF8_BIT else "cp437")


def _as_it_is(content: bytes, info: zipfile.ZipInfo) -> tuple[bytes, bytes, bytes]:
    """A member with its packed bytes untouched; its sizes stand before it, wherever they stood."""
    name_length, extra_length = _LOCAL_LENGTHS.unpack_from(content, info.header_offset)
    begin = info.header_offset + 30 + name_length + extra_length
    data = content[begin : begin + info.compress_size]
    if len(data) != info.compress_size:
        raise broken("broken zip", member=info.filename)
    name, (year, month, day, hour, minute, second) = _name_bytes(info), info.date_time
    when = hour << 11 | minute << 5 | second // 2
    date = max(year - 1980, 0) << 9 | month << 5 | day
    flags = info.flag_bits & ~DESCRIPTOR_BIT
    sizes = info.CRC, info.compress_size, info.file_size
    return name, _ABOUT.pack(20, flags, info.compress_type, when, date, *sizes, len(name), 0), data


def _packed(name: bytes, flags: int, content: bytes) -> tuple[bytes, bytes, bytes]:
    packer = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, WINDOW)
    data = packer.compress(content) + packer.flush()
    sizes = isal_zlib.crc32(content), len(data), len(content)
    return name, _ABOUT.pack(20, flags, zipfile.ZIP_DEFLATED, 0, FIRST_DAY, *sizes, len(name), 0), data
