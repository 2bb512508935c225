"""Marking process: takes one file after the other with what is to be marked in it, answers with the workbook that goes back.

As a reading process it opens what a county sent, so it is shut in and limited as one; it never sees the warehouse or another file.
"""

import pickle
import socket
from dataclasses import dataclass

from pydantic import SecretStr

from etl.errors import UnreadableWorkbook
from etl.marking.mailable import is_mailable
from etl.marking.marks import MarkPlan
from etl.marking.return_file import returned_file
from etl.settings import ReadingLimits
from etl.workbook.read import read_bytes
from etl.workers.channel import Channel
from etl.workers.file_service import answer_files
from etl.workers.processes import limit_memory, settle_in, shut_in

LONGEST_QUESTION = 1 << 30
DONE, NOT_DONE, HELD_BACK = b"\0", b"\1", b"\2"  # before an answer


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
    is_for_mail: bool = False  # then a workbook that holds an identity number is held back


def serve(pipe: socket.socket, orders: MarkingOrders) -> None:
    """The life of a child: mark files until the parent closes the pipe."""
    channel = Channel(pipe)
    settle_in(pipe)
    limit_memory(orders.memory_bytes)
    shut_in()

    def answer(asked: bytearray, file: int | None) -> tuple[bytes, bool]:
        return _answer(pickle.loads(asked), file, orders.limits), False  # noqa: S301 - the parent's

    answer_files(
        channel,
        answer,
        longest_question=LONGEST_QUESTION,
        cpu_seconds=orders.cpu_seconds,
        wall_seconds=orders.wall_seconds,
    )


def _answer(question: MarkingQuestion, file: int | None, limits: ReadingLimits) -> bytes:
    if file is None:
        return NOT_DONE + b"no file"
    password = question.password.get_secret_value() if question.password else None
    try:
        content = read_bytes(file, limits)
        returned = returned_file(content, question.plan, limits, name=question.name, password=password)
        return DONE + returned if not question.is_for_mail or is_mailable(returned, limits) else HELD_BACK
    except UnreadableWorkbook as error:
        return NOT_DONE + error.message.encode()
    except MemoryError:
        return NOT_DONE + b"out of memory"
    except Exception as error:  # our own bug: the other files go back
        return NOT_DONE + f"{type(error).__name__}: {error}".encode()
