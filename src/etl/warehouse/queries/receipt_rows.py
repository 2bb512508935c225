"""Submissions that were accepted, for their receipts: takes a connection, gives plain rows. Never writes."""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

# of a file that was judged more than once the last verdict on each report
_ACCEPTED = """
select distinct on (s.county_code, s.period, s.source_file, s.sha256, s.report)
    s.county_code, s.period, s.source_file, s.sha256, s.report, s.submission_id, s.status, s.row_count, s.received_at, s.decided_at,
    r.contracts_fingerprint
from ops.submission s join ops.run r on r.run_id = s.run_id
where (cast(:period as text) is null or s.period = :period)
  and (cast(:counties as text[]) is null or s.county_code = any(cast(:counties as text[])))
order by s.county_code, s.period, s.source_file, s.sha256, s.report, s.submission_id desc
"""
_NOTES = """
select submission_id, severity, message from ops.issue
where submission_id = any(:ids) and severity <> 'critical'
order by submission_id, severity desc, sheet, source_row, column_name, rule, message
"""
_UNITS = """
select distinct on (submission_id, field) submission_id, field, unit, unit_source from ops.column_map
where submission_id = any(:ids) and field is not null and unit is not null
order by submission_id, field, sheet, column_letters
"""


def accepted_submissions(
    connection: sa.Connection, period: str | None = None, counties: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """Accepted and nil ones, in the order of county, period, file and report."""
    found = connection.execute(sa.text(_ACCEPTED), {"period": period, "counties": [*counties] or None})
    return [row._asdict() for row in found if row.status in ("accepted", "nil")]


def notes_of(connection: sa.Connection, ids: Collection[int]) -> list[dict[str, Any]]:
    """Warnings and notices of submissions."""
    return [row._asdict() for row in connection.execute(sa.text(_NOTES), {"ids": [*ids]})]


def units_of(connection: sa.Connection, ids: Collection[int]) -> dict[tuple[int, str], tuple[str, str]]:
    """Unit in which a column of a submission was read and where that was said, by submission and column."""
    found = connection.execute(sa.text(_UNITS), {"ids": [*ids]})
    return {(row.submission_id, row.field): (row.unit, row.unit_source or "") for row in found}


def totals_of(
    connection: sa.Connection, report: str, columns: Collection[str], ids: Collection[int]
) -> dict[int, Mapping[str, Any]]:
    """Sums of some columns of a report's rows, by submission."""
    if not columns:
        return {}
    number = sa.column("submission_id", sa.BigInteger())
    sums: list[sa.ColumnElement[Any]] = [sa.func.sum(sa.column(name)).label(name) for name in columns]
    query = (
        sa.select(number, *sums).select_from(sa.table(report, schema="core")).where(number.in_([*ids])).group_by(number)
    )
    return {row.submission_id: row._asdict() for row in connection.execute(query)}
