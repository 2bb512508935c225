"""Reading process: takes one file after the other as a Question, answers with its readings, never sees the warehouse.

It limits the processor time of each file and its own memory, says nothing on the parent's terminal, and is gone when its
parent is, however that ended. It is forked from a process that has imported how files are read; the parent never does.
"""

import gc
import pickle
import socket
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
from pydantic import SecretStr

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.intake.archive import is_what_came
from etl.model import SourceFile
from etl.recognise.packing import packed
from etl.settings import ReadingLimits
from etl.workers.channel import Channel
from etl.workers.file_service import answer_files
from etl.workers.processes import limit_memory, settle_in, shut_in
from etl.workers.reading_answer import Answer, encode

if TYPE_CHECKING:
    from etl.recognise.reading import FileReader

LONGEST_QUESTION = 1 << 20
NOT_WHAT_CAME = "its archived copy {} is not what came, as its hash differs; restore the archive"
WITHOUT_MEMORY = Answer(out_of_memory=True)
STAYS, LEAVES = b"\0", b"\1"  # before an answer: whether its child ends itself after it


@dataclass(frozen=True)
class ChildOrders:
    """Configuration and limits that every child is started with.

    The configuration comes as its parent has understood it: to read it again took most of a child's start, and could differ.
    """

    catalog: Catalog
    divisions: Divisions
    cpu_seconds: float  # of one file
    wall_seconds: float  # that the parent waits for the answer
    memory_bytes: int
    limits: ReadingLimits
    accounts: bool = False  # whether the readings say what every cell was taken for


@dataclass(frozen=True)
class Question:
    """One file to read, with the password of its county and its key of marks: a child knows no other's."""

    source: SourceFile
    password: SecretStr | None = None
    identity_key: SecretStr | None = None


def serve(pipe: socket.socket, orders: ChildOrders) -> None:
    """The life of a child: read files until the parent closes the pipe."""
    from etl.recognise.reading import FileReader  # noqa: PLC0415 - a tenth of a run's start, for nothing in the parent

    channel = Channel(pipe)
    enough = _peak_bytes() + orders.memory_bytes // 4
    _keep_to_limits(pipe, orders.memory_bytes)
    try:
        reader = FileReader(orders.catalog, orders.divisions, orders.limits, accounts=orders.accounts)
    except Exception as error:
        channel.send(f"{type(error).__name__}: {error}".encode())
        return
    shut_in()

    def answer(asked: bytearray, file: int | None) -> tuple[bytes, bool]:
        question: Question = pickle.loads(asked)  # noqa: S301 - the parent's
        read = _encoded(_read(reader, question, file), question.source)
        leaves = _peak_bytes() > enough  # freed memory may stay in pieces
        return (LEAVES if leaves else STAYS) + read, leaves

    answer_files(
        channel,
        answer,
        longest_question=LONGEST_QUESTION,
        cpu_seconds=orders.cpu_seconds,
        wall_seconds=orders.wall_seconds,
    )


def _encoded(answer: Answer, source: SourceFile) -> bytes:
    try:
        return encode(answer, [source])
    except MemoryError:  # the readings do not fit twice
        return encode(WITHOUT_MEMORY, [source])


def _read(reader: "FileReader", question: Question, file: int | None) -> Answer:
    password = question.password.get_secret_value() if question.password else None
    key = question.identity_key.get_secret_value() if question.identity_key else None
    try:
        if file is not None and not is_what_came(question.source, file):  # no county's fault: its figures may be others
            return Answer(failure=NOT_WHAT_CAME.format(question.source.path))
        readings = tuple(map(packed, reader.read_all(question.source, password, key, file)))
    except MemoryError:
        gc.collect()
        return WITHOUT_MEMORY
    except Exception as error:  # our own bug: the county has nothing to mend, and the other files go on
        return Answer(failure=f"{type(error).__name__}: {error}")
    return Answer(readings)


def _keep_to_limits(pipe: socket.socket, memory_bytes: int) -> None:
    pa.set_memory_pool(pa.system_memory_pool())  # its own reserves a gigabyte of addresses, which are the file's
    limit_memory(memory_bytes)
    settle_in(pipe)


def _peak_bytes() -> int:
    if sys.platform != "linux":
        return 0
    import resource  # noqa: PLC0415

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
