"""Schema of the JSON in an answer on readings: its fields, their types and bounds, checked when it is parsed. Data only."""

from typing import Annotated

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass as checked_dataclass

from etl.model import ColumnMatch, Explanation, Issue, SheetReading
from etl.recognise.packing import Place

MOST_ROWS = 10_000_000  # as many cells as a file may have at all
STRICT = ConfigDict(strict=True, extra="forbid")

Index = Annotated[int, Field(ge=0, lt=MOST_ROWS)]
Count = Annotated[int, Field(ge=0)]
Word = Annotated[str, Field(max_length=100)]
WireCell = str | float | None | tuple[str]  # a cell of another type as its tagged text
Rows = tuple[Index, Index] | tuple[tuple[Index, ...]]  # first and last of all between, or each


@checked_dataclass(config=STRICT)
class WireTotal:
    """A row that totals."""

    row: Index
    label: str
    cells: dict[str, WireCell]
    first_row: Index


@checked_dataclass(config=STRICT)
class WireTable:
    """A table; its columns as the JSON of a list of ColumnMatch, which is the same in the files of one form, its cells as their
    places in one of the messages, None where it has no column."""

    report: str
    sheet: str
    header_rows: tuple[Index, Index]
    columns: str
    rows: Rows
    totals: tuple[WireTotal, ...]
    message: Count | None
    values: tuple[Place, ...]
    extra: tuple[Place, ...]


@checked_dataclass(config=STRICT)
class WireReading:
    """Reading of the file in one place of those that were asked for, or of a member of it, as its name says."""

    source: Count
    name: str
    kind: Word
    tables: tuple[WireTable, ...]
    nil_reports: tuple[str, ...]
    sheets: tuple[SheetReading, ...]
    issues: tuple[Issue, ...]
    failure: str | None
    township: str | None
    explanations: tuple[Explanation, ...]
    made_from: Word


@checked_dataclass(config=STRICT)
class WireAnswer:
    """All of an answer but the cells; where the messages with them lie behind the JSON."""

    readings: tuple[WireReading, ...] = ()
    messages: tuple[tuple[Count, Count], ...] = ()  # first byte, and how many
    out_of_memory: bool = False
    failure: str | None = None  # of the program


ANSWER = TypeAdapter(WireAnswer)
COLUMNS = TypeAdapter(tuple[ColumnMatch, ...], config=ConfigDict(strict=True))
