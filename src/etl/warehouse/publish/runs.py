"""The beginning and the failure of a run in the ledger; its success is written by `publish`. Each in its own transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from etl.warehouse.schema.tables import run as run_table

LOST = "it ended without a word: killed, cancelled at Prefect, or its machine went down; what it had archived is taken up by the next run"


@dataclass(frozen=True)
class RunRecord:
    """One run as the ledger keeps it; `counts` is anything that goes into JSON."""

    run_id: str
    kind: str
    started_at: datetime
    contracts_fingerprint: str
    period: str | None = None
    inbox: str | None = None
    flow_run: str | None = None
    counts: Mapping[str, Any] | None = None


def begin_run(engine: sa.Engine, run: RunRecord) -> None:
    """Write that a run is under way, so that one which is killed leaves a trace.

    Whoever begins one holds the lock of its period (`run_lock`): runs of that period that still count as running are dead.
    """
    overlapping = (
        sa.true() if run.period is None else sa.or_(run_table.c.period.is_(None), run_table.c.period == run.period)
    )
    with engine.begin() as connection:
        connection.execute(
            sa.update(run_table)
            .where(run_table.c.state == "running", overlapping)
            .values(state="failed", finished_at=run.started_at, message=LOST)
        )
        connection.execute(
            sa.insert(run_table).values(
                run_id=run.run_id,
                kind=run.kind,
                period=run.period,
                inbox=run.inbox,
                started_at=run.started_at,
                state="running",
                contracts_fingerprint=run.contracts_fingerprint,
                flow_run=run.flow_run,
            )
        )


def fail_run(engine: sa.Engine, run_id: str, finished_at: datetime, message: str) -> bool:
    """Write that a run ended without publishing, and why; False when it has published already, and stays finished."""
    with engine.begin() as connection:
        failed = connection.execute(
            sa.update(run_table)
            .where(run_table.c.run_id == run_id, run_table.c.state == "running")
            .values(state="failed", finished_at=finished_at, message=message)
        )
    return failed.rowcount > 0
