"""Calls as task runs of Prefect: takes calls, each with its name, gives their results; tried again where that can help.

A task is given an errand and returns nothing but a state: Prefect walks through lists, dicts and dataclasses that are a
task's parameters, value by value, and keeps parameters and results for as long as the flow run lasts.
"""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from prefect import task
from prefect.client.schemas.objects import State, TaskRun
from prefect.context import TaskRunContext
from prefect.futures import wait
from prefect.states import Failed
from prefect.tasks import Task

from etl.errors import TransientError
from etl.night.context import TRY_AGAIN_AFTER, trying_again
from etl.night.fan_out import FanOut
from etl.stopping import stop_goes_first
from flows.run_log import say

T = TypeVar("T")


def nothing(_given: object) -> str:
    """No trouble, whatever a call gave."""
    return ""


class Errand(Generic[T]):
    """A call for a task run to make; once made, it holds on neither to what the call needed nor to what it gave.

    `trouble` is asked of what the call gave: a sentence makes the task run a failed one, though the night goes on with it.
    """

    def __init__(
        self,
        call: Callable[[], T],
        on_done: Callable[[], None] = lambda: None,
        trouble: Callable[[T], str] = nothing,
    ) -> None:
        self._call: Callable[[], T] | None = call
        self._on_done = on_done
        self._trouble = trouble
        self._given: list[T] = []

    def run(self) -> "State[Any] | None":
        """Make the call; again, if it failed before."""
        if self._call is not None:
            self._given.append(self._call())
        self._call = None
        self._on_done()
        trouble = self._trouble(self._given[-1])
        return Failed(message=trouble) if trouble else None

    @property
    def is_done(self) -> bool:
        """True once the call has been made."""
        return self._call is None

    def take(self) -> T:
        """Take the result of the call."""
        return self._given.pop()


def is_transient(_task: Task, _run: TaskRun, state: State) -> bool:
    """True when trying again can help: only what failed in the infrastructure."""
    return isinstance(state.result(raise_on_failure=False), TransientError)


@task(task_run_name="{name}", retries=3, retry_delay_seconds=list(TRY_AGAIN_AFTER), retry_condition_fn=is_transient)
def tried_again(name: str, errand: Errand[Any]) -> "State[Any] | None":
    """Run an errand as a task, again after an error of the infrastructure, which is said: an operator waits meanwhile."""
    try:
        return errand.run()
    except TransientError as error:
        if (seconds := _until_the_next_try()) is not None:
            say(f"{name}: {trying_again(error, seconds)}")
        raise


def _until_the_next_try() -> float | None:
    """Seconds that Prefect waits before it runs this task again; None when it does so no more, or nobody runs it."""
    context = TaskRunContext.get()
    delays = context.task.retry_delay_seconds if context else None
    tries = context.task_run.run_count if context else 0
    return delays[tries - 1] if isinstance(delays, list) and 0 < tries <= len(delays) else None


@task(task_run_name="{name}")
def tried_once(name: str, errand: Errand[Any]) -> "State[Any] | None":  # noqa: ARG001
    """Run an errand as a task that is not tried again."""
    return errand.run()


def in_task(name: str, call: Callable[[], T], trouble: Callable[[T], str] = nothing) -> T:
    """Run a call as one task run and give its result."""
    errand = Errand(call, trouble=trouble)
    with stop_goes_first():  # Prefect fails otherwise where it was just about to make a task run
        state: State[Any] = tried_again(name, errand, return_state=True)
    if not errand.is_done:
        state.result()  # the error of the call is raised
    return errand.take()


def task_runs(
    of: "Task[..., State[Any] | None]",
    verb: str,
    on_done: Callable[[], None] = lambda: None,
    trouble: Callable[[Any], str] = nothing,
) -> FanOut:
    """A task run for each call, beside each other as the flow's task runner has them."""

    def fan_out(calls: Sequence[tuple[str, Callable[[], T]]]) -> list[T]:
        errands = [Errand(call, on_done, trouble) for _, call in calls]
        with stop_goes_first():
            futures = [of.submit(f"{verb} {name}", errand) for (name, _), errand in zip(calls, errands, strict=True)]
            wait(futures)
        for future, errand in zip(futures, errands, strict=True):
            if not errand.is_done:
                future.result()
        return [errand.take() for errand in errands]

    return fan_out
