"""Attempts, obligations and waivers in the ledger, inside a publication: takes an open transaction, never commits.

Only differences are written, so that a run which found nothing new leaves nothing behind but itself.
"""

from datetime import datetime
from typing import Any

import pandas as pd

from etl.warehouse.engine import Driver
from etl.warehouse.publish.copying import copy_rows
from etl.warehouse.publish.publication import ATTEMPT_COLUMNS, OBLIGATION_COLUMNS, WAIVER_COLUMNS
from etl.warehouse.publish.python_rows import plain_rows

_LAST = (
    "select distinct on (county_code, period) county_code, period, state, run_id from ops.county_attempt"
    " where period = any(%s) order by county_code, period, attempted_at desc"
)
_IN_FORCE = (
    "select county_code, period, report, due_on, exempt_reason from ops.obligation where in_force and period = any(%s)"
)


def store_attempts(driver: Driver, run_id: str, attempts: pd.DataFrame, attempted_at: datetime) -> None:
    """Record every county that this run failed at, and of the others those that none worked on before or that had failed.

    A night that found a county as well as the last one did leaves no row: what stands last holds until the next one.
    Failures of earlier runs are marked as made good by it.
    """
    rows = plain_rows(attempts, ATTEMPT_COLUMNS)
    said, states = set(), {}
    for county, period, state, by in driver.execute(_LAST, [sorted({row[1] for row in rows})]).fetchall():
        states[county, period] = state
        said |= {(county, period)} if by == run_id else set()
    new = [row for row in rows if row[:2] not in said and not (row[2] == states.get(row[:2]) == "ok")]
    copy_rows(
        driver,
        "ops",
        "county_attempt",
        ("run_id", *ATTEMPT_COLUMNS, "attempted_at"),
        [(run_id, *row, attempted_at) for row in new],
    )
    with driver.cursor() as cursor:
        cursor.executemany(
            "update ops.county_attempt set retried_by = %s"
            " where state = 'failed' and retried_by is null and run_id <> %s and county_code = %s and period = %s",
            [(run_id, run_id, county, period) for county, period, state, _ in new if state == "ok"],
        )


def store_obligations(driver: Driver, obligations: pd.DataFrame, decided_at: datetime) -> None:
    """Record what is owed by each county and period of the frame; what it leaves out for them is in force no more.

    What was owed before is kept, with the moment until which it was.
    """
    owed = {row[:3]: (_day(row[3]), row[4]) for row in plain_rows(obligations, OBLIGATION_COLUMNS)}
    covered = {key[:2] for key in owed}
    stored: dict[tuple[Any, ...], tuple[Any, ...]] = {
        row[:3]: row[3:]
        for row in driver.execute(_IN_FORCE, [sorted({period for _, period in covered})])
        if row[:2] in covered
    }
    with driver.cursor() as cursor:
        cursor.executemany(
            "update ops.obligation set in_force = false, in_force_to = %s"
            " where in_force and county_code = %s and period = %s and report = %s",
            [(decided_at, *key) for key in stored if stored[key] != owed.get(key)],
        )
    new = [(*key, *duty, True, decided_at) for key, duty in owed.items() if stored.get(key) != duty]
    copy_rows(driver, "ops", "obligation", (*OBLIGATION_COLUMNS, "in_force", "in_force_from"), new)


def store_waivers(driver: Driver, run_id: str, waivers: pd.DataFrame | None, recorded_at: datetime) -> None:
    """Every waiver there is now; one that is gone from the configuration is withdrawn, never removed."""
    if waivers is None:
        return
    wanted = [(*row[:-1], _day(row[-1])) for row in plain_rows(waivers, WAIVER_COLUMNS)]
    columns = ", ".join(WAIVER_COLUMNS)
    query = f"select {columns} from ops.waiver where withdrawn_at is null"
    stored = driver.execute(query.encode()).fetchall()
    new = [(*row, run_id, recorded_at) for row in wanted if row not in stored]
    copy_rows(driver, "ops", "waiver", (*WAIVER_COLUMNS, "first_run", "recorded_at"), new)
    same = " and ".join(f"{name} is not distinct from %s" for name in WAIVER_COLUMNS)
    with driver.cursor() as cursor:
        cursor.executemany(
            f"update ops.waiver set withdrawn_at = %s where withdrawn_at is null and {same}".encode(),
            [(recorded_at, *row) for row in stored if row not in wanted],
        )


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value
