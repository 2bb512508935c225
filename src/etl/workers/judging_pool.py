"""Judging in child processes, a report each. Takes the choices of a report, gives its judged frame.

The children are forked from one process that has imported Great Expectations: its seconds are paid once, beside whatever
the parent does meanwhile, and the parent itself never imports it.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from etl.config.waivers import Waiver
from etl.contract.catalog import Catalog
from etl.errors import TransientError
from etl.normalise.frame import ReportFrame
from etl.normalise.parsers.registry import PARSERS, Parsers
from etl.normalise.stack import placed_tables
from etl.selection import Choice
from etl.workers import judging_child
from etl.workers.processes import child_context

if TYPE_CHECKING:
    from etl.validate.judge import Judge

T = TypeVar("T")
DIED = "a process that judged reports died, perhaps because the machine ran out of memory; nothing was published"


def import_ahead() -> BaseContext:
    """Begin to import Great Expectations where the children of a night are forked from; to be called before any is started."""
    return child_context("etl.workers.reading_child", "etl.validate.judge")


class JudgingPool:
    """A few child processes that judge reports, or with no workers this process; enter it, and leave it when all is judged.

    May be asked from several threads at once.
    """

    def __init__(self, catalog: Catalog, *, workers: int, parsers: Parsers = PARSERS) -> None:
        self._orders = judging_child.JudgeOrders(catalog, parsers)
        self._workers = workers
        self._executor: ProcessPoolExecutor | None = None
        self._own: Judge | None = None
        self._lock = threading.Lock()
        self._left = False

    def __enter__(self) -> Self:
        """Begin to start the children, beside the reading."""
        if self._workers:
            self._executor = ProcessPoolExecutor(
                self._workers,
                mp_context=import_ahead(),
                initializer=judging_child.get_ready,
                initargs=(self._orders,),
            )
            threading.Thread(target=self._start, args=(self._executor,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._executor is None:
            return
        with (
            self._lock
        ):  # no child is being started: one that came after the others were ended would be waited for in vain
            self._left = True
            if kind is not None:  # nobody waits for what they judge; from 3.14 on there is kill_workers
                for process in [*(self._executor._processes or {}).values()]:
                    process.kill()
        self._executor.shutdown(cancel_futures=True)

    def report(self, report: str, choices: Sequence[Choice], waivers: Sequence[Waiver] = ()) -> ReportFrame | None:
        """The judged frame of one report (see `judge`); TransientError when its process died."""
        tables = placed_tables(report, choices)
        if not tables:
            return None
        if self._executor is None:
            return self._judge_here().tables(report, tables, waivers)
        try:
            asked = self._submit(self._executor, judging_child.judge, report, tables, waivers)
        except (RuntimeError, EOFError, OSError) as error:  # broken, left, or without a fork server
            raise TransientError(DIED) from error
        try:
            judged = asked.result()
        except BrokenProcessPool as error:
            raise TransientError(DIED) from error
        return judged.frame(self._orders.catalog.contracts[report], tables)

    def _start(self, executor: ProcessPoolExecutor) -> None:
        """A child is only started when something is asked of it."""
        with suppress(RuntimeError, EOFError, OSError):  # shut down meanwhile, or broken: whoever asks will say so
            for _ in range(self._workers):
                self._submit(executor, judging_child.is_ready)

    def _submit(self, executor: ProcessPoolExecutor, task: Callable[..., T], *what: object) -> Future[T]:
        """The only place where a child may be started, and only while nobody leaves."""
        with self._lock:
            if self._left:
                raise RuntimeError("the judging pool was left")
            return executor.submit(task, *what)

    def _judge_here(self) -> "Judge":
        from etl.validate.judge import Judge  # noqa: PLC0415 - seconds, which a parent with children need not pay

        with self._lock:
            if self._own is None:
                self._own = Judge(self._orders.catalog, self._orders.parsers)
            return self._own
