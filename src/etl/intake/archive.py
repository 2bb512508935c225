"""The archive: every file that ever arrived, verbatim, once, named by its sha256.

Takes bytes from the inbox, gives a path that never changes; a half-written file is never seen under its final name.
"""

import hashlib
import math
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from etl.errors import TransientError
from etl.model import SourceFile

CHUNK = 1 << 20
INCOMING = ".incoming-"  # begins the name of a file that is not whole yet
DAY_SECONDS = 24 * 3600


def archive_path(archive: Path, sha256: str) -> Path:
    """Path at which the file with this hash is kept, whether it is there yet or not."""
    return archive / sha256[:2] / sha256


class CannotBeRead(OSError):
    """The inbox failed, and not the archive: one county's trouble."""


def is_what_came(source: SourceFile, file: int) -> bool:
    """False when an open archived copy has another content than its name says: a disk or a hand has changed it."""
    if source.path.name != source.sha256 or not stat.S_ISREG(os.fstat(file).st_mode):
        return True  # no archived copy, as what `etl check` is given
    digest, size = hashlib.sha256(), 0
    while chunk := os.pread(file, CHUNK, size):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest() == source.sha256


def relocated(source: SourceFile, archive: Path) -> SourceFile:
    """The same file as it lies in the archive of another machine, or in one that was moved."""
    return replace(source, path=archive_path(archive, source.sha256))


@dataclass(frozen=True)
class Copied:
    """A file of the inbox that is to stand at `path`: copied to `incoming`, unless it stands there already."""

    sha256: str
    size: int  # bytes
    incoming: Path | None
    path: Path


def copy_in(archive: Path, filesystem: Any, key: str, max_bytes: int, max_seconds: float = math.inf) -> Copied:
    """Copy a file of the inbox, of which no more than `max_bytes` + 1 are read; `keep` or `discard` is to follow.

    A larger file is archived cut off after that: reading refuses it by its size. CannotBeRead when the inbox fails,
    TransientError when the archive does: a full disk is no county's trouble.
    """
    with _failures_translated(archive):
        chunks = _chunks(filesystem, key, max_bytes + 1, max_seconds)
        begin = [*islice(chunks, 2)]
        digest, size = hashlib.sha256(b"".join(begin)), sum(map(len, begin))
        if len(begin) < 2:  # as nearly all are: whether it is here is known before anything is written
            path = archive_path(archive, digest.hexdigest())
            if path.exists():
                return Copied(digest.hexdigest(), size, None, path)
        archive.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=archive, prefix=INCOMING, delete=False) as incoming:
            try:
                incoming.writelines(begin)
                for chunk in chunks:
                    digest.update(chunk)
                    incoming.write(chunk)
                    size += len(chunk)
                incoming.flush()
            except BaseException:
                Path(incoming.name).unlink()
                raise
    sha256 = digest.hexdigest()
    return Copied(sha256, size, Path(incoming.name), archive_path(archive, sha256))


def keep(archive: Path, copied: Copied) -> None:
    """Put a copy in its place once it is wholly on the disk, unless it stood there before; TransientError when the archive fails.

    Several at once take hardly longer than one: a disk writes them together.
    """
    with _failures_translated(archive):
        try:
            if copied.incoming is not None and not copied.path.exists():
                with copied.incoming.open("rb+") as file:
                    os.fsync(file.fileno())
                copied.path.parent.mkdir(exist_ok=True)
                copied.incoming.replace(copied.path)
                copied.path.chmod(0o400)  # verbatim, and with whatever it says of persons: for our account alone
        finally:
            discard(copied)


def discard(copied: Copied) -> None:
    """Leave nothing of a copy that is not kept."""
    if copied.incoming is not None:
        copied.incoming.unlink(missing_ok=True)


def _chunks(filesystem: Any, key: str, most: int, max_seconds: float) -> Iterator[bytes]:
    ends_at = time.monotonic() + max_seconds
    try:
        with filesystem.open(key, "rb") as source:
            while most and (chunk := source.read(min(CHUNK, most))):
                yield chunk
                most -= len(chunk)
                if time.monotonic() > ends_at:
                    raise TimeoutError(f"it was not here after {max_seconds:g} seconds")
    except OSError as error:
        raise CannotBeRead(*error.args) from error


@contextmanager
def _failures_translated(archive: Path) -> Iterator[None]:
    try:
        yield
    except CannotBeRead:
        raise
    except OSError as error:
        raise TransientError(f"the archive {archive} cannot be written: {error.strerror}") from error


def verify_writable(archive: Path) -> None:
    """TransientError with one sentence when nothing can be archived (disk full, no permission); removes what was left.

    A run that is killed while it copies leaves a part of a file under a name of its own, which is no longer any run's
    when it was last written to a day ago, by the clock of the disk.
    """
    with _failures_translated(archive):
        archive.mkdir(parents=True, exist_ok=True)
        with suppress(PermissionError):  # another account's, that shares it
            archive.chmod(0o700)
        with tempfile.TemporaryFile(dir=archive) as probe:
            probe.write(b"\0" * 4096)
            probe.flush()
            now = os.fstat(probe.fileno()).st_mtime
        for left in archive.glob(f"{INCOMING}*"):
            with suppress(FileNotFoundError):  # another run's, and whole by now
                if left.stat().st_mtime < now - DAY_SECONDS:
                    left.unlink()
