"""Alarm for nights that no longer run, or run over nothing: takes the ledger's latest ones and the clock, gives a sentence."""

from datetime import datetime, timedelta

from etl.config.calendar import TIMEZONE
from etl.warehouse.queries.notice_ledger import LastNights

# a night takes minutes: after a day and two hours one is missing
LATE_AFTER = timedelta(hours=26)
EMPTY_INBOX = (
    "the last nightly run found the inbox empty, and earlier ones found files in it; "
    "see that it is mounted and that ETL_INBOX names it, then: etl run"
)


def is_late(last: LastNights, now: datetime) -> bool:
    """True when no night has finished for too long, or never."""
    return last.finished_at is None or now - last.finished_at > LATE_AFTER


def knows_nothing(last: LastNights, now: datetime) -> bool:
    """True when it is not known what counties sent lately: no night has run, or the last one found the inbox empty."""
    return is_late(last, now) or last.inbox_was_empty


def sentence(last: LastNights, now: datetime) -> str | None:
    """Sentence for an operator at a terminal when no night has finished for too long, or the last one saw nothing."""
    if not is_late(last, now):
        return EMPTY_INBOX if last.inbox_was_empty else None
    if last.finished_at is None:
        lead = "no nightly run has ever finished"
    else:
        ago = now - last.finished_at
        long = f"{ago.days} days" if ago.days > 1 else f"{int(ago.total_seconds() // 3600)} hours"
        lead = f"the last nightly run finished {long} ago, on {last.finished_at.astimezone(TIMEZONE):%Y-%m-%d %H:%M}"
    why = f"; the latest one failed: {last.failure}" if last.failure else ""
    return f"{lead}{why}; see that etl serve runs, or start one: etl run"
