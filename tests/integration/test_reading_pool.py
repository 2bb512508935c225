"""The reading processes: limits are kept, a child that dies harms only its file, and none outlives its parent."""

import os
import pickle
import signal
import socket
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import forkserver
from pathlib import Path

import psutil
import pytest
from pydantic import SecretStr

from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.model import FileReading, SourceFile
from etl.settings import PROJECT, ReadingLimits
from etl.workers.channel import Channel
from etl.workers.child import READY, Child, ChildNotStarted
from etl.workers.processes import child_context
from etl.workers.reading_child import ChildOrders, Question, serve
from etl.workers.reading_pool import ReadingPool
from tests import endless_file
from tests.endless_file import is_reading, needs_wchan, waits_for
from tests.warm_process import begin
from tests.workbooks.content import Sheet
from tests.workbooks.locked import lock_ooxml, lock_zip
from tests.workbooks.text import build_csv
from tests.workbooks.xlsx import build_xlsx, pack_zip

HEADING = ["序号", "项目编号", "项目名称", "计划投资（万元）"]
NOW = datetime(2024, 4, 1, tzinfo=UTC)
CONFIGURED = load_catalog(PROJECT / "config"), load_divisions(PROJECT / "config")
LONGEST = 120.0  # seconds; whatever takes longer hangs

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a file that never ends is made of a FIFO")


@pytest.fixture
def pool() -> Iterator[ReadingPool]:
    with make_pool() as opened:
        yield opened


def make_pool(
    *,
    workers: int = 2,
    seconds: float = 60,
    wall_seconds: float = LONGEST,
    memory_mb: int = 1024,
    passwords: dict[str, SecretStr] | None = None,
) -> ReadingPool:
    return ReadingPool(
        *CONFIGURED,
        workers=workers,
        seconds_per_file=seconds,
        wall_seconds=wall_seconds,
        memory_bytes=memory_mb << 20,
        passwords=passwords,
    )


def source(path: Path) -> SourceFile:
    return SourceFile("510104", "2024Q1", path.name, "0" * 64, 0, NOW, 1, NOW, path)


def sound(folder: Path, name: str = "a.csv") -> SourceFile:
    """A file that is read in a moment."""
    path = folder / name
    path.write_bytes(build_csv([["社会组织帮扶项目台账"], HEADING, [1, "XM1", "道路", 2.5]]))
    return source(path)


def long(folder: Path, rows: int) -> SourceFile:
    """A file whose reading takes a second or two, and whose answer is longer than a pipe holds."""
    path = folder / "long.csv"
    path.write_bytes(build_csv([HEADING, *([i, f"XM{i}", "道路", 2.5] for i in range(rows))]))
    return source(path)


@pytest.fixture
def endless(tmp_path: Path) -> Iterator[SourceFile]:
    """A file whose reading never comes back."""
    path = tmp_path / "endless.xlsx"
    with endless_file.endless(path):
        yield source(path)


def readers() -> list[psutil.Process]:
    """The children of the fork server."""
    server = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    return psutil.Process(server).children() if server else []


def readers_of(path: Path) -> list[psutil.Process]:
    """The children that wait for this file."""
    return [child for child in readers() if is_reading(child, path)]


def is_writing(child: psutil.Process) -> bool:
    """True while it waits for somebody to take what it says."""
    return "sock_alloc_send" in waits_for(child)


def wait_until(condition: Callable[[], object], seconds: float = LONGEST) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def message(reading: FileReading) -> str:
    assert reading.failure is None
    return reading.issues[0].message if reading.issues else ""


def test_a_file_that_takes_too_much_processor_time_is_returned_and_the_others_are_read(tmp_path: Path) -> None:
    files = [sound(tmp_path, "1.csv"), long(tmp_path, 100_000), sound(tmp_path, "2.csv"), sound(tmp_path, "3.csv")]
    with make_pool(seconds=0.5) as pool:
        readings = list(pool.read(files))
    assert [reading.source.name for reading in readings] == [file.name for file in files]
    assert [reading.kind for reading in readings] == ["csv", "unreadable", "csv", "csv"]
    assert "处理器时间）超过 0 秒" in message(readings[1])


