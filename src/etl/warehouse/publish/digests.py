"""Digests of rows: takes Arrow columns whose rows stand in groups, gives one sha256 a group; canonical, and fast.

What is hashed are names, lengths and values themselves, never a library's own way of writing them, so a newer version
of any of them finds the same digest. A column that is blank throughout a group does not count: adding one to a contract
makes nothing new.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Numbers = np.ndarray[Any, np.dtype[Any]]


EMPTY = hashlib.sha256().digest()


@dataclass(frozen=True)
class _Column:
    name: bytes
    present: Numbers
    values: Numbers  # one a row, or bytes where there are offsets
    offsets: Numbers | None = None

    @cached_property
    def lengths(self) -> Numbers:
        """Of each row's bytes."""
        return np.diff(self.offsets)  # type: ignore[arg-type]

    def groups_with_values(self, bounds: Numbers) -> list[int]:
        before = np.concatenate(([0], np.cumsum(self.present)))[bounds]
        return np.flatnonzero(np.diff(before)).tolist()

    def update(self, digest: Any, start: int, end: int) -> None:
        parts: list[Any] = [self.name, (end - start).to_bytes(8, "little"), self.present[start:end]]
        if self.offsets is None:
            parts.append(self.values[start:end])
        else:
            parts += [self.lengths[start:end], self.values[self.offsets[start] : self.offsets[end]]]
        digest.update(b"".join(parts))  # at once, as each call may wait for other threads


def group_digests(columns: Mapping[str, pa.Array], bounds: Numbers) -> list[bytes]:
    """The digest of every group; group i is rows bounds[i] to bounds[i + 1]."""
    limits = bounds.tolist()
    digests: dict[int, Any] = defaultdict(hashlib.sha256)
    for name, array in sorted(columns.items()):
        column = _prepare(name, array)
        for group in column.groups_with_values(bounds):
            column.update(digests[group], limits[group], limits[group + 1])
    return [digests[group].digest() if group in digests else EMPTY for group in range(len(limits) - 1)]


def combined(*parts: str | bytes) -> str:
    """One digest over several values, each with its length, so that no two lists of values are written alike."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "little") + data)
    return digest.hexdigest()


def _prepare(name: str, column: pa.Array) -> _Column:
    title = name.encode() + b"\0"
    present = column.is_valid().to_numpy(zero_copy_only=False)
    if pa.types.is_large_string(column.type):
        filled = pc.fill_null(column, "")
        _, offsets, data = filled.buffers()
        starts = np.frombuffer(offsets, dtype=np.int64)[filled.offset : filled.offset + len(filled) + 1]
        return _Column(title, present, np.frombuffer(data or b"", dtype=np.uint8), starts)
    if pa.types.is_decimal(column.type):
        halves = np.frombuffer(column.buffers()[1], dtype=np.int64).reshape(-1, 2)
        values = halves[column.offset : column.offset + len(column), 0]
        return _Column(title, present, np.ascontiguousarray(np.where(present, values, 0)))
    kind = pa.int32() if pa.types.is_date(column.type) else pa.int64()
    return _Column(title, present, pc.fill_null(column.cast(kind), 0).to_numpy(zero_copy_only=False).astype(np.int64))
