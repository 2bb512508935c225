"""A file that has no end, and who is reading it: for tests that stop or kill a process in the middle of its reading."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

needs_wchan = pytest.mark.skipif(not Path("/proc/self/wchan").exists(), reason="tells what a process waits for")


@contextmanager
def endless(path: Path) -> Iterator[None]:
    """Make the file a pipe into which nobody writes while the block runs."""
    os.mkfifo(path)
    writer = os.open(path, os.O_RDWR)
    try:
        yield
    finally:
        os.close(writer)


def waits_for(process: psutil.Process) -> str:
    """The place in the kernel where it stands still; empty once it has ended."""
    with suppress(OSError):
        return Path(f"/proc/{process.pid}/wchan").read_text()
    return ""


def is_reading(process: psutil.Process, path: Path) -> bool:
    """True while it waits for this file; a child that starts waits for a pipe as well, from its fork server."""
    return "pipe_read" in waits_for(process) and holds(process, path)


def holds(process: psutil.Process, path: Path) -> bool:
    opened = os.stat(path)
    with suppress(OSError):  # it has ended
        for descriptor in Path(f"/proc/{process.pid}/fd").iterdir():
            with suppress(OSError):
                if os.path.samestat(descriptor.stat(), opened):
                    return True
    return False
