"""Judging process: judge one report after the other, by the contracts of one configuration.

It is forked from a process that has imported Great Expectations; nothing here imports it before it is needed. What it takes and
gives is pickled, but for the cells that it takes, which are mapped: both ends are ours, and it never opens a file of a county.
"""

import gc
import os
import pickle
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.config.waivers import Waiver
from etl.contract.catalog import Catalog
from etl.errors import EtlError
from etl.normalise.frame import PlacedTable
from etl.normalise.parsers.registry import Parsers
from etl.workers.channel import Channel
from etl.workers.child import READY
from etl.workers.processes import limit_memory, settle_in, shut_in
from etl.workers.shared_cells import unpickled
from etl.workers.wire import Judged

if TYPE_CHECKING:
    from etl.validate.judge import Judge

LONGEST_QUESTION = 1 << 40  # from the parent, of as much as it has memory for
OUT_OF_MEMORY = 77  # exit code of a child that may take no more; no signal and nothing of Python's ends with it


@dataclass(frozen=True)
class JudgeOrders:
    """Contracts and parsers that every child judges by, and the memory that it may take."""

    catalog: Catalog
    parsers: Parsers
    memory_bytes: int


@dataclass(frozen=True)
class JudgeQuestion:
    """One report of all counties."""

    report: str
    tables: Sequence[PlacedTable]
    waivers: Sequence[Waiver]


def serve(pipe: socket.socket, orders: JudgeOrders) -> None:
    """The life of a child: judge reports until the parent closes the pipe. Answers with a Judged, or what was raised."""
    channel = Channel(pipe)
    settle_in(pipe)
    from etl.validate.judge import Judge  # noqa: PLC0415 - seconds, but in the fork server and its children

    try:
        judge = Judge(orders.catalog, orders.parsers)
    except Exception as error:
        channel.send(f"{type(error).__name__}: {error}".encode())
        return
    limit_memory(orders.memory_bytes)
    shut_in()
    gc.freeze()  # imports last
    channel.send(READY)
    while True:
        try:
            asked, file = channel.receive_with_file(LONGEST_QUESTION)
            answer = _answer(judge, _question(asked, file))
            channel.send(pickle.dumps(answer, protocol=5))
        except MemoryError:  # wherever it came, in a question of which half is read, too
            os._exit(OUT_OF_MEMORY)
        except (EOFError, OSError):
            return


def _question(asked: bytearray, file: int | None) -> JudgeQuestion:
    if file is None:
        raise EOFError  # the parent sends one with every question
    try:
        question: JudgeQuestion = unpickled(asked, file)
    finally:
        os.close(file)  # what is mapped stays
    return question


def _answer(judge: "Judge", question: JudgeQuestion) -> Judged | Exception:
    try:
        return Judged.of(judge.tables(question.report, question.tables, question.waivers))
    except MemoryError:
        raise
    except EtlError as error:
        return error
    except Exception as error:
        return RuntimeError(f"judging {question.report}: {type(error).__name__}: {error}")
