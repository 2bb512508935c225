"""The typed values of a column: those of its distinct cells, then of its rows. Takes arrays, gives pandas columns; reads nothing.

Missing is missing in each type's own way: null, NaT, NA.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, Self

import numpy as np
import pandas as pd
import pyarrow as pa

from etl.normalise.dictionary_column import TEXT

STR = pd.StringDtype("pyarrow", na_value=np.nan)  # what pandas makes of dtype="str"


class Typed(Protocol):
    """Values by distinct cell, and for every row the number of its cell, -1 for a blank."""

    @property
    def is_read(self) -> np.ndarray:
        """Mask of the distinct cells that have their value."""

    def completed(self, places: np.ndarray, values: Sequence[Any]) -> Self:
        """The same with the values of the other distinct cells, None for those that have none."""

    def column(self) -> pd.Series:
        """The values of all rows."""


@dataclass(frozen=True, eq=False)
class TypedTexts:
    """Texts, as str."""

    codes: np.ndarray
    is_read: np.ndarray
    values: pa.Array

    def completed(self, places: np.ndarray, values: Sequence[str | None]) -> "TypedTexts":
        """See Typed."""
        if not len(places):
            return self
        place = np.arange(len(self.values) + 1)
        place[places] = len(self.values) + np.arange(len(places))
        place[-1] = -1
        return replace(
            self, codes=place[self.codes], values=pa.concat_arrays([self.values, pa.array(values, type=TEXT)])
        )

    def column(self) -> "pd.Series[str]":
        """See Typed."""
        return texts_at(self.values, self.codes)


@dataclass(frozen=True, eq=False)
class TypedFigures:
    """Whole numbers of the smallest unit, as Int64."""

    codes: np.ndarray
    is_read: np.ndarray
    values: np.ndarray

    def completed(self, places: np.ndarray, values: Sequence[int | None]) -> "TypedFigures":
        """See Typed."""
        is_read, filled = np.append(self.is_read, False), np.append(self.values, 0)
        is_read[places] = [value is not None for value in values]
        filled[places] = [value or 0 for value in values]
        return TypedFigures(self.codes, is_read, filled)

    def column(self) -> "pd.Series[int]":
        """See Typed."""
        is_there = self.is_read[self.codes]
        return pd.Series(pd.arrays.IntegerArray(np.where(is_there, self.values[self.codes], 0), ~is_there))


@dataclass(frozen=True, eq=False)
class TypedDays:
    """Days, as datetime64[s]."""

    codes: np.ndarray
    is_read: np.ndarray
    values: np.ndarray  # datetime64[D]

    def completed(self, places: np.ndarray, values: Sequence[object]) -> "TypedDays":
        """See Typed."""
        filled = np.append(self.values, np.datetime64("NaT", "D"))
        filled[places] = [np.datetime64("NaT", "D") if value is None else value for value in values]
        return replace(self, values=filled)

    def column(self) -> pd.Series:
        """See Typed."""
        return pd.Series(self.values[self.codes].astype("datetime64[s]"))


def texts_at(values: pa.Array, places: np.ndarray) -> "pd.Series[str]":
    """For every row the text at its place among some; missing where the place is negative."""
    of_rows = values.take(pa.array(places, mask=places < 0))
    return pd.Series(pd.arrays.ArrowStringArray(of_rows, dtype=STR))  # type: ignore[call-arg]
