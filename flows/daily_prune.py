"""Pruning while `etl serve` runs: takes the settings, removes once a day what is older than ETL_KEEP_DAYS. Ends nothing.

Hours after the night and the backup, and in a thread beside the schedule: no run waits for it.
"""

import asyncio
import sys
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from etl.config.calendar import TIMEZONE
from etl.settings import Settings
from etl.terminal import tell
from flows.prune_runs import Pruned, prune

DAILY_AT = time(6, tzinfo=TIMEZONE)


def seconds_until_due(now: datetime) -> float:
    """Seconds to the next time of day at which it prunes.

    >>> seconds_until_due(datetime(2024, 4, 9, 5, 30, tzinfo=TIMEZONE)), seconds_until_due(datetime(2024, 4, 9, 6, tzinfo=TIMEZONE))
    (1800.0, 86400.0)
    """
    here = now.astimezone(TIMEZONE)
    today = datetime.combine(here.date(), DAILY_AT)
    return ((today if here < today else today + timedelta(days=1)) - here).total_seconds()


async def prune_daily(settings: Settings, wait: Callable[[datetime], float] = seconds_until_due) -> None:
    """Prune every day, until it is cancelled; what goes wrong is said, and tried again on the next day."""
    while True:
        await asyncio.sleep(wait(datetime.now(UTC)))
        try:
            gone = await asyncio.to_thread(_prune_now, settings)
        except Exception as error:  # whatever it is, the schedule goes on
            tell(
                f"pruning broke off: {type(error).__name__}: {error}; tomorrow again, or now: etl prune", to=sys.stderr
            )
            continue
        if gone.runs or gone.freed_bytes:
            tell(gone.line(), to=sys.stderr)


def _prune_now(settings: Settings) -> Pruned:
    return prune(settings.home, datetime.now(UTC) - timedelta(days=settings.keep_days))
