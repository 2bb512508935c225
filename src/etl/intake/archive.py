"""The archive: every file that ever arrived, verbatim, once, named by its sha256.

Takes bytes from the inbox, gives a path that never changes; a half-written file is never seen under its final name.
"""

import hashlib
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from etl.errors import TransientError
from etl.model import SourceFile

CHUNK = 1 << 20


def archive_path(archive: Path, sha256: str) -> Path:
    """Where the file with this hash stands, or would."""
    return archive / sha256[:2] / sha256


def relocated(source: SourceFile, archive: Path) -> SourceFile:
    """The same file as it lies in the archive of another machine, or in one that was moved."""
    return replace(source, path=archive_path(archive, source.sha256))


def store(archive: Path, filesystem: Any, key: str, max_bytes: int) -> tuple[str, int, Path]:
    """sha256, size in bytes and archived path of a file in the inbox; reads no more than `max_bytes` + 1.

    A larger file is archived cut off after that: reading refuses it by its size. OSError when the inbox or the disk fails.
    """
    archive.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=archive, prefix=".incoming-", delete=False) as incoming:
        try:
            with filesystem.open(key, "rb") as source:
                while size <= max_bytes and (chunk := source.read(min(CHUNK, max_bytes + 1 - size))):
                    digest.update(chunk)
                    incoming.write(chunk)
                    size += len(chunk)
            incoming.flush()
            sha256 = digest.hexdigest()
            path = archive_path(archive, sha256)
            if not path.exists():
                os.fsync(incoming.fileno())
                path.parent.mkdir(exist_ok=True)
                os.replace(incoming.name, path)
                path.chmod(0o440)
        finally:
            Path(incoming.name).unlink(missing_ok=True)
    return sha256, size, path


def verify_writable(archive: Path) -> None:
    """TransientError with one sentence when nothing can be archived (disk full, no permission)."""
    try:
        archive.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=archive) as probe:
            probe.write(b"\0" * 4096)
    except OSError as error:
        raise TransientError(f"the archive {archive} cannot be written: {error.strerror}") from error
