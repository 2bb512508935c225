"""Texts of a column, each worked out once: takes what makes something of a value, gives what was made of it before."""

from collections.abc import Callable
from typing import Any

MOST_KEPT = 4096


class Distinct(dict[Any, str]):
    """Texts made of values; of figures they are made anew, as equal ones may be written otherwise (1.5 and 1.50)."""

    def __init__(self, make: Callable[[Any], str]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, value: Any) -> str:
        """Make it, and keep it if it is a text."""
        made = self.make(value)
        if value is None or type(value) is str:
            if len(self) == MOST_KEPT:
                self.clear()
            self[value] = made
        return made


def cells(columns: list[Distinct], row: Any) -> list[str]:
    """Texts made of a row's values."""
    try:
        return [column[value] for column, value in zip(columns, row, strict=True)]
    except TypeError:  # lists and objects are no keys
        return [column.make(value) for column, value in zip(columns, row, strict=True)]
