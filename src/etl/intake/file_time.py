"""Times of files as file systems have them: takes a stamp of whatever kind, gives a moment with a zone."""

from datetime import UTC, datetime


def moment(stamp: object) -> datetime | None:
    """The moment; None where there is none, or one of no calendar: some file systems keep whatever they are told, as the year 60056."""
    if isinstance(stamp, datetime):
        return stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)
    try:
        return datetime.fromtimestamp(float(stamp), UTC)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError, OSError):
        return None
