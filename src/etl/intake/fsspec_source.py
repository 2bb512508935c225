"""An inbox behind any other URL that fsspec knows (`ftp://`, `smb://`), or in a folder of a system without POSIX's openat.

What fsspec's file system says is passed on; its packages are the operator's to install.
"""

import errno
from collections.abc import Iterator
from typing import Any

import fsspec

from etl.intake.file_time import moment
from etl.intake.remote_inbox import Entry, said

TIMES = "mtime", "LastModified", "last_modified", "modified", "modify", "created"


class FsspecSource:
    """One file system of fsspec's."""

    def __init__(self, url: str) -> None:
        self._files, self.root = fsspec.core.url_to_fs(url, skip_instance_cache=True, use_listings_cache=False)

    def is_folder(self, path: str) -> bool:
        """True when it calls it one."""
        return bool(self._files.isdir(path))

    def entries(self, path: str) -> Iterator[Entry]:
        """Entries of a folder; some name the folder itself, too."""
        folder = path.rstrip("/")
        for info in self._files.ls(path, detail=True):
            name = str(info["name"]).rstrip("/")
            if name != folder:
                yield _entry(name.removeprefix(f"{folder}/"), info)

    def entry(self, path: str) -> Entry:
        """One entry."""
        return _entry(path.rpartition("/")[2], self._files.info(path))

    def open(self, path: str) -> Any:
        """A file."""
        return self._files.open(path, "rb")

    def fault(self, error: Exception) -> Exception:
        """The same failure as an OSError."""
        return error if isinstance(error, OSError) else OSError(errno.EIO, said(error))

    def close(self) -> None:
        """Nothing that fsspec would let go of."""


def _entry(name: str, info: dict[str, Any]) -> Entry:
    return Entry.of(name, info, moment(next((info[one] for one in TIMES if info.get(one)), None)))
