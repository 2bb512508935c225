"""The state of one run: what was ordered, what came, what was read, what was judged; and opening it.

Opening loads the configuration, starts the embedded warehouse when there is no other, migrates, and reads the ledger.
"""

import gc
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import sqlalchemy as sa

from etl.config.waivers import Waiver
from etl.errors import EtlError, TransientError
from etl.intake.inbox import Listing
from etl.model import FileReading, Issue, SourceFile
from etl.night.request import Config, RunRequest, load_config
from etl.selection import Selection
from etl.settings import Settings, load_settings
from etl.warehouse.open_warehouse import open_warehouse
from etl.warehouse.publish.runs import RunRecord, begin_run, fail_run
from etl.warehouse.queries.ledger import Ledger
from etl.warehouse.run_lock import run_lock
from etl.warehouse.schema.migrate import migrate
from etl.workers.judging_pool import import_ahead

if TYPE_CHECKING:
    import pandas as pd

    from etl.night.shares import Share
    from etl.normalise.frame import ReportFrame

TRY_AGAIN_AFTER = (2, 10, 60)  # seconds


class Night:
    """One run: what was ordered, what came, what was read, what was judged.

    Not a dataclass on purpose: Prefect walks through those, field by field, whenever one is a task's parameter.
    """

    def __init__(
        self, settings: Settings, config: Config, orders: RunRequest, engine: sa.Engine, ledger: Ledger
    ) -> None:
        self.settings = settings
        self.config = config
        self.orders = orders
        self.engine = engine
        self.ledger = ledger
        self.run_id = str(uuid4())
        self.started = time.monotonic()
        self.listing = Listing(())
        self.sources: list[SourceFile] = []  # every file that the run has to do with, read again or not
        self.superseded_files: list[
            SourceFile
        ] = []  # what lies in the inbox is what came before another one under its name
        self.to_read: dict[str, list[SourceFile]] = {}  # prefecture code -> files
        self.shares: list[Share] = []  # judged, and waiting to be published
        self.readings: list[FileReading] = []  # these and what follows from them: of the share at hand
        self.chosen = Selection((), ())
        self.earlier: dict[str, pd.DataFrame] = {}  # by report what was accepted before, where its rules look back
        self.frames: dict[str, ReportFrame] = {}
        self.gone: list[Issue] = []  # rows that were reported for the period before, and are not now
        self.failures: dict[str, str] = {}  # county code -> why
        self.absent: dict[str, str] = {}  # counties that were ordered and cannot be taken up -> why
        self.lock = threading.Lock()

    @property
    def files_to_read(self) -> int:
        return sum(map(len, self.to_read.values()))

    def forget(self) -> None:
        """Let go of the share at hand, which is put aside."""
        self.to_read, self.readings, self.frames, self.earlier, self.gone = {}, [], {}, {}, []
        self.chosen = Selection((), ())

    def came(self) -> set[tuple[str, str]]:
        """The counties and periods of which there is a file, read or not."""
        listed = {(file.county_code, file.period) for file in self.listing.files}
        return listed | {(source.county_code, source.period) for source in self.sources}

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """The waivers in force on the day of the run."""
        return self.config.waivers_in_force(self.orders.today)

    def periods(self) -> set[str]:
        """The periods that the run touches: those that came, and the one it was asked for."""
        asked = {self.orders.period} if self.orders.period else set()
        return asked | {period for _, period in self.came()}

    def record(self) -> RunRecord:
        """The run as the ledger keeps it."""
        return RunRecord(
            run_id=self.run_id,
            kind=self.orders.kind,
            started_at=self.now,
            contracts_fingerprint=self.config.catalog.fingerprint,
            period=self.orders.period,
            inbox=self.orders.shown_inbox,
            counts={
                "files_seen": len(self.sources),
                "files_read": sum(share.files_read for share in self.shares),
                "is_whole_night": self.orders.is_whole_night,
            },
        )

    @property
    def now(self) -> datetime:
        return self.orders.now

    @property
    def moment(self) -> datetime:
        """The clock of the run, gone on since it began."""
        return self.now + timedelta(seconds=time.monotonic() - self.started)


@contextmanager
def open_night(orders: RunRequest) -> Iterator[Night]:
    """A night ready to pull: ConfigError or TransientError with one sentence when something it needs is not there.

    It waits for another run of the same period; a preview stores nothing and waits for nobody.
    """
    settings = load_settings()
    config = load_config(settings.config)
    if settings.judges:
        import_ahead()
    orders = orders.checked(config, settings.inbox)
    with open_warehouse(settings) as engine:
        _reach(engine)
        migrate(engine, config.catalog, config.divisions)
        lock = run_lock(engine, orders.period, settings.run_wait_seconds, _say_waiting)
        with nullcontext() if orders.is_preview else lock:
            night = Night(settings, config, orders, engine, Ledger.read(engine, settings.archive))
            if not orders.is_preview:
                begin_run(engine, night.record())
            gc.freeze()  # imports are half a million objects, and no night makes garbage of them
            try:
                with _failure_recorded(night):
                    yield night
            finally:
                gc.unfreeze()
                for share in night.shares:
                    share.close()


def _reach(engine: sa.Engine) -> None:
    """Give a warehouse that is just being started again the time to come up; whoever uses it next says if it did not."""
    for seconds in TRY_AGAIN_AFTER:
        with suppress(TransientError):
            engine.connect().close()
            return
        time.sleep(seconds)


def _say_waiting(other: str) -> None:
    print(f"waiting: {other} is under way", file=sys.stderr, flush=True)


@contextmanager
def _failure_recorded(night: Night) -> Iterator[None]:
    """Write into the ledger why a run ended without publishing; if the warehouse is the reason, it cannot be written."""
    try:
        yield
    except BaseException as error:
        with suppress(EtlError):
            fail_run(night.engine, night.run_id, night.moment, why(error))
        raise


def why(error: BaseException) -> str:
    """The reason of a failure as it may be kept and shown."""
    if isinstance(error, EtlError):
        return error.message
    if isinstance(error, KeyboardInterrupt | SystemExit):
        return "it was stopped; nothing of it was published"
    return f"a fault of the program: {type(error).__name__}"  # what it says may quote a county's figures
