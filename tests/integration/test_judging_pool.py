"""The judging processes: they say what one process says, and one that dies fails the night and nothing else."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import psutil
import pytest

from etl.config.divisions import load_divisions
from etl.contract.catalog import Catalog, load_catalog
from etl.errors import TransientError
from etl.model import SourceFile
from etl.normalise.frame import ReportFrame
from etl.normalise.parsers.registry import PARSERS
from etl.recognise.packing import PackedCells
from etl.selection import Choice, by_report, choose
from etl.settings import PROJECT
from etl.validate.cross_checks import cross_check
from etl.validate.evidence import Evidence
from etl.workers.ahead import import_ahead
from etl.workers.child import Child, ChildEnded
from etl.workers.judging_child import OUT_OF_MEMORY, JudgeOrders, serve
from etl.workers.judging_pool import JudgingPool
from etl.workers.processes import METHOD
from etl.workers.reading_pool import ReadingPool
from tests.integration.test_reading_pool import LONGEST, children_of_ended, is_running, readers, wait_until
from tests.warm_process import begin

with warnings.catch_warnings():  # Great Expectations imports what Python has deprecated
    warnings.simplefilter("ignore", DeprecationWarning)
    from etl.validate.judge import Judge

CONFIG = PROJECT / "config"
NOW = datetime(2024, 4, 1, tzinfo=UTC)
INBOX = PROJECT / "tests" / "corpus" / "night1"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(CONFIG)


@pytest.fixture(scope="module")
def choices(catalog: Catalog) -> dict[str, list[Choice]]:
    """Submissions of some counties of the sample province, good and bad, as a night selects them, by report."""
    paths = sorted(path for path in INBOX.rglob("*") if path.is_file())[::6]
    sources = [
        SourceFile(path.parts[-3][:6], "2024Q1", path.name, str(number), 1, NOW, 1, NOW, path)
        for number, path in enumerate(paths)
    ]
    with ReadingPool(catalog, load_divisions(CONFIG), workers=2, seconds_per_file=60, memory_bytes=1 << 30) as pool:
        found = by_report(choose(pool.read(sources)).choices, catalog.contracts)
    assert found.keys() == catalog.contracts.keys()
    return found


def judged(
    catalog: Catalog, judge: Callable[[str, list[Choice]], ReportFrame | None], choices: dict[str, list[Choice]]
) -> dict[str, ReportFrame]:
    frames = {report: frame for report, found in choices.items() if (frame := judge(report, found)) is not None}
    earlier = {
        report: one_more_than(frame, columns)
        for report, frame in frames.items()
        if (columns := frame.contract.compared_with_previous())
    }
    cross_check(Evidence(catalog, frames, choices, earlier))
    return frames


def one_more_than(frame: ReportFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Earlier rows that are the same, but that every figure was higher by one."""
    rows = frame.data[["county_code", "period", *frame.contract.key, *columns]].copy()
    rows[list(columns)] += 1
    return rows.assign(is_same_period=True, said_in="以前的文件")


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_a_pool_says_what_one_process_says(catalog: Catalog, choices: dict[str, list[Choice]], workers: int) -> None:
    expected = judged(catalog, Judge(catalog).report, choices)
    with JudgingPool(catalog, workers=workers) as pool:
        frames = judged(catalog, pool.report, choices)
    assert frames.keys() == expected.keys() == catalog.contracts.keys()
    rules = set()
    for report, frame in frames.items():
        other = expected[report]
        pd.testing.assert_frame_equal(frame.data[list(other.data)], other.data)
        pd.testing.assert_frame_equal(frame.issues(), other.issues())
        assert frame.own_unit == other.own_unit
        assert frame.results == other.results != []
        assert frame.suspect.keys() == other.suspect.keys()
        assert all((frame.is_suspect(name) == other.is_suspect(name)).all() for name in frame.suspect)
        rules |= set(frame.issues()["rule"])
    # the rules that quote cells after the frames came back
    assert {".".join(rule.split(".")[2:3]) for rule in rules} >= {"type", "refers_to", "never_falls"}


