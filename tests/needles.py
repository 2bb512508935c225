"""Search for secrets below a folder: takes a folder and secrets by name, gives where each stands, however it is written.

A file is looked through as it lies on the disk and unpacked (gzip, zlib, zip in zip, the tables of SQLite). What stands
between letters and digits is left out on both sides, so that a number in groups or in UTF-16 is found, too; besides, each
secret is looked for in hexadecimal digits and in base64.
"""

import gzip
import io
import shutil
import sqlite3
import zipfile
import zlib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

_OTHERS = bytes(code for code in range(256) if not chr(code).isalnum() or code > 127)
_WIDE = [
    (wide.encode(), narrow.encode()) for wide, narrow in zip("０１２３４５６７８９Ｘｘ", "0123456789Xx", strict=True)
]
_SQLITE = b"SQLite format 3\0"


class Needles:
    """Secrets to look for, by name: texts, or bytes, which are looked for as they are."""

    def __init__(self, secrets: Mapping[str, str | bytes]) -> None:
        self._plain = {name: secret for name, secret in secrets.items() if isinstance(secret, bytes)}
        texts = {name: secret.encode() for name, secret in secrets.items() if isinstance(secret, str)}
        self._bare = {
            name: {form.translate(None, _OTHERS) for case in _cases(secret) for form in _forms(case)}
            for name, secret in (texts | self._plain).items()
        }

    def below(self, folder: Path) -> dict[str, set[str]]:
        """The files below a folder that hold each secret, also in their names; what is in none is left out."""
        found: dict[str, set[str]] = {}
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
            secrets = self.within(content) | self.within(name)
            if content.startswith(_SQLITE):
                secrets |= self.within(_tables(path))
            for secret in secrets:
                found.setdefault(secret, set()).add(name)
        return found

    def within(self, content: bytes | str) -> set[str]:
        """The names of the secrets that stand in a content."""
        whole = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
        return {name for layer in _layers(whole) for name in self._within(layer)}

    def _within(self, layer: bytes) -> Iterator[str]:
        yield from (name for name, secret in self._plain.items() if secret in layer)
        if b"\xef\xbc" in layer:
            for wide, narrow in _WIDE:
                layer = layer.replace(wide, narrow)
        bare = layer.translate(None, _OTHERS)
        yield from (name for name, forms in self._bare.items() if any(form in bare for form in forms))


def left_open(folder: Path) -> dict[str, str]:
    """Modes of all that is below a folder and may be used by another account, by their names."""
    modes = {path: path.lstat().st_mode for path in folder.rglob("*") if not path.is_symlink()}
    return {path.relative_to(folder).as_posix(): f"{mode & 0o777:o}" for path, mode in modes.items() if mode & 0o077}


def _cases(secret: bytes) -> set[bytes]:
    return {secret, secret.lower()} if secret.isascii() else {secret}


def _forms(secret: bytes) -> Iterator[bytes]:
    """The secret itself if it is a text, in hexadecimal digits, and as base64 has it wherever in a text it stands."""
    if secret.isascii():
        yield secret
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    for before in range(3):  # characters of base64 that depend on what stands beside are left out
        yield b64encode(bytes(before) + secret)[-(-before * 8 // 6) : (before + len(secret)) * 8 // 6]


def _layers(content: bytes, depth: int = 0) -> Iterator[bytes]:
    """A content as it is, and what is packed in it."""
    yield content
    if depth == 4:
        return
    for packed in _unpacked(content):
        yield from _layers(packed, depth + 1)


def _unpacked(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"\x1f\x8b"):
        with suppress(OSError, EOFError, zlib.error):
            yield gzip.decompress(content)
    elif content.startswith(b"PK\x03\x04"):
        with suppress(zipfile.BadZipFile, RuntimeError), zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield "\n".join(archive.namelist()).encode()
            for name in archive.namelist():
                yield archive.read(name)
    elif content[:1] == b"\x78" and int.from_bytes(content[:2]) % 31 == 0:
        with suppress(zlib.error):
            yield zlib.decompress(content)


def _tables(database: Path) -> bytes:
    """Every value of a SQLite database and of its log: long ones lie on several pages of the file."""
    with TemporaryDirectory() as folder:
        for path in (database, database.with_name(f"{database.name}-wal")):
            if path.exists():
                shutil.copy(path, folder)
        with closing(sqlite3.connect(Path(folder) / database.name)) as copy:
            copy.text_factory = bytes
            names = [name.decode() for (name,) in copy.execute("select name from sqlite_master where type = 'table'")]
            rows = (row for name in names for row in copy.execute(f'select * from "{name}"'))
            return b"\n".join(
                value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row
            )
