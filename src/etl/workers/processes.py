"""Start of our child processes, and what each of them does first.

They are forked from one process, the fork server, which has imported what they need: a child is there in 20 ms, and what
it shares with the others takes memory once. Where the system cannot fork so, each is started anew.
"""

import gc
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence, Set
from contextlib import suppress
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from etl.garbage import keep_freed_memory
from etl.workers.confinement import confine

FORK_SERVER = "etl.workers.fork_server"
METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
NEEDED = ("PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE")
_starting = threading.Lock()  # what starts a process is exchanged meanwhile
_wanted: dict[str, None] = {}  # modules that anybody asked for, in order: a fork server that is started again has all


def child_context(*modules: str) -> BaseContext:
    """Context that starts children. The fork server begins to import some modules, unless it runs already; returns at once."""
    context = multiprocessing.get_context(METHOD)
    if METHOD == "forkserver":
        _wanted.update(dict.fromkeys(modules))
        context.set_forkserver_preload([FORK_SERVER, *_wanted])
        _run_fork_server()
    return context


def _run_fork_server() -> None:
    """Start it unless it runs. It inherits that Ctrl-C is blocked: while it imports, it would end in a traceback."""
    from multiprocessing import forkserver, resource_tracker, util  # noqa: PLC0415 - there is none on Windows

    resource_tracker.ensure_running()  # which the fork server would start, and which unblocks what is blocked
    with _starting:
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        start, util.spawnv_passfds = util.spawnv_passfds, lambda *how: begin_bare(*how)
        try:
            forkserver.ensure_running()
        finally:
            util.spawnv_passfds = start
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def start(process: BaseProcess, seconds: float) -> None:
    """Start a child; TimeoutError when that took longer on the clock: the fork server stood still and was ended, and the next
    start begins it anew. EOFError or OSError when it died meanwhile, for whatever reason."""
    if METHOD != "forkserver":
        process.start()
        return
    _run_fork_server()  # one that died is begun as bare as the first
    server, is_late = _fork_server(), threading.Event()

    def end() -> None:
        is_late.set()
        _end(server)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        process.start()
    except (OSError, EOFError) as error:
        _end(server)  # it may be dying, and would be asked once more
        if is_late.is_set():
            raise TimeoutError(f"what starts processes stood still for {seconds:.0f} s, and was ended") from error
        raise
    finally:
        timer.cancel()


def end_fork_server() -> None:
    """End the fork server at once, stopped or not, if there is one; whoever waits for it hears that it is gone. Its children stay."""
    if METHOD == "forkserver":
        _end(_fork_server())


def _fork_server() -> int | None:
    from multiprocessing import forkserver  # noqa: PLC0415 - there is none on Windows

    pid: int | None = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    return pid


def _end(server: int | None) -> None:
    if server is not None:
        with suppress(OSError):  # gone already, or another process's
            os.waitid(os.P_PID, server, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            os.kill(server, signal.SIGKILL)
            os.waitid(os.P_PID, server, os.WEXITED | os.WNOWAIT)  # its exit code is multiprocessing's


def begin_bare(path: bytes, arguments: Sequence[str], passed: Iterable[int]) -> int:
    """Start the fork server with what an interpreter needs of the environment and no secret; gives its pid."""
    environment = {name: os.environ[name] for name in NEEDED if name in os.environ}
    server = subprocess.Popen(arguments, executable=path, env=environment, pass_fds=tuple(passed))  # noqa: S603
    server.returncode = 0  # multiprocessing waits for it
    return server.pid


def settle_in(pipe: socket.socket) -> None:
    """To be called first in a child: it keeps its end of the pipe and nothing else, and leaves Ctrl-C to its parent."""
    _hold_nothing({pipe.fileno()})
    gc.freeze()  # to look through what the fork server imported would copy it
    gc.enable()
    keep_freed_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def limit_memory(more_bytes: int) -> None:
    """Have the system refuse a child more memory than so much over what it has: that was there before its first question."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - there is none on Windows

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + more_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def shut_in() -> None:
    """To be called in a child that has all it needs: it reaches no file and no network any more, and is gone when its parent is,
    however that ended."""
    confine()  # before there is another thread
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _hold_nothing(kept: set[int]) -> None:
    """Let go of the environment, the arguments and every open file, but for some."""
    os.environ.clear()
    sys.argv[1:] = []
    parent = multiprocessing.parent_process()
    if parent is not None and isinstance(parent.sentinel, int):
        kept = kept | {parent.sentinel}
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):  # a panic in Rust prints its backtrace there
        os.dup2(nowhere, standard)
    if os.path.isdir("/dev/fd"):
        close_files({0, 1, 2, *kept})


def close_files(kept: Set[int]) -> None:
    """Close every open file of this process but these."""
    for number in {int(name) for name in os.listdir("/dev/fd")} - kept:
        with suppress(OSError):  # that of the list itself
            os.close(number)


def _end_with_parent() -> None:
    # the system cannot see to it: the fork server, its parent there, ends only after its children
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
