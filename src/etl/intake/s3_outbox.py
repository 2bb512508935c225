"""A place for files behind s3://bucket/folder: takes names and bytes. Keys and endpoint are those of every S3 client, as of an inbox."""

from contextlib import suppress

from etl.intake.inbox_url import InboxUrl
from etl.intake.remote_inbox import SILENCE_SECONDS
from etl.intake.s3_source import TRIES, S3Source
from etl.settings import InboxAccess

SECONDS = TRIES * SILENCE_SECONDS


class S3Outbox(S3Source):
    """One folder of a bucket. An object is there whole or not at all."""

    def __init__(self, place: InboxUrl) -> None:
        super().__init__(place)
        self._root = place.path.rstrip("/")

    def put(self, name: str, content: bytes) -> None:
        """Write an object."""
        try:
            self._files.pipe_file(self._key(f"{self._root}/{name}"), content, timeout=SECONDS)
        except Exception as error:
            raise self.fault(error) from error

    def has(self, name: str) -> bool:
        """True when an object of that name is there."""
        try:
            self._files.info(self._key(f"{self._root}/{name}"), timeout=SECONDS)
        except FileNotFoundError:
            return False
        except Exception as error:
            raise self.fault(error) from error
        return True

    def remove(self, name: str) -> None:
        """Remove an object; nothing when it is gone."""
        try:
            with suppress(FileNotFoundError):
                self._files.rm_file(self._key(f"{self._root}/{name}"), timeout=SECONDS)
        except Exception as error:
            raise self.fault(error) from error


def opened(place: InboxUrl, access: InboxAccess) -> S3Outbox:  # noqa: ARG001 - every kind of server is opened alike
    """The folder of a URL; it is asked nothing yet."""
    return S3Outbox(place)
