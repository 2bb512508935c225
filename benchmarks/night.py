"""One night on the steps of flows/nightly.py, without Prefect: takes its clock, gives its figures.

Settings come from the environment. Measured is the work on the data: from the first listing of the inbox to the commit.
Before it begins the warehouse runs and is migrated, and everything is imported, as in `etl run`; the reading processes
start inside it, as there. Prefectures and reports go to four threads, as the flow's do.
"""

import gc
import resource
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from benchmarks.processes import children
from benchmarks.spy import Spy
from etl.night import fetch, publish, steps
from etl.night.night import Night, open_night
from etl.night.request import RunRequest
from etl.night.shares import shares_of, spill
from etl.night.summary import Summary
from etl.workers.judging_pool import import_ahead
from etl.workers.reading_pool import reading_pool

THREADS = 4  # of the flow's task runner


def _import_ahead() -> None:
    """Great Expectations in the process that the judges are forked from, and wait until it is there."""
    forked = import_ahead().Process(target=gc.collect)
    forked.start()
    forked.join()


class Stages:
    """Seconds by stage, in their order: of the wall clock, and CPU seconds of the `workers` that a stage has."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str, workers: str = "") -> Iterator[None]:
        cpu = _children_cpu() if workers else 0.0
        started = time.monotonic()
        yield
        self._add(name, time.monotonic() - started)
        if workers:
            self._add(f"cpu {workers}", _children_cpu() - cpu)

    def _add(self, name: str, seconds: float) -> None:
        self.seconds[name] = self.seconds.get(name, 0.0) + seconds


def _children_cpu() -> float:
    return sum(child.cpu_seconds for child in children())


def main(now: str) -> dict[str, object]:
    """Run a night to its end and give its figures."""
    _import_ahead()
    stages, spy = Stages(), Spy()
    opening = time.monotonic()
    with open_night(RunRequest(datetime.fromisoformat(now))) as night:
        stages.seconds["open"] = time.monotonic() - opening
        cpu, first = time.process_time(), time.monotonic()
        memory = _read_and_judge(night, stages)
        before = time.monotonic()
        summary = publish.publish_night(night)
        committed = spy.committed_at
        stages.seconds["publish"] = committed - before
        stages.seconds["after commit"] = time.monotonic() - committed
        cpu = time.process_time() - cpu
    return {
        "total": committed - first,
        **stages.seconds,
        "cpu parent": cpu,
        **{f"cpu {part}": seconds for part, seconds in spy.cpu_seconds.items()},
        **memory,
        "parent_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "copied_mb": spy.copied_bytes / 1e6,
        "statements": spy.statements,
        "issues": spy.issues,
        **_counts(summary),
    }


def _read_and_judge(night: Night, stages: Stages) -> dict[str, float]:
    """The steps up to the verdicts; gives what the child processes took."""
    with stages.stage("pull"):
        fetch.pull(night)
    if not (shares := shares_of(night)):
        return {}
    # the time until the pools are gone belongs to the night
    with reading_pool(night.settings) as pool, steps.judging_pool(night) as judges:
        for night.to_read in shares:
            with stages.stage("read", workers="readers"):
                _in_threads(partial(steps.read_prefecture, night, pool), night.to_read)
            with stages.stage("choose"):
                steps.choose_files(night, pool)
            with stages.stage("judge", workers="judges"):
                _in_threads(partial(steps.judge_report, night, judges), steps.reports_to_judge(night))
            with stages.stage("across"):
                steps.judge_across(night)
            with stages.stage("aside"):
                spill(night, is_only=len(shares) == 1)
        largest = max((child.peak_mib for child in children()), default=0.0)
        ending = time.monotonic()
    stages.seconds["end reading"] = time.monotonic() - ending
    return {"child_mib": largest}


def _in_threads(work: Callable[[str], object], names: Iterable[str]) -> None:
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(work, names))


def _counts(summary: Summary) -> dict[str, int]:
    return {
        "files read": summary.files_read,
        "rows": summary.rows,
        "accepted": summary.accepted,
        "returned": len(summary.returned),
        "failed": len(summary.failed),
    }
