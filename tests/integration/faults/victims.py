"""kill -9 of one part of a night at a moment drawn by lot. Takes a province that has received; gives what was hit, or None.

None: the night was over before, or that part of it. Each ends the night that it began, and has the server up again.
"""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psutil
import sqlalchemy as sa

from etl.errors import EtlError
from etl.settings import Settings
from etl.warehouse.embedded.server import start
from tests.integration.faults.nights import STAGES, Province, Running, is_alive, wait_until
from tests.integration.faults.snapshot import Snapshot

COPIED = ("ops.file", "ops.submission", "ops.issue", "ops.column_map", "ops.part")
SLEEPING_COPY = """
    select pid, p.relid::regclass::text as relation, tuples_processed
    from pg_stat_progress_copy p join pg_stat_activity a using (pid)
    where a.datname = current_database() and a.wait_event = 'PgSleep'
"""


@dataclass(frozen=True)
class Disturbance:
    """Orders of a kill: the night, how it goes undisturbed, the lot to draw from, and the server if that may be killed."""

    night: str
    seconds: dict[str, float]
    growth: dict[str, int]  # rows that the night adds, by table
    chance: random.Random
    server: Settings | None = None


Kill = Callable[[Province, Disturbance], str | None]


def grown(before: Snapshot, after: Snapshot) -> dict[str, int]:
    """Rows that a night adds, by table that it copies them into."""
    copied = [table for table in after if table.startswith("core.") or table in COPIED]
    return {table: more for table in copied if (more := len(after[table]) - len(before.get(table, []))) > 0}


def kill_the_run(province: Province, by: Disturbance) -> str | None:
    """The process of the night itself, somewhere within one of its stages."""
    running = province.begin(by.night)
    where = _somewhere(running, by)
    if where:
        _kill(running.pid)
    return f"the run, {where}" if running.end() is None and where else None


def kill_a_reader(province: Province, by: Disturbance) -> str | None:
    """One of the processes that open the counties' files."""
    running = province.begin(by.night, hold="read")
    assert running.comes_to("read"), running.said
    running.go()
    share = by.chance.random()
    wait_until(lambda: _children(running) or "choose" in running.stages, "a reader was started")
    time.sleep(share * 0.8 * by.seconds["read"])
    readers = _children(running)
    hit = readers and "choose" not in running.stages
    if hit:
        _kill(by.chance.choice(readers))
    assert running.end() in (0, 1), running.said
    return f"a reader of {len(readers)}, {share:.0%} into read" if hit else None


def kill_the_judges(province: Province, by: Disturbance) -> str | None:
    """The processes that judge, and the readers that have nothing to do by then: from outside they look the same."""
    province.environment["ETL_JUDGES"] = "1"
    running = province.begin(by.night, hold="judge")
    assert running.comes_to("judge"), running.said
    share = by.chance.random()
    judges = _children(running)
    running.go()
    time.sleep(share * 0.6 * by.seconds["judge"])
    hit = judges and "decide" not in running.stages
    for pid in judges if hit else ():
        _kill(pid)
    assert running.end() in (0, 1), running.said
    return f"the judge, {share:.0%} into judge" if hit else None


def kill_the_postmaster(province: Province, by: Disturbance) -> str | None:
    """The first process of the server; the next command starts it again."""
    assert by.server is not None
    running = province.begin(by.night)
    where = _somewhere(running, by)
    hit = where and is_alive(running.pid)
    if hit:
        _kill(int((by.server.home / "warehouse/data/postmaster.pid").read_text().split()[0]))
    assert running.end() in (0, 1), running.said
    start(by.server)
    _is_up_again(province)
    return f"the postmaster, {where}" if hit else None


def kill_a_copying_backend(province: Province, by: Disturbance) -> str | None:
    """The server's process that takes in a COPY, while it stands still at a row of it; pg_stat_progress_copy says which."""
    table = by.chance.choice(sorted(by.growth))
    row = by.chance.randint(1, by.growth[table])
    with _copy_held_at(province, table, row):
        running = province.begin(by.night)
        seen: list[sa.Row[tuple[int, str, int]]] = []
        wait_until(lambda: seen or seen.extend(_copying(province)) or not is_alive(running.pid), "a COPY is held")
        for backend in seen:
            os.kill(backend.pid, signal.SIGKILL)
        assert running.end() in (0, 1), running.said
        _is_up_again(province)
    assert not seen or (seen[0].relation == table and seen[0].tuples_processed < row), (seen, table, row)
    return f"a backend, at row {row} of {by.growth[table]} into {table}" if seen else None


VICTIMS: tuple[Kill, ...] = (kill_the_run, kill_a_reader, kill_the_judges, kill_the_postmaster, kill_a_copying_backend)


def _somewhere(running: Running, by: Disturbance) -> str:
    """Wait for a moment within a stage; says which, nothing when the night ends before that stage."""
    stage, share = by.chance.choice(STAGES), by.chance.random()
    if not running.comes_to(stage):
        return ""
    time.sleep(share * by.seconds.get(stage, 0.5))
    return f"{share:.0%} into {stage}"


def _children(running: Running) -> list[int]:
    """The processes that work for a night: children of its fork server, which is a child of the run."""
    found = []
    for process in running.left():
        with suppress(psutil.Error):
            if process.pid != running.pid and process.ppid() != running.pid:
                found.append(process.pid)
    return found


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@contextmanager
def _copy_held_at(province: Province, table: str, row: int) -> Iterator[None]:
    """Whoever copies into a table stands still at one of its rows."""
    with province.engine.begin() as connection:
        connection.execute(sa.text("create sequence ops.held_row"))
        connection.execute(
            sa.text(f"""
                create function ops.hold() returns trigger language plpgsql as $$ begin
                    if nextval('ops.held_row') = {row} then perform pg_sleep(600); end if;
                    return new;
                end $$
            """)
        )
        trigger = f"create trigger hold before insert on {table} for each row execute function ops.hold()"
        connection.execute(sa.text(trigger))
    yield
    with province.engine.begin() as connection:
        connection.execute(sa.text("drop function ops.hold() cascade"))
        connection.execute(sa.text("drop sequence ops.held_row"))


def _copying(province: Province) -> list["sa.Row[tuple[int, str, int]]"]:
    with province.engine.connect() as connection:
        return [*connection.execute(sa.text(SLEEPING_COPY))]


def _is_up_again(province: Province) -> None:
    def is_up() -> bool:
        try:
            province.engine.connect().close()
        except EtlError:
            return False
        return True

    wait_until(is_up, "the server has recovered")
