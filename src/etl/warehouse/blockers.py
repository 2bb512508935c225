"""Sessions that keep one of ours waiting for a lock: names them while it waits, and ends those of readers if it may.

A reader can lift every limit on time that it was given, so a publish does not wait for one. Sessions of accounts that are
more than readers are never ended. Never shows a statement of anybody's: it may quote a county's figures.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

import psycopg
import sqlalchemy as sa

from etl.errors import EtlError
from etl.warehouse.engine import Driver, driver_of, failures_translated
from etl.warehouse.role_names import READERS

PATIENCE_SECONDS = 5.0  # a lock that a session of ours waits for longer is asked about
POLL_SECONDS = 0.5

_BLOCKERS = """
select a.pid, a.usename, coalesce(a.xact_start, a.backend_start),
    (select string_agg(distinct coalesce(relation::regclass::text, locktype), ', ') from waited),
    not r.rolsuper and pg_has_role(r.oid, %(readers)s, 'member')
        and not pg_has_role(r.oid, (select oid from pg_roles where rolname = current_user), 'member')
from unnest(pg_blocking_pids(%(pid)s)) as blocking (pid)
join pg_stat_activity a using (pid)
join pg_roles r on r.oid = a.usesysid
"""
_WAITED = "with waited as (select relation, locktype from pg_locks where pid = %(pid)s and not granted)"


@dataclass(frozen=True)
class Blocker:
    """A session that holds what another waits for."""

    pid: int
    account: str
    since: datetime | None  # of its transaction; None where we may not see it
    holds: str
    is_reader: bool

    def __str__(self) -> str:
        since = f", since {self.since:%Y-%m-%d %H:%M:%S}" if self.since else ""
        return f"the account {self.account} (pid {self.pid}{since}) holds {self.holds}"


@contextmanager
def naming_blockers(
    engine: sa.Engine, waiting: Driver, say: Callable[[str], None], *, ends_readers: bool
) -> Iterator[list[Blocker]]:
    """Watch a session of ours while the block runs; the list fills with whoever it has to wait for, each said once.

    Nothing is asked before it could have waited for PATIENCE_SECONDS.
    """
    seen: list[Blocker] = []
    over = threading.Event()
    pid = waiting.info.backend_pid

    def watch() -> None:
        if over.wait(PATIENCE_SECONDS):
            return
        with suppress(EtlError, psycopg.Error), engine.connect() as connection, failures_translated():
            driver = driver_of(connection)
            driver.autocommit = True
            while not over.wait(POLL_SECONDS):
                known = {blocker.pid for blocker in seen}
                for blocker in _blockers(driver, pid):
                    if blocker.pid not in known:
                        seen.append(blocker)
                        say(f"{blocker}; {_end(driver, blocker) if ends_readers else 'waiting'}")

    watcher = threading.Thread(target=watch, name="blockers", daemon=True)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def _blockers(driver: Driver, pid: int) -> list[Blocker]:
    found = driver.execute((_WAITED + _BLOCKERS).encode(), {"pid": pid, "readers": READERS}).fetchall()
    return [Blocker(*row) for row in found]  # type: ignore[arg-type]


def _end(driver: Driver, blocker: Blocker) -> str:
    """End a reader's session; gives what became of it."""
    if not blocker.is_reader:
        return "waiting, as it is no mere reader's"
    try:
        driver.execute("select pg_terminate_backend(%s)", [blocker.pid])
    except psycopg.errors.InsufficientPrivilege:
        me = driver.info.user
        return f"waiting, as {me} may not end it; an administrator may: grant pg_signal_backend to {me};"
    return "that session was ended"
