"""Shorten logs and remove old results below ETL_HOME: takes folders and a moment, gives the bytes that were freed."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

KEPT_BYTES = 1_000_000  # the newest part of a log that is cut
LONGEST_BYTES = 5_000_000  # of a log; the programs that write them look at the start only


def logs(home: Path) -> list[Path]:
    """Logs of Prefect's server and clients and of the embedded warehouse."""
    return sorted([*(home / "prefect").glob("*.log*"), *(home / "warehouse").glob("log*")])


def prune_logs(paths: Iterable[Path], before: datetime, *, dry_run: bool) -> int:
    """Remove the logs that nobody has written to since, and cut long ones to their newest part."""
    freed = 0
    for path in paths:
        found = path.stat()
        if found.st_mtime < before.timestamp():
            freed += found.st_size
            if not dry_run:
                path.unlink(missing_ok=True)
        elif found.st_size > LONGEST_BYTES:
            freed += found.st_size - KEPT_BYTES
            if not dry_run:
                _cut(path)
    return freed


def prune_results(folder: Path, before: datetime, *, dry_run: bool) -> int:
    """Remove files of a folder that were written before."""
    freed = 0
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and (found := path.stat()).st_mtime < before.timestamp():
            freed += found.st_size
            if not dry_run:
                path.unlink(missing_ok=True)
    return freed


def _cut(path: Path) -> None:
    """Leave the last lines of a log in its place: who has it open goes on at its end."""
    with path.open("r+b") as file:
        file.seek(-KEPT_BYTES, 2)
        rest = file.read().partition(b"\n")[2]
        file.seek(0)
        file.truncate()
        file.write(rest)
