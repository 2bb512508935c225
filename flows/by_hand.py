"""Orders that only somebody at the command line gives: the inbox and the clock of a run that this process runs itself.

They are no parameters of the flows, as those of a deployment come over a network: whoever reaches Prefect's API could have
files of his own published in a county's name, or a due date moved. Nor does Prefect keep an inbox with its password.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class ByHand:
    """The clock of a run, and the inbox if it is another than that of the settings."""

    now: datetime
    inbox: str | None = None


_told: ContextVar[ByHand | None] = ContextVar("by hand", default=None)


@contextmanager
def told(inbox: str | None = None, now: datetime | None = None) -> Iterator[None]:
    """Have the flows that are run inside the block go by this inbox and this clock."""
    token = _told.set(ByHand(now or datetime.now(UTC), inbox))
    try:
        yield
    finally:
        _told.reset(token)


def by_hand() -> ByHand:
    """Orders of whoever runs this flow; of a scheduled run the real clock, and the inbox of the settings."""
    return _told.get() or ByHand(datetime.now(UTC))
