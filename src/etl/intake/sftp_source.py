"""An inbox behind sftp://: a server whose host key is known, asked through sshfs and asyncssh.

Takes a place and the account's key or password, gives entries and files. Never talks to a server whose key is not in the
file of known hosts, and follows no link that the server tells from a file.
"""

import asyncio
import errno
from collections.abc import Iterator
from typing import Any

import asyncssh
from asyncssh import sftp
from sshfs import SSHFileSystem
from sshfs.utils import wrap_exceptions

from etl.errors import SettingError
from etl.intake.inbox_url import InboxUrl
from etl.intake.remote_inbox import CONNECT_SECONDS, SILENCE_SECONDS, Entry, said
from etl.settings import InboxAccess

KEEPALIVE_SECONDS = 15


class _Files(SSHFileSystem):  # type: ignore[misc]  # it has no types
    """The file system of a server, whose `info` is that of a link and not of what it leads to."""

    @wrap_exceptions  # type: ignore[untyped-decorator]
    async def _info(self, path: str, **_: Any) -> dict[str, Any]:
        async with self._pool.get() as channel:
            attributes = await channel.lstat(path)
        return {**self._decode_attributes(attributes), "name": path}


class SftpSource:
    """One server, connected."""

    def __init__(self, place: InboxUrl, access: InboxAccess) -> None:
        try:
            self._files = _Files(
                place.host,
                **_account(place, access),
                known_hosts=() if access.inbox_known_hosts is None else str(access.inbox_known_hosts),
                connect_timeout=CONNECT_SECONDS,
                login_timeout=CONNECT_SECONDS,
                keepalive_interval=KEEPALIVE_SECONDS,
                timeout=2 * CONNECT_SECONDS,
                sftp_client_kwargs={"path_encoding": "utf-8", "path_errors": "surrogateescape"},
                skip_instance_cache=True,
            )
        except PermissionError as error:
            raise SettingError(
                "the server refuses the login; check the account in the URL and ETL_INBOX_KEY or ETL_INBOX_PASSWORD"
            ) from error
        except Exception as error:
            raise fault(error) from error

    def is_folder(self, path: str) -> bool:
        """True when there is a folder, or a link to one."""
        self._files.ls(path, timeout=SILENCE_SECONDS)
        return True

    def entries(self, path: str) -> Iterator[Entry]:
        """Entries of a folder."""
        for info in self._files.ls(path, detail=True, timeout=SILENCE_SECONDS):
            yield _entry(str(info["name"]).removeprefix(f"{path.rstrip('/')}/"), info)

    def entry(self, path: str) -> Entry:
        """One entry, not what it links to."""
        return _entry(path.rpartition("/")[2], self._files.info(path, timeout=SILENCE_SECONDS))

    def open(self, path: str) -> "_File":
        """A file; NotAFile when a link has taken its place."""
        self.entry(path).checked()
        return _File(self._files.open(path, "rb"))

    def fault(self, error: Exception) -> Exception:
        """The same failure as an OSError, or SettingError when the login or the server's key is what fails."""
        return fault(error)

    def close(self) -> None:
        """End the connection."""
        self._files._finalize(self._files.loop, self._files._pool, self._files._stack)


class _File:
    """An open file."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def read(self, most: int) -> bytes:
        """The next bytes."""
        return bytes(self._file.read(most, timeout=SILENCE_SECONDS))

    def close(self) -> None:
        """Let go of it."""
        self._file.close()


def opened(place: InboxUrl, access: InboxAccess) -> SftpSource:
    """The server of a URL, connected."""
    return SftpSource(place, access)


def fault(error: Exception) -> Exception:
    """An exception of asyncssh as an OSError, or SettingError when the login or the server's key is what fails."""
    if isinstance(error, asyncssh.HostKeyNotVerifiable):
        return SettingError(
            f"the inbox's server is not trusted: {said(error)}; compare its key's fingerprint with what its administrator "
            "says, then add the key: ssh-keyscan -p PORT SERVER >> FILE, and set ETL_INBOX_KNOWN_HOSTS=FILE"
        )
    if isinstance(error, (asyncssh.KeyImportError, asyncssh.KeyEncryptionError)):
        return SettingError(
            "ETL_INBOX_KEY cannot be used: it is no private key, or ETL_INBOX_PASSWORD does not open it"
        )
    if isinstance(error, sftp.SFTPPermissionDenied):
        return PermissionError(errno.EACCES, "Permission denied")
    if isinstance(error, (asyncio.TimeoutError, TimeoutError)):
        return TimeoutError(errno.ETIMEDOUT, "the server did not answer in time")
    if isinstance(error, (sftp.SFTPConnectionLost, sftp.SFTPNoConnection, asyncssh.DisconnectError)):
        return ConnectionError(errno.ECONNRESET, f"the connection was lost: {said(error)}")
    return error if isinstance(error, OSError) else OSError(errno.EIO, said(error))


def _account(place: InboxUrl, access: InboxAccess) -> dict[str, Any]:
    """Arguments that log us in; a password beside a key is the key's. Others are as in ~/.ssh/config."""
    password = place.password_by(access)
    account: dict[str, Any] = {"port": place.port, "username": place.user}
    if access.inbox_key is None:
        account |= {"password": password}
    else:
        account |= {"client_keys": [str(access.inbox_key)], "passphrase": password}
    return {name: value for name, value in account.items() if value is not None}


def _entry(name: str, info: dict[str, Any]) -> Entry:
    return Entry.of(name, info, info["mtime"])
