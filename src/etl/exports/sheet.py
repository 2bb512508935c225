"""A table on its way out: its headings, what stands below each, and its rows. Values only; knows no format of files."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """Nature of the values of a column, which decides how they are shown and never what they are."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    MONEY = "money"
    RATE = "rate"
    DAY = "day"
    MOMENT = "moment"
    YES_NO = "yes_no"


@dataclass(frozen=True)
class SheetColumn:
    """One column: its heading, the nature of its values, and what is shown of one that is not shown as it comes."""

    heading: str
    kind: Kind = Kind.TEXT
    read: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Sheet:
    """A table with its title; the rows are gone through once."""

    title: str
    columns: tuple[SheetColumn, ...]
    rows: Iterable[Sequence[Any]]


def kind_of(name: str, sql_type: str) -> Kind:
    """The kind of a column of the warehouse, by its name and its type as PostgreSQL calls it.

    >>> kind_of("agreed_yuan", "numeric(18,2)"), kind_of("on_time_rate", "numeric"), kind_of("source_row", "int4")
    (<Kind.MONEY: 'money'>, <Kind.RATE: 'rate'>, <Kind.COUNT: 'count'>)
    """
    if sql_type.startswith("numeric"):
        return Kind.MONEY if name.endswith("yuan") else Kind.RATE if name.endswith("_rate") else Kind.NUMBER
    whole = dict.fromkeys(("int2", "int4", "int8", "bigint"), Kind.COUNT)
    days = {"date": Kind.DAY, "timestamptz": Kind.MOMENT, "bool": Kind.YES_NO}
    return (whole | days).get(sql_type, Kind.TEXT)
