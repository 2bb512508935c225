"""The distinct cells of a column: found once, and told apart at once by patterns over all texts (Arrow), not one by one.

Most texts of a report are read as they stand. Here is decided, for hundreds of thousands at a time, which surely are; the
others are read one by one by `parsers` and `dittos`, which are the rule. A pattern may let too few pass, never too many.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import chain

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl.model import Cell
from etl.recognise.cell_message import ALIKE
from etl.recognise.packing import RawColumn, listed
from etl.text import fold_label

TEXT = ALIKE[str]
PARTS = 10_000  # a figure with more than four decimals is looked at closely
MOST = 10_000_000  # as is a larger one, or one whose product would not fit into 64 bits: from 92,233 亿元 in fen on


@dataclass(frozen=True, eq=False)
class DictionaryColumn:
    """The raw cells of a column: the distinct ones, and for every row which of them it has; -1 for a blank.

    `stored` is an Arrow array where all of them are texts, numbers or days, else an object array.
    """

    codes: np.ndarray
    stored: pa.Array | np.ndarray

    @classmethod
    def of(cls, cells: np.ndarray) -> "DictionaryColumn":
        """The distinct cells of an object column."""
        codes, values = pd.factorize(cells, use_na_sentinel=True)
        return cls(codes, values)

    @classmethod
    def stacked(cls, parts: Iterable[RawColumn]) -> "DictionaryColumn":
        """Those of several columns, one below the other."""
        columns = [*parts]
        arrays = [part for part in columns if isinstance(part, pa.Array)]
        kinds = {part.type for part in arrays if not pa.types.is_null(part.type)}
        if len(kinds) != 1 or len(arrays) < len(columns):
            return cls.of(_objects(chain.from_iterable(map(listed, columns))))
        (kind,) = kinds
        encoded = pa.concat_arrays(
            [part if part.type == kind else part.cast(kind) for part in arrays]
        ).dictionary_encode()
        return cls(encoded.indices.fill_null(-1).to_numpy(), encoded.dictionary)

    def at(self, row: int) -> Cell:
        """The raw cell of a row."""
        place = self.codes[row]
        cell: Cell = self.values[place] if place >= 0 else None
        return cell

    def __reduce__(self) -> tuple[type["DictionaryColumn"], tuple[np.ndarray, pa.Array | np.ndarray]]:
        return DictionaryColumn, (self.codes, self.stored)  # not what was worked out from them

    def of_rows(self, rows: np.ndarray) -> "DictionaryColumn":
        """The same for some rows, of which they may all be."""
        if len(rows) == len(self.codes):
            return self
        places, codes = np.unique(self.codes[rows], return_inverse=True)
        blanks = int(np.searchsorted(places, 0))
        return DictionaryColumn(codes - blanks, self.stored.take(places[blanks:]))

    @cached_property
    def values(self) -> np.ndarray:
        """The distinct cells."""
        return _objects(self.stored.to_pylist()) if isinstance(self.stored, pa.Array) else self.stored

    @cached_property
    def texts(self) -> pa.Array:
        """Those that are texts, null for the others."""
        if not isinstance(self.stored, pa.Array):
            return pa.array([value if type(value) is str else None for value in self.stored], type=TEXT)
        return self.stored if pa.types.is_large_string(self.stored.type) else pa.nulls(len(self.stored), TEXT)

    @property
    def are_texts(self) -> np.ndarray:
        """Mask of the values that are texts."""
        mask: np.ndarray = self.texts.is_valid().to_numpy(zero_copy_only=False)
        return mask

    def matching(self, pattern: str) -> np.ndarray:
        """Mask of the values that are texts in which a pattern (RE2) is found."""
        found = pc.fill_null(pc.match_substring_regex(self.texts, pattern), False)
        mask: np.ndarray = found.to_numpy(zero_copy_only=False)
        return mask

    def whole_figures(self, factor: Fraction) -> tuple[np.ndarray, np.ndarray]:
        """Mask of the values that are numbers and whole when multiplied by `factor`, and these whole numbers; exact.

        A number of at most 15 digits, four of them decimals, is n / 10,000 for one whole n, and is stored as the float
        nearest to that; so where n / 10,000 is the stored float again, n is what the cell shows. From there on all is whole.
        """
        if isinstance(self.stored, pa.Array):
            is_number = np.full(len(self.stored), pa.types.is_floating(self.stored.type))
            numbers = self.stored.to_numpy() if is_number.any() else np.zeros(len(self.stored))
        else:
            is_number = np.array([type(value) in (float, int) for value in self.values], dtype=bool)
            numbers = np.where(is_number, self.values, 0).astype(np.float64)
        safe = is_number & (np.abs(numbers) < min(MOST, np.iinfo(np.int64).max // (PARTS * factor.numerator)))
        n = np.rint(np.where(safe, numbers, 0) * PARTS).astype(np.int64)
        scaled = n * factor.numerator
        whole, rest = np.divmod(scaled, PARTS * factor.denominator)
        return safe & (n / PARTS == numbers) & (rest == 0), whole

    def days_between(self, first: date, last: date) -> tuple[np.ndarray, np.ndarray]:
        """Mask of the values that are days in a range, and all days, as datetime64[D]."""
        if not (isinstance(self.stored, pa.Array) and pa.types.is_date(self.stored.type)):
            return np.zeros(len(self.stored), dtype=bool), np.full(len(self.stored), np.datetime64("NaT", "D"))
        days = self.stored.to_numpy(zero_copy_only=False)
        return (days >= np.datetime64(first)) & (days <= np.datetime64(last)), days


def _objects(cells: Iterable[Cell]) -> np.ndarray:
    filled = [*cells]
    column = np.empty(len(filled), dtype=object)
    column[:] = filled
    return column


def no_word(words: Iterable[str]) -> str:
    """A pattern that is found only in texts which are, folded, none of some words: a letter or digit that none of them has.

    >>> pattern = no_word(["无", "暂无", "-"])
    >>> DictionaryColumn.of(np.array(["暂无", "无锡", "—"], dtype=object)).matching(pattern).tolist()
    [False, True, False]
    """
    used = {letter for word in words for form in (word, fold_label(word)) for letter in (*form.lower(), *form.upper())}
    ordinary = [*"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", *map(chr, range(0x4E00, 0xA000))]
    runs: list[list[int]] = []
    for code in (ord(letter) for letter in ordinary if letter not in used):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "[" + "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in runs) + "]"
