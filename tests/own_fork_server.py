"""The fork server of a warm process: forked from it, where a cold one would import again what this one has."""

import multiprocessing.forkserver
import os
from collections.abc import Iterable, Sequence
from unittest.mock import patch

from etl.workers import processes
from etl.workers.ahead import import_ahead

KEPT = (0, 1, 2)


def begin_fork_server() -> None:
    """To be called while this process has one thread only: what it starts later finds the server that runs."""

    def start(path: bytes, arguments: Sequence[str], passed: Iterable[int]) -> int:
        program = arguments[-1]
        pid = os.fork()
        if pid == 0:
            _be_the_server(str(program), {*KEPT, *passed})
        return pid

    with patch.object(processes, "begin_bare", start):
        import_ahead()


def _be_the_server(program: str, kept: set[int]) -> None:
    code = 1
    try:
        processes.close_files(kept)
        os.environ.clear()
        multiprocessing.forkserver._forkserver.__init__()  # type: ignore[attr-defined, misc]
        exec(program, {})  # noqa: S102 - multiprocessing's own
        code = 0
    except SystemExit:
        code = 0
    finally:
        os._exit(code)
