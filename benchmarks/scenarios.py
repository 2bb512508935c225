"""The runs of a benchmark: takes a plan, runs floor and nights in turn, each in a process of its own, gives their figures.

Every night begins in a fresh ETL_HOME and a fresh database, but for those that come after a clean one: nothing changed,
and one county changed.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.database import Databases
from benchmarks.province import CONFIG, Province, province
from benchmarks.workbooks import inbox, inbox_with_one_changed
from etl.config.calendar import TIMEZONE
from etl.settings import PROJECT

SCENARIOS = ("clean", "unchanged", "one", "faults", "corpus")
NIGHT = datetime(2024, 4, 9, 2, tzinfo=TIMEZONE)
VARIED = ("ETL_READERS", "ETL_JUDGES")  # the settings of the program that a benchmark may vary
CORPUS = PROJECT / "tests" / "corpus" / "night1"

Figures = dict[str, float]
Say = Callable[[str], None]


class BenchmarkError(Exception):
    """A run did not come to its end, or not to the one it should: its figures would mean nothing."""


@dataclass(frozen=True)
class Plan:
    """Scenarios to run, and their size."""

    counties: int
    rows: int
    scenarios: tuple[str, ...]
    runs: int
    workers: int  # processes that build workbooks


@dataclass(frozen=True)
class Home:
    """Home of one run: the environment of its processes."""

    environment: dict[str, str]

    @classmethod
    def of(cls, folder: Path, url: str, config: Path) -> "Home":
        kept = {name: value for name, value in os.environ.items() if name in VARIED or not name.startswith("ETL_")}
        own = {"ETL_HOME": str(folder), "ETL_WAREHOUSE_URL": url, "ETL_CONFIG": str(config)}
        return cls(kept | own)

    def night(self, folder: Path, number: int = 0) -> Figures:
        """One night on an inbox, `number` days after the first."""
        now = NIGHT + timedelta(days=number)
        return _figures("night", [now.isoformat()], self.environment | {"ETL_INBOX": str(folder)})

    def floor(self, folder: Path) -> Figures:
        return _figures("floor", [str(folder)], self.environment)

    def apart(self, folder: Path) -> Figures:
        """Cost of the parts of reading and of judging a file, each measured in one process."""
        return _figures("reading", [str(folder)], self.environment) | _figures(
            "judging", [str(folder)], self.environment
        )


def run(plan: Plan, databases: Databases, work: Path, say: Say) -> Iterator[tuple[str, Figures]]:
    """The figures of every run as it ends, by what ran: floor, or a scenario."""
    where = province(plan.counties, work)
    say(f"workbooks: {plan.counties} counties, {plan.rows} rows each")
    clean = inbox(where, plan.rows, work, workers=plan.workers)
    faults = (
        inbox(where, plan.rows, work, has_faults=True, workers=plan.workers) if "faults" in plan.scenarios else clean
    )
    for number in range(plan.runs):
        say(f"run {number + 1} of {plan.runs}")
        if {"clean", "unchanged", "one"} & set(plan.scenarios):
            with _home(databases, work, where.config) as home:
                yield "floor", home.floor(clean)
            with _home(databases, work, where.config) as home:
                yield from _clean_nights(plan, home, where, work, clean)
        if "faults" in plan.scenarios:
            with _home(databases, work, where.config) as home:
                yield "faults", _expect(home.night(faults) | home.apart(faults), returned=9 * plan.counties)
        if "corpus" in plan.scenarios:
            with _home(databases, work, CONFIG) as home:
                yield "corpus", _expect(home.night(CORPUS))


def _clean_nights(plan: Plan, home: Home, where: Province, work: Path, clean: Path) -> Iterator[tuple[str, Figures]]:
    yield "clean", _expect(home.night(clean) | home.apart(clean), accepted=9 * plan.counties, issues=0)
    if "unchanged" in plan.scenarios:
        yield "unchanged", _expect(home.night(clean, 1), **{"files read": 0})
    if "one" in plan.scenarios:
        one = inbox_with_one_changed(where, plan.rows, work)
        yield "one", _expect(home.night(one, 2), **{"files read": 1, "accepted": 9})


def _expect(figures: Figures, **expected: int) -> Figures:
    """The figures, if the night did what it was built to do: a fast night that does something else is no news."""
    for name, value in ({"failed": 0} | expected).items():
        if figures[name] != value:
            raise BenchmarkError(f"a night ended with {name} {figures[name]:.0f} instead of {value}: {figures}")
    return figures


@contextmanager
def _home(databases: Databases, work: Path, config: Path) -> Iterator[Home]:
    with databases.fresh(config) as url, tempfile.TemporaryDirectory(prefix="home-", dir=work) as folder:
        yield Home.of(Path(folder), url, config)


def _figures(program: str, arguments: list[str], environment: dict[str, str]) -> Figures:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.once", program, *arguments],
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchmarkError(f"benchmarks.{program} failed: {(done.stderr.strip().splitlines() or ['no message'])[-1]}")
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures
