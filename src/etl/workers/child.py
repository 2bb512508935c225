"""A process's end of one child that answers questions: takes and gives bytes, and tells apart why there is no answer.

The child is started when it is first asked, and again after it ended. Time spent waiting is bounded everywhere: a child that
is stopped, in whatever state, is ended.
"""

import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from etl.workers.channel import Channel, TooLong
from etl.workers.processes import end_fork_server, start

SECONDS_TO_START = 120  # it takes a twentieth of a second on an idle machine, and what it imports a few seconds
TRIES = 2  # to start it
SECONDS_TO_END = 10  # until the fork server has said how a child ended
READY = b"ready"
LONGEST_GREETING = 10_000
CRASHES = {  # exit codes of signals that a process raises by what it does, as native code that finds no memory
    -number
    for number in (signal.SIGSEGV, signal.SIGABRT, signal.SIGFPE, signal.SIGILL, getattr(signal, "SIGBUS", None))
    if number is not None
}
CLOSED = "nobody is started any more"

Life = Callable[..., None]  # of a child: gets its end of the pipe and its orders


class ChildStoodStill(Exception):
    """It gave no answer in the time on the clock, and was ended."""


class ChildEnded(Exception):
    """It ended or was killed while it was asked; `exit_code` as of subprocess: negative for a signal."""

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


class ChildNotStarted(Exception):
    """None could be started, whatever it was to be asked."""


class Child:
    """The parent's end of one child; one thread asks at a time, and another one may end it meanwhile."""

    def __init__(
        self,
        context: BaseContext,
        name: str,
        life: Life,
        orders: object,
        *,
        longest_answer: int,
        seconds_to_start: float = SECONDS_TO_START,
    ) -> None:
        self._seconds_to_start = seconds_to_start
        self._context, self._name, self._life, self._orders = context, name, life, orders
        self._longest_answer = longest_answer
        self._process: BaseProcess | None = None
        self._channel: Channel | None = None
        self._use = threading.Lock()
        self._is_closed = False

    def start(self) -> None:
        """Have it ready before it is asked; ChildNotStarted if it cannot be."""
        with self._use:
            self._started()

    def ask(self, question: bytes, seconds: float, file: int | None = None) -> bytearray:
        """Its answer; ChildStoodStill, ChildEnded or ChildNotStarted when there is none."""
        with self._use:
            channel = self._started()
            try:
                channel.send(question, seconds, file)
                return channel.receive(self._longest_answer, seconds)
            except TimeoutError:
                self._clear()
                raise ChildStoodStill from None
            except TooLong:
                self._clear()
                raise ChildEnded(None) from None
            except (EOFError, OSError):
                raise ChildEnded(self._clear(wait=SECONDS_TO_END)) from None

    def end(self, *, for_good: bool = False) -> None:
        """End the child at once; it has nothing to save. Whoever asks it hears that it ended."""
        self._is_closed = self._is_closed or for_good
        if (process := self._process) is not None:
            process.kill()
        with self._use:
            self._clear()

    def start_beside(self) -> None:
        """Begin to start it, and return at once; if it cannot be started, whoever asks it will say so."""
        threading.Thread(target=self._start_unasked, daemon=True).start()

    def _start_unasked(self) -> None:
        with suppress(ChildNotStarted):
            self.start()

    def _started(self) -> Channel:
        if self._channel is not None and self._process is not None and self._process.is_alive():
            return self._channel
        self._clear()
        if self._is_closed:
            raise ChildNotStarted(CLOSED)
        ours, theirs = socket.socketpair()
        self._channel = Channel(ours)
        try:
            self._process = self._forked(theirs)
        except (OSError, EOFError) as error:
            self._clear()
            raise ChildNotStarted(str(error)) from error
        finally:
            theirs.close()
        greeting = self._greeting()
        if greeting != READY:
            self._clear()
            raise ChildNotStarted(greeting.decode(errors="replace") or "it ended before it was ready")
        return self._channel

    def _forked(self, theirs: socket.socket) -> BaseProcess:
        """The process itself, tried once more where what it is forked from stood still or was ended for another child's sake."""
        for tries_left in reversed(range(TRIES)):
            process: BaseProcess = self._context.Process(  # type: ignore[attr-defined]
                target=self._life, args=(theirs, self._orders), name=self._name, daemon=True
            )
            try:
                start(process, self._seconds_to_start)
            except (OSError, EOFError):
                if not tries_left:
                    raise
            else:
                break
        return process

    def _greeting(self) -> bytes | bytearray:
        """The first that a child says: that it is ready, or why it cannot be."""
        if self._is_closed or self._channel is None:
            return CLOSED.encode()
        try:
            return self._channel.receive(LONGEST_GREETING, self._seconds_to_start)
        except TimeoutError:
            return b"it was not ready within %d s" % self._seconds_to_start
        except (EOFError, OSError, TooLong):
            return b""

    def _clear(self, *, wait: float = 0) -> int | None:
        """End the child and let go of its pipe; its exit code, which one that ends by itself has for so many seconds."""
        process, self._process = self._process, None
        code = None
        if process is not None:
            if wait:
                process.join(wait)
            code = process.exitcode
            process.kill()
            process.join(SECONDS_TO_END)
            if process.is_alive():  # as far as the fork server says, which stands still
                end_fork_server()
                process.join()
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        return code
