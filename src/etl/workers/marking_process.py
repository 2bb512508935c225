"""Marking in a child process: takes files with what is to be marked in them, gives the workbooks that go back.

The parent opens no county's file. What no child can mark (a file that crashes it, or takes more than a file may) goes back as a
list of its issues, which the parent writes from the plan alone.
"""

import os
import pickle
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from pydantic import SecretStr

from etl.errors import TransientError
from etl.foreign_text import visible
from etl.marking.fresh_workbook import fresh_workbook
from etl.marking.marks import MarkPlan
from etl.marking.return_file import LISTED
from etl.model import SourceFile
from etl.settings import Settings
from etl.workers.child import Child, ChildEnded, ChildNotStarted, ChildStoodStill
from etl.workers.marking_child import DONE, MarkingOrders, MarkingQuestion, serve
from etl.workers.processes import child_context

TRIES = 2


class MarkingProcess:
    """One child process that marks files; enter it, ask, leave it and it is gone. For one thread."""

    def __init__(self, settings: Settings) -> None:
        self._wall_seconds = settings.wall_seconds_per_file
        self._passwords: Mapping[str, SecretStr] = settings.passwords
        memory = settings.reader_memory_mb << 20
        orders = MarkingOrders(settings.seconds_per_file, self._wall_seconds, memory, settings.reading_limits)
        context = child_context("etl.workers.marking_child")
        self._child = Child(context, "etl-marker", serve, orders, longest_answer=memory)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.end(for_good=True)

    def marked(self, source: SourceFile, plan: MarkPlan) -> bytes:
        """The workbook that goes back; TransientError when nothing can be marked at all, or the file is gone."""
        return self._answer(source, plan) or fresh_workbook((), (), plan.front.with_note(LISTED))

    def for_mail(self, source: SourceFile, plan: MarkPlan) -> bytes | None:
        """The same workbook where no identity number can be in it, else nothing."""
        return self._answer(source, plan, is_for_mail=True)

    def _answer(self, source: SourceFile, plan: MarkPlan, *, is_for_mail: bool = False) -> bytes | None:
        """Answer of a child; None where it gave nothing, or held it back."""
        password = self._passwords.get(source.county_code)
        question = pickle.dumps(MarkingQuestion(source.name, plan, password, is_for_mail))
        for _ in range(TRIES):
            try:
                answer = self._ask(source, question)
            except (ChildNotStarted, ChildStoodStill) as error:
                raise TransientError(
                    f"no process could mark {visible(source.name)}: {error or 'it stood still'}"
                ) from error
            except OSError as error:
                raise TransientError(f"{source.path} cannot be read: {error.strerror}") from error
            except ChildEnded:
                continue
            return bytes(memoryview(answer)[len(DONE) :]) if answer.startswith(DONE) else None
        return None

    def _ask(self, source: SourceFile, question: bytes) -> bytearray:
        file = os.open(source.path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
        try:
            os.set_blocking(file, True)
            return self._child.ask(question, self._wall_seconds, file)
        finally:
            os.close(file)
