"""A zip file whose members may be read: counted, bounded in size and ratio, read into memory and never written anywhere.

Takes bytes, gives members by name. A name is only a label: nothing is ever opened or stored under it.
"""

import io
import struct
import zipfile
import zlib

from isal.isal_zlib import crc32

from etl.settings import ReadingLimits
from etl.workbook.refusals import broken, refused, too_large
from etl.workbook.unpacking import Unpacking

ZIP_ERRORS = (
    zipfile.BadZipFile,  # also what a member is whose size or checksum lies
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,  # a compression that no office program uses
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # "password required"
)
SMALL = 10 << 20  # bytes: however well it is packed, a small member does no harm
ENCRYPTED_BIT, UTF8_BIT = 0x1, 0x800
MOST_STORED = 4000 << 20  # bytes; a zip without extensions holds 4 GB
FIRST_DAY = 0x21  # 1 January 1980
# of a zip that we write, in the words of its specification: what local header and directory entry share (version, flags,
# method, time, day, checksum, both sizes, lengths of name and extra field), the rest of an entry, and the end of the directory
_ABOUT, _PLACE, _END = struct.Struct("<5H3I2H"), struct.Struct("<HHHII"), struct.Struct("<4s4H2IH")


class Package:
    """The members of one zip file, looked up without regard to case or the direction of slashes."""

    def __init__(self, content: bytes, limits: ReadingLimits, password: str | None = None) -> None:
        self._password = password.encode() if password else None
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except ZIP_ERRORS as error:
            raise broken("broken zip", zip=str(error)) from error
        infos = self._zip.infolist()
        if len(infos) > limits.max_zip_members:
            raise too_large("zip members", count=len(infos), most=limits.max_zip_members)
        self._unpacking = Unpacking(content, infos, self._zip.start_dir)
        self._limits = limits
        self._left = limits.max_unzipped_mb << 20
        self.infos = [info for info in infos if info.filename and not info.filename.endswith("/")]
        self._members = {member_key(info.filename): info for info in self.infos}
        self.names = frozenset(self._members)

    def __contains__(self, name: str) -> bool:
        return member_key(name) in self._members

    def is_encrypted(self) -> bool:
        return any(info.flag_bits & ENCRYPTED_BIT for info in self.infos)

    def read(self, name: str) -> bytes:
        """The bytes of one member; UnreadableWorkbook when it is absent, broken or over a limit."""
        info = self._members.get(member_key(name))
        if info is None:
            raise broken(member=name)
        return self.read_info(info)

    def read_info(self, info: zipfile.ZipInfo) -> bytes:
        """The same for a member that was listed: two may have one name."""
        is_encrypted = bool(info.flag_bits & ENCRYPTED_BIT)
        if is_encrypted and self._password is None:
            raise refused("encrypted zip")
        self._left -= info.file_size
        if self._left < 0:
            raise too_large("unzipped", most=self._limits.max_unzipped_mb)
        if info.file_size > SMALL and info.file_size > self._limits.max_zip_ratio * max(info.compress_size, 1):
            raise too_large("zip ratio")
        try:
            if self._unpacking.can(info):
                return self._unpacking.member(info)
            return self._zip.read(info, self._password if is_encrypted else None)
        except ZIP_ERRORS as error:
            if is_encrypted:  # a wrong password is noticed at once, or only by the checksum
                raise refused("wrong zip password") from None
            raise broken("broken zip", member=info.filename, zip=str(error)) from error


def member_key(name: str) -> str:
    """Name under which a member is looked up: programs differ in case and in the direction of slashes."""
    return name.replace("\\", "/").lstrip("/").casefold()


def label_of(info: zipfile.ZipInfo) -> str:
    """The name as its maker meant it: a zip without the UTF-8 bit made in China names its members in GB18030."""
    name = info.filename.replace("\\", "/")
    if info.flag_bits & UTF8_BIT:
        return name
    raw = name.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def pack(parts: dict[str, bytes]) -> bytes:
    """A zip of some parts, stored uncompressed: for a reader that takes nothing but zips."""
    if sum(map(len, parts.values())) >= MOST_STORED:
        raise too_large("unzipped", most=MOST_STORED >> 20)
    stored: list[bytes] = []
    directory: list[bytes] = []
    begin = 0
    for name, content in parts.items():
        label, size = name.encode(), len(content)
        about = _ABOUT.pack(20, UTF8_BIT, zipfile.ZIP_STORED, 0, FIRST_DAY, crc32(content), size, size, len(label), 0)
        stored += (b"PK\3\4", about, label, content)
        directory.append(b"".join((b"PK\1\2\x14\0", about, _PLACE.pack(0, 0, 0, 0, begin), label)))
        begin += 4 + _ABOUT.size + len(label) + size
    listed = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), len(listed), begin, 0)
    return b"".join((*stored, listed, end))
