"""Rows that are alike in some columns: takes columns, gives numbers that are equal where the values are. Changes no value.

Texts are compared folded (`etl.key_folding`), nearly all of them at once (Arrow), and of the others each distinct one once; a
pattern may let too few pass, never too many. Days and figures are compared as they are.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl.key_folding import LEADING_ZEROS, PLAIN, fold_key
from etl.normalise.dictionary_column import TEXT

Folding = Callable[[pa.Array], pa.Array]  # texts as they are compared


def folded(written: pa.Array) -> pa.Array:
    """Texts as `fold_key` has them; null where there is none."""
    lower = pc.ascii_lower(written)
    is_other = pc.fill_null(pc.invert(pc.match_substring_regex(written, PLAIN)), False)
    if not is_other.true_count:
        return lower
    others = written.filter(is_other).dictionary_encode()
    by_letter = pa.array([fold_key(text) for text in others.dictionary.to_pylist()], TEXT)
    return pc.replace_with_mask(lower, is_other, by_letter.take(others.indices))


def folded_without_zeros(written: pa.Array) -> pa.Array:
    """The same without the zeros that begin their numbers."""
    return pc.replace_substring_regex(folded(written), LEADING_ZEROS, r"\1\2")


def compared(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Texts as they are compared."""
    return pd.Series(folded(_array(texts)).to_numpy(zero_copy_only=False), dtype="str")


def numbered(values: "pd.Series[Any]", folding: Folding = folded) -> np.ndarray:
    """For every value a number, the same for values that are alike; -1 for those that are missing."""
    if not isinstance(values.dtype, pd.StringDtype):
        return pd.factorize(values)[0]
    codes = folding(_array(values)).dictionary_encode().indices
    found: np.ndarray = codes.fill_null(-1).to_numpy().astype(np.int64)
    return found


def alike(rows: pd.DataFrame, columns: Iterable[str], folding: Folding = folded) -> np.ndarray:
    """For every row a number, the same for rows that are alike in all these columns; what is missing is alike, too."""
    found = np.zeros(len(rows), dtype=np.int64)
    for name in columns:
        codes = numbered(rows[name], folding)
        found, _ = pd.factorize(found * (codes.max(initial=-1) + 2) + codes + 1)
    return found


def _array(texts: "pd.Series[str]") -> pa.Array:
    found = pa.array(texts, TEXT, from_pandas=True)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
