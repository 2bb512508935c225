"""Reports that counties sent and what they changed, all counties at once: takes a connection, gives frozen rows. Never writes."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

_SENDINGS = """
select submission_id, run_id, county_code, period, report, source_file, status, row_count, critical_issues, warnings,
    received_at, decided_at, is_latest, in_use_from is not null and in_use_to is null as is_in_use
from ops.submission where period = any(cast(:periods as text[]))
order by period, county_code, report, submission_id desc
"""
_CHANGES = """
select n.submission_id, n.run_id, n.county_code, n.period, n.report, n.decided_at,
    count(*) filter (where d.kind = 'added') as added, count(*) filter (where d.kind = 'gone') as gone,
    count(*) filter (where d.kind = 'changed') as changed
from ops.change d join ops.submission n on n.submission_id = d.submission_id
where n.period = any(cast(:periods as text[]))
group by n.submission_id, n.run_id, n.county_code, n.period, n.report, n.decided_at
order by n.decided_at desc, n.period, n.county_code, n.report
"""


class Sending(NamedTuple):
    """One file's version of a report, and what was decided of it."""

    submission_id: int
    run_id: str
    county_code: str
    period: str
    report: str
    source_file: str
    status: str
    row_count: int
    critical_issues: int
    warnings: int
    received_at: datetime
    decided_at: datetime
    is_latest: bool
    is_in_use: bool


class Changed(NamedTuple):
    """Count of the rows and cells that a version changed of the one that it took the place of."""

    submission_id: int
    run_id: str
    county_code: str
    period: str
    report: str
    decided_at: datetime
    added: int
    gone: int
    changed: int


def sendings(connection: sa.Connection, periods: Sequence[str]) -> list[Sending]:
    """Every version of every report, the latest of each first."""
    return [Sending(*row) for row in connection.execute(sa.text(_SENDINGS), {"periods": [*periods]})]


def changes_counted(connection: sa.Connection, periods: Sequence[str]) -> list[Changed]:
    """The versions that changed an earlier one, the newest first."""
    return [Changed(*row) for row in connection.execute(sa.text(_CHANGES), {"periods": [*periods]})]
