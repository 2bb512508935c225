"""Addresses of the embedded server, heard alone: takes the parts of one, keeps from libpq what the environment adds to them.

PGPASSWORD, PGSERVICE, PGHOSTADDR and others in an operator's shell speak of a server of his own, and libpq hears some of them before the
file of passwords that our address names. Addresses of other servers are heard as libpq does.
"""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

OUR_PASSWORDS = "warehouse.pgpass"  # named by every address of the embedded server, and by no other
_connecting = threading.Lock()


@contextmanager
def heard_alone(said: Mapping[str, str]) -> Iterator[None]:
    """Connect inside the block."""
    if Path(said.get("passfile", "")).name != OUR_PASSWORDS:
        yield
        return
    with _connecting:
        kept = {name: os.environ.pop(name) for name in [*os.environ] if name.startswith("PG")}
        try:
            yield
        finally:
            os.environ.update(kept)
