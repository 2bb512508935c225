"""End of a process: takes an exit code, ends what it has started, and never comes back.

The interpreter's own end takes a second, in which it waits for threads and takes half a million objects apart; and the process that
children are forked from would only notice after it.
"""

import os
import sys
from contextlib import suppress
from typing import NoReturn


def leave(code: int) -> NoReturn:
    """End this process and leave no other: neither children nor the two that multiprocessing keeps."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody reads it any more
            stream.flush()
    if "multiprocessing" in sys.modules:
        _end_children()
    os._exit(code)


def _end_children() -> None:
    from multiprocessing import util  # noqa: PLC0415 - what was never begun need not be ended

    if processes := sys.modules.get("etl.workers.processes"):  # stopped, or in its imports, it would hear of it late
        processes.end_fork_server()
    util._exit_function()  # type: ignore[attr-defined] # as at the interpreter's end: daemons, semaphores, shared memory
    for name, keeper in (("forkserver", "_forkserver"), ("resource_tracker", "_resource_tracker")):
        if module := sys.modules.get(f"multiprocessing.{name}"):
            with suppress(OSError):  # gone already: a signal to all of a terminal's processes reaches it, too
                getattr(module, keeper)._stop()
