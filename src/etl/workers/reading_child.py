"""One child process that reads files for its parent, and the parent's end of it.

The parent sends a Question, the child answers with its readings. The child limits its own memory, says nothing on the
parent's terminal, and is gone when its parent is, however that ended. Whatever happens to it is told apart: it answered,
it took too long, it died, or it never started.
"""

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path

import pyarrow as pa
from pydantic import SecretStr

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.model import FileReading, SourceFile
from etl.recognise.packing import packed
from etl.recognise.reading import FileReader
from etl.settings import ReadingLimits
from etl.workers.processes import settle_in

GARBAGE_AFTER = 100_000  # rows, columns and the like; a file makes thousands, and hardly any in circles
SECONDS_TO_START = 120  # it takes a twentieth of a second on an idle machine, and what it imports a few seconds


@dataclass(frozen=True)
class ChildOrders:
    """Configuration and limits that every child is started with.

    The configuration comes as its parent has understood it: to read it again took most of a child's start, and could differ.
    """

    catalog: Catalog
    divisions: Divisions
    seconds: float
    memory_bytes: int
    limits: ReadingLimits
    accounts: bool = False  # whether the readings say what every cell was taken for


@dataclass(frozen=True)
class Question:
    """One file to read, with the password of its county: a child knows no other."""

    source: SourceFile
    password: SecretStr | None = None


@dataclass(frozen=True)
class Answer:
    """Answer of a child on one file: its readings, or what went wrong inside it; `leaves` when it ends itself after it.

    The readings are pickled once more, so that the child can have its next file before anybody unpacks them.
    """

    packed: bytes = b""
    out_of_memory: bool = False
    failure: str | None = None
    leaves: bool = False

    def readings(self) -> tuple[FileReading, ...]:
        """Unpack the readings."""
        found: tuple[FileReading, ...] = pickle.loads(self.packed)  # noqa: S301 - our own child packed it
        return found


class ChildTooSlow(Exception):
    """The file took too long; the child was ended."""


class ChildDied(Exception):
    """The child ended by itself or was killed by somebody while it had the file."""


class ChildNotStarted(Exception):
    """No child could be started: our own trouble, whatever the file is."""


class Child:
    """The parent's end of one child; one thread at a time. Started when first asked, and again after it ended."""

    def __init__(self, context: BaseContext, orders: ChildOrders) -> None:
        self._context, self._orders = context, orders
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._lock = threading.Lock()  # ending it may come from another thread
        self._is_closed = False

    def ask(self, question: Question) -> Answer:
        """The child's answer for one file; ChildTooSlow, ChildDied or ChildNotStarted when there is none."""
        if self._process is None or not self._process.is_alive():
            self._start()
        answer = self._exchange(question, self._orders.seconds)
        if not isinstance(answer, Answer):
            self.end()
            raise ChildDied
        if answer.leaves:
            self.end()
        return answer

    def end(self, *, for_good: bool = False) -> None:
        """End the child at once; it has nothing to save."""
        with self._lock:
            self._is_closed = self._is_closed or for_good
            if self._process is not None:
                self._process.kill()
                self._process.join()
            if self._pipe is not None:
                self._pipe.close()
            self._process = self._pipe = None

    def _start(self) -> None:
        self.end()
        with self._lock:
            if self._is_closed:
                raise ChildNotStarted("the pool is closed")
            self._pipe, theirs = self._context.Pipe()
            self._process = self._context.Process(  # type: ignore[attr-defined]
                target=serve, args=(theirs, self._orders), name="etl-reader", daemon=True
            )
            try:
                self._process.start()
            except (OSError, EOFError) as error:
                self._process = None
                raise ChildNotStarted(str(error)) from error
            finally:
                theirs.close()
        try:
            greeting = self._exchange(None, SECONDS_TO_START)
        except ChildTooSlow:  # no file's fault
            raise ChildNotStarted(f"it was not ready within {SECONDS_TO_START} s") from None
        if greeting != "ready":
            self.end()
            raise ChildNotStarted(str(greeting or "it ended before it was ready"))

    def _exchange(self, message: Question | None, seconds: float) -> object:
        """Send, then wait until the child begins to answer; None when the pipe broke. What it answers is ready by then, and
        a child that hangs while it hands that over is ended by its own alarm."""
        process, pipe = self._process, self._pipe
        if process is None or pipe is None:
            return None
        try:
            if message is not None:
                pipe.send(message)
            if pipe.poll(seconds):
                return pipe.recv()
        except (EOFError, OSError):
            return None
        self.end()
        raise ChildTooSlow


def serve(pipe: Connection, orders: ChildOrders) -> None:
    """The life of a child: read files until the parent closes the pipe."""
    enough = _peak_bytes() + orders.memory_bytes // 4
    _keep_to_limits(orders.memory_bytes)
    try:
        reader = FileReader(orders.catalog, orders.divisions, orders.limits, accounts=orders.accounts)
    except Exception as error:
        pipe.send(f"{type(error).__name__}: {error}")
        return
    gc.freeze()  # what the readers are made of lasts
    gc.set_threshold(GARBAGE_AFTER)
    pipe.send("ready")
    while True:
        try:
            question = pipe.recv()
        except (EOFError, OSError):
            return
        _set_alarm(2 * orders.seconds)
        answer = _read(reader, question, enough)
        try:
            pipe.send(answer)
        except MemoryError:  # the readings do not fit twice
            pipe.send(Answer(out_of_memory=True, leaves=True))
        except OSError:
            return
        _set_alarm(0)
        if answer.leaves:
            return


def _read(reader: FileReader, question: Question, enough: int) -> Answer:
    password = question.password.get_secret_value() if question.password else None
    try:
        readings = pickle.dumps(tuple(map(packed, reader.read_all(question.source, password))), protocol=5)
    except MemoryError:
        gc.collect()
        return Answer(out_of_memory=True, leaves=True)
    except Exception as error:  # our own bug: the county has nothing to mend, and the other files go on
        return Answer(failure=f"{type(error).__name__}: {error}")
    return Answer(readings, leaves=_peak_bytes() > enough)  # freed memory may stay in pieces


def _keep_to_limits(memory_bytes: int) -> None:
    settle_in()
    pa.set_memory_pool(pa.system_memory_pool())  # its own reserves a gigabyte of addresses, which are the file's
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)  # a panic in Rust prints its backtrace there
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - there is none on Windows

        most = _size_bytes() + memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _set_alarm(seconds: float) -> None:
    """A child that is stuck in native code without its parent, or in the middle of its answer, is ended by the system."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _size_bytes() -> int:
    """Address space of the process: what it was forked with is no file's fault."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _peak_bytes() -> int:
    if sys.platform != "linux":
        return 0
    import resource  # noqa: PLC0415

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
