"""Alarm for nights that no longer run: takes the ledger's latest ones and the clock, gives a sentence when they do not."""

from datetime import datetime, timedelta

from etl.night.request import TIMEZONE
from etl.warehouse.queries.notice_ledger import LastNights

# a night takes minutes: after a day and two hours one is missing
LATE_AFTER = timedelta(hours=26)


def is_late(last: LastNights, now: datetime) -> bool:
    """True when no night has finished for too long, or never."""
    return last.finished_at is None or now - last.finished_at > LATE_AFTER


def sentence(last: LastNights, now: datetime) -> str | None:
    """Sentence for an operator at a terminal when no night has finished for too long."""
    if not is_late(last, now):
        return None
    if last.finished_at is None:
        lead = "no nightly run has ever finished"
    else:
        ago = now - last.finished_at
        long = f"{ago.days} days" if ago.days > 1 else f"{int(ago.total_seconds() // 3600)} hours"
        lead = f"the last nightly run finished {long} ago, on {last.finished_at.astimezone(TIMEZONE):%Y-%m-%d %H:%M}"
    why = f"; the latest one failed: {last.failure}" if last.failure else ""
    return f"{lead}{why}; see that etl serve runs, or start one: etl run"
