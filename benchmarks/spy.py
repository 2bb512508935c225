"""Count what a night's own steps do not tell: bytes and statements to the database, and the moment of the commit.

It stands around a few functions of psycopg, for the rest of a process that only measures; the program itself knows nothing
of it.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

import psycopg
from psycopg.copy import LibpqWriter

import etl.night.publish

Function = Callable[..., Any]


class Spy:
    """Counts from the moment it is made."""

    def __init__(self) -> None:
        self.copied_bytes = 0
        self.statements = 0
        self.committed_at = 0.0  # of the monotonic clock
        for name in ("execute", "executemany", "copy"):
            _around(psycopg.Cursor, name, self._counted)
        _around(LibpqWriter, "write", self._copied)
        _around(etl.night.publish, "publish", self._timed)

    def _counted(self, inner: Function) -> Function:
        def counted(*args: Any, **named: Any) -> Any:
            self.statements += 1
            return inner(*args, **named)

        return counted

    def _timed(self, inner: Function) -> Function:
        def timed(*args: Any, **named: Any) -> Any:
            try:
                return inner(*args, **named)
            finally:
                self.committed_at = time.monotonic()

        return timed

    def _copied(self, inner: Function) -> Function:
        def copied(writer: LibpqWriter, data: bytes) -> None:
            self.copied_bytes += len(data)
            inner(writer, data)

        return copied


def _around(owner: Any, name: str, wrapper: Callable[[Function], Function]) -> None:
    inner = getattr(owner, name)
    setattr(owner, name, wraps(inner)(wrapper(inner)))
