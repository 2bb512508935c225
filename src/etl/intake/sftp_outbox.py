"""A place for files behind sftp://, by the account and the known host keys of an inbox: takes names and bytes."""

import secrets
from contextlib import suppress

from etl.intake.inbox_url import InboxUrl
from etl.intake.remote_inbox import SILENCE_SECONDS
from etl.intake.sftp_source import SftpSource
from etl.settings import InboxAccess


class SftpOutbox(SftpSource):
    """One folder of a server."""

    def __init__(self, place: InboxUrl, access: InboxAccess) -> None:
        super().__init__(place, access)
        self._root = place.path.rstrip("/")

    def put(self, name: str, content: bytes) -> None:
        """Write a file beside its place, then move it there."""
        path = f"{self._root}/{name}"
        folder = path.rpartition("/")[0]
        beside = f"{folder}/.{secrets.token_hex(8)}.part"
        try:
            self._files.makedirs(folder, exist_ok=True, timeout=SILENCE_SECONDS)
            with self._files.open(beside, "wb") as file:
                file.write(content)
            self._files.mv(beside, path, timeout=SILENCE_SECONDS)
        except Exception as error:
            with suppress(Exception):
                self._files.rm_file(beside, timeout=SILENCE_SECONDS)
            raise self.fault(error) from error

    def has(self, name: str) -> bool:
        """True when a file of that name is there."""
        try:
            self._files.info(f"{self._root}/{name}", timeout=SILENCE_SECONDS)
        except FileNotFoundError:
            return False
        except Exception as error:
            raise self.fault(error) from error
        return True

    def remove(self, name: str) -> None:
        """Remove a file; nothing when it is gone."""
        try:
            with suppress(FileNotFoundError):
                self._files.rm_file(f"{self._root}/{name}", timeout=SILENCE_SECONDS)
        except Exception as error:
            raise self.fault(error) from error


def opened(place: InboxUrl, access: InboxAccess) -> SftpOutbox:
    """The server of a URL, connected."""
    return SftpOutbox(place, access)
