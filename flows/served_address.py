"""Address of the Prefect server that `etl serve` runs for a home, for other commands of the account. Takes its folder.

It stands in a file whose lock is held for as long as the server lives: a file that nobody holds is one that a dead `etl serve`
left, and says nothing. Where the system has no such locks nobody is found, and each command starts a server of its own.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

LONGEST = 200
LOOKS = 10


@contextmanager
def announced(folder: Path, url: str) -> Iterator[None]:
    """Have other commands find a server of ours as long as the block lasts; the first one counts where several run."""
    if fcntl is None:
        yield
        return
    file = os.open(_path(folder), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        if _locked(file):
            os.ftruncate(file, 0)
            os.pwrite(file, url.encode(), 0)
        yield
    finally:
        os.close(file)


def served_url(folder: Path) -> str | None:
    """The address that somebody announces now; None when nobody does."""
    try:
        file = os.open(_path(folder), os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        if fcntl is None:
            return None
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return os.pread(file, LONGEST, 0).decode("ascii", "replace") or None
    finally:
        os.close(file)
    return None


def _locked(file: int) -> bool:
    """True when the lock is taken; whoever only looks holds it for a moment."""
    for _ in range(LOOKS):
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(0.05)
    return False


def _path(folder: Path) -> Path:
    return folder / "serving"
