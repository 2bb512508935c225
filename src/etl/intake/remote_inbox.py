"""An inbox on another machine, as `etl.intake` asks a file system: no odd name counts, every failure is an OSError, silence ends.

Takes a source, which knows one kind of server, and offers `isdir`, `ls`, `info`, `open` and `close`. A server's word is
foreign: what is no name of an entry (`..`, an absolute path, control characters) is never asked for.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from etl.errors import EtlError, SettingError, TransientError
from etl.foreign_text import visible
from etl.intake.local_inbox import NotAFile
from etl.text import without_password

SILENCE_SECONDS = 60.0  # that a server may take for one answer
CONNECT_SECONDS = 30.0
PIECE = 1 << 18  # bytes that are asked for at once: slow lines answer in time
LOST_AFTER = 3  # questions in a row without an answer; each county would wait for its own
LONGEST_NAME = 255  # bytes; no file system has longer ones
LONGEST_MESSAGE = 200
ODD = "odd name"
KINDS = ("directory", "file", "link")
_ODD = re.compile(r"\.{0,2}|.*[/\x00-\x1f\x7f].*", re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """An entry of a folder, as a server describes it; `name` is to be one component of a path."""

    name: str
    kind: str  # directory, file, link, other
    size: int | None = None
    modified_at: datetime | None = None

    @classmethod
    def of(cls, name: str, info: Mapping[str, Any], modified_at: datetime | None) -> "Entry":
        """The same from what fsspec's file systems say of one: its type, and its size if they know it."""
        return cls(name, info["type"] if info["type"] in KINDS else "other", info.get("size"), modified_at)

    def checked(self) -> "Entry":
        """The same; NotAFile when it is no file."""
        if self.kind != "file":
            raise NotAFile("link" if self.kind == "link" else "no file")
        return self


class Readable(Protocol):
    """A file of a server, open to read from its beginning; `read` may give less than is asked, and b"" at the end only."""

    def read(self, most: int, /) -> bytes:
        """The next bytes."""

    def close(self) -> None:
        """Let go of it."""


class Source(Protocol):
    """One kind of server; it raises what its library raises, and `fault` says which OSError or SettingError that is."""

    def is_folder(self, path: str) -> bool:
        """True when there is a folder, or a link to one."""

    def entries(self, path: str) -> Iterable[Entry]:
        """Entries of a folder."""

    def entry(self, path: str) -> Entry:
        """One entry, not what it links to."""

    def open(self, path: str) -> Readable:
        """A file; NotAFile where a server has links and this is one."""

    def fault(self, error: Exception) -> Exception:
        """The same failure, as ConnectionError or TimeoutError when nobody answered."""

    def close(self) -> None:
        """Let go of the server."""


class RemoteInbox:
    """The file system of an inbox elsewhere."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._unanswered = 0

    def isdir(self, path: str) -> bool:
        """True for a folder; SettingError when the server lets us not see it."""
        try:
            with self._asking():
                return self._source.is_folder(path)
        except FileNotFoundError:
            return False
        except PermissionError as error:
            raise SettingError(f"the server refuses: {error.strerror or error}") from error

    def ls(self, path: str, *, detail: bool = True) -> list[dict[str, Any]]:  # noqa: ARG002 - as fsspec has it
        """Entries of a folder, each once; one whose name is none is of the type "odd name"."""
        folder = path.rstrip("/")
        with self._asking():
            listed = list(self._source.entries(path))
        found = {(entry.name, entry.kind): _described(folder, entry) for entry in listed}
        return list(found.values())

    def info(self, path: str) -> dict[str, Any]:
        """A file's entry; NotAFile when it is none any more."""
        with self._asking():
            return _described(path.rpartition("/")[0], self._source.entry(path).checked())

    def open(self, path: str, mode: str = "rb") -> "_RemoteFile":  # noqa: ARG002 - as fsspec has it
        """A file to read; NotAFile when it is none."""
        with self._asking():
            return _RemoteFile(self._source.open(path), self._asking)

    def close(self) -> None:
        """Let go of the server."""
        self._source.close()

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Let what a server's library raises be an OSError; TransientError when the server is gone for good."""
        try:
            yield
        except (EtlError, NotAFile):
            raise
        except Exception as error:  # every library has its own; the source knows which of them say what
            fault = self._source.fault(error)
            if isinstance(fault, (ConnectionError, TimeoutError)):
                self._unanswered += 1
                if self._unanswered >= LOST_AFTER:
                    why = without_password(said(error))
                    raise TransientError(f"the inbox's server answers no more: {why}") from error
            if fault is error:
                raise
            raise fault from error
        self._unanswered = 0


class _RemoteFile:
    """A file of a server whose failures are OSErrors."""

    def __init__(self, file: Readable, asking: Callable[[], Any]) -> None:
        self._file = file
        self._asking = asking

    def read(self, most: int) -> bytes:
        """The next bytes, of which there may be fewer; b"" at the end."""
        with self._asking():
            return self._file.read(min(most, PIECE))

    def __enter__(self) -> "_RemoteFile":
        return self

    def __exit__(self, *_: object) -> None:
        with self._asking():
            self._file.close()


def said(error: BaseException) -> str:
    """A library's words on a failure, on one short line; the name of the failure when it says nothing."""
    return visible(str(error).strip())[:LONGEST_MESSAGE] or type(error).__name__


def _described(folder: str, entry: Entry) -> dict[str, Any]:
    odd = is_odd(entry.name)
    shown = visible(entry.name).replace("/", "\ufffd")[:LONGEST_NAME] if odd else entry.name
    return {
        "name": f"{folder}/{shown}",
        "type": ODD if odd else entry.kind,
        "size": entry.size,
        "mtime": entry.modified_at,
    }


def is_odd(name: str) -> bool:
    """True for what is no name of one entry, or none that a file system could have.

    >>> is_odd("台账.xlsx"), is_odd(".."), is_odd("../x"), is_odd("a\\nb"), is_odd("")
    (False, True, True, True, True)
    """
    try:
        length = len(name.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        return True
    return length > LONGEST_NAME or _ODD.fullmatch(name) is not None
