"""Start of our child processes, and what each of them does first.

They are forked from one process, the fork server, which has imported what they need: a child is there in 20 ms, and what
it shares with the others takes memory once. Where the system cannot fork so, each is started anew.
"""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing.context import BaseContext

METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # of malloc.h
KEPT_BYTES = 32 << 20  # the most that glibc takes for the second of them
_wanted: dict[str, None] = {}  # modules that anybody asked for, in order: a fork server that is started again has all


def child_context(*modules: str) -> BaseContext:
    """Context that starts children. The fork server begins to import some modules, unless it runs already; returns at once."""
    context = multiprocessing.get_context(METHOD)
    if METHOD == "forkserver":
        _wanted.update(dict.fromkeys(modules))
        context.set_forkserver_preload([*_wanted])
        _run_fork_server()
    return context


def _run_fork_server() -> None:
    """Start it unless it runs. It inherits that Ctrl-C is blocked: while it imports, it would end in a traceback."""
    from multiprocessing import forkserver, resource_tracker  # noqa: PLC0415 - there is none on Windows

    resource_tracker.ensure_running()  # which the fork server would start, and which unblocks what is blocked
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def settle_in() -> None:
    """To be called first in a child: leaves Ctrl-C to its parent, and is gone when the parent is, however that ended."""
    gc.freeze()  # to look through what the fork server imported would copy it
    _keep_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _keep_memory() -> None:
    """Keep what is freed for the next file or report: to give it back to the system and ask again costs a tenth of reading."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another libc than glibc
            set_option = ctypes.CDLL(None).mallopt
            for option in (M_TRIM_THRESHOLD, M_MMAP_THRESHOLD):
                set_option(option, KEPT_BYTES)


def _end_with_parent() -> None:
    # the system cannot see to it: the fork server, its parent there, ends only after its children
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
