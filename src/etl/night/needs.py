"""What counties need of somebody after a night: one row a county and cause, with one command. Takes a summary, gives rows."""

from collections.abc import Iterator
from dataclasses import dataclass

from etl.night.summary import Returned, Summary, titles


@dataclass(frozen=True)
class Need:
    """One cause at one county, and the command that mends it or looks at it."""

    county: str  # "513228 黑水县"
    period: str  # '' when it is of all
    what: str
    why: str
    command: str


def needs(summary: Summary) -> tuple[Need, ...]:
    """Counties that failed, then reports that came back, then files in which nothing was found."""
    return (*failed(summary), *returned(summary), *unread(summary))


def failed(summary: Summary) -> Iterator[Need]:
    """Counties that failed by our own fault."""
    for county, why in summary.failed.items():
        yield Need(county, "", "failed", why, f"{summary.again} --county {county.split()[0]}")


def returned(summary: Summary) -> Iterator[Need]:
    """Reports that go back to their county: those with one cause are one row, with one command."""
    for items in summary.causes():
        first = items[0]
        county = f"{first.county_code} {first.county_name}"
        yield Need(county, first.period, f"returned: {titles(items)}", first.message, _issues_of(items))


def _issues_of(items: tuple[Returned, ...]) -> str:
    first = items[0]
    report = f" --report {first.report}" if len(items) == 1 else ""
    return f"etl issues --county {first.county_code}{report} --period {first.period}"


def unread(summary: Summary) -> Iterator[Need]:
    """Files in which nothing was found."""
    for file in summary.unread:
        code, name, period, why = (*file.split(" ", 3), "", "", "")[:4]
        yield Need(f"{code} {name}", period, "nothing found", why, f"etl issues --county {code} --period {period}")
