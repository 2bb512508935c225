"""Check the archive: takes its folder, gives the files in it and those that are not what their names say. Changes nothing."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from etl.intake.archive import INCOMING


@dataclass(frozen=True)
class ArchiveState:
    """Files of the archive by their place in it, their size together, and those whose content has another hash."""

    names: frozenset[str]
    bytes: int
    damaged: list[str]


def check_archive(folder: Path, *, hashes: bool = True, on_file: Callable[[], None] = lambda: None) -> ArchiveState:
    """Look at every file; without `hashes` none is opened. One that cannot be read counts as damaged."""
    names, size, damaged = set(), 0, []
    for path in sorted(folder.glob("??/*")):
        if path.name.startswith(INCOMING) or not path.is_file():
            continue
        name = path.relative_to(folder).as_posix()
        names.add(name)
        size += path.stat().st_size
        if hashes and _hash(path) != path.name:
            damaged.append(name)
        on_file()
    return ArchiveState(frozenset(names), size, damaged)


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
