"""Errors of Prefect's server and its folder, in words: takes exceptions, gives parts of one sentence."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.errors import TransientError


class PrefectUnavailable(TransientError):
    """Prefect's server did not start, does not answer or died: tried again, then an operator acts."""


def refusal(error: Exception) -> str:
    """Reason for a failed request to the server, when the error is of one; '' for any other."""
    httpx = sys.modules.get("httpx")  # Prefect's own client imports it
    if httpx is None or not isinstance(error, httpx.HTTPError):
        return ""
    answer = getattr(error, "response", None)
    return type(error).__name__ if answer is None else f"it answers {answer.status_code} {answer.reason_phrase}"


@contextmanager
def written_to(folder: Path) -> Iterator[None]:
    """TransientError in one sentence when a folder cannot be written to."""
    try:
        yield
    except OSError as error:
        raise TransientError(f"{folder} cannot be written: {error.strerror}") from error
