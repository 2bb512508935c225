"""Ways to carry out the pieces of one step: takes calls, each with its name, gives their results in their order."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class FanOut(Protocol):
    """One after the other, in threads, or as task runs of Prefect; the first call that fails is raised."""

    def __call__(self, calls: Sequence[tuple[str, Callable[[], T]]]) -> list[T]: ...


def in_order(calls: Sequence[tuple[str, Callable[[], T]]]) -> list[T]:
    """One after the other, here."""
    return [call() for _, call in calls]
