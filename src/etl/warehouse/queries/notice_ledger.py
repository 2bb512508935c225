"""Notices sent and notices due, and what a run left to tell: takes a connection, never writes and never needs pandas."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from etl.warehouse.locks import held_locks
from etl.warehouse.publish.runs import LOST
from etl.warehouse.queries.runs import lock_of
from etl.warehouse.schema.notice_tables import notice, notice_item
from etl.warehouse.schema.tables import county_attempt, issue, run, submission

_STANDING = """
select r.*, s.submission_id from mart.reporting_status r
left join ops.submission s
    on s.county_code = r.county_code and s.period = r.period and s.report = r.report and s.is_latest
where r.period in :periods or r.status = 'returned'
order by r.period, r.county_code, r.report
"""
_RETURNED = """
select s.county_code, c.name as county_name, s.period, s.report, s.critical_issues,
    (select i.message from ops.issue i where i.submission_id = s.submission_id and i.severity = 'critical'
     order by i.sheet, i.source_row, i.column_name limit 1) as message
from ops.submission s left join ref.county c on c.code = s.county_code
where s.run_id = :run_id and s.status = 'returned'
order by s.period, s.county_code, s.report
"""
_FAILED = """
select distinct a.county_code, c.name as county_name, a.message
from ops.county_attempt a left join ref.county c on c.code = a.county_code
where a.run_id = :run_id and a.state = 'failed'
order by a.county_code
"""


def reported(connection: sa.Connection) -> set[tuple[str, str]]:
    """County code and item of everything that was reported to any county."""
    rows = connection.execute(sa.select(notice_item.c.county_code, notice_item.c.item))
    return {(row.county_code, row.item) for row in rows}


def last_notices(connection: sa.Connection) -> dict[str, date]:
    """County code -> the day of the latest notice that reached it."""
    query = (
        sa.select(notice.c.county_code, sa.func.max(notice.c.day).label("day"))
        .where(notice.c.recipient == "county", notice.c.state == "sent")
        .group_by(notice.c.county_code)
    )
    return {row.county_code: row.day for row in connection.execute(query)}


def standing(connection: sa.Connection, periods: Collection[str]) -> list[dict[str, Any]]:
    """mart.reporting_status with submission_id: of some periods, and every return of any."""
    query = sa.text(_STANDING).bindparams(sa.bindparam("periods", sorted(periods), sa.Text(), expanding=True))
    return [row._asdict() for row in connection.execute(query)]


def run_facts(connection: sa.Connection, run_id: str) -> dict[str, Any]:
    """One run for the operators: its row, new submissions by status, returns, failed counties, unplaced files, waivers."""
    this = {"run_id": run_id}
    by_status = (
        sa.select(submission.c.status, sa.func.count().label("reports"))
        .where(submission.c.run_id == run_id)
        .group_by(submission.c.status)
    )
    unplaced = sa.select(issue.c.message).where(issue.c.run_id == run_id, issue.c.county_code.is_(None))
    waived = sa.select(sa.func.count()).where(issue.c.run_id == run_id, issue.c.waived.is_not(None))
    return {
        "run": dict(connection.execute(sa.select(run).where(run.c.run_id == run_id)).mappings().one()),
        "new": {row.status: row.reports for row in connection.execute(by_status)},
        "returned": [row._asdict() for row in connection.execute(sa.text(_RETURNED), this)],
        "failed": [row._asdict() for row in connection.execute(sa.text(_FAILED), this)],
        "unplaced": list(connection.scalars(unplaced)),
        "waived": connection.scalar(waived) or 0,
        "standing": _standing_counts(connection, run_id),
    }


def _standing_counts(connection: sa.Connection, run_id: str) -> dict[str, dict[str, int]]:
    """Period -> status -> reports, of the periods that the run took up."""
    counted = connection.scalar(sa.select(run.c.counts).where(run.c.run_id == run_id)) or {}
    # what a run publishes by itself, without a night around it, has no such list
    touched = sa.select(county_attempt.c.period).where(county_attempt.c.run_id == run_id).distinct()
    periods = counted.get("periods") or sorted(connection.scalars(touched))
    query = sa.text(
        "select period, status, count(*) as reports from mart.reporting_status where period in :periods"
        " group by period, status order by period, status"
    ).bindparams(sa.bindparam("periods", periods, sa.Text(), expanding=True))
    counts: dict[str, dict[str, int]] = {}
    for row in connection.execute(query):
        counts.setdefault(row.period, {})[row.status] = row.reports
    return counts


LONGEST_NIGHT = timedelta(hours=6)


@dataclass(frozen=True)
class LastNights:
    """The latest nightly run that finished, whether it found an inbox that was empty after full ones, and why the one after
    it failed or died, if it did."""

    run_id: str | None = None
    finished_at: datetime | None = None
    failure: str | None = None
    inbox_was_empty: bool = False


def last_nights(connection: sa.Connection) -> LastNights:
    """Latest nights in the ledger; a warehouse without a ledger has none.

    A run of some counties or reports only, which somebody started by hand, says nothing of whether nights still run.
    """
    if connection.scalar(sa.text("select to_regclass('ops.run')")) is None:
        return LastNights()
    is_whole = run.c.counts["is_whole_night"].astext.is_distinct_from("false")  # not said of one that failed
    nightly = sa.select(run).where(run.c.kind == "nightly", run.c.period.is_(None), is_whole)
    finished = connection.execute(
        nightly.where(run.c.state == "finished").order_by(run.c.finished_at.desc()).limit(1)
    ).first()
    failed = connection.execute(
        nightly.where(run.c.state != "finished").order_by(run.c.started_at.desc()).limit(1)
    ).first()
    if failed and failed.state == "running" and lock_of(None) in held_locks(connection):
        failed = None  # under way
    # after a clock that was wrong for a night, what is published next counts as a moment later, perhaps years from now
    ended_at = min(finished.finished_at, finished.started_at + LONGEST_NIGHT) if finished else None
    is_later = failed and not (ended_at and ended_at > failed.started_at)
    return LastNights(
        finished.run_id if finished else None,
        ended_at,
        (failed.message or LOST) if failed and is_later else None,
        bool(finished and (finished.counts or {}).get("inbox_is_empty")),
    )
