"""Pace of needs and projects, and projects by field: takes a connection, gives frozen rows. Never writes."""

from decimal import Decimal
from typing import NamedTuple

import sqlalchemy as sa

from etl.warehouse.queries.areas import is_there

_FIELDS = """
select coalesce(county_code, ''), field, count(*), sum(planned_yuan), sum(disbursed_yuan)
from mart.project where period = :period group by grouping sets ((field), (county_code, field)) order by 1, 2
"""
_PACES = """
with days (county_code, stretch, days) as (
    select county_code, 'claimed', claimed_on - published_on from mart.need
    where period = :period
    union all
    select county_code, 'started', started_on - approved_on from mart.project
    where period = :period
    union all
    select county_code, 'accepted', accepted_on - started_on from mart.project
    where period = :period
)
select coalesce(county_code, ''), stretch,
    cast(percentile_cont(0.5) within group (order by days) as numeric(10, 1)), count(*)
from days where days >= 0
group by grouping sets ((county_code, stretch), (stretch))
"""


class FieldSum(NamedTuple):
    """The projects of a field in a county; in the province under ''."""

    county_code: str
    field: str | None
    projects: int
    planned_yuan: Decimal | None
    disbursed_yuan: Decimal | None


class Pace(NamedTuple):
    """Median days of a stretch (claimed, started, accepted), and of how many it is the median; of the province under ''."""

    county_code: str
    stretch: str
    median_days: Decimal
    counted: int


def field_sums(connection: sa.Connection, period: str) -> list[FieldSum]:
    """Projects by field, of the province and each county."""
    if not is_there(connection, "mart.project_funnel"):
        return []
    return [FieldSum(*row) for row in connection.execute(sa.text(_FIELDS), {"period": period})]


def paces(connection: sa.Connection, period: str) -> list[Pace]:
    """Median days from publishing to claiming, from approval to start, and from start to acceptance."""
    if not is_there(connection, "mart.project_funnel"):
        return []
    return [Pace(*row) for row in connection.execute(sa.text(_PACES), {"period": period})]
