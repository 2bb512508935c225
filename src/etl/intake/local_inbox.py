"""An inbox in a folder of this machine, of which nothing below the folder of a county is reached through a link.

Takes the inbox's folder, offers what `etl.intake` asks of a file system (`isdir`, `ls`, `info`, `open`, as fsspec has them).
The inbox and the folders of counties are the operator's and may be links. What lies in them is the county's: every further
component is opened by itself, below the one before, so that a link put in its place after it was listed is not followed either;
and only what is a file once it is open is read.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

IS_OFFERED = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
# a pipe is opened at once, and no terminal becomes ours, should one take the place of a file
_FILE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_NOT_THROUGH_LINKS = getattr(os, "O_NOFOLLOW", 0)


class NotAFile(Exception):
    """Something stands in the place of a file or folder that is never opened: `why` is "link" or "no file"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class LocalInbox:
    """The file system of one inbox; every path begins with the inbox's folder."""

    def __init__(self, root: str) -> None:
        self._root = root.rstrip("/")

    def isdir(self, path: str) -> bool:
        """True for a folder, or a link to one."""
        return os.path.isdir(path)

    def ls(self, path: str, *, detail: bool = True) -> list[dict[str, Any]]:  # noqa: ARG002 - as fsspec has it
        """Entries of a folder; a link of the operator's that leads nowhere is called a folder, which then cannot be listed."""
        is_operators = path.rstrip("/") == self._root
        entries = []
        with self._folder(path) as folder:
            for name in os.listdir(folder):
                try:
                    entries.append(_entry(path, name, os.stat(name, dir_fd=folder, follow_symlinks=is_operators)))
                except OSError:
                    if is_operators and _is_link(name, folder):
                        entries.append({"name": f"{path.rstrip('/')}/{name}", "type": "directory"})
                    # else it went away meanwhile
        return entries

    def info(self, path: str) -> dict[str, Any]:
        """One entry, as `ls` gives it."""
        parent, _, name = path.rpartition("/")
        with self._folder(parent) as folder:
            return _entry(parent, name, os.stat(name, dir_fd=folder, follow_symlinks=False))

    def open(self, path: str, mode: str = "rb") -> BinaryIO:
        """A file to read; NotAFile when it is none."""
        parent, _, name = path.rpartition("/")
        with self._folder(parent) as folder:
            _check(os.stat(name, dir_fd=folder, follow_symlinks=False))  # a device is not even opened
            try:
                file = os.fdopen(os.open(name, _FILE | _NOT_THROUGH_LINKS, dir_fd=folder), mode)
            except OSError:
                if _is_link(name, folder):
                    raise NotAFile("link") from None
                raise
        try:
            _check(os.fstat(file.fileno()))
        except NotAFile:
            file.close()
            raise
        return file  # type: ignore[return-value]

    def close(self) -> None:
        """Nothing to let go of: every folder is opened for one question."""

    @contextmanager
    def _folder(self, path: str) -> Iterator[int]:
        """Descriptor of a folder, reached through no link but the operator's; NotAFile when one stands in the way."""
        county, *below = path[len(self._root) :].strip("/").split("/")
        folder = os.open(f"{self._root}/{county}", _FOLDER)
        try:
            for name in below:
                try:
                    inner = os.open(name, _FOLDER | _NOT_THROUGH_LINKS, dir_fd=folder)
                except OSError:
                    if _is_link(name, folder):
                        raise NotAFile("link") from None
                    raise
                os.close(folder)
                folder = inner
            yield folder
        finally:
            os.close(folder)


def _entry(parent: str, name: str, found: os.stat_result) -> dict[str, Any]:
    return {
        "name": f"{parent.rstrip('/')}/{name}",
        "type": _type_of(found.st_mode),
        "size": found.st_size,
        "mtime": found.st_mtime,
    }


def _type_of(mode: int) -> str:
    types = {stat.S_IFDIR: "directory", stat.S_IFREG: "file", stat.S_IFLNK: "link"}
    return types.get(stat.S_IFMT(mode), "other")


def _check(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise NotAFile("link" if stat.S_ISLNK(found.st_mode) else "no file")


def _is_link(name: str, folder: int) -> bool:
    try:
        return stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    except OSError:
        return False
