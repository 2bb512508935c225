"""Marking process: takes one file after the other with what is to be marked in it, answers with the workbook that goes back.

As a reading process it opens what a county sent, so it is shut in and limited as one; it never sees the warehouse or another file.
"""

import gc
import pickle
import signal
import socket
from dataclasses import dataclass

from pydantic import SecretStr

from etl.errors import UnreadableWorkbook
from etl.marking.marks import MarkPlan
from etl.marking.return_file import returned_file
from etl.settings import ReadingLimits
from etl.workbook.read import read_bytes
from etl.workers.channel import Channel
from etl.workers.child import READY
from etl.workers.processes import limit_memory, settle_in, shut_in

LONGEST_QUESTION = 1 << 30
GARBAGE_AFTER = 100_000  # as in a reading process
DONE, NOT_DONE = b"\0", b"\1"  # before an answer


@dataclass(frozen=True)
class MarkingOrders:
    """Limits that every child is started with."""

    cpu_seconds: float  # of one file
    wall_seconds: float
    memory_bytes: int
    limits: ReadingLimits


@dataclass(frozen=True)
class MarkingQuestion:
    """One file to mark: its name, by which a member of a zip is found, and its county's password."""

    name: str
    plan: MarkPlan
    password: SecretStr | None = None


def serve(pipe: socket.socket, orders: MarkingOrders) -> None:
    """The life of a child: mark files until the parent closes the pipe."""
    channel = Channel(pipe)
    settle_in(pipe)
    limit_memory(orders.memory_bytes)
    shut_in()
    gc.freeze()  # what the program is made of lasts
    gc.set_threshold(GARBAGE_AFTER)
    channel.send(READY)
    while True:
        try:
            asked, file = channel.receive_with_file(LONGEST_QUESTION)
        except (EOFError, OSError):
            return
        question: MarkingQuestion = pickle.loads(asked)  # noqa: S301 - the parent's
        _set_timers(orders.cpu_seconds, 2 * orders.wall_seconds)
        answer = _answer(question, file, orders.limits)
        try:
            channel.send(answer)
        except OSError:
            return
        _set_timers(0, 0)


def _answer(question: MarkingQuestion, file: int | None, limits: ReadingLimits) -> bytes:
    if file is None:
        return NOT_DONE + b"no file"
    password = question.password.get_secret_value() if question.password else None
    try:
        content = read_bytes(file, limits)
        return DONE + returned_file(content, question.plan, limits, name=question.name, password=password)
    except UnreadableWorkbook as error:
        return NOT_DONE + error.message.encode()
    except MemoryError:
        return NOT_DONE + b"out of memory"
    except Exception as error:  # our own bug: the other files go back
        return NOT_DONE + f"{type(error).__name__}: {error}".encode()


def _set_timers(cpu_seconds: float, wall_seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
        signal.setitimer(signal.ITIMER_REAL, wall_seconds)
