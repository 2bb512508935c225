"""An inbox behind s3://bucket/folder, at whatever endpoint, asked through s3fs.

Takes a place, gives entries and files. Keys, region and endpoint are those of every S3 client: AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL. Links there are none.
"""

import asyncio
import errno
from collections.abc import Iterator
from typing import Any

from botocore import exceptions as botocore
from s3fs import S3FileSystem

from etl.errors import SettingError
from etl.intake.inbox_url import InboxUrl
from etl.intake.remote_inbox import CONNECT_SECONDS, SILENCE_SECONDS, Entry, said
from etl.settings import InboxAccess

BLOCK = 1 << 20  # bytes that are held of an object
TRIES = 2
KEYS = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"


class S3Source:
    """One bucket, or a folder of it."""

    def __init__(self, place: InboxUrl) -> None:
        if place.user or place.port:
            raise SettingError(
                f"s3:// names a bucket and a folder of it only; {KEYS}, and AWS_ENDPOINT_URL for the server"
            )
        self._bucket = place.host
        self._files = S3FileSystem(
            config_kwargs={
                "connect_timeout": CONNECT_SECONDS,
                "read_timeout": SILENCE_SECONDS,
                "retries": {"total_max_attempts": TRIES},
            },
            use_listings_cache=False,  # a file is looked at again when it was copied
            skip_instance_cache=True,
        )

    def is_folder(self, path: str) -> bool:
        """True when anything lies below it."""
        return bool(self._files.ls(self._key(path), timeout=TRIES * SILENCE_SECONDS))

    def entries(self, path: str) -> Iterator[Entry]:
        """Entries of a folder; the object by which some clients mark it is none."""
        folder = self._key(path)
        for info in self._files.ls(folder, detail=True, timeout=TRIES * SILENCE_SECONDS):
            key = str(info["name"])
            if key.rstrip("/") != folder or info.get("StorageClass") == "DIRECTORY":  # two slashes in a row
                yield _entry(key.removeprefix(f"{folder}/"), info)

    def entry(self, path: str) -> Entry:
        """One object."""
        return _entry(path.rpartition("/")[2], self._files.info(self._key(path), timeout=TRIES * SILENCE_SECONDS))

    def open(self, path: str) -> "_Object":
        """An object."""
        return _Object(self._files, self._key(path), self.entry(path).size or 0)

    def fault(self, error: Exception) -> Exception:
        """The same failure as an OSError, or SettingError when there are no keys."""
        if isinstance(error, (botocore.NoCredentialsError, botocore.PartialCredentialsError)):
            return SettingError(f"there are no keys for the inbox; {KEYS}")
        if isinstance(error, (asyncio.TimeoutError, TimeoutError)):
            return TimeoutError(errno.ETIMEDOUT, "the server did not answer in time")
        if isinstance(error, (botocore.HTTPClientError, botocore.ConnectionError)):
            return ConnectionError(errno.ECONNRESET, f"the server did not answer: {said(error)}")
        if isinstance(error, (botocore.BotoCoreError, ValueError)):  # a region, an endpoint, a bucket's name
            return SettingError(f"the inbox's settings are wrong: {said(error)}")
        return error if isinstance(error, OSError) else OSError(errno.EIO, said(error))

    def close(self) -> None:
        """End the connections."""
        if self._files._s3 is not None:
            self._files.close_session(self._files.loop, self._files._s3)

    def _key(self, path: str) -> str:
        return f"{self._bucket}{path.rstrip('/')}"


class _Object:
    """An object, fetched in blocks that each have their time: over a file of s3fs there is no clock."""

    def __init__(self, files: S3FileSystem, key: str, size: int) -> None:
        self._files, self._key, self._size = files, key, size
        self._at, self._rest = 0, b""

    def read(self, most: int) -> bytes:
        """The next bytes."""
        if not self._rest and self._at < self._size:
            end = min(self._at + BLOCK, self._size)
            self._rest = self._files.cat_file(self._key, start=self._at, end=end, timeout=TRIES * SILENCE_SECONDS)
            self._at = end
        piece, self._rest = self._rest[:most], self._rest[most:]
        return piece

    def close(self) -> None:
        """Nothing that is open."""


def opened(place: InboxUrl, access: InboxAccess) -> S3Source:  # noqa: ARG001 - every kind of server is opened alike
    """The bucket of a URL; it is asked nothing yet."""
    return S3Source(place)


def _entry(name: str, info: dict[str, Any]) -> Entry:
    return Entry.of(name, info, info.get("LastModified"))
