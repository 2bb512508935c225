"""Locks of the warehouse: takes a transaction and a name, holds the row of that name in ops.lock until the transaction ends.

Rows and no advisory locks, as anybody who may connect can take those and so stop every night: readers do not even see ops.
Like these they vanish with the process or machine that holds them. Never waits by itself unless asked to.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Final

import psycopg
import sqlalchemy as sa

from etl.errors import ConfigError
from etl.warehouse.engine import Driver, driver_of, failures_translated

BUILD: Final = "build"  # of the one transaction that builds the database
PUBLISH: Final = "publish"  # of the one transaction that publishes
RUN: Final = "run"  # of a run of all periods; one of a period shares it and holds `run <period>` besides

_MADE = """
create schema if not exists ops;
create table if not exists ops.lock (name text primary key);
comment on table ops.lock is '锁：持有其中一行者独自做该行所指的事，事务结束即释放；分析人员看不到';
comment on column ops.lock.name is '锁的名称：build 建库，publish 发布，run 运行（其后可带报告期）';
"""
# whoever holds a row keeps, until the transaction ends, a lock on its number, which stands in the row, and one on the table
_HELD = """
select l.name from ops.lock l
where exists (
    select from pg_locks own join pg_locks of_table on of_table.pid = own.pid
    where own.locktype = 'transactionid' and own.granted and own.mode = 'ExclusiveLock' and own.transactionid = l.xmax
      and of_table.locktype = 'relation' and of_table.relation = 'ops.lock'::regclass
)
"""
_TIMEOUTS = ("statement_timeout", "transaction_timeout", "idle_in_transaction_session_timeout", "idle_session_timeout")


def make_locks(engine: sa.Engine) -> None:
    """Make what is locked, in a transaction of its own, unless it is there; two processes may do it at once."""
    with engine.connect() as connection, failures_translated():
        driver = driver_of(connection)
        if driver.execute("select to_regclass('ops.lock')").fetchone() == (None,):
            # another process made it at the same moment
            try:
                with suppress(psycopg.errors.UniqueViolation, psycopg.errors.DuplicateObject), driver.transaction():
                    driver.execute(_MADE)
            except psycopg.errors.InsufficientPrivilege as error:
                me, database = driver.info.user, driver.info.dbname
                raise ConfigError(
                    f"the role {me} may not build the warehouse ({error.diag.message_primary}); have an administrator run: "
                    f"alter database {database} owner to {me};"
                ) from None
        driver.commit()
        for name in (BUILD, PUBLISH, RUN):
            _make(driver, name)


def wait_for(driver: Driver, name: str, on_wait: Callable[[], None] = lambda: None) -> None:
    """Hold a lock of these until the transaction ends, whoever has to end one before; `on_wait` is called if somebody has."""
    row = "select 1 from ops.lock where name = %s for update"
    if driver.execute(f"{row} skip locked".encode(), [name]).fetchone() is not None:
        return
    if driver.execute("select 1 from ops.lock where name = %s", [name]).fetchone() is not None:
        on_wait()
    if driver.execute(row.encode(), [name]).fetchone() is None:
        raise ConfigError(f"ops.lock has lost its row {name!r}: insert into ops.lock values ('{name}')")


def try_run(driver: Driver, period: str | None) -> bool:
    """Hold the locks of a run of a period, or of all, until the transaction ends; False, and none is held, if any is taken.

    The transaction may stay open for hours, so the session's limits on that are lifted.
    """
    wanted = [(RUN, "update")] if period is None else [(RUN, "share"), (f"{RUN} {period}", "update")]
    for name, _ in wanted:
        _make(driver, name)
    driver.execute("select set_config(name, '0', false) from pg_settings where name = any(%s)", [list(_TIMEOUTS)])
    driver.commit()
    for name, strength in wanted:
        query = f"select 1 from ops.lock where name = %s for {strength} skip locked"
        if driver.execute(query.encode(), [name]).fetchone() is None:
            driver.rollback()
            return False
    return True


def held_locks(connection: sa.Connection) -> frozenset[str]:
    """Names of the locks that somebody holds alone. Looks, and locks nothing: a run that begins meanwhile sees no other."""
    return frozenset(connection.scalars(sa.text(_HELD)))


def _make(driver: Driver, name: str) -> None:
    with suppress(psycopg.errors.UniqueViolation), driver.transaction():
        driver.execute(
            "insert into ops.lock select %(name)s where not exists (select from ops.lock where name = %(name)s)",
            {"name": name},
        )
