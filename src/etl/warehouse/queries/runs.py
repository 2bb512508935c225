"""Runs in the ledger: what each came to, whether it lives, and the one that somebody means. Takes a connection, never writes.

A run that counts as running and holds no lock has died: the lock vanishes with the process or machine that held it.
"""

from typing import Any

import sqlalchemy as sa

from etl.errors import ArgumentError
from etl.warehouse.locks import RUN, held_locks
from etl.warehouse.schema.tables import run

SHORT = 8  # letters of an id that are shown, and enough to name it
DIED = "died"  # a state that nobody was left to write down
_RUNS = """
with shown as (select * from ops.run order by started_at desc limit :limit),
published as (
    select run_id,
        count(*) filter (where status = 'accepted') as accepted,
        count(*) filter (where status = 'returned') as returned,
        count(*) filter (where status = 'nil') as nil
    from ops.submission where run_id in (select run_id from shown) group by run_id
),
failed as (
    select run_id, count(distinct county_code) as counties
    from ops.county_attempt where state = 'failed' and run_id in (select run_id from shown) group by run_id
)
select s.*, coalesce(p.accepted, 0) as accepted, coalesce(p.returned, 0) as returned, coalesce(p.nil, 0) as nil,
    coalesce((s.counts ->> 'counties_failed')::int, f.counties, 0) as counties_failed
from shown s left join published p using (run_id) left join failed f using (run_id)
order by s.started_at desc
"""


def runs(connection: sa.Connection, limit: int = 20) -> list[dict[str, Any]]:
    """The latest runs with what they published, the newest first; those that died without a word are told from live ones."""
    rows = [row._asdict() for row in connection.execute(sa.text(_RUNS), {"limit": limit})]
    if any(row["state"] == "running" for row in rows):
        held = held_locks(connection)
        for row in rows:
            if row["state"] == "running" and lock_of(row["period"]) not in held:
                row["state"] = DIED
    return rows


def lock_of(period: str | None) -> str:
    """Name of the lock that a run of a period, or of all, holds for itself."""
    return RUN if period is None else f"{RUN} {period}"


def run_asked(connection: sa.Connection, text: str) -> str:
    """The whole id of the run that begins so; ArgumentError when there is none, or more than one."""
    beginning = sa.select(run.c.run_id).where(run.c.run_id.startswith(text, autoescape=True))
    found = list(connection.scalars(beginning.order_by(sa.func.length(run.c.run_id), run.c.run_id).limit(3)))
    if text in found:
        return text
    if len(found) == 1:
        return str(found[0])
    if found:
        raise ArgumentError(f"more than one run begins with {text}: {', '.join(found)} ...; give more of its id")
    raise ArgumentError(f"there is no run {text}; they are listed by: etl runs")
