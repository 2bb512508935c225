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


def store_obligations(driver: Driver, obligations: pd.DataFrame) -> None:
    """Record what is owed by each county and period of the frame; what it leaves out for them is in force no more."""
    wanted = {row[:3]: row[3:] for row in plain_rows(obligations, OBLIGATION_COLUMNS)}
    covered = {key[:2] for key in wanted}
    stored: dict[tuple[Any, ...], tuple[Any, ...]] = {
        row[:3]: row[3:]
        for row in driver.execute(
            "select county_code, period, report, due_on, exempt_reason, in_force from ops.obligation where period = any(%s)",
            [sorted({period for _, period in covered})],
        )
        if row[:2] in covered
    }
    wanted = {key: (_day(due_on), reason, True) for key, (due_on, reason) in wanted.items()}
    columns = (*OBLIGATION_COLUMNS, "in_force")
    copy_rows(
        driver, "ops", "obligation", columns, [(*key, *owed) for key, owed in wanted.items() if key not in stored]
    )
    lifted = {key: (*owed[:2], False) for key, owed in stored.items() if key not in wanted}
    changed = {key: owed for key, owed in (wanted | lifted).items() if key in stored and stored[key] != owed}
    with driver.cursor() as cursor:
        cursor.executemany(
            "update ops.obligation set due_on = %s, exempt_reason = %s, in_force = %s"
            " where county_code = %s and period = %s and report = %s",
            [(*owed, *key) for key, owed in changed.items()],
        )


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
