"""Everything that the pages are made of, read once for all counties and periods: takes a connection, gives frozen values.

The day is that of the run that was finished last and not today's: a page is a function of the warehouse.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal, TypeVar

import sqlalchemy as sa

from etl.config.boundaries import Boundaries, load_boundaries
from etl.config.calendar import TIMEZONE, latest_ended_of, parse_period
from etl.config.contacts import load_contacts
from etl.config.division_files import County
from etl.config.hexagons import Place, load_hexagons
from etl.night.request import Config
from etl.site.county_state import State, owed, state_of
from etl.warehouse.queries.areas import (
    AreaKey,
    Basis,
    Change,
    Number,
    Step,
    area_figures,
    bases,
    funnel_steps,
    province_changes,
)
from etl.warehouse.queries.issue_groups import IssueGroup, issue_groups
from etl.warehouse.queries.organizations import Organization, organizations
from etl.warehouse.queries.overview import changes_rows
from etl.warehouse.queries.overview import periods as periods_there
from etl.warehouse.queries.project_pace import FieldSum, Pace, field_sums, paces
from etl.warehouse.queries.review import ToReview, to_review
from etl.warehouse.queries.revised_editions import RevisedEdition, revised_editions
from etl.warehouse.queries.sendings import Changed, Sending, changes_counted, sendings
from etl.warehouse.queries.source_cells import SourceCells, source_cells
from etl.warehouse.queries.standings import LastRun, Standing, last_run, standings
from etl.warehouse.queries.unknown_words import SeenWord, seen_words

Audience = Literal["internal", "public"]
EARLIER_PERIODS = 4
MOST_CHANGES = 300
LAST_EDITIONS = 3  # of the periods that are shown
T = TypeVar("T")
Where = tuple[str, str]  # period, county code


@dataclass(frozen=True)
class Facts:
    """All that pages say, by the keys that they ask by. Periods stand with the latest first."""

    config: Config
    audience: Audience = "internal"
    places: Mapping[str, Place] = field(default_factory=dict)
    boundaries: Boundaries | None = None  # where there are, in the place of hexagons
    contacts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    periods: tuple[str, ...] = ()
    last_run: LastRun | None = None
    standings: Mapping[Where, Sequence[Standing]] = field(default_factory=dict)
    areas: Mapping[AreaKey, Mapping[str, Number]] = field(default_factory=dict)
    bases: Mapping[tuple[str, str, str, str], Basis] = field(default_factory=dict)
    steps: Mapping[Where, Sequence[Step]] = field(default_factory=dict)
    issues: Mapping[Where, Sequence[IssueGroup]] = field(default_factory=dict)
    sendings: Mapping[Where, Sequence[Sending]] = field(default_factory=dict)
    changes: Sequence[Changed] = ()
    editions: Sequence[RevisedEdition] = ()
    fields: Sequence[FieldSum] = ()  # this and what follows: of the current period only
    paces: Sequence[Pace] = ()
    organizations: Sequence[Organization] = ()
    compared: Mapping[tuple[str, str], Change] = field(default_factory=dict)
    returned_at: Mapping[str, str] = field(default_factory=dict)  # where a county finds its marked workbooks
    to_review: Sequence[ToReview] = ()
    unknown_words: Sequence[SeenWord] = ()
    changed_cells: Sequence[Mapping[str, Any]] = ()
    sources: Mapping[Where, Sequence[SourceCells]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day on which the warehouse was looked after last."""
        return self.last_run.finished_at.astimezone(TIMEZONE).date() if self.last_run else date.min

    @property
    def period(self) -> str:
        """The current period, which pages are about."""
        return self.periods[0]

    def of(self, period: str, county_code: str) -> Sequence[Standing]:
        """The reports of a county."""
        return self.standings.get((period, county_code), ())

    def reports_due(self, period: str, counties: Iterable[County]) -> set[str]:
        """The reports that any of these counties owes."""
        return {one.report for county in counties for one in owed(self.of(period, county.code))}

    def states(self, period: str) -> dict[str, State]:
        """County code -> its state."""
        return {code: state_of(self.of(period, code), self.today) for code in self.config.divisions.counties}

    def figures(self, level: str, code: str, period: str) -> Mapping[str, Number]:
        """Measure -> figure of an area; empty when nothing is due there."""
        return self.areas.get((level, code, period), {})

    def like_periods(self) -> list[str]:
        """The periods that are as long as the current one, the latest first: only these compare."""
        frequency = parse_period(self.period).frequency
        return [one for one in self.periods if parse_period(one).frequency == frequency]

    @property
    def province_code(self) -> str:
        """The code of the province, as the marts write it."""
        return next(iter(self.config.divisions.counties))[:2] + "0000"

    def moment(self, places: Iterable[Where]) -> datetime | None:
        """Moment at which what is known of these counties changed last."""
        return max((one.decided_at for place in places for one in self.sendings.get(place, ())), default=None)

    def moment_of_all(self) -> datetime | None:
        """Moment at which anything changed last."""
        return self.moment(self.sendings)


