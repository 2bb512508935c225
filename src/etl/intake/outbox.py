"""A place to which files go: a folder of this machine or a server's, by the URLs that inboxes have. Takes names and bytes.

The place is the operator's; what lies in a county's folder there may be the county's, so no link below it is followed.
"""

import os
import secrets
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from etl.errors import ConfigError, EtlError, SettingError, TransientError
from etl.intake.inbox_url import parse_inbox_url
from etl.settings import InboxAccess
from etl.text import without_password

_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_NOT_THROUGH_LINKS = getattr(os, "O_NOFOLLOW", 0)
_OLD_FILE = os.O_RDONLY | _NOT_THROUGH_LINKS | getattr(os, "O_NONBLOCK", 0)
LONGEST_READ = 64 << 20
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOT_THROUGH_LINKS
REMOTE = {"sftp": "sftp", "s3": "s3"}  # beginning of a URL -> the extra of county-etl that brings what it needs
READ_ONLY = ("http", "https", "webdav", "webdavs")  # of which files can be had, and nothing be put there


class Outbox(Protocol):
    """A place that takes files. OSError when it cannot be reached."""

    def put(self, name: str, content: bytes) -> None:
        """Write a file, whole or not at all; folders on its way are made."""

    def has(self, name: str) -> bool:
        """True when a file of that name is there."""

    def read(self, name: str) -> bytes | None:
        """Content of a file of ours; None when there is none."""

    def remove(self, name: str) -> None:
        """Remove a file; nothing when it is gone, and its folders where they are empty then."""

    def close(self) -> None:
        """Let go of it."""


def local_folder(place: str) -> Path | None:
    """The folder of this machine that a path or a file:// URL names; None for a place on a server.

    >>> local_folder("/srv/pages"), local_folder("file:///srv/pages%201"), local_folder("s3://bucket/pages")
    (PosixPath('/srv/pages'), PosixPath('/srv/pages 1'), None)
    """
    scheme, sign, path = place.partition("://")
    if sign and scheme.strip().casefold() != "file":
        return None
    return Path(unquote(path) if sign else place).expanduser()


def open_outbox(url: str, access: InboxAccess) -> Outbox:
    """The place behind a URL; ConfigError when it can be none, TransientError when nobody answers."""
    if (folder := local_folder(url)) is not None:
        return LocalOutbox(folder.absolute())
    scheme, shown = url.partition("://")[0].strip().casefold(), without_password(url)
    if scheme not in REMOTE:
        return _other(url, shown, scheme)
    try:
        module = import_module(f"etl.intake.{scheme}_outbox")
    except ImportError as error:
        raise ConfigError(
            f"{scheme}:// needs {error.name}, which is not installed: pip install 'county-etl[{REMOTE[scheme]}]'"
        ) from error
    place = parse_inbox_url(url)
    try:
        opened: Outbox = module.opened(place, access)
    except EtlError as error:
        raise type(error)(f"{shown} cannot be opened: {without_password(error.message)}") from error
    except OSError as error:
        raise TransientError(f"{shown} cannot be reached: {without_password(error.strerror or str(error))}") from error
    return opened


def _other(url: str, shown: str, scheme: str) -> Outbox:
    """The place behind a URL that only fsspec knows; it is asked nothing yet."""
    if scheme in READ_ONLY:
        raise SettingError(f"{shown!r} is no place for files; a folder, sftp:// or s3:// is")
    try:
        module = import_module("etl.intake.fsspec_outbox")
        opened: Outbox = module.FsspecOutbox(url)
    except (ValueError, ImportError) as error:
        raise SettingError(f"{shown!r} is no place for files: {without_password(str(error))}") from error
    except OSError as error:
        raise TransientError(f"{shown} cannot be reached: {without_password(error.strerror or str(error))}") from error
    return opened


class LocalOutbox:
    """A folder of this machine, which is made when the first file goes there. Who may read it may read what lies below."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, name: str, content: bytes) -> None:
        """Write a file beside its place, then move it there."""
        *folders, last = name.split("/")
        self._root.mkdir(parents=True, exist_ok=True)
        folder = self._folder(folders, makes=True)
        beside = f".{secrets.token_hex(8)}.part"
        try:
            with os.fdopen(os.open(beside, _NEW_FILE, 0o600, dir_fd=folder), "wb") as file:
                file.write(content)
                os.fchmod(file.fileno(), self._mode() & 0o666)
            os.replace(beside, last, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with suppress(OSError):
                os.unlink(beside, dir_fd=folder)
            raise
        finally:
            os.close(folder)

    def has(self, name: str) -> bool:
        """True when a file of that name is there."""
        *folders, last = name.split("/")
        try:
            folder = self._folder(folders)
        except FileNotFoundError:
            return False
        try:
            return last in os.listdir(folder)
        finally:
            os.close(folder)

    def read(self, name: str) -> bytes | None:
        """Content of a file; None when there is none."""
        *folders, last = name.split("/")
        try:
            folder = self._folder(folders)
            try:
                with os.fdopen(os.open(last, _OLD_FILE, dir_fd=folder), "rb") as file:
                    return file.read(LONGEST_READ)
            finally:
                os.close(folder)
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        """Remove a file, and the folders that it leaves empty."""
        *folders, last = name.split("/")
        with suppress(FileNotFoundError):
            folder = self._folder(folders)
            try:
                os.unlink(last, dir_fd=folder)
            finally:
                os.close(folder)
        while folders:
            inner = folders.pop()
            with suppress(OSError):
                folder = self._folder(folders)
                try:
                    os.rmdir(inner, dir_fd=folder)
                finally:
                    os.close(folder)

    def close(self) -> None:
        """Nothing to let go of."""

    def _folder(self, names: list[str], *, makes: bool = False) -> int:
        """Descriptor of a folder below the root, reached through no link."""
        folder = os.open(self._root, _FOLDER)
        for name in names:
            try:
                is_new = makes and _make(name, folder)
                inner = os.open(name, _FOLDER | _NOT_THROUGH_LINKS, dir_fd=folder)
                if is_new:
                    os.fchmod(inner, self._mode())
            finally:
                os.close(folder)
            folder = inner
        return folder

    def _mode(self) -> int:
        return self._root.stat().st_mode & 0o777


def _make(name: str, folder: int) -> bool:
    """Make a folder; False when it is there."""
    try:
        os.mkdir(name, 0o700, dir_fd=folder)
    except FileExistsError:
        return False
    return True