def test_a_child_that_stands_still_fails_its_file_and_blames_nobody(tmp_path: Path, endless: SourceFile) -> None:
    files = [sound(tmp_path, "1.csv"), endless, sound(tmp_path, "2.csv")]
    with make_pool(seconds=1, wall_seconds=5) as pool:  # which a busy machine does not need for the others
        readings = list(pool.read(files))
    assert [reading.kind for reading in readings] == ["csv", "failed", "csv"]
    assert "endless.xlsx: it was not read within 5 s on the clock" in str(readings[1].failure)
    assert not readings[1].issues


@needs_wchan
def test_a_child_that_is_stopped_in_the_middle_of_its_answer_is_ended(tmp_path: Path) -> None:
    with make_pool(workers=1, wall_seconds=5) as pool:
        assert [reading.kind for reading in pool.read([sound(tmp_path)])] == ["csv"]
        (child,) = readers()
        stopped = threading.Thread(target=lambda: wait_until(lambda: is_writing(child)) and child.suspend())
        receive = Channel.receive
        with pytest.MonkeyPatch.context() as patch:  # nobody takes the answer before its child is stopped

            def late(channel: Channel, most: int, seconds: float | None = None) -> bytearray:
                stopped.start()
                stopped.join()
                return receive(channel, most, seconds)

            patch.setattr(Channel, "receive", late)
            (reading,) = pool.read([long(tmp_path, 50_000)])
    assert reading.kind == "failed"
    assert "not read within" in str(reading.failure)


def test_a_child_that_cannot_hand_over_its_answer_ends_itself(tmp_path: Path) -> None:
    context = child_context("etl.workers.reading_child")
    ours, theirs = socket.socketpair()
    orders = ChildOrders(*CONFIGURED, cpu_seconds=60, wall_seconds=2, memory_bytes=1 << 30, limits=ReadingLimits())
    process = context.Process(target=serve, args=(theirs, orders), daemon=True)
    process.start()
    theirs.close()
    channel = Channel(ours)
    assert channel.receive(100) == READY
    asked = long(tmp_path, 50_000)
    with asked.path.open("rb") as file:
        channel.send(pickle.dumps(Question(asked)), file=file.fileno())
    process.join(LONGEST)
    assert process.exitcode == -signal.SIGALRM
    channel.close()


@needs_wchan
def test_a_child_killed_once_costs_nothing(pool: ReadingPool, endless: SourceFile) -> None:
    answers: list[FileReading] = []
    thread = threading.Thread(target=lambda: answers.extend(pool.read([endless])))
    thread.start()
    assert wait_until(lambda: readers_of(endless.path))
    (first,) = readers_of(endless.path)
    endless.path.unlink()
    endless.path.write_bytes(build_csv([["社会组织帮扶项目台账"], HEADING, [1, "XM1", "道路", 2.5]]))
    first.kill()
    thread.join(LONGEST)
    assert [reading.kind for reading in answers] == ["csv"]


@needs_wchan
@pytest.mark.parametrize(
    ("how", "kind", "told"),
    [
        pytest.param(signal.SIGKILL, "failed", "was ended 2 times (SIGKILL, SIGKILL)", id="killed from outside"),
        pytest.param(signal.SIGTERM, "failed", "was ended 2 times (SIGTERM, SIGTERM)", id="told to end"),
        pytest.param(signal.SIGSEGV, "unreadable", "读取时程序异常中断", id="crashed"),
        pytest.param(signal.SIGABRT, "unreadable", "读取时程序异常中断", id="without memory in native code"),
    ],
)
def test_a_child_that_dies_harms_only_its_file(
    tmp_path: Path, endless: SourceFile, how: signal.Signals, kind: str, told: str
) -> None:
    stop = threading.Event()

    def assassin() -> None:
        while not stop.wait(0.1):
            for child in readers_of(endless.path):
                child.send_signal(how)

    thread = threading.Thread(target=assassin)
    thread.start()
    try:
        with make_pool() as pool:
            readings = list(pool.read([sound(tmp_path, "1.csv"), endless, sound(tmp_path, "2.csv")]))
    finally:
        stop.set()
        thread.join()
    assert [reading.kind for reading in readings] == ["csv", kind, "csv"]
    assert told in (readings[1].failure or message(readings[1]))