def read_facts(
    connection: sa.Connection,
    config: Config,
    audience: Audience = "internal",
    earlier: int = EARLIER_PERIODS,
) -> Facts:
    """The facts of the current period and so many before it; each mart is asked once."""
    facts = read_reporting(connection, config, audience, earlier)
    periods = facts.periods
    current = periods[0] if periods else ""
    return replace(
        facts,
        bases=bases(connection, periods),
        steps=_by_place(funnel_steps(connection, periods)),
        editions=revised_editions(connection, facts.areas, periods, LAST_EDITIONS),
        fields=field_sums(connection, current),
        paces=paces(connection, current),
        organizations=organizations(connection, current),
        compared=province_changes(connection, current),
        to_review=to_review(connection, current),
        unknown_words=seen_words(connection, current),
        changed_cells=changes_rows(connection, period=current, limit=MOST_CHANGES),
    )


def read_reporting(
    connection: sa.Connection,
    config: Config,
    audience: Audience = "internal",
    earlier: int = EARLIER_PERIODS,
    period: str | None = None,
) -> Facts:
    """The facts of the first page and of counties' pages alone, also of one period: what a page that stands alone is made of."""
    run = last_run(connection)
    today = run.finished_at.astimezone(TIMEZONE).date() if run else date.min
    periods = (period,) if period else periods_shown(periods_there(connection), today, earlier)
    return Facts(
        config=config,
        audience=audience,
        places=load_hexagons(config.folder, config.divisions),
        boundaries=load_boundaries(config.folder, config.divisions),
        contacts=load_contacts(config.folder, config.divisions) if audience == "internal" else {},
        periods=periods,
        last_run=run,
        standings=_by_place(standings(connection, periods)),
        areas=area_figures(connection, periods),
        issues=_by_place(issue_groups(connection, periods)),
        sendings=_by_place(sendings(connection, periods)),
        changes=changes_counted(connection, periods),
        sources=_by_place(source_cells(connection, config.catalog.contracts, periods[:1])),
    )


def periods_shown(there: Sequence[str], today: date, earlier: int) -> tuple[str, ...]:
    """The current period first (of several frequencies the one that ended last), then those before it.

    >>> periods_shown(["2023Q3", "2023Q4", "2024Q1", "2024Q2"], date(2024, 4, 12), 1)
    ('2024Q1', '2023Q4')
    """
    current = max(latest_ended_of(there, today), key=_end, default=None)
    if current is None:
        return tuple(sorted(there, key=_end, reverse=True)[: earlier + 1])
    before = [one for one in there if _end(one) <= _end(current) and one != current]
    return (current, *sorted(before, key=_end, reverse=True)[:earlier])


def _end(period: str) -> tuple[date, str]:
    return parse_period(period).ends_on, period


def _by_place(rows: Iterable[Any]) -> dict[Where, list[Any]]:
    found: dict[Where, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.period, row.county_code].append(row)
    return dict(found)
