"""The cells of a file on their way between processes: Arrow arrays of each kind, in one Arrow message. It can run no code.

The cells of all tables stand one behind the other, a stack of each kind; `PackedCells` says where those of a column lie. Who
passes a message on does not unpack it; who takes one that somebody else wrote checks it first.
"""

from collections.abc import Sequence
from datetime import date
from types import NoneType

import numpy as np
import pyarrow as pa

from etl.model import Cell
from etl.recognise.arrow_message import is_compressed

ALIKE: dict[type, pa.DataType] = {
    str: pa.large_string(),
    float: pa.float64(),
    date: pa.date32(),
    NoneType: pa.null(),
}
STACKS = (str, float, date)
CODES = len(STACKS)  # the place of the codes of mixed columns in a message, behind the stacks
SCHEMA = pa.schema(
    [
        *(pa.field(kind.__name__, pa.large_list(ALIKE[kind])) for kind in STACKS),
        pa.field("codes", pa.large_list(pa.uint8())),
    ]
)


class CellMessage:
    """Stacks of cells, and the codes of mixed columns, as one Arrow message; unpacked, without a copy, when first asked for."""

    __slots__ = ("_arrays", "_lengths", "data")

    def __init__(self, data: bytes | memoryview) -> None:
        self.data = data
        self._arrays: list[pa.Array] | None = None
        self._lengths: tuple[int, ...] | None = None

    @classmethod
    def of(cls, stacks: Sequence[list[Cell]], codes: bytearray) -> "CellMessage":
        """The message of some stacks; UnicodeEncodeError where a text has half a surrogate pair, which no Arrow text can hold."""
        arrays = [pa.array(stack, ALIKE[kind]) for kind, stack in zip(STACKS, stacks, strict=True)]
        arrays.append(pa.array(np.frombuffer(codes, np.uint8)))
        lists = [pa.LargeListArray.from_arrays(pa.array([0, len(one)], pa.int64()), one) for one in arrays]
        return cls(bytes(pa.RecordBatch.from_arrays(lists, schema=SCHEMA).serialize()))

    @property
    def arrays(self) -> list[pa.Array]:
        """The stacks and the codes; of a message that was checked or is our own."""
        if self._arrays is None:
            batch = pa.ipc.read_record_batch(pa.py_buffer(self.data), SCHEMA)
            self._arrays = [column.values for column in batch.columns]
        return self._arrays

    @property
    def lengths(self) -> tuple[int, ...]:
        """Number of cells that each of them has."""
        if self._lengths is None:
            self._lengths = tuple(map(len, self.arrays)) if len(self.data) else (0,) * (CODES + 1)
        return self._lengths

    def check(self) -> None:
        """Look through what came from elsewhere: ValueError when it is no message of cells."""
        if is_compressed(self.data):
            raise ValueError("a compressed message")
        try:
            batch = pa.ipc.read_record_batch(pa.py_buffer(self.data), SCHEMA)
            batch.validate(full=True)
            is_whole = batch.num_rows == 1 and not any(column.null_count for column in batch.columns)
            is_whole = is_whole and all(
                column.offset == 0 and column.offsets.to_pylist() == [0, len(column.values)] for column in batch.columns
            )
        except (pa.ArrowException, OSError, OverflowError) as error:
            raise ValueError("no message of cells") from error
        if not is_whole:
            raise ValueError("not one row of lists")
        self._arrays = [column.values for column in batch.columns]

    def __reduce__(self) -> tuple[type["CellMessage"], tuple[bytes]]:
        return CellMessage, (bytes(self.data),)


NO_CELLS = CellMessage(b"")  # of tables without a column
