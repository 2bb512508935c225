"""Judging in child processes, a report each. Takes the choices of a report, gives its judged frame.

The children are forked from one process that has imported Great Expectations: its seconds are paid once, beside whatever
the parent does meanwhile, and the parent itself never imports it. A report whose child died or gave no answer in time is judged
once more, by a new one; then the run fails. So is one whose child needed more memory than it may take, which is never a county's fault.
"""

import pickle
import queue
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from etl.config.waivers import Waiver
from etl.contract.catalog import Catalog
from etl.errors import TransientError
from etl.normalise.frame import ReportFrame
from etl.normalise.parsers.registry import PARSERS, Parsers
from etl.normalise.stack import placed_tables
from etl.selection import Choice
from etl.terminal import tell
from etl.workers.ahead import import_ahead
from etl.workers.child import CRASHES, Child, ChildEnded, ChildNotStarted, ChildStoodStill
from etl.workers.judging_child import OUT_OF_MEMORY, JudgeOrders, JudgeQuestion, serve
from etl.workers.shared_cells import SharedCells
from etl.workers.wire import Judged

if TYPE_CHECKING:
    from etl.validate.judge import Judge

# of a report, choices and the waivers in force the judged frame (see `judge`); TransientError when no child could judge it
Judging = Callable[[str, Sequence[Choice], Sequence[Waiver]], ReportFrame | None]
TRIES = 2
MEMORY_BYTES = 8 << 30  # of addresses; the largest child of a nation's night had 0.4 GiB
WALL_SECONDS = 900  # the longest report of a nation's batch takes some
LONGEST_ANSWER = 1 << 40  # our own child's, of as much as it has memory for


class JudgingPool:
    """A few child processes that judge reports, or with no workers this process; enter it, and leave it when all is judged.

    May be asked from several threads at once.
    """

    def __init__(
        self,
        catalog: Catalog,
        *,
        workers: int,
        folder: Path | None = None,
        parsers: Parsers = PARSERS,
        wall_seconds: float = WALL_SECONDS,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self._orders = JudgeOrders(catalog, parsers, memory_bytes)
        self._workers, self._wall_seconds = workers, wall_seconds
        self._folder = folder or Path(tempfile.gettempdir())  # of the file in which a batch's cells are shared
        self._children: list[Child] = []
        self._idle: queue.SimpleQueue[Child] = queue.SimpleQueue()
        self._own: Judge | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        """Begin to start the children, beside the reading."""
        if self._workers:
            context = import_ahead()
            self._children = [
                Child(context, "etl-judge", serve, self._orders, longest_answer=LONGEST_ANSWER)
                for _ in range(self._workers)
            ]
            for child in self._children:
                self._idle.put(child)
                child.start_beside()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._children:  # nobody waits for what they judge
            child.end(for_good=True)

    @contextmanager
    def batch(self) -> Iterator[Judging]:
        """A call that judges one report of a batch after the other, or several at once; the children share its cells."""
        if not self._children:
            yield self._report_here
            return
        with SharedCells(self._folder) as cells:
            yield partial(self._report, cells)

    def report(self, report: str, choices: Sequence[Choice], waivers: Sequence[Waiver] = ()) -> ReportFrame | None:
        """The judged frame of a report that is a batch for itself."""
        with self.batch() as judge:
            return judge(report, choices, waivers)

    def _report_here(self, report: str, choices: Sequence[Choice], waivers: Sequence[Waiver]) -> ReportFrame | None:
        tables = placed_tables(report, choices)
        return self._judge_here().tables(report, tables, waivers) if tables else None

    def _report(
        self, cells: SharedCells, report: str, choices: Sequence[Choice], waivers: Sequence[Waiver]
    ) -> ReportFrame | None:
        tables = placed_tables(report, choices)
        if not tables:
            return None
        question = cells.pickled(JudgeQuestion(report, tables, waivers))
        judged: Judged | Exception = pickle.loads(self._ask(report, question, cells.fileno()))  # noqa: S301 - our child's
        if isinstance(judged, Exception):
            raise judged
        return judged.frame(self._orders.catalog.contracts[report], tables)

    def _ask(self, report: str, question: bytes, file: int) -> bytearray:
        child = self._idle.get()
        try:
            for tries_left in reversed(range(TRIES)):
                try:
                    return child.ask(question, self._wall_seconds, file)
                except ChildNotStarted as error:
                    raise TransientError(f"no process that judges reports could be started: {error}") from error
                except (ChildEnded, ChildStoodStill) as error:
                    why = self._told(error)
                    if tries_left:
                        tell(f"{report}: {why}; it is judged once more", to=sys.stderr)
            raise TransientError(f"{report}: {why}; nothing was published")
        finally:
            self._idle.put(child)

    def _told(self, error: ChildEnded | ChildStoodStill) -> str:
        memory = f"{self._orders.memory_bytes >> 20} MB of memory (ETL_JUDGE_MEMORY_MB)"
        if isinstance(error, ChildEnded) and error.exit_code == OUT_OF_MEMORY:
            return f"a process that judged reports needed more than {memory}"
        if (
            isinstance(error, ChildEnded) and error.exit_code in CRASHES
        ):  # native code does not always say that it finds none
            return f"a process that judged reports crashed, perhaps as it needed more than {memory}"
        if isinstance(error, ChildEnded):
            return "a process that judged reports died, perhaps because the machine ran out of memory"
        return f"a process that judged reports gave no answer in {self._wall_seconds:.0f} s and was ended"

    def _judge_here(self) -> "Judge":
        from etl.validate.judge import Judge  # noqa: PLC0415 - seconds, which a parent with children need not pay

        with self._lock:
            if self._own is None:
                self._own = Judge(self._orders.catalog, self._orders.parsers)
            return self._own
