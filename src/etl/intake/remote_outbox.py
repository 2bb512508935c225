"""Places for files on servers, as far as they are alike: whether a file is there, its removal, and failures as their source says them."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


class RemoteOutbox:
    """One folder of a server; to be put behind the source of an inbox that knows this kind of server."""

    _files: Any
    _seconds: float  # that the server may take for one answer

    def fault(self, error: Exception) -> Exception:
        """The same failure as an OSError or a ConfigError; the source says which."""
        raise NotImplementedError

    def has(self, name: str) -> bool:
        """True when a file of that name is there."""
        with self._as_faults():
            try:
                self._files.info(self._path(name), timeout=self._seconds)
            except FileNotFoundError:
                return False
        return True

    def read(self, name: str) -> bytes | None:
        """Content of a file; None when there is none."""
        with self._as_faults():
            try:
                return bytes(self._files.cat_file(self._path(name), timeout=self._seconds))
            except FileNotFoundError:
                return None

    def remove(self, name: str) -> None:
        """Remove a file; nothing when it is gone."""
        with self._as_faults(), suppress(FileNotFoundError):
            self._files.rm_file(self._path(name), timeout=self._seconds)

    def _path(self, name: str) -> str:
        raise NotImplementedError

    @contextmanager
    def _as_faults(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            raise self.fault(error) from error
