"""Errors of Prefect's server and its folder, in words: takes exceptions, gives parts of one sentence."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.errors import TransientError

LEAST_ROOM_BYTES = 1_000_000  # with less the server's database cannot be written


class PrefectUnavailable(TransientError):
    """Prefect's server did not start, does not answer or died: tried again, then an operator acts."""


def refusal(error: Exception) -> str:
    """Reason for a failed request to the server, when the error is of one; '' for any other."""
    httpx = sys.modules.get("httpx")  # Prefect's own client imports it
    if httpx is None or not isinstance(error, httpx.HTTPError):
        return ""
    answer = getattr(error, "response", None)
    return type(error).__name__ if answer is None else f"it answers {answer.status_code} {answer.reason_phrase}"


def fullness(folder: Path) -> str:
    """A remark for when the disk below a folder is full, which no error of the server's tells us; '' when it is not."""
    is_full = folder.exists() and shutil.disk_usage(folder).free < LEAST_ROOM_BYTES
    return f" (no space is left for {folder})" if is_full else ""


@contextmanager
def written_to(folder: Path) -> Iterator[None]:
    """TransientError in one sentence when a folder cannot be written to."""
    try:
        yield
    except OSError as error:
        raise TransientError(f"{folder} cannot be written: {error.strerror}") from error
