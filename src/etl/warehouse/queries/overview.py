"""Overviews of the warehouse for operators: status, issues, changes. Takes a connection, gives plain rows.

Never writes, and never needs pandas or Alembic: `etl status` answers in a second.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa

from etl.config.calendar import latest_ended_of
from etl.rules.reading.files import NOTHING_FOUND
from etl.warehouse.queries.explanations import OF_THE_ISSUE
from etl.warehouse.standing_issues import STANDS

_STATUS = """
select * from mart.reporting_status
where (cast(:period as text) is null or period = :period) and (cast(:county as text) is null or county_code = :county)
order by period, county_code, report
"""
_ISSUES = f"""
select i.*, c.name as county_name, e.explanation
from ops.issue i
left join ops.submission s on s.submission_id = i.submission_id
left join ops.explanation e on {OF_THE_ISSUE}
left join ref.county c on c.code = i.county_code
where (cast(:period as text) is null or i.period = :period)
  and (cast(:county as text) is null or i.county_code = :county)
  and (cast(:report as text) is null or i.report = :report)
  and (cast(:severity as text) is null or i.severity = :severity)
  and (cast(:run_id as text) is null or i.run_id = :run_id)
  and (cast(:rules as text[]) is null or i.rule = any(cast(:rules as text[])))
  and (:history or {STANDS})
order by i.period, i.county_code, i.report, case i.severity when 'critical' then 1 when 'warning' then 2 else 3 end,
    i.source_file, i.sheet, i.source_row, i.column_name
limit cast(:limit as bigint)
"""
_CHANGES = """
select * from mart.submission_change
where (cast(:period as text) is null or period = :period)
  and (cast(:county as text) is null or county_code = :county)
  and (cast(:report as text) is null or report = :report)
order by changed_at desc, period, county_code, report, row_key, column_name
limit cast(:limit as bigint)
"""


def status_rows(
    connection: sa.Connection, period: str | None = None, county: str | None = None
) -> list[dict[str, Any]]:
    """`mart.reporting_status` of a period and county, or of all, in the order of period, county and report."""
    rows = connection.execute(sa.text(_STATUS), {"period": period, "county": county})
    return [row._asdict() for row in rows]


def issues_rows(
    connection: sa.Connection,
    *,
    period: str | None = None,
    county: str | None = None,
    report: str | None = None,
    severity: str | None = None,
    run_id: str | None = None,
    rules: Collection[str] | None = None,
    history: bool = False,
    limit: int | None = None,
) -> list[dict[str, Any]]:
    """Issues with the county's name, worst first within a report: those that stand now, or all there ever were."""
    values: dict[str, Any] = {"period": period, "county": county, "report": report, "severity": severity}
    values |= {"run_id": run_id, "history": history, "limit": limit, "rules": None if rules is None else [*rules]}
    return [row._asdict() for row in connection.execute(sa.text(_ISSUES), values)]


def unread_files(connection: sa.Connection, period: str | None = None, county: str | None = None) -> list[str]:
    """The files in which nothing was found, each as a line, until another of the same name comes."""
    found = issues_rows(connection, period=period, county=county, rules=NOTHING_FOUND)
    return [
        *dict.fromkeys(f"{one['county_code']} {one['county_name']} {one['period']} {one['message']}" for one in found)
    ]


def periods(connection: sa.Connection) -> list[str]:
    """Every period of which something is due or came, in order."""
    query = "select period from ops.obligation where in_force union select period from ops.submission order by 1"
    return list(connection.scalars(sa.text(query)))


def current_periods(connection: sa.Connection, today: date) -> list[str]:
    """The latest period of each frequency that is over, of those of which something is due or came; in order."""
    return latest_ended_of(periods(connection), today)


def changes_rows(
    connection: sa.Connection,
    *,
    period: str | None = None,
    county: str | None = None,
    report: str | None = None,
    limit: int | None = None,
) -> list[dict[str, Any]]:
    """Changes made by resubmissions, the newest first: rows added and gone, and cells with their old and new value."""
    values = {"period": period, "county": county, "report": report, "limit": limit}
    return [row._asdict() for row in connection.execute(sa.text(_CHANGES), values)]
