"""An analyst who never stops asking: takes a warehouse, gives every state of the marts that was seen."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from tests.integration.faults.snapshot import fingerprint, fingerprint_query


@contextmanager
def somebody_reads(engine: sa.Engine) -> Iterator[set[str]]:
    """Ask again and again, one statement a time, in a thread; the set fills with what was seen."""
    statement = fingerprint_query(engine)
    seen = {fingerprint(engine, statement)}
    stop = threading.Event()
    troubles: list[Exception] = []

    def read() -> None:
        try:
            while not stop.is_set():
                seen.add(fingerprint(engine, statement))
                time.sleep(0.2)
        except Exception as error:
            troubles.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield seen
    finally:
        stop.set()
        thread.join()
        assert not troubles
