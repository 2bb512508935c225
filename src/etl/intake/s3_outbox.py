"""A place for files behind s3://bucket/folder: takes names and bytes. Keys and endpoint are those of every S3 client, as of an inbox."""

from etl.intake.inbox_url import InboxUrl
from etl.intake.remote_inbox import SILENCE_SECONDS
from etl.intake.remote_outbox import RemoteOutbox
from etl.intake.s3_source import TRIES, S3Source
from etl.settings import InboxAccess


class S3Outbox(S3Source, RemoteOutbox):
    """One folder of a bucket. An object is there whole or not at all."""

    _seconds = TRIES * SILENCE_SECONDS

    def __init__(self, place: InboxUrl) -> None:
        super().__init__(place)
        self._root = place.path.rstrip("/")

    def put(self, name: str, content: bytes) -> None:
        """Write an object."""
        with self._as_faults():
            self._files.pipe_file(self._path(name), content, timeout=self._seconds)

    def _path(self, name: str) -> str:
        return self._key(f"{self._root}/{name}")


def opened(place: InboxUrl, access: InboxAccess) -> S3Outbox:  # noqa: ARG001 - every kind of server is opened alike
    """The folder of a URL; it is asked nothing yet."""
    return S3Outbox(place)
