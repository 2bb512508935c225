"""One run of a period at a time, whatever machine it runs on: takes an engine and a period, holds locks for a block.

The warehouse decides, by locks (`etl.warehouse.locks`) of a connection that does nothing else: they vanish with the
process or machine that holds them. A run of all periods excludes every other; runs of different periods stand beside
each other.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psycopg
import sqlalchemy as sa

from etl.errors import TransientError
from etl.warehouse.engine import Driver, driver_of, failures_translated
from etl.warehouse.locks import try_run
from etl.warehouse.schema.tables import run as run_table

POLL_SECONDS = 0.5


class AnotherRun(TransientError):
    """A run of the same period is under way and did not end in the time that this one waits."""


@contextmanager
def run_lock(
    engine: sa.Engine, period: str | None, wait_seconds: float, on_wait: Callable[[str], None] = lambda other: None
) -> Iterator[None]:
    """Hold the locks of a period, or of all, while the block runs.

    `on_wait` is told once which run is in the way; AnotherRun after `wait_seconds`, and nothing was done.
    """
    with engine.connect() as connection:
        driver = driver_of(connection)
        with failures_translated():
            _wait_for(driver, engine, period, wait_seconds, on_wait)
        try:
            yield
        finally:
            with suppress(psycopg.Error):  # the connection may be gone, and its locks with it
                driver.rollback()


def _wait_for(
    driver: Driver, engine: sa.Engine, period: str | None, wait_seconds: float, on_wait: Callable[[str], None]
) -> None:
    deadline = time.monotonic() + wait_seconds
    is_told = False
    while not try_run(driver, period):
        if time.monotonic() >= deadline:
            raise AnotherRun(f"{run_under_way(engine)} is under way, and this one steps aside: nothing was done")
        if not is_told:
            on_wait(run_under_way(engine))
            is_told = True
        time.sleep(POLL_SECONDS)


def run_under_way(engine: sa.Engine) -> str:
    """Words for the run that began last and has not ended."""
    query = sa.select(run_table.c.kind, run_table.c.period, run_table.c.started_at).where(
        run_table.c.state == "running"
    )
    with engine.connect() as connection:
        row = connection.execute(query.order_by(run_table.c.started_at.desc())).first()
    if row is None:
        return "another run"
    return f"the {row.kind} run of {row.period or 'all periods'} that began at {row.started_at:%Y-%m-%d %H:%M}"
