"""List what waits to be taken up again: counties whose last attempt failed, and files that came and were never judged.

Takes a connection, gives plain values for `etl rerun`. Never writes, and never needs pandas.
"""

from dataclasses import dataclass

import sqlalchemy as sa

# a county and period whose newest attempt failed; of one run: whose attempt in it failed and was not made good since
_WAITING = """
with newest as (
    select county_code, period, max(attempted_at) as attempted_at from ops.county_attempt group by county_code, period
),
failed as (
    select a.county_code, a.period, a.message
    from ops.county_attempt a
    join newest n on n.county_code = a.county_code and n.period = a.period
    where a.state = 'failed'
      and (cast(:run_id as text) is null and a.attempted_at = n.attempted_at or a.run_id = :run_id and a.retried_by is null)
),
undecided as (
    select county_code, period, count(*) as files
    from ops.file
    where decided_under = '' and (cast(:run_id as text) is null or first_seen_run = :run_id)
    group by county_code, period
)
select
    coalesce(f.county_code, u.county_code) as county_code, coalesce(f.period, u.period) as period, c.name as county_name,
    f.message, coalesce(u.files, 0) as files
from failed f
full join undecided u on u.county_code = f.county_code and u.period = f.period
left join ref.county c on c.code = coalesce(f.county_code, u.county_code)
order by 1, 2
"""
NEVER_JUDGED = "came and was not judged, or only in part: the run was killed, failed, or took some reports only"


@dataclass(frozen=True)
class Waiting:
    """One county and period that waits, why, and how many of its files lie in the archive unjudged."""

    county_code: str
    county_name: str
    period: str
    why: str
    files: int


def waiting(connection: sa.Connection, run_id: str | None = None, period: str | None = None) -> list[Waiting]:
    """Everything that waits, by county and period; of one run only, or of one period only, when asked."""
    rows = connection.execute(sa.text(_WAITING), {"run_id": run_id})
    return [
        Waiting(row.county_code, row.county_name or "", row.period, row.message or NEVER_JUDGED, row.files)
        for row in rows
        if period in (None, row.period)
    ]
