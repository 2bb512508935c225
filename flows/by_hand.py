"""Orders that only somebody at the command line gives: the inbox and the clock of a run that this process runs itself. With them
goes the configuration that they were held against.

They are no parameters of the flows, as those of a deployment come over a network: whoever reaches Prefect's API could have
files of his own published in a county's name, or a due date moved. Nor does Prefect keep an inbox with its password.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from etl.night.request import Config


@dataclass(frozen=True)
class ByHand:
    """The clock of a run, the inbox if it is another than that of the settings, and the configuration if it is read already."""

    now: datetime
    inbox: str | None = None
    config: "Config | None" = None
    takes_future: bool = False  # a period that has not begun


_told: ContextVar[ByHand | None] = ContextVar("by hand", default=None)


@contextmanager
def told(
    inbox: str | None = None,
    now: datetime | None = None,
    config: "Config | None" = None,
    *,
    takes_future: bool = False,
) -> Iterator[None]:
    """Have the flows that are run inside the block go by this inbox, this clock and this configuration."""
    token = _told.set(ByHand(now or datetime.now(UTC), inbox, config, takes_future))
    try:
        yield
    finally:
        _told.reset(token)


def by_hand() -> ByHand:
    """Orders of whoever runs this flow; of a scheduled run the real clock, and the inbox of the settings."""
    return _told.get() or ByHand(datetime.now(UTC))
