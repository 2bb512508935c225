"""Standing of every report of some periods, all counties at once: takes a connection, gives frozen rows. Never writes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa

_STANDINGS = """
select period, county_code, report, status, due_on, arrived_at,
    case when received_at is not null then days_late end as days_late,
    critical_issues, warnings, source_file, in_use, exempt_reason
from mart.reporting_status
where period = any(cast(:periods as text[]))
order by period, county_code, report
"""
_LAST_RUN = """
select run_id, kind, finished_at from ops.run
where state = 'finished' order by finished_at desc, started_at desc limit 1
"""


class Standing(NamedTuple):
    """One report of a county for a period. `days_late` is unknown of what has not come: that goes on with the clock."""

    period: str
    county_code: str
    report: str
    status: str
    due_on: date | None
    arrived_at: datetime | None
    days_late: int | None
    critical_issues: int
    warnings: int
    source_file: str | None
    in_use: str
    exempt_reason: str | None


class LastRun(NamedTuple):
    """The run that was finished last."""

    run_id: str
    kind: str
    finished_at: datetime


def standings(connection: sa.Connection, periods: Sequence[str]) -> list[Standing]:
    """Every report that is due or came, in the order of period, county and report."""
    return [Standing(*row) for row in connection.execute(sa.text(_STANDINGS), {"periods": [*periods]})]


def last_run(connection: sa.Connection) -> LastRun | None:
    """The run that was finished last; None when there was none."""
    row = connection.execute(sa.text(_LAST_RUN)).first()
    return LastRun(*row) if row else None
