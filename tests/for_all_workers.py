"""Servers that the workers of pytest-xdist share: the first that asks starts one, and stops it when no other uses it any more."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path


def shared_folder(own: Path) -> Path:
    """The folder of all workers, given the temporary folder of this one."""
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextmanager
def for_all_workers(folder: Path, name: str, started: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    """The address of what was started; locks say who uses it, as they are gone with a worker however that ended."""
    address = folder / f"{name}.address"
    with (folder / f"{name}.door").open("w") as door, (folder / f"{name}.users").open("w") as users:
        fcntl.flock(door, fcntl.LOCK_EX)
        if address.exists():
            fcntl.flock(users, fcntl.LOCK_SH)
            fcntl.flock(door, fcntl.LOCK_UN)
            yield address.read_text(encoding="utf-8")
            return
        with started() as begun:
            address.write_text(begun, encoding="utf-8")
            fcntl.flock(door, fcntl.LOCK_UN)
            yield begun
            fcntl.flock(door, fcntl.LOCK_EX)
            address.unlink()
            fcntl.flock(users, fcntl.LOCK_EX)