def test_a_report_that_nobody_sent_is_not_judged(catalog: Catalog, choices: dict[str, list[Choice]]) -> None:
    nil = [replace(choice, tables=(), is_nil=True) for choice in choices["sale"]]
    with JudgingPool(catalog, workers=1) as pool:
        assert pool.report("sale", nil) is None
        assert pool.report("sale", []) is None


def test_no_cell_is_unpacked_by_whoever_passes_tables_on(choices: dict[str, list[Choice]]) -> None:
    tables = [table for found in choices.values() for choice in found for table in choice.tables]
    assert all(isinstance(table.values, PackedCells) and isinstance(table.extra, PackedCells) for table in tables)


def test_a_judge_that_dies_costs_nothing_and_one_that_dies_twice_fails_the_night_with_one_sentence(
    catalog: Catalog, choices: dict[str, list[Choice]], capsys: pytest.CaptureFixture[str]
) -> None:
    many = choices["sale"] * 300
    with JudgingPool(catalog, workers=1) as pool:
        assert pool.report("sale", choices["sale"]) is not None
        with kills(1):
            assert pool.report("sale", many) is not None
        assert "sale: a process that judged reports died" in capsys.readouterr().err
        with (
            kills(2),
            pytest.raises(TransientError, match=r"a process that judged reports died.*nothing was published"),
        ):
            pool.report("sale", many)
        assert pool.report("sale", choices["sale"]) is not None  # and the next run has new ones


def test_a_judge_that_is_stopped_is_ended_and_its_report_judged_once_more(
    catalog: Catalog, choices: dict[str, list[Choice]], capsys: pytest.CaptureFixture[str]
) -> None:
    with JudgingPool(catalog, workers=1, wall_seconds=5) as pool:
        assert pool.report("sale", choices["sale"]) is not None
        (child,) = readers()
        child.suspend()
        assert pool.report("sale", choices["sale"]) is not None
        assert not is_running(child.pid)
    assert "sale: a process that judged reports gave no answer in 5 s" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="the system limits no memory here")
def test_a_judge_that_needs_more_memory_than_it_may_take_fails_the_night_and_says_so(
    catalog: Catalog, choices: dict[str, list[Choice]], capsys: pytest.CaptureFixture[str]
) -> None:
    with JudgingPool(catalog, workers=1, memory_bytes=64 << 20) as pool:
        with pytest.raises(TransientError, match=r"more than 64 MB of memory \(ETL_JUDGE_MEMORY_MB\); nothing was pub"):
            pool.report("sale", choices["sale"] * 3000)
        assert "it is judged once more" in capsys.readouterr().err
        assert pool.report("sale", choices["sale"]) is not None  # another report has a new one
    orders = JudgeOrders(catalog, PARSERS, 64 << 20)
    child = Child(import_ahead(), "etl-judge", serve, orders, longest_answer=1 << 20)
    with pytest.raises(ChildEnded) as ended:
        child.ask(bytes(200 << 20), LONGEST)  # a question that it has no room for
    assert ended.value.exit_code == OUT_OF_MEMORY


