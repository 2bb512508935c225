"""Cells of a batch where the parent and its judges both have them: in a file without a name, which is mapped and never sent.

The parent puts the message of each file there once, when a table of it is first judged; a question that is pickled says where it
lies. The file belongs to the account alone, has no name from the start, and is gone with whoever has it open.
"""

import copyreg
import io
import mmap
import os
import pickle
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from etl.errors import TransientError
from etl.recognise.cell_message import CellMessage

ALIGNED = 64  # bytes; Arrow reads what lies so without a copy
Span = tuple[int, int]  # first byte, how many


def message_at(start: int, length: int) -> CellMessage:
    """Stand-in for a message in a pickled question, by its place: only who has the file mapped can give it."""
    raise pickle.UnpicklingError(f"a message of {length} bytes at {start} of a file that is not there")


class _Unpickler(pickle.Unpickler):
    """Unpickler of a question."""

    def __init__(self, question: io.BytesIO, at: Callable[[int, int], CellMessage]) -> None:
        super().__init__(question)
        self._at = at

    def find_class(self, module: str, name: str) -> Any:
        """Class or function of a name; for the stand-in what takes a message from the file."""
        found = super().find_class(module, name)
        return self._at if found is message_at else found


class SharedCells:
    """The parent's side, for one batch; enter it, and leave it when all of the batch is judged. For several threads at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._spans: dict[int, tuple[CellMessage, Span]] = {}  # a message that is held keeps its identity

    def __enter__(self) -> Self:
        try:
            self._file = tempfile.TemporaryFile(dir=self._folder)
        except OSError as error:
            raise self._full(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def fileno(self) -> int:
        """Descriptor of the file."""
        return self._file.fileno()

    def pickled(self, question: object) -> bytes:
        """Bytes of a question, with a place in the file for each message in it; TransientError when the disk is full."""
        written = io.BytesIO()
        # asked for messages alone: a persistent id would be asked for with every number of every row
        pickler = pickle.Pickler(written, protocol=5)
        reducing: dict[type, Callable[[Any], Any]] = {**copyreg.dispatch_table, CellMessage: self._reduced}
        pickler.dispatch_table = reducing
        try:
            with self._lock:
                pickler.dump(question)
                self._file.flush()
        except OSError as error:
            raise self._full(error) from error
        return written.getvalue()

    def _reduced(self, one: CellMessage) -> tuple[Callable[..., CellMessage], tuple[Any, ...]]:
        """A message as a question holds it: by its place in the file, unless there is nothing in it."""
        return (message_at, self._place(one)) if one.data else one.__reduce__()

    def _place(self, one: CellMessage) -> Span:
        if id(one) not in self._spans:
            start = -(-self._file.tell() // ALIGNED) * ALIGNED
            self._file.seek(start)
            self._file.write(one.data)
            self._spans[id(one)] = one, (start, len(one.data))
        return self._spans[id(one)][1]

    def _full(self, error: OSError) -> TransientError:
        return TransientError(f"{self._folder} cannot be written: {error.strerror}")


def unpickled(question: bytes | bytearray, file: int) -> Any:
    """The question in a judge, whose messages are those of the file's mapped bytes; our own parent's, so it is believed.

    MemoryError when they do not fit into what the judge may take.
    """
    is_empty = not os.fstat(file).st_size
    try:
        mapped = memoryview(b"" if is_empty else mmap.mmap(file, 0, access=mmap.ACCESS_READ))
    except OSError as error:
        raise MemoryError from error

    def at(start: int, length: int) -> CellMessage:
        if (start, length) not in found:
            found[start, length] = CellMessage(mapped[start : start + length])
        return found[start, length]

    found: dict[Span, CellMessage] = {}
    return _Unpickler(io.BytesIO(question), at).load()
