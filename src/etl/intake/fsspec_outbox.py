"""A place for files behind any other URL that fsspec knows: takes names and bytes. Its packages are the operator's to install."""

from contextlib import suppress

from etl.intake.fsspec_source import FsspecSource
from etl.intake.remote_outbox import RemoteOutbox


class FsspecOutbox(FsspecSource, RemoteOutbox):
    """One folder of a file system of fsspec's, which has no clock of ours."""

    def put(self, name: str, content: bytes) -> None:
        """Write a file."""
        path = self._path(name)
        with self._as_faults():
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._files.pipe_file(path, content)

    def has(self, name: str) -> bool:
        """True when a file of that name is there."""
        with self._as_faults():
            return bool(self._files.exists(self._path(name)))

    def read(self, name: str) -> bytes | None:
        """Content of a file; None when there is none."""
        with self._as_faults():
            try:
                return bytes(self._files.cat_file(self._path(name)))
            except FileNotFoundError:
                return None

    def remove(self, name: str) -> None:
        """Remove a file; nothing when it is gone."""
        with self._as_faults(), suppress(FileNotFoundError):
            self._files.rm_file(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self.root.rstrip('/')}/{name}"
