"""Reading in child processes with limits on time and memory: whatever a file does, the parent survives and has a verdict.

Takes archived files, gives their readings in order. A file that takes more processor time or memory than a file may, or breaks
its reader twice, is returned. What no file can help (a child that stands still, is killed by others or cannot be started) is
`failed`: nothing is decided, and the next run reads the file again. May be asked from several threads at once. Each child has a
pipe of its own: with one for all, a child killed in the middle of its answer leaves every other waiting for ever.
"""

import os
import pickle
import queue
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from pydantic import SecretStr

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.identity_marks import KEY_NAME, county_key
from etl.model import FileReading, SourceFile
from etl.rules.reading.files import FILE_UNREADABLE
from etl.secret_files import secret, secret_path
from etl.settings import ReadingLimits, Settings
from etl.terminal import tell
from etl.workbook.refusals import unreadable
from etl.workers.ahead import READERS
from etl.workers.child import CRASHES, Child, ChildEnded, ChildNotStarted, ChildStoodStill
from etl.workers.confinement import lacking
from etl.workers.file_service import TOO_SLOW
from etl.workers.processes import child_context
from etl.workers.reading_child import LEAVES, ChildOrders, Question, serve
from etl.workers.reading_wire import MalformedAnswer, decode, known_names

AHEAD = 4  # files a child, asked for before the first of them is fetched: readings that wait take memory
TRIES = 2  # a child may be killed for what another one did (the machine ran out of memory)
GIVE_UP = 6  # starts in a row that failed: no file of this pool is tried any more
OURS = "the machine's fault, not the file's; the next run reads it again"
WALL_SECONDS = 600  # ten minutes without an answer: the child is stopped, or what it reads from hangs


class ReadingPool:
    """A few child processes that read files; enter it, map files over it, leave it and they are gone."""

    def __init__(
        self,
        catalog: Catalog,
        divisions: Divisions,
        *,
        workers: int,
        seconds_per_file: float,
        memory_bytes: int,
        wall_seconds: float = WALL_SECONDS,
        limits: ReadingLimits | None = None,
        passwords: Mapping[str, SecretStr] | None = None,
        identity_key: SecretStr | None = None,
        accounts: bool = False,
    ) -> None:
        context = child_context(*READERS)
        self._cpu_seconds, self._wall_seconds = seconds_per_file, wall_seconds
        self._passwords = passwords or {}  # by county code
        self._identity_key = identity_key
        self._known = known_names(catalog)
        self._not_started: list[str] = []  # why, of the last starts in a row
        self._ahead = AHEAD * workers
        orders = ChildOrders(
            catalog, divisions, seconds_per_file, wall_seconds, memory_bytes, limits or ReadingLimits(), accounts
        )
        self._children = [
            Child(context, "etl-reader", serve, orders, longest_answer=memory_bytes) for _ in range(workers)
        ]
        self._idle: queue.SimpleQueue[Child] = queue.SimpleQueue()
        for child in self._children:
            self._idle.put(child)
        # more than children: one unpacks what its child has read while another one gives that child the next file
        self._threads = ThreadPoolExecutor(max_workers=2 * workers, thread_name_prefix="etl-reader")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for child in self._children:
            child.end(for_good=True)
        self._threads.shutdown(wait=True)

    def start_ahead(self) -> None:
        """Begin to start the children, beside whatever comes before the first file."""
        for child in self._children:
            child.start_beside()

    def read(self, sources: Iterable[SourceFile]) -> Iterator[FileReading]:
        """The readings of every file, in the order given; a zip gives its own and those of its members."""
        waiting: deque[Future[tuple[FileReading, ...]]] = deque()
        try:
            for source in sources:
                waiting.append(self._threads.submit(self._read, source))
                if len(waiting) > self._ahead:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()

    def _read(self, source: SourceFile) -> tuple[FileReading, ...]:
        """The readings of a file, or the one that says why there are none."""
        child = self._idle.get()
        try:
            answer = self._ask(child, source)
        finally:
            self._idle.put(child)
        if isinstance(answer, FileReading):
            return (answer,)
        try:  # while the child has its next file
            said = decode(memoryview(answer)[len(LEAVES) :], [source], self._known)
        except MalformedAnswer as error:
            child.end()
            return (_failed(source, f"the process that read it gave an answer that makes no sense ({error})"),)
        if said.out_of_memory:
            return (_refused(source, "too much memory"),)
        return (_failed(source, said.failure),) if said.failure else said.readings

    def _ask(self, child: Child, source: SourceFile) -> bytearray | FileReading:
        """Have a child read a file; its answer, or the reading that says why there is none."""
        question = pickle.dumps(Question(source, self._passwords.get(source.county_code), self._county_key(source)))
        ends: list[int | None] = []
        if len(self._not_started) >= GIVE_UP:  # each may have taken minutes
            return _failed(source, f"no reading process could be started: {self._not_started[-1]}")
        while len(ends) < TRIES:
            try:
                with _opened(source) as file:
                    answer = child.ask(question, self._wall_seconds, file)
            except OSError as error:
                return _failed(source, f"{type(error).__name__}: {error.strerror}")
            except ChildStoodStill:
                return _failed(source, f"it was not read within {self._wall_seconds:.0f} s on the clock: {OURS}")
            except ChildNotStarted as error:
                self._not_started.append(str(error))
                return _failed(source, f"no reading process could be started: {error}")
            except ChildEnded as error:
                if error.exit_code is not None and error.exit_code == -(TOO_SLOW or 0):
                    return _refused(source, "too slow", seconds=f"{self._cpu_seconds:.0f}")
                ends.append(error.exit_code)
                continue
            self._not_started.clear()
            if answer.startswith(LEAVES):
                child.end()
            return answer
        if CRASHES.issuperset(ends):
            return _refused(source, "reader died")
        return _failed(
            source, f"the process that read it was ended {TRIES} times ({', '.join(map(_told, ends))}): {OURS}"
        )

    def _county_key(self, source: SourceFile) -> SecretStr | None:
        if self._identity_key is None:
            return None
        return SecretStr(county_key(self._identity_key.get_secret_value(), source.county_code))


