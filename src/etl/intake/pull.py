"""Pull one county's files: archive them, and tell those never seen from those already decided.

Takes a listing and the ledger's memory, gives archived SourceFiles; one county's trouble never stops another's.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from etl.intake.archive import store
from etl.intake.inbox import InboxFile, modified_at
from etl.model import Identity, SourceFile

TRIES = 3  # of a file that is written to while it is read


@dataclass
class Pulled:
    """What a pull brought: files in the inbox, by whether the ledger knew them, and the counties that failed."""

    new: list[SourceFile] = field(default_factory=list)
    known: list[SourceFile] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)  # county code -> why


def pull_files(
    files: Iterable[InboxFile],
    filesystem: Any,
    archive: Path,
    seen: Mapping[Identity, tuple[int, datetime]],
    this_pull: tuple[int, datetime],
    max_bytes: int,
    on_file: Callable[[], None] = lambda: None,
) -> Pulled:
    """Archive every file; `seen` says which pull first saw each file that the ledger knows, and when that was.

    A file that cannot be read fails its county (OSError and its message), and the others go on; TransientError when the
    archive cannot be written.
    """
    pulled = Pulled()
    for listed in files:
        file = listed
        try:
            sha256, path, file = _store_whole(archive, filesystem, file, max_bytes)
        except OSError as error:
            pulled.failures[file.county_code] = f"{file.name}: {error.strerror or error}"
            continue
        finally:
            on_file()
        before = seen.get((file.county_code, file.period, file.name, sha256))
        ordinal, received_at = before or this_pull
        source = SourceFile(
            county_code=file.county_code,
            period=file.period,
            name=file.name,
            sha256=sha256,
            size=file.size,
            modified_at=file.modified_at,
            pull=ordinal,
            received_at=received_at,
            path=path,
        )
        (pulled.new if before is None else pulled.known).append(source)
    return pulled


def _store_whole(archive: Path, filesystem: Any, file: InboxFile, max_bytes: int) -> tuple[str, Path, InboxFile]:
    """sha256, archived path, and the file as it was when it was read; OSError when it did not stand still."""
    for _ in range(TRIES):
        sha256, size, path = store(archive, filesystem, file.key, max_bytes)
        info = filesystem.info(file.key)
        now = replace(file, size=int(info.get("size") or size), modified_at=modified_at(info))
        if now.modified_at == file.modified_at and (now.size == size or size > max_bytes):
            return sha256, path, replace(now, size=size)
        file = now
    raise OSError("it was being changed while it was read")
