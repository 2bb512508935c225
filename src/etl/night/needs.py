"""Needs of counties after a night: takes a summary, gives one row a county and cause, with one command."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from etl.config.divisions import Divisions
from etl.night.summary import Returned, Summary, titles

NAMED = 10  # counties in one sentence; the rest is counted


@dataclass(frozen=True)
class Need:
    """One cause at one county, and the command that mends it or looks at it."""

    county: str  # "513228 黑水县"
    period: str  # '' when it is of all
    what: str
    command: str
    why: str


def needs(summary: Summary) -> tuple[Need, ...]:
    """Counties that failed, then reports that came back, then files in which nothing was found."""
    return (*failed(summary), *returned(summary), *unread(summary))


def failed(summary: Summary) -> Iterator[Need]:
    """Counties that failed by our own fault."""
    for county, why in summary.failed.items():
        yield Need(county, "", "failed", f"{summary.again} --county {county.split()[0]}", why)


def returned(summary: Summary) -> Iterator[Need]:
    """Reports that go back to their county: those with one cause are one row, with one command."""
    for items in summary.causes():
        first = items[0]
        county = f"{first.county_code} {first.county_name}"
        yield Need(county, first.period, f"returned: {titles(items)}", _issues_of(items), first.message)


def _issues_of(items: tuple[Returned, ...]) -> str:
    first = items[0]
    report = f" --report {first.report}" if len(items) == 1 else ""
    return f"etl issues --county {first.county_code}{report} --period {first.period}"


def with_names(divisions: Divisions, failures: Mapping[str, str]) -> dict[str, str]:
    """The same by code and name of the county, such as "513228 黑水县"."""
    return {f"{code} {divisions.counties[code].name}": why for code, why in sorted(failures.items())}


def failed_counties(failures: Mapping[str, str]) -> str:
    """One sentence that names counties that failed, and why; '' when none did.

    >>> failed_counties({"513228 黑水县": "台账.xlsx: Permission denied", "513229 马尔康市": "not mounted"})
    '513228 黑水县: 台账.xlsx: Permission denied; 513229 马尔康市: not mounted'
    """
    more = len(failures) - NAMED
    named = [f"{county}: {why}" for county, why in list(failures.items())[:NAMED]]
    return "; ".join([*named, *([f"and {more} more"] if more > 0 else [])])


def unread(summary: Summary) -> Iterator[Need]:
    """Files in which nothing was found."""
    for file in summary.unread:
        command = f"etl issues --county {file.county.split()[0]} --period {file.period}"
        yield Need(file.county, file.period, "nothing found", command, file.message)