def reading_pool(settings: Settings, catalog: Catalog, divisions: Divisions, *, accounts: bool = False) -> ReadingPool:
    """The child processes that read files, within the limits of the settings, and account for cells if told to; enter it.

    Numbers of persons in keys are marked where the night has made its key, which is never made here.
    """
    key = secret_path(settings.home, KEY_NAME)
    if unshut := lacking():
        tell(f"read: this system cannot shut {' and '.join(unshut)} to the processes that read files", to=sys.stderr)
    return ReadingPool(
        catalog,
        divisions,
        workers=settings.readers,
        seconds_per_file=settings.seconds_per_file,
        wall_seconds=settings.wall_seconds_per_file,
        memory_bytes=settings.reader_memory_mb << 20,
        limits=settings.reading_limits,
        passwords=settings.passwords,
        identity_key=SecretStr(secret(settings.home, KEY_NAME)) if key.exists() else None,
        accounts=accounts,
    )


def _refused(source: SourceFile, why: str, **words: object) -> FileReading:
    return FileReading(source, "unreadable", issues=(unreadable(source, FILE_UNREADABLE.reason(why, **words)),))


def _failed(source: SourceFile, why: str) -> FileReading:
    """Our own trouble with a file: nothing is decided about it, and the next run reads it again."""
    return FileReading(source, "failed", failure=f"{source.name}: {why}")


def _told(exit_code: int | None) -> str:
    """The end of a process in words for an operator."""
    if exit_code is None:
        return "without a word"
    if exit_code >= 0:
        return f"exit code {exit_code}"
    try:
        return signal.Signals(-exit_code).name
    except ValueError:
        return f"signal {-exit_code}"


@contextmanager
def _opened(source: SourceFile) -> Iterator[int]:
    """The descriptor of an archived file, which its reader gets: it may open none by itself. Waits for no pipe's other end."""
    file = os.open(source.path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
    try:
        os.set_blocking(file, True)
        yield file
    finally:
        os.close(file)
