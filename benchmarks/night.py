"""One night on the steps of `etl.night.run`, without Prefect: takes its clock, gives its figures.

Settings come from the environment. Measured is the work on the data: from the first listing of the inbox to the commit.
Before it begins the warehouse runs and is migrated, and everything is imported, as in `etl run`; the reading processes
start inside it, as there. Prefectures and reports go to four threads, as the flow's do.
"""

import gc
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from benchmarks.processes import children
from benchmarks.spy import Spy
from etl.night.context import open_night
from etl.night.judge import judge_reports
from etl.night.read import read_files
from etl.night.request import RunRequest
from etl.night.run import run_night
from etl.night.steps import STEPS, Steps
from etl.night.summary import Summary
from etl.workers.ahead import import_ahead

THREADS = 4  # of the flow's task runner
WORKERS = {"read": "readers", "judge": "judges"}  # the processes that do the work of a step
ALONE = ("cross_check", "decide", "publish")  # steps that are the parent's own work

T = TypeVar("T")


def main(now: str) -> dict[str, object]:
    """Run a night to its end and give its figures."""
    _import_ahead()
    watch, spy = Stopwatch(), Spy()
    opening = time.monotonic()
    with open_night(RunRequest(datetime.fromisoformat(now))) as context:
        first, cpu = time.monotonic(), time.process_time()
        summary = run_night(context, watch.over(_beside_each_other()))
        cpu = time.process_time() - cpu
    return {
        "open": first - opening,
        "total": spy.committed_at - first,
        **watch.figures,
        "cpu parent": cpu,
        "parent_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "copied_mb": spy.copied_bytes / 1e6,
        "statements": spy.statements,
        **_counts(summary),
    }


def _import_ahead() -> None:
    """Great Expectations in the process that the judges are forked from, and wait until it is there."""
    forked = import_ahead().Process(target=gc.collect)
    forked.start()
    forked.join()


def _beside_each_other() -> Steps:
    return replace(
        STEPS, read=partial(read_files, fan_out=_in_threads), judge=partial(judge_reports, fan_out=_in_threads)
    )


def _in_threads(calls: Sequence[tuple[str, Callable[[], T]]]) -> list[T]:
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(lambda named: named[1](), calls))


class Stopwatch:
    """Figures by step: seconds of the wall clock, and CPU seconds of whoever does the work."""

    def __init__(self) -> None:
        self.figures: dict[str, float] = {}
        self._last = 0.0

    def over(self, steps: Steps) -> Steps:
        """The same steps, measured."""
        return Steps(**{name: self._timed(name, step) for name, step in vars(steps).items()})

    def _timed(self, name: str, step: Callable[..., T]) -> Callable[..., T]:
        def timed(*values: Any) -> T:
            started, cpu, of_children = time.monotonic(), time.thread_time(), _children_cpu(name)
            if name == "publish":  # the time until the pools are gone belongs to the night
                self._add("end reading", started - self._last)
            given = step(*values)
            self._last = time.monotonic()
            self._add(name, self._last - started)
            if name in ALONE:
                self._add(f"cpu {name}", time.thread_time() - cpu)
            if name in WORKERS:
                self._add(f"cpu {WORKERS[name]}", _children_cpu(name) - of_children)
            self._take(name, given)
            return given

        return timed

    def _take(self, name: str, given: Any) -> None:
        if name == "decide":
            largest = max((child.peak_mib for child in children()), default=0.0)
            self.figures["child_mib"] = max(largest, self.figures.get("child_mib", 0.0))
        elif name == "publish":
            self.figures["issues"] = given.issues

    def _add(self, name: str, seconds: float) -> None:
        self.figures[name] = self.figures.get(name, 0.0) + seconds


def _children_cpu(step: str) -> float:
    return sum(child.cpu_seconds for child in children()) if step in WORKERS else 0.0


def _counts(summary: Summary) -> dict[str, int]:
    return {
        "files read": summary.files_read,
        "rows": summary.rows,
        "accepted": summary.accepted,
        "returned": len(summary.returned),
        "failed": len(summary.failed),
    }
