"""The last editions, with the figures that are others now: takes a reader's connection and the figures that stand, gives frozen values.

Figures of reporting are left out: what is due changes with the days, and nobody revised it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from etl.warehouse.marts.figures import RESTS_ON
from etl.warehouse.queries.areas import AreaKey, Number, is_there

_EDITIONS = """
select e.edition, e.period, e.number, e.frozen_at, e.frozen_by, e.reason
from (select *, row_number() over (partition by period order by recorded_at, edition) as number from ref.edition) e
where e.period = any(cast(:periods as text[]))
order by e.recorded_at desc, e.edition limit :most
"""
_PUBLISHED = "select * from mart.area_summary_in(:edition)"
_REVISED = """
select county_code, measure, max(changed_at) as changed_at, array_agg(distinct submission_id) as submissions
from mart.revision where edition = :edition group by county_code, measure
"""
_MEASURES = (
    "select measure, label_zh, unit from ref.measure where measure = any(cast(:measures as text[])) order by position"
)
_LEVELS = ("province", "prefecture", "county")


class Revised(NamedTuple):
    """A figure of an area that is another now: what it is called, its unit and report, what was published and what stands."""

    level: str
    area_code: str
    measure: str
    label: str
    unit: str
    report: str
    published: Number
    stands: Number


class RevisedEdition(NamedTuple):
    """An edition, its number among those of its period, and what differs from it."""

    edition: str
    period: str
    number: int
    frozen_at: datetime
    frozen_by: str
    reason: str
    figures: Sequence[Revised] = ()
    reports: int = 0  # that came anew since, and changed a figure of their county
    revised_at: Mapping[tuple[str, str], datetime] = {}  # county and measure -> when its report came anew last


def revised_editions(
    connection: sa.Connection, areas: Mapping[AreaKey, Mapping[str, Number]], periods: Sequence[str], most: int
) -> list[RevisedEdition]:
    """The editions that were frozen last of these periods, the newest first; of all areas' figures those that differ."""
    if not is_there(connection, "mart.revision"):
        return []
    found = connection.execute(sa.text(_EDITIONS), {"periods": [*periods], "most": most})
    return [_revised(connection, RevisedEdition(*row), areas) for row in found.all()]


def _revised(
    connection: sa.Connection, one: RevisedEdition, areas: Mapping[AreaKey, Mapping[str, Number]]
) -> RevisedEdition:
    revisions = connection.execute(sa.text(_REVISED), {"edition": one.edition}).all()
    rows = connection.execute(sa.text(_PUBLISHED), {"edition": one.edition}).mappings()
    published: dict[tuple[str, str], Mapping[str, Number]] = {
        (row["level"], row["area_code"]): dict(row) for row in rows
    }
    stands = {(level, code): figures for (level, code, period), figures in areas.items() if period == one.period}
    measures = connection.execute(sa.text(_MEASURES), {"measures": [*RESTS_ON]}).all()
    figures = []
    for area in sorted(published.keys() | stands.keys(), key=lambda area: (_LEVELS.index(area[0]), area[1])):
        before, now = published.get(area, {}), stands.get(area, {})
        figures += [
            Revised(*area, name, label, unit, RESTS_ON[name], before.get(name), now.get(name))
            for name, label, unit in measures
            if before.get(name) != now.get(name)
        ]
    return one._replace(
        figures=figures,
        reports=len({submission for row in revisions for submission in row.submissions}),
        revised_at={(row.county_code, row.measure): row.changed_at for row in revisions},
    )
