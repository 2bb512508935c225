"""Pace of needs and projects, and projects by field: takes a connection, gives frozen rows. Never writes."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import sqlalchemy as sa

from etl.warehouse.queries.areas import is_there

_FIELDS = """
select period, field, count(*) as projects, sum(planned_yuan) as planned_yuan, sum(disbursed_yuan) as disbursed_yuan
from mart.project where period = any(cast(:periods as text[])) group by period, field order by period, field
"""
# of prefectures, and of the province under ''
_PACES = """
with days (period, prefecture_code, stretch, days) as (
    select period, prefecture_code, 'claimed', claimed_on - published_on from mart.need
    where period = any(cast(:periods as text[]))
    union all
    select period, prefecture_code, 'started', started_on - approved_on from mart.project
    where period = any(cast(:periods as text[]))
    union all
    select period, prefecture_code, 'accepted', accepted_on - started_on from mart.project
    where period = any(cast(:periods as text[]))
)
select period, coalesce(prefecture_code, ''), stretch,
    cast(percentile_cont(0.5) within group (order by days) as numeric(10, 1)), count(*)
from days where days >= 0
group by grouping sets ((period, prefecture_code, stretch), (period, stretch))
"""


class FieldSum(NamedTuple):
    """The projects of a field."""

    period: str
    field: str | None
    projects: int
    planned_yuan: Decimal | None
    disbursed_yuan: Decimal | None


class Pace(NamedTuple):
    """Median days of a stretch (claimed, started, accepted), and of how many it is the median."""

    period: str
    prefecture_code: str
    stretch: str
    median_days: Decimal
    counted: int


def field_sums(connection: sa.Connection, periods: Sequence[str]) -> list[FieldSum]:
    """The province's projects by field."""
    if not is_there(connection, "mart.project_funnel"):
        return []
    return [FieldSum(*row) for row in connection.execute(sa.text(_FIELDS), {"periods": [*periods]})]


def paces(connection: sa.Connection, periods: Sequence[str]) -> list[Pace]:
    """Median days from publishing to claiming, from approval to start, and from start to acceptance."""
    if not is_there(connection, "mart.project_funnel"):
        return []
    return [Pace(*row) for row in connection.execute(sa.text(_PACES), {"periods": [*periods]})]
