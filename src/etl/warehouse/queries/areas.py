"""Figures of counties, prefectures and the province, all periods asked for at once: takes a connection, gives plain values."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import sqlalchemy as sa

_AREAS = "select * from mart.area_summary where period = any(cast(:periods as text[]))"
_FUNNEL = """
select period, county_code, step_no, step, items, items_reached, yuan, disbursed_yuan
from mart.project_funnel where period = any(cast(:periods as text[]))
order by period, county_code, step_no
"""
_BASES = """
select level, area_code, period, report, due, received, nil, stale, missing
from mart.basis where level <> 'county' and period = any(cast(:periods as text[]))
"""
_CHANGES = """
select comparison, previous_period, measure, counties_compared, previous_value, change
from mart.period_change where level = 'province' and period = :period
"""
Number = Decimal | int | None
AreaKey = tuple[str, str, str]  # level, area code, period


class Basis(NamedTuple):
    """Counts of a report's versions that an area's figures rest on."""

    level: str
    area_code: str
    period: str
    report: str
    due: int
    received: int
    nil: int
    stale: int
    missing: int


class Change(NamedTuple):
    """A measure of the province against another period, over the counties that can be compared."""

    comparison: str  # previous, last_year
    previous_period: str
    measure: str
    counties_compared: int
    previous_value: Decimal | None
    change: Decimal | None


class Step(NamedTuple):
    """One step of a county's needs and projects: what stands at it, and what has reached it."""

    period: str
    county_code: str
    step_no: int
    step: str
    items: int | None
    items_reached: int | None
    yuan: Decimal | None
    disbursed_yuan: Decimal | None


def is_there(connection: sa.Connection, name: str) -> bool:
    """True when there is such a view: those of reports that no contract names are left out."""
    return connection.scalar(sa.text("select to_regclass(:name)"), {"name": name}) is not None


def area_figures(connection: sa.Connection, periods: Sequence[str]) -> dict[AreaKey, Mapping[str, Number]]:
    """Level, area and period -> measure -> figure; None is not known, zero was accepted or confirmed."""
    if not is_there(connection, "mart.area_summary"):
        return {}
    rows = connection.execute(sa.text(_AREAS), {"periods": [*periods]}).mappings()
    return {(row["level"], row["area_code"], row["period"]): dict(row) for row in rows}


def funnel_steps(connection: sa.Connection, periods: Sequence[str]) -> list[Step]:
    """The steps of every county that has needs or projects, in the order of period, county and step."""
    if not is_there(connection, "mart.project_funnel"):
        return []
    return [Step(*row) for row in connection.execute(sa.text(_FUNNEL), {"periods": [*periods]})]


def bases(connection: sa.Connection, periods: Sequence[str]) -> dict[tuple[str, str, str, str], Basis]:
    """Level, area, period and report -> what the figures of prefectures and the province rest on."""
    rows = (Basis(*row) for row in connection.execute(sa.text(_BASES), {"periods": [*periods]}))
    return {(one.level, one.area_code, one.period, one.report): one for one in rows}


def province_changes(connection: sa.Connection, period: str) -> dict[tuple[str, str], Change]:
    """Comparison and measure -> the province against the period before, and against that of a year ago."""
    if not is_there(connection, "mart.period_change"):
        return {}
    rows = (Change(*row) for row in connection.execute(sa.text(_CHANGES), {"period": period}))
    return {(one.comparison, one.measure): one for one in rows}