@pytest.mark.skipif(not hasattr(psutil, "RLIMIT_AS"), reason="only Linux limits a process's addresses")
def test_what_a_file_may_take_is_left_to_it_after_others_were_read(tmp_path: Path) -> None:
    with make_pool(workers=1, memory_mb=2048) as pool:
        assert [reading.kind for reading in pool.read([sound(tmp_path)])] == ["csv"]
        limited = [
            child
            for child in psutil.Process().children(recursive=True)
            if child.rlimit(psutil.RLIMIT_AS)[0] != psutil.RLIM_INFINITY
        ]
        (left,) = [child.rlimit(psutil.RLIMIT_AS)[0] - child.memory_info().vms for child in limited]
    assert left > 0.9 * (2048 << 20)


def test_a_file_that_takes_too_much_memory_is_returned_and_the_others_are_read(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    large.write_bytes(build_csv([HEADING]) + "1,XM1,道路,2.5\n".encode() * 2_000_000)
    with make_pool(memory_mb=512) as pool:
        readings = list(pool.read([sound(tmp_path, "1.csv"), source(large), sound(tmp_path, "2.csv")]))
    assert [reading.kind for reading in readings] == ["csv", "unreadable", "csv"]
    assert "内存" in message(readings[1]) or "过" in message(readings[1])


def test_a_bug_of_ours_fails_the_file_and_blames_nobody(pool: ReadingPool, tmp_path: Path) -> None:
    readings = list(pool.read([source(tmp_path / "gone.xlsx"), sound(tmp_path)]))
    assert [reading.kind for reading in readings] == ["failed", "csv"]
    assert "gone.xlsx" in str(readings[0].failure)


def test_children_that_cannot_start_fail_the_files_and_blame_nobody(tmp_path: Path) -> None:
    catalog, divisions = CONFIGURED
    without_words = replace(catalog, vocabulary=None)  # type: ignore[arg-type]
    with ReadingPool(without_words, divisions, workers=1, seconds_per_file=9, memory_bytes=1 << 30) as pool:
        (reading,) = pool.read([sound(tmp_path)])
    assert reading.kind == "failed"
    assert "no reading process could be started: AttributeError" in str(reading.failure)


def test_after_some_starts_that_failed_none_is_tried_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each may take minutes, as where whatever starts processes stands still: a province would wait for hours."""
    starts: list[None] = []

    def ask(*_: object) -> bytearray:
        starts.append(None)
        raise ChildNotStarted("it was not ready within 120 s")

    monkeypatch.setattr(Child, "ask", ask)
    with make_pool(workers=1) as pool:
        readings = list(pool.read([sound(tmp_path)] * 30))
    assert len(starts) < 10
    assert {reading.failure for reading in readings} == {
        "a.csv: no reading process could be started: it was not ready within 120 s"
    }


def test_files_are_asked_for_only_a_little_ahead(pool: ReadingPool, tmp_path: Path) -> None:
    asked = 0

    def files() -> Iterator[SourceFile]:
        nonlocal asked
        for number in range(200):
            asked += 1
            yield sound(tmp_path, f"{number}.csv")

    readings = pool.read(files())
    for _ in range(5):
        next(readings)
    assert asked < 30
    readings.close()


def test_threads_share_one_pool(pool: ReadingPool, tmp_path: Path) -> None:
    names: dict[int, list[str]] = {}

    def read(prefecture: int) -> None:
        files = [sound(tmp_path, f"{prefecture}-{number}.csv") for number in range(12)]
        names[prefecture] = [reading.source.name for reading in pool.read(files)]

    threads = [threading.Thread(target=read, args=(prefecture,)) for prefecture in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST)
    assert names == {p: [f"{p}-{number}.csv" for number in range(12)] for p in range(4)}


def test_a_zip_gives_a_reading_for_each_workbook_in_it(pool: ReadingPool, tmp_path: Path) -> None:
    rows = [["社会组织帮扶项目台账"], HEADING, [1, "XM1", "道路", 2.5]]
    path = tmp_path / "报表.zip"
    path.write_bytes(pack_zip({"甲.xlsx": build_xlsx([Sheet(rows)]), "附件/乙.csv": build_csv(rows)}))
    readings = list(pool.read([source(path), sound(tmp_path)]))
    assert [reading.source.name for reading in readings] == [
        "报表.zip",
        "报表.zip/甲.xlsx",
        "报表.zip/附件/乙.csv",
        "a.csv",
    ]
    assert [reading.kind for reading in readings] == ["zip", "xlsx", "csv", "csv"]


PARENT = """
    if __name__ == "__main__":  # its children import this file, too
        import signal, sys, time
        from pathlib import Path
        import psutil
        from tests.integration.test_reading_pool import make_pool, source, sound

        folder, how = Path(sys.argv[1]), sys.argv[2]
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are started to ignore it
        with make_pool() as pool:
            files = [sound(folder, f"{n}.csv") for n in range(4)]
            if how != "normal":
                files.append(source(folder / "endless.xlsx"))
            for reading in pool.read(files):
                pids = [child.pid for child in psutil.Process().children(recursive=True)]
                if reading.source.name == "3.csv":
                    (folder / "pids").write_text(" ".join(map(str, pids)))
                    time.sleep(0.5)
                    (folder / "ready").touch()
                    if how == "exception":
                        raise SystemExit("enough")
"""


@pytest.mark.parametrize("how", ["normal", "exception", "SIGINT", "SIGTERM", "SIGKILL"])
def test_no_child_outlives_its_parent(tmp_path: Path, how: str) -> None:
    os.mkfifo(tmp_path / "endless.xlsx")
    script = tmp_path / "parent.py"
    script.write_text(textwrap.dedent(PARENT))
    pids = children_of_ended(script, tmp_path, how)
    assert len(pids) >= 2
    assert wait_until(lambda: not any(map(is_running, pids))), [psutil.Process(pid) for pid in pids if is_running(pid)]


def children_of_ended(script: Path, folder: Path, how: str) -> list[int]:
    """The pids that a script left in a folder, once it ended by itself or, when it was ready, by the signal `how`."""
    parent = begin(str(script), str(folder), how, environment=dict(os.environ), has_children=True)
    try:
        assert wait_until((folder / "ready").exists), parent.errors
        pids = [int(pid) for pid in (folder / "pids").read_text().split()]
        if how.startswith("SIG"):
            parent.signal(getattr(signal, how))
        parent.end()
    finally:
        parent.kill()
    return pids


def is_running(pid: int) -> bool:
    """True while a process still does anything: one that ended stays listed where nobody collects orphans."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_child_opens_a_file_with_the_password_of_its_county(tmp_path: Path) -> None:
    rows = [["社会组织帮扶项目台账"], HEADING, *([n, f"XM{n}", f"道路{n**9:x}", n + 0.25] for n in range(1, 200))]
    book = build_xlsx([Sheet(rows)])
    (tmp_path / "a.xlsx").write_bytes(lock_ooxml(book, "Geheim-77"))
    (tmp_path / "b.zip").write_bytes(lock_zip({"b.xlsx": book, "c.xlsx": lock_ooxml(book, "Geheim-77")}, "Geheim-77"))
    files = [source(tmp_path / "a.xlsx"), source(tmp_path / "b.zip")]
    other = replace(files[0], county_code="510107")
    secrets = {"510104": SecretStr("Geheim-77"), "510107": SecretStr("Geheim-78")}
    with make_pool(workers=1, passwords=secrets) as pool:
        opened = list(pool.read([*files, other, replace(other, county_code="510112")]))
    assert [len(reading.tables) for reading in opened] == [1, 0, 1, 1, 0, 0]
    wrong, none = (reading.issues[0].message for reading in opened[-2:])
    assert "与本县约定的密码打不开" in wrong
    assert "没有与本县约定过密码" in none
    assert "Geheim" not in repr(opened)
