"""Life of a child process that opens counties' files: takes a question and an open file, gives bytes; each file has its limits.

Readers and markers are such children. A file that takes longer than it may ends its child, which the parent tells by the signal.
"""

import signal
from collections.abc import Callable

from etl.garbage import all_is_imported
from etl.workers.channel import Channel
from etl.workers.child import READY

# the signal of ITIMER_PROF, which counts processor time: sent by the system when a file has had all of its own
TOO_SLOW = getattr(signal, "SIGPROF", None)

# gives the answer, and whether the child leaves after it
Answering = Callable[[bytearray, int | None], tuple[bytes, bool]]


def answer_files(
    channel: Channel, answering: Answering, *, longest_question: int, cpu_seconds: float, wall_seconds: float
) -> None:
    """Say that the child is ready, and answer until the parent closes the pipe or `answering` says that the child leaves.

    `wall_seconds` is how long the parent waits for an answer; to be called when the child is shut in and holds all it needs.
    """
    all_is_imported()
    channel.send(READY)
    while True:
        try:
            asked, file = channel.receive_with_file(longest_question)
        except (EOFError, OSError):
            return
        _set_timers(cpu_seconds, 2 * wall_seconds)
        answer, leaves = answering(asked, file)
        try:
            channel.send(answer)
        except OSError:
            return
        _set_timers(0, 0)
        if leaves:
            return


def _set_timers(cpu_seconds: float, wall_seconds: float) -> None:
    """Have the system end a child: by TOO_SLOW when its file took too much processor time; by an alarm when it is stuck in
    native code without its parent."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
        signal.setitimer(signal.ITIMER_REAL, wall_seconds)
