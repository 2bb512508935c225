"""Whole commands as an operator meets them: takes a work folder, gives the median seconds of each, interpreter and all.

In an ETL_HOME that a night has used: first with the embedded warehouse stopped before each, as it is between nights, then while
it is up, then while `etl serve` runs as well, whose Prefect server commands use. That the first file has been read is known by
the line that ends the stage: the inbox holds one new workbook each time.
"""

import os
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.province import CONFIG, Province, province
from benchmarks.scenarios import BenchmarkError, Say
from benchmarks.whole_commands import begin, lines
from benchmarks.workbooks import Order, write_workbook
from flows.local_server import answers
from flows.served_address import served_url

HELP, STATUS, FIRST_FILE, WHOLE_RUN = "etl --help", "etl status", "etl run, first file read", "etl run, one new file"
WAREHOUSE_UP, SERVED = ", warehouse up", ", served"
ASKED = ("status", "runs", "issues")
RERUN = "etl rerun --county"
COMMANDS = (
    *(HELP, STATUS, FIRST_FILE, WHOLE_RUN, RERUN),
    *(f"etl {name}{WAREHOUSE_UP}" for name in ASKED),
    *(f"{name}{SERVED}" for name in (FIRST_FILE, WHOLE_RUN, RERUN)),
)
ROWS = 20
SECONDS_TO_SERVE, SECONDS_TO_REGISTER = 120, 5
READ_LINE = "read: "  # what etl.console writes when the stage is over


def command_seconds(work: Path, runs: int, say: Say) -> dict[str, float]:
    """The medians of some runs, after one that makes the home a used one."""
    where = province(2 * runs + 1, work)
    seconds: dict[str, list[float]] = defaultdict(list)
    with TemporaryDirectory(prefix="home-", dir=work, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _night(folder, where, 0)
        for number in range(1, runs + 1):
            seconds[HELP].append(_command(folder, "--help"))
            seconds[STATUS].append(_command(folder, "status"))
            _time_nights(seconds, folder, where, number, "")
            say(f"commands: run {number} of {runs}")
        with _warehouse(folder):
            for _ in range(runs):
                for command in ASKED:
                    seconds[f"etl {command}{WAREHOUSE_UP}"].append(_command(folder, command))
            with _served(folder):
                for number in range(runs + 1, 2 * runs + 1):
                    _time_nights(seconds, folder, where, number, SERVED)
                    say(f"commands, served: run {number - runs} of {runs}")
    return {name: median(seconds[name]) for name in COMMANDS}


def _time_nights(seconds: dict[str, list[float]], folder: Path, where: Province, number: int, how: str) -> None:
    first, whole = _night(folder, where, number)
    seconds[FIRST_FILE + how].append(first)
    seconds[WHOLE_RUN + how].append(whole)
    seconds[RERUN + how].append(_command(folder, "rerun", "--county", [*where.counties][number]))


@contextmanager
def _warehouse(folder: Path) -> Iterator[None]:
    _command(folder, "warehouse", "start")
    try:
        yield
    finally:
        _command(folder, "warehouse", "stop")


@contextmanager
def _served(folder: Path) -> Iterator[None]:
    """Have `etl serve` run, and its deployments be known."""
    with begin(_environment(folder), "serve") as program:
        try:
            _wait_for(lambda: (url := served_url(folder / "var" / "prefect")) is not None and answers(url))
            time.sleep(SECONDS_TO_REGISTER)
            yield
        finally:
            program.terminate()


def _wait_for(is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS_TO_SERVE
    while not is_true():
        if time.monotonic() > deadline:
            raise BenchmarkError(f"etl serve did not serve within {SECONDS_TO_SERVE} s")
        time.sleep(0.1)


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ETL_")}
    own = {"ETL_HOME": str(folder / "var"), "ETL_CONFIG": str(CONFIG), "ETL_INBOX": str(folder / "inbox")}
    return kept | own


def _command(folder: Path, *arguments: str) -> float:
    started = time.monotonic()
    with begin(_environment(folder), *arguments) as process:
        code = process.wait()
    if code:
        raise BenchmarkError(f"etl {' '.join(arguments)} exited with {code}")
    return time.monotonic() - started


def _night(folder: Path, where: Province, number: int) -> tuple[float, float]:
    """`etl run` after one more county has reported; seconds until its file was read, and until the end."""
    code, name = list(where.counties.items())[number]
    write_workbook(Order(code, name, ROWS, folder / "inbox", has_faults=False))
    started, first = time.monotonic(), None
    with begin(_environment(folder), "run", errors=subprocess.PIPE) as process:
        for line in lines(process):
            if first is None and line.startswith(READ_LINE):
                first = time.monotonic() - started
    if process.returncode or first is None:
        raise BenchmarkError(f"etl run exited with {process.returncode} and read nothing")
    return first, time.monotonic() - started
