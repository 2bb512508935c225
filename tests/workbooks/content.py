"""Content that the builders of test files take: sheets of values, with the facts that a format may carry beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time


class Fault(str):
    """An error cell: its text, such as #REF!."""

    __slots__ = ()


class Unsaved(str):
    """A formula whose result was never saved."""

    __slots__ = ()


class Struck(str):
    """A text that is struck through."""

    __slots__ = ()


@dataclass(frozen=True)
class Runs:
    """A text of several runs: (text, look), the look being "", struck or raised."""

    parts: tuple[tuple[str, str], ...]


Value = str | float | int | bool | date | datetime | time | Runs | None


@dataclass(frozen=True)
class Sheet:
    """One sheet to build; rows and columns count from 0, merges are first row, first column, last row, last column."""

    rows: Sequence[Sequence[Value]]
    name: str = "Sheet1"
    merges: Sequence[tuple[int, int, int, int]] = ()
    hidden: bool = False
    very_hidden: bool = False
    hidden_rows: frozenset[int] = field(default_factory=frozenset)
    hidden_columns: frozenset[int] = field(default_factory=frozenset)
    widths: Mapping[int, int] = field(default_factory=dict)  # of columns, in characters
    percents: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)  # number formats of cells
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    header: str = ""  # printed on every page, in the middle
    footer: str = ""
    text_box: str = ""  # over the cells right of the table
    shown: Mapping[tuple[int, int], str] = field(
        default_factory=dict
    )  # what they make of the number, where that is saved

    def format_of(self, place: tuple[int, int]) -> str | None:
        return self.formats.get(place, "0.00%" if place in self.percents else None)

    def cells(self) -> list[tuple[int, int, Value]]:
        """Every cell that is not blank."""
        return [(r, c, v) for r, row in enumerate(self.rows) for c, v in enumerate(row) if v is not None and v != ""]


def serial(value: date | datetime | time) -> float:
    """The number that the 1900 system stores for a date from March 1900 on, or for a time of day."""
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    if isinstance(value, datetime):
        return (value - datetime(1899, 12, 30)) / (datetime(1900, 1, 2) - datetime(1900, 1, 1))  # noqa: DTZ001
    return float(value.toordinal() - date(1899, 12, 30).toordinal())
