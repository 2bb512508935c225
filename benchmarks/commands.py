"""Whole commands as an operator meets them: takes a work folder, gives the median seconds of each, interpreter and all.

In an ETL_HOME that a night has used, with the embedded warehouse stopped before each, as it is between nights. That the
first file has been read is known by the line that ends the stage: the inbox holds one new workbook each time.
"""

import os
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.province import CONFIG, Province, province
from benchmarks.scenarios import BenchmarkError, Say
from benchmarks.workbooks import Order, write_workbook
from etl.settings import PROJECT

HELP, STATUS, FIRST_FILE, WHOLE_RUN = "etl --help", "etl status", "etl run, first file read", "etl run, one new file"
COMMANDS = (HELP, STATUS, FIRST_FILE, WHOLE_RUN)
ROWS = 20
READ_LINE = "read: "  # what etl.console writes when the stage is over


def command_seconds(work: Path, runs: int, say: Say) -> dict[str, float]:
    """The medians of some runs, after one that makes the home a used one."""
    where = province(runs + 1, work)
    seconds: dict[str, list[float]] = defaultdict(list)
    with TemporaryDirectory(prefix="home-", dir=work, ignore_cleanup_errors=True) as folder:
        inbox = Path(folder) / "inbox"
        _night(Path(folder), inbox, where, 0)
        for number in range(1, runs + 1):
            seconds[HELP].append(_command(Path(folder), "--help"))
            seconds[STATUS].append(_command(Path(folder), "status"))
            first, whole = _night(Path(folder), inbox, where, number)
            seconds[FIRST_FILE].append(first)
            seconds[WHOLE_RUN].append(whole)
            say(f"commands: run {number} of {runs}")
    return {name: median(seconds[name]) for name in COMMANDS}


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ETL_")}
    own = {"ETL_HOME": str(folder / "var"), "ETL_CONFIG": str(CONFIG), "ETL_INBOX": str(folder / "inbox")}
    return kept | own


def _command(folder: Path, *arguments: str) -> float:
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "etl", *arguments],
        cwd=PROJECT,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    return time.monotonic() - started


def _night(folder: Path, inbox: Path, where: Province, number: int) -> tuple[float, float]:
    """`etl run` after one more county has reported; seconds until its file was read, and until the end."""
    code, name = list(where.counties.items())[number]
    write_workbook(Order(code, name, ROWS, inbox, has_faults=False))
    started, first = time.monotonic(), None
    with subprocess.Popen(
        [sys.executable, "-m", "etl", "run"],
        cwd=PROJECT,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if first is None and line.startswith(READ_LINE):
                first = time.monotonic() - started
    if process.returncode or first is None:
        raise BenchmarkError(f"etl run exited with {process.returncode} and read nothing")
    return first, time.monotonic() - started
