"""Editions, what differs between what one said and what stands, and who changed it. Takes a reader's connection, gives plain rows."""

from typing import Any

import sqlalchemy as sa

from etl.errors import ArgumentError
from etl.warehouse.engine import driver_of
from etl.warehouse.marts.mart_columns import MEASURES
from etl.warehouse.queries.edition_facts import edition_of

_EDITIONS = """
select e.edition, e.period, e.frozen_at, e.frozen_by, e.reason, e.recorded_at,
    (select count(distinct r.submission_id) from mart.revision r where r.edition = e.edition) as revised_reports
from ref.edition e order by e.recorded_at, e.edition
"""
_FIGURES = """
select v.level, v.area_code, k.key as measure, (k.value #>> '{{}}')::numeric as figure
from {relation} v cross join lateral jsonb_each(to_jsonb(v)) k
where v.period = :period and k.key = any(cast(:measures as text[]))
"""
_DIFFERENCES = """
with published as ({published}), stands as ({stands})
select coalesce(p.level, n.level) as level, coalesce(p.area_code, n.area_code) as area_code,
    coalesce(c.name, x.name) as area_name, coalesce(p.measure, n.measure) as measure, p.figure as published, n.figure as stands
from published p
full join stands n on n.level = p.level and n.area_code = p.area_code and n.measure = p.measure
left join ref.measure m on m.measure = coalesce(p.measure, n.measure)
left join ref.county c on coalesce(p.level, n.level) = 'county' and c.code = coalesce(p.area_code, n.area_code)
left join ref.prefecture x on coalesce(p.level, n.level) = 'prefecture' and x.code = coalesce(p.area_code, n.area_code)
where p.figure is distinct from n.figure
order by array_position(array['province', 'prefecture', 'county'], coalesce(p.level, n.level)), 2, m.position
"""
_REVISIONS = """
select county_code, county_name, report, measure, old_figure, new_figure, changed_at, run_id, submission_id, previous_id,
    source_file, previous_file
from mart.revision
where edition = :edition and (cast(:until as timestamptz) is null or changed_at <= :until)
order by changed_at, county_code, report, submission_id, measure
"""
_COMPARED = MEASURES.keys() - {"period"}
Rows = list[dict[str, Any]]


def editions(connection: sa.Connection) -> Rows:
    """Every edition in the order of freezing, with how many reports came anew since."""
    return [row._asdict() for row in connection.execute(sa.text(_EDITIONS))]


def differences(connection: sa.Connection, edition: str, other: str | None = None) -> tuple[Rows, Rows]:
    """Figures of an edition that are others now, or in another edition; and the revisions of figures of counties until then."""
    driver = driver_of(connection)
    first, second = edition_of(driver, edition), None if other is None else edition_of(driver, other)
    if second and second.period != first.period:
        raise ArgumentError(f"{edition} is of {first.period} and {other} of {second.period}")
    if second and second.frozen_at < first.frozen_at:
        raise ArgumentError(f"{other} is the older one: name it first")
    published = _FIGURES.format(relation="mart.area_summary_in(:edition)")
    stands = _FIGURES.format(relation="mart.area_summary_in(:other)" if other else "mart.area_summary")
    values = {"edition": edition, "other": other, "period": first.period, "measures": [*_COMPARED]}
    found = connection.execute(sa.text(_DIFFERENCES.format(published=published, stands=stands)), values)
    until = second.frozen_at if second else None
    revised = connection.execute(sa.text(_REVISIONS), {"edition": edition, "until": until})
    return [row._asdict() for row in found], [row._asdict() for row in revised]
