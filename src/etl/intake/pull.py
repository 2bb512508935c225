"""Pull one county's files: archive them, and tell those never seen from those already decided.

Takes a listing and the ledger's memory, gives archived SourceFiles; one county's trouble never stops another's.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from etl.identity_numbers import mask
from etl.intake.archive import Copied, copy_in, discard, keep
from etl.intake.inbox import InboxFile, modified_at, unplaced
from etl.intake.local_inbox import NotAFile
from etl.model import Identity, Issue, SourceFile

WRITERS = 4  # threads that wait until copies are on the disk
TRIES = 3  # of a file that is written to while it is read


@dataclass
class Pulled:
    """Files that a pull brought, by whether the ledger knew them, what was none any more, and the counties that failed."""

    new: list[SourceFile] = field(default_factory=list)
    known: list[SourceFile] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)  # county code -> why


def pull_files(
    files: Iterable[InboxFile],
    filesystem: Any,
    archive: Path,
    seen: Mapping[Identity, tuple[int, datetime]],
    this_pull: tuple[int, datetime],
    max_bytes: int,
    on_file: Callable[[], None] = lambda: None,
    on_new: Callable[[], object] = lambda: None,
    max_seconds: float = math.inf,
) -> Pulled:
    """Archive every file; `seen` says which pull first saw each file that the ledger knows, and when that was.

    A file that cannot be read, or not in `max_seconds`, fails its county (OSError and its message), and the others go on;
    TransientError when the archive cannot be written.
    """
    pulled = Pulled()
    with ThreadPoolExecutor(WRITERS, thread_name_prefix="etl-archive") as disk:
        kept = []
        for file in files:
            try:
                copied, as_read = _copy_whole(archive, filesystem, file, max_bytes, max_seconds)
            except NotAFile as error:  # since it was listed
                pulled.issues.append(_not_a_file(file, error))
                continue
            except OSError as error:
                pulled.failures[file.county_code] = mask(f"{file.name}: {error.strerror or error}")
                continue
            finally:
                on_file()
            if copied.incoming is not None:
                kept.append(disk.submit(keep, archive, copied))
            before = seen.get((file.county_code, file.period, file.name, copied.sha256))
            source = _source(as_read, copied, *(before or this_pull))
            (pulled.new if before is None else pulled.known).append(source)
            if before is None:
                on_new()
    for one in kept:
        one.result()
    return pulled


def _not_a_file(file: InboxFile, error: NotAFile) -> Issue:
    return unplaced(f"{file.county_code}/{file.period}/{file.name}", error.why, file.county_code)


def _source(file: InboxFile, copied: Copied, ordinal: int, received_at: datetime) -> SourceFile:
    return SourceFile(
        county_code=file.county_code,
        period=file.period,
        name=file.name,
        sha256=copied.sha256,
        size=copied.size,
        modified_at=file.modified_at,
        pull=ordinal,
        received_at=received_at,
        path=copied.path,
    )


def _copy_whole(
    archive: Path, filesystem: Any, file: InboxFile, max_bytes: int, max_seconds: float
) -> tuple[Copied, InboxFile]:
    """The copy, and the file as it was when it was read; OSError when it did not stand still."""
    for _ in range(TRIES):
        copied = copy_in(archive, filesystem, file.key, max_bytes, max_seconds)
        try:
            info = filesystem.info(file.key)
        except (OSError, NotAFile):
            discard(copied)
            raise
        now = replace(file, size=int(info.get("size") or copied.size), modified_at=modified_at(info))
        if now.modified_at == file.modified_at and (now.size == copied.size or copied.size > max_bytes):
            return copied, now
        discard(copied)
        file = now
    raise OSError("it was being changed while it was read")
