"""Errors of Prefect's server and its folder, in words: takes exceptions, gives parts of one sentence."""

import errno
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shlex import quote

from etl.errors import DamagedHome, SettingError, TransientError

PASSES = (
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EIO,
)  # of a disk, which may be mended without anybody's setting something else


class PrefectUnavailable(TransientError):
    """Prefect's server did not start, does not answer or died: tried again, then an operator acts."""


class PrefectDied(PrefectUnavailable):
    """Prefect's server died in the middle of a run, which goes on until it has to tell it something."""

    then = "whether this run had published is said by: etl runs; the next night takes up what was not"


def refusal(error: Exception) -> str:
    """Reason for a failed request to the server, when the error is of one; '' for any other."""
    httpx = sys.modules.get("httpx")  # Prefect's own client imports it
    if httpx is None or not isinstance(error, httpx.HTTPError):
        return ""
    answer = getattr(error, "response", None)
    return type(error).__name__ if answer is None else f"it answers {answer.status_code} {answer.reason_phrase}"


@contextmanager
def written_to(folder: Path) -> Iterator[None]:
    """An error in one sentence when a folder cannot be written to: TransientError of a disk, SettingError of a place."""
    try:
        yield
    except OSError as error:
        said = f"{folder} cannot be written: {error.strerror}"
        raise (
            TransientError(said) if error.errno in PASSES else SettingError(f"{said}; set ETL_HOME to another folder")
        ) from error


def damaged(folder: Path) -> DamagedHome | None:
    """The error of a database of ours that is no whole one any more; None when it is."""
    path = folder / "prefect.db"
    if not (fault := _fault(path)):
        return None
    return DamagedHome(
        f"Prefect's database {path} is damaged ({fault}); it keeps what Prefect's pages show of runs, and nothing of the "
        f"warehouse; it does not mend by itself, and the next command makes a new one when it is gone: rm {quote(str(path))}*"
    )


def no_key(path: Path) -> DamagedHome:
    """The error of a key's file that holds none."""
    return DamagedHome(
        f"{path}, the key of Prefect's server, is empty; it does not mend by itself, and the next command makes another "
        f"when it is gone: rm {quote(str(path))}"
    )


def _fault(database: Path) -> str:
    """Fault of a database, in SQLite's words; '' when it is whole, not there, or locked by whoever writes."""
    import sqlite3  # noqa: PLC0415 - after a failure only

    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as opened:
            (found,) = opened.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError:
        return ""
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if found == "ok" else str(found)
