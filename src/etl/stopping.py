"""A program that is told to stop: Ctrl-C and SIGTERM become one exception, which says at the end what became of the work.

Takes the two signals, raises `Stopped` where the program is. Whoever knows what became of a run adds it to the exception
as a note on its way up; the outermost note is what the person reads.
"""

import math
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)
PASSED_OVER_SECONDS = 5.0


class Stopped(KeyboardInterrupt):
    """Somebody stopped the program by a signal; psycopg and asyncio know its parent, and let go of what they wait for."""

    def __init__(self, number: int) -> None:
        super().__init__(f"stopped by {signal.Signals(number).name}")
        self.number = number


class CommandStopped(Exception):
    """A command was stopped by a signal, which is its cause; click would make "Aborted!" of the signal itself."""


def stop_at_signals() -> None:
    """Raise Stopped at the first of the signals; another one soon after would break off what is being cleaned up, and is
    passed over.

    A signal that was ignored when the program began, as Ctrl-C is of what a script starts behind itself, stays so.
    """
    last = -math.inf

    def stop(number: int, _frame: FrameType | None) -> None:
        nonlocal last
        before, last = last, time.monotonic()
        if last - before > PASSED_OVER_SECONDS:
            raise Stopped(number)

    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)


@contextmanager
def saying_when_stopped(fate: str) -> Iterator[None]:
    """Let an exception by which a block is stopped say what became of its work, over what is said of it already."""
    try:
        yield
    except KeyboardInterrupt as stopped:
        stopped.add_note(fate)
        raise


@contextmanager
def stop_goes_first() -> Iterator[None]:
    """Raise the stop itself where a library that was in the middle of something has made an error of its own of it."""
    try:
        yield
    except Exception as error:
        stopped = next((one for one in _chain(error) if isinstance(one, KeyboardInterrupt)), None)
        if stopped is None:
            raise
        raise stopped from None


def fate_of(stopped: BaseException) -> str:
    """The outermost note of an exception and of those that it came of; '' when there is none."""
    return next((str(notes[-1]) for error in _chain(stopped) if (notes := getattr(error, "__notes__", []))), "")


def exit_code_of(stopped: BaseException) -> int:
    """Exit code of a program that a signal ended, as shells have it: 130 for Ctrl-C, 143 for SIGTERM."""
    return 128 + next((error.number for error in _chain(stopped) if isinstance(error, Stopped)), signal.SIGINT)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An exception and those that it came of, each once: they may lead back to it."""
    seen: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is not None and all(one is not other for other in seen):
            seen.append(one)
            yield one
            waiting += (one.__context__, one.__cause__)
