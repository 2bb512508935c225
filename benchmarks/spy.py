"""What a night does that its steps do not tell: CPU seconds of its last steps, bytes and statements to the database.

It stands around a few functions of the program and of psycopg, for the rest of a process that only measures; the program
itself knows nothing of it.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from typing import Any

import psycopg
from psycopg.copy import LibpqWriter

from etl.night import publish, shares, steps

Function = Callable[..., Any]


class Spy:
    """Counts from the moment it is made."""

    def __init__(self) -> None:
        self.copied_bytes = 0
        self.statements = 0
        self.issues = 0
        self.committed_at = 0.0
        self._cpu_seconds: dict[str, float] = defaultdict(float)
        self._lock = threading.Lock()
        _around(steps, "judge_across", self._timed("across"))
        _around(shares, "decide_verdicts", self._timed("decide_verdicts"))
        _around(publish, "publish", self._timed("publish"))
        _around(publish, "publish", self._published)
        for name in ("execute", "executemany", "copy"):
            _around(psycopg.Cursor, name, self._counted)
        _around(LibpqWriter, "write", self._copied)

    @property
    def cpu_seconds(self) -> dict[str, float]:
        """CPU seconds of the parent by what they went into; where it waits for the database, a wall clock says something else."""
        return dict(self._cpu_seconds)

    def _timed(self, part: str) -> Callable[[Function], Function]:
        def around(inner: Function) -> Function:
            def timed(*args: Any, **named: Any) -> Any:
                started = time.thread_time()
                try:
                    return inner(*args, **named)
                finally:
                    with self._lock:
                        self._cpu_seconds[part] += time.thread_time() - started

            return timed

        return around

    def _published(self, inner: Function) -> Function:
        def published(*args: Any, **named: Any) -> Any:
            found = inner(*args, **named)
            self.committed_at = time.monotonic()
            self.issues = found.issues
            return found

        return published

    def _counted(self, inner: Function) -> Function:
        def counted(*args: Any, **named: Any) -> Any:
            self.statements += 1
            return inner(*args, **named)

        return counted

    def _copied(self, inner: Function) -> Function:
        def copied(writer: LibpqWriter, data: bytes) -> None:
            self.copied_bytes += len(data)
            inner(writer, data)

        return copied


def _around(owner: Any, name: str, wrapper: Callable[[Function], Function]) -> None:
    inner = getattr(owner, name)
    setattr(owner, name, wraps(inner)(wrapper(inner)))
