"""Facts of a file that goes back, besides its issues. Frozen values."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class ReportVerdict:
    """A report that the file decides: what became of it, when it is due, which data are in use meanwhile."""

    report: str
    status: str
    due_on: date | None = None
    in_use: str = ""  # this, earlier, none; '' where nobody knows


@dataclass(frozen=True)
class ReturnFacts:
    """A file and its reports; `as_of` is when they were judged."""

    county_name: str
    period_label: str
    file_name: str
    sha256: str
    reports: tuple[ReportVerdict, ...] = ()
    as_of: datetime | None = None
