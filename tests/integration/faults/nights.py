"""A small province, and nights that can be disturbed: takes a folder and a warehouse, gives processes to watch and to kill."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import psutil
import sqlalchemy as sa

from etl.config.calendar import TIMEZONE
from etl.night.steps import STEPS
from etl.settings import PROJECT
from etl.warehouse.engine import connect
from tests.integration.operator import CORPUS

COUNTIES = ("510311", "511132", "513233", "513326")  # of four prefectures: xlsx, xlsx, nine csv, xls
NIGHTS = {
    "night1": datetime(2024, 4, 9, 2, tzinfo=TIMEZONE),
    "night2": datetime(2024, 4, 12, 2, tzinfo=TIMEZONE),  # three of the counties send again
}
STAGES = ("open", *(step for step in vars(STEPS) if step != "spill"))  # a night of one batch spills nothing
# without these rights root is shut out by the mode of its own files, as anybody is
WITHOUT_PRIVILEGE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
LONGEST = 120.0  # seconds; whatever takes longer hangs


@dataclass(frozen=True)
class Running:
    """A night in a process of its own."""

    pid: int
    folder: Path

    @property
    def stages(self) -> dict[str, float]:
        """The stages it came to, and when."""
        path = self.folder / "stages"
        lines = path.read_text().splitlines() if path.exists() else []
        return {name: float(moment) for name, moment in map(str.split, lines)}

    @property
    def exit_code(self) -> int | None:
        """Exit code; None while it lives, and after it was killed."""
        path = self.folder / "exit"
        return int(path.read_text() or "70") if path.exists() else None

    @property
    def said(self) -> str:
        return "".join(path.read_text() for path in sorted(self.folder.glob("std*")))

    def comes_to(self, stage: str) -> bool:
        """Wait until it is in a stage; False when it ended before."""
        wait_until(lambda: stage in self.stages or not is_alive(self.pid), f"a night comes to {stage}")
        return stage in self.stages

    def go(self) -> None:
        """Let it go on from the stage in which it was to hold."""
        (self.folder / "go").touch()

    def end(self) -> int | None:
        """Wait until it and its children are gone; gives its exit code."""
        wait_until(lambda: not is_alive(self.pid), lambda: f"a night ends; it said {self.said}")
        wait_until(lambda: not self.left(), lambda: f"these end: {self.left()}; it said {self.said}")
        return self.exit_code

    def left(self) -> list[psutil.Process]:
        """The processes of the night that still do anything: itself and those it started."""
        return processes_of_session(self.pid)


@dataclass
class Province:
    """An inbox, a home and a warehouse, and the nights over them."""

    folder: Path
    url: str
    warm: "subprocess.Popen[str]"
    environment: dict[str, str] = field(default_factory=dict)
    begun: int = 0

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def engine(self) -> sa.Engine:
        return connect(self.url)

    def receive(self, night: str) -> None:
        """The counties put into the inbox what they send before a night."""
        fill_inbox(self.inbox, night)

    def begin(self, night: str, *, kind: str = "nightly", now: datetime | None = None, hold: str = "") -> Running:
        """Begin a night; it stands still when it comes to the stage `hold`."""
        self.begun += 1
        folder = self.folder / f"run-{self.begun}"
        folder.mkdir(parents=True)
        environment = {"ETL_HOME": self.home, "ETL_INBOX": self.inbox, "ETL_WAREHOUSE_URL": self.url}
        environment["ETL_JUDGES"] = 0  # real runs judge in children
        order = {
            "folder": str(folder),
            "environment": {name: str(value) for name, value in environment.items()} | self.environment,
            "now": (now or NIGHTS[night]).isoformat(),
            "kind": kind,
            "hold": hold,
        }
        assert self.warm.stdin is not None
        assert self.warm.stdout is not None
        self.warm.stdin.write(json.dumps(order) + "\n")
        self.warm.stdin.flush()
        return Running(int(self.warm.stdout.readline()), folder)

    def run(self, night: str, **orders: str) -> Running:
        """A whole night, undisturbed, that works."""
        running = self.begin(night, **orders)  # type: ignore[arg-type]
        assert running.end() == 0, running.said
        return running


def fill_inbox(inbox: Path, night: str) -> None:
    """Lay what counties send before a night; before the second, one of them corrects an amount that was accepted."""
    for county in COUNTIES:
        if (CORPUS / night / county).exists():
            shutil.copytree(CORPUS / night / county, inbox / county, dirs_exist_ok=True)
    if night == "night2":
        sales = inbox / "513233" / "2024Q1" / "附件6_红原县消费帮扶.csv"
        text = sales.read_text(encoding="gb18030").replace("7077400", "7177400").replace("35514600", "35614600")
        sales.write_text(text, encoding="gb18030")
        os.utime(sales, (NIGHTS[night].timestamp(),) * 2)


@contextmanager
def warm_process() -> Iterator["subprocess.Popen[str]"]:
    """The process that nights are forked from."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ETL_")}
    environment["PYTHONPATH"] = os.pathsep.join([str(PROJECT), str(PROJECT / "src")])
    prefix = WITHOUT_PRIVILEGE if os.geteuid() == 0 and shutil.which(WITHOUT_PRIVILEGE[0]) else ()
    with subprocess.Popen(
        [
            *prefix,
            sys.executable,
            "-c",
            "import gc; gc.disable(); from tests.integration.faults.warm import main; main()",
        ],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.stdin.close()  # type: ignore[union-attr]


def processes_of_session(session: int) -> list[psutil.Process]:
    """The processes that still do anything and were started by the one that leads a session, or by theirs."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, ProcessLookupError):
            if os.getsid(process.pid) == session and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def is_alive(pid: int) -> bool:
    """True while a process still does anything."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def locks_held(engine: sa.Engine) -> list[str]:
    """The sessions that lock something on a warehouse: a run, a publish, a migration."""
    query = (
        "select l.pid::text from pg_locks l join pg_database d on d.oid = l.database"
        " where l.relation = to_regclass('ops.lock') and datname = current_database()"
    )
    with engine.connect() as connection:
        return list(connection.scalars(sa.text(query)))


def wait_until(condition: Callable[[], object], what: str | Callable[[], str], seconds: float = LONGEST) -> None:
    """Wait for something that must come; AssertionError says what did not."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain until {what() if callable(what) else what}"
        time.sleep(0.01)
