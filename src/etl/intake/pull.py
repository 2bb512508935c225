"""Pull one county's files: archive them, and tell those never seen from those already decided.

Takes a listing and the ledger's memory, gives archived SourceFiles; one county's trouble never stops another's.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from etl.intake.archive import store
from etl.intake.inbox import InboxFile
from etl.model import SourceFile

Identity = tuple[str, str, str, str]  # county code, period, name, sha256


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

    A file that cannot be read fails its county (OSError and its message), and the others go on.
    """
    pulled = Pulled()
    for file in files:
        try:
            sha256, size, path = store(archive, filesystem, file.key, max_bytes)
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
            size=size,
            modified_at=file.modified_at,
            pull=ordinal,
            received_at=received_at,
            path=path,
        )
        (pulled.new if before is None else pulled.known).append(source)
    return pulled