@contextmanager
def kills(count: int) -> Iterator[None]:
    """So many judges killed while they judge."""
    is_over = threading.Event()

    def kill() -> None:
        killed: set[int] = set()
        while len(killed) < count and not is_over.is_set():
            for child in readers():
                with suppress(psutil.Error):
                    if child.pid not in killed and child.cpu_times().user > before.get(child.pid, 0.3) + 0.1:
                        child.kill()
                        killed.add(child.pid)
            time.sleep(0.01)

    before = {child.pid: child.cpu_times().user for child in readers()}
    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def test_an_error_does_not_wait_for_what_is_judged(catalog: Catalog, choices: dict[str, list[Choice]]) -> None:
    many = choices["sale"] * 3000  # of which one takes a moment, and all a minute
    ended: list[BaseException] = []
    threads: list[threading.Thread] = []

    def ask(pool: JudgingPool) -> None:
        try:
            pool.report("sale", many)
        except BaseException as error:
            ended.append(error)

    def judge_until_stopped() -> None:
        with JudgingPool(catalog, workers=1) as pool:
            assert pool.report("sale", choices["sale"]) is not None
            thread = threading.Thread(target=ask, args=(pool,))
            threads.append(thread)
            thread.start()
            (child,) = readers()
            before = child.cpu_times().user
            assert wait_until(lambda: child.cpu_times().user > before + 0.2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge_until_stopped()
    threads[0].join(LONGEST)
    assert not threads[0].is_alive()
    assert [type(error) for error in ended] == [TransientError]


PARENT = """
    import signal, sys, time
    from pathlib import Path
    import psutil
    from etl.contract.catalog import load_catalog
    from etl.settings import PROJECT
    from etl.workers.judging_pool import JudgingPool

    if __name__ == "__main__":
        folder = Path(sys.argv[1])
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with JudgingPool(load_catalog(PROJECT / "config"), workers=2):
            while len(pids := [child.pid for child in psutil.Process().children(recursive=True)]) < 3:
                time.sleep(0.05)
            (folder / "pids").write_text(" ".join(map(str, pids)))
            (folder / "ready").touch()
            time.sleep(600)
"""


LATE = """
    import os, sys, threading, time
    from multiprocessing.context import ForkServerProcess
    from etl.contract.catalog import load_catalog
    from etl.settings import PROJECT
    from etl.workers.judging_pool import JudgingPool

    started, start = threading.Event(), ForkServerProcess.start
    first = []

    def start_slowly(self):
        start(self)
        if first:  # it runs, and the pool has not heard of it
            started.set()
            time.sleep(2)
        first.append(self)

    if __name__ == "__main__":
        ForkServerProcess.start = start_slowly
        with JudgingPool(load_catalog(PROJECT / "config"), workers=2):
            started.wait()
            raise SystemExit("left while the second child is being started")
"""


EARLY = """
    import signal, sys, time
    from etl.config.divisions import load_divisions
    from etl.contract.catalog import load_catalog
    from etl.workers.reading_pool import ReadingPool
    from etl.settings import PROJECT
    from etl.workers.ahead import import_ahead
    from etl.workers.judging_pool import JudgingPool

    if __name__ == "__main__":
        catalog = load_catalog(PROJECT / "config")
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            import_ahead()
            with (
                ReadingPool(catalog, load_divisions(PROJECT / "config"), workers=2, seconds_per_file=60, memory_bytes=1 << 30),
                JudgingPool(catalog, workers=2),
            ):
                print("ready", flush=True)
                while True:
                    time.sleep(0.1)  # one that comes just before a sleep is heard after it
        except KeyboardInterrupt:
            sys.exit(130)
"""


@pytest.mark.long
@pytest.mark.parametrize("seconds", [0.0, 0.5, 1.5])
def test_ctrl_c_while_great_expectations_is_imported_says_nothing(tmp_path: Path, seconds: float) -> None:
    script = tmp_path / "parent.py"
    script.write_text(textwrap.dedent(EARLY))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(PROJECT), str(PROJECT / "src")])}
    with subprocess.Popen(
        [sys.executable, str(script)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "ready\n"
        time.sleep(seconds)
        os.killpg(parent.pid, signal.SIGINT)  # as a terminal sends it: to all of them
        assert parent.communicate(timeout=LONGEST) == ("", "")
    assert parent.returncode == 130


@pytest.mark.skipif(METHOD != "forkserver", reason="there is no fork server here")
def test_a_night_that_ends_while_a_judge_is_being_started_does_not_wait_for_it(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(textwrap.dedent(LATE))
    ended = begin(str(script), environment=dict(os.environ), has_children=True).end()
    assert (ended.returncode, ended.stderr) == (1, "left while the second child is being started\n")


@pytest.mark.parametrize("how", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_no_judge_outlives_its_parent(tmp_path: Path, how: str) -> None:
    script = tmp_path / "parent.py"
    script.write_text(textwrap.dedent(PARENT))
    pids = children_of_ended(script, tmp_path, how)
    assert len(pids) >= 3
    assert wait_until(lambda: not any(map(is_running, pids)))
