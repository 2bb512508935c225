"""Texts of a column, many at once or each worked out once: takes what makes something of a value, gives what was made of it.

Most columns hold nothing that wants a second look, which a few searches through all of it tell; only where they find something is each
value looked at by itself.
"""

from collections.abc import Callable, Sequence
from typing import Any

MOST_KEPT = 4096
AtOnce = Callable[[Sequence[Any]], Sequence[str] | None]


class Distinct(dict[Any, str]):
    """Texts made of values; of figures they are made anew, as equal ones may be written otherwise (1.5 and 1.50)."""

    def __init__(self, make: Callable[[Any], str], at_once: AtOnce | None = None) -> None:
        super().__init__()
        self.make, self._at_once = make, at_once

    def __missing__(self, value: Any) -> str:
        """Make it, and keep it if it is a text."""
        made = self.make(value)
        if value is None or type(value) is str:
            if len(self) == MOST_KEPT:
                self.clear()
            self[value] = made
        return made

    def texts(self, values: Sequence[Any]) -> Sequence[str]:
        """Texts made of all of these, at once where nothing in them wants a second look."""
        made = None if self._at_once is None else self._at_once(values)
        if made is not None:
            return made
        try:
            return [self[value] for value in values]
        except TypeError:  # lists and objects are no keys
            return [self.make(value) for value in values]


def rows_of_texts(columns: Sequence[Distinct], rows: Sequence[Sequence[Any]]) -> list[tuple[str, ...]]:
    """Texts made of the values of some rows, column by column."""
    values = zip(*rows, strict=True) if rows else ((),) * len(columns)
    return list(zip(*(column.texts(of) for column, of in zip(columns, values, strict=True)), strict=True))
