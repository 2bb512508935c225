"""A place for files behind sftp://, by the account and the known host keys of an inbox: takes names and bytes."""

import secrets
from contextlib import suppress

from etl.intake.inbox_url import InboxUrl
from etl.intake.remote_inbox import SILENCE_SECONDS
from etl.intake.remote_outbox import RemoteOutbox
from etl.intake.sftp_source import SftpSource
from etl.settings import InboxAccess


class SftpOutbox(SftpSource, RemoteOutbox):
    """One folder of a server."""

    _seconds = SILENCE_SECONDS

    def __init__(self, place: InboxUrl, access: InboxAccess) -> None:
        super().__init__(place, access)
        self._root = place.path.rstrip("/")

    def put(self, name: str, content: bytes) -> None:
        """Write a file beside its place, then move it there."""
        path = self._path(name)
        folder = path.rpartition("/")[0]
        beside = f"{folder}/.{secrets.token_hex(8)}.part"
        with self._as_faults():
            try:
                self._files.makedirs(folder, exist_ok=True, timeout=self._seconds)
                with self._files.open(beside, "wb") as file:
                    file.write(content)
                self._files.mv(beside, path, timeout=self._seconds)
            except Exception:
                with suppress(Exception):
                    self._files.rm_file(beside, timeout=self._seconds)
                raise

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"


def opened(place: InboxUrl, access: InboxAccess) -> SftpOutbox:
    """The server of a URL, connected."""
    return SftpOutbox(place, access)
