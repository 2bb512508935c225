"""Context of every step of a run: settings, configuration, request, warehouse and ledger; and opening it.

Opening loads the configuration, starts the embedded warehouse when there is no other, migrates, waits for other runs of the
same period, reads the ledger, and holds the key of persons' marks against it. Nothing here changes while the run lasts.
"""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

import sqlalchemy as sa

from etl.config.waivers import Waiver
from etl.errors import EtlError, TransientError
from etl.garbage import all_is_imported, keep_freed_memory
from etl.night.identity_key import check_key
from etl.night.request import Config, RunRequest, load_config
from etl.night.summary import taken_up
from etl.settings import Settings, load_settings
from etl.terminal import note
from etl.warehouse.open_warehouse import open_warehouse
from etl.warehouse.publish.runs import RunRecord, begin_run, fail_run
from etl.warehouse.queries.ledger import Ledger
from etl.warehouse.run_lock import run_lock
from etl.warehouse.schema.migrate import bring_up_to_date
from etl.workers.ahead import import_ahead

PUBLISHED = "stopped when this run had published; what it published stays, and is in use"
PREVIEWED = "stopped; a preview stores nothing"
TRY_AGAIN_AFTER = (2, 10, 60)  # seconds


@dataclass(frozen=True, eq=False)
class RunContext:
    """Values that a run works with, from its beginning to its end."""

    settings: Settings
    config: Config
    request: RunRequest
    engine: sa.Engine
    ledger: Ledger  # as it was when the run began
    say: Callable[[str], None] = note  # a line of what the run waits for
    run_id: str = field(default_factory=lambda: str(uuid4()))
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Age of the run in seconds."""
        return time.monotonic() - self.started

    @property
    def moment(self) -> datetime:
        """The clock of the run, gone on since it began."""
        return self.request.now + timedelta(seconds=self.seconds)

    def say_of_the_warehouse(self, line: str) -> None:
        """Say for whom or what the run has to wait in the warehouse."""
        _of_the_warehouse(self.say, line)

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """The waivers in force on the day of the run."""
        return self.config.waivers_in_force(self.request.today)

    def record(self, **counts: object) -> RunRecord:
        """The run as the ledger keeps it, with what was counted so far."""
        return RunRecord(
            run_id=self.run_id,
            kind=self.request.kind,
            started_at=self.request.now,
            contracts_fingerprint=self.config.catalog.fingerprint,
            period=self.request.period,
            inbox=self.request.shown_inbox,
            counts={
                **counts,
                "is_whole_night": self.request.is_whole_night,
                "is_every_county": not self.request.counties,
            },
        )


@contextmanager
def open_night(
    request: RunRequest, say: Callable[[str], None] = note, config: Config | None = None
) -> Iterator[RunContext]:
    """A run ready for its first step: ConfigError or TransientError with one sentence when something it needs is not there.

    It waits for another run of the same period; a preview stores nothing and waits for nobody. `say` hears for whom. The
    configuration is read unless it is given.
    """
    settings = load_settings()
    config = config or load_config(settings.config)
    if settings.judges:
        import_ahead()
    request = request.checked(config, settings.inbox)
    with open_warehouse(settings) as engine:
        reach(engine, say)
        bring_up_to_date(engine, config.catalog, config.divisions, partial(_of_the_warehouse, say))
        wait = settings.run_wait_seconds
        lock = run_lock(engine, request.period, wait, lambda other: say(f"waiting: {other} is under way"))
        with nullcontext() if request.is_preview else lock:
            context = RunContext(settings, config, request, engine, Ledger.read(engine, settings.archive), say)
            if not request.is_preview:
                begin_run(engine, context.record())
            with _without_garbage_of_imports(), _failure_recorded(context):
                check_key(engine, settings.home, is_preview=request.is_preview)
                yield context


def _of_the_warehouse(say: Callable[[str], None], line: str) -> None:
    say(f"warehouse: {line}")


def reach(engine: sa.Engine, say: Callable[[str], None]) -> None:
    """Give a warehouse that is just being started again the time to come up; whoever uses it next says if it did not."""
    for seconds in TRY_AGAIN_AFTER:
        try:
            engine.connect().close()
        except TransientError as error:
            say(trying_again(error, seconds))
            time.sleep(seconds)
        else:
            return


def trying_again(error: TransientError, seconds: float) -> str:
    """The line that says why a run goes on trying, and when."""
    return f"{error.message}; trying again in {seconds:g} s"


@contextmanager
def _without_garbage_of_imports() -> Iterator[None]:
    """Keep what was imported from being looked through again and again, and what is freed for what comes next."""
    all_is_imported()
    keep_freed_memory()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def _failure_recorded(context: RunContext) -> Iterator[None]:
    """Write into the ledger why a run ended without publishing; if the warehouse is the reason, it cannot be written.

    The ledger knows whether the run has published, so that one which is stopped can say so.
    """
    fate = f"stopped while the warehouse did not answer; whether this run was published is said by: etl runs, {context.run_id}"
    try:
        yield
    except BaseException as error:
        with suppress(EtlError):
            has_failed = fail_run(context.engine, context.run_id, context.moment, why(error))
            fate = (
                f"stopped; nothing of this run was published; {taken_up(context.request.kind)}"
                if has_failed
                else PUBLISHED
            )
        if not isinstance(error, Exception):
            error.add_note(PREVIEWED if context.request.is_preview else fate)
        raise


def why(error: BaseException) -> str:
    """The reason of a failure as it may be kept and shown."""
    if isinstance(error, EtlError):
        return error.message
    if not isinstance(error, Exception):  # a signal, as we or Prefect have it
        return "it was stopped; nothing of it was published"
    return f"a fault of the program: {type(error).__name__}"  # what it says may quote a county's figures
