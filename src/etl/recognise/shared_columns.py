"""Columns of tables as they were understood: the same in the files of one form, and unpacked once for all of them.

Takes the columns of a table, gives equal ones that travel once and are one object wherever they are unpacked.
"""

import pickle
from collections.abc import Sequence
from functools import lru_cache

from etl.model import ColumnMatch

FORMS = 1024  # kept of those that were packed or unpacked last
LONGEST_FORM = 5_000  # letters of the headings of one that is kept: what lies in memory is ours to bound, not a file's


class SharedColumns(tuple[ColumnMatch, ...]):
    """The columns of a table; wherever they are unpacked, equal ones are one object."""

    __slots__ = ()

    def __reduce__(self) -> tuple[object, tuple[bytes]]:
        return _shared, (_pickled(self),)


@lru_cache(FORMS)
def _pickled(columns: SharedColumns) -> bytes:
    return pickle.dumps(tuple(columns), protocol=5)


@lru_cache(FORMS)
def _shared(pickled: bytes) -> SharedColumns:
    return SharedColumns(pickle.loads(pickled))  # noqa: S301 - between the parent and its judges


def shareable(columns: Sequence[ColumnMatch]) -> tuple[ColumnMatch, ...]:
    """The columns, shared by equal ones where they are short enough to be kept."""
    is_short = sum(len(column.heading) + 1 for column in columns) <= LONGEST_FORM
    return SharedColumns(columns) if is_short else tuple(columns)
