"""Rows that are alike in some columns: takes columns, gives numbers that are equal where the values are. Changes no value.

Texts are compared folded (`etl.key_folding`), nearly all of them at once (Arrow), and of the others each distinct one once; what
tells the first from the others may let too few pass, never too many. Days and figures are compared as they are.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl.key_folding import LEADING_ZEROS, PLAIN, fold_key, folded_beginnings
from etl.normalise.dictionary_column import TEXT

Folding = Callable[[pa.Array], pa.Array]  # texts as they are compared
MOST_NUMBERS = 2**62  # that two numbers made into one may have
_DIGITS = bytes.maketrans(
    bytes(range(256)), bytes(ord("0") if chr(byte) in "0123456789" else ord("-") for byte in range(256))
)


def folded(written: pa.Array) -> pa.Array:
    """Texts as `fold_key` has them; null where there is none."""
    lower = pc.ascii_lower(written)
    if _are_plain(written):
        return lower
    is_other = pc.fill_null(pc.invert(pc.match_substring_regex(written, PLAIN)), False)
    if not is_other.true_count:
        return lower
    others = written.filter(is_other).dictionary_encode()
    by_letter = pa.array([fold_key(text) for text in others.dictionary.to_pylist()], TEXT)
    return pc.replace_with_mask(lower, is_other, by_letter.take(others.indices))


def folded_without_zeros(written: pa.Array) -> pa.Array:
    """The same without the zeros that begin their numbers."""
    return pc.replace_substring_regex(folded(written), LEADING_ZEROS, r"\1\2")


def folded_by_looks(written: pa.Array) -> pa.Array:
    """The same with one sign for letters and digits that look alike (O and 0, I, L and 1), and without what parts them."""
    found = pc.replace_substring_regex(folded(written), r"[\s\pP]+", "")
    for letters, digit in (("o", "0"), ("[il|]", "1")):
        found = pc.replace_substring_regex(found, letters, digit)
    return found


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
    found, many = np.zeros(len(rows), dtype=np.int64), 1
    for name in columns:
        codes = numbered(rows[name], folding)
        base = int(codes.max(initial=-1)) + 2
        if many * base > MOST_NUMBERS:
            found = pd.factorize(found)[0]
            many = len(rows) + 1
        found, many = found * base + codes + 1, many * base
    return pd.factorize(found)[0]


def may_differ_in_zeros(rows: pd.DataFrame, columns: Iterable[str], groups: np.ndarray) -> np.ndarray:
    """Mask of the rows of those groups in which texts may be alike but for the zeros that their numbers begin with.

    In a group whose texts of a column have their digits at the same places all numbers are equally long, so that no two
    differ in such zeros alone; nor do they where no number begins with one.
    """
    may_differ = np.zeros(groups.max(initial=-1) + 1, dtype=bool)
    firsts = np.unique(groups, return_index=True)[1]
    for name in columns:
        if not isinstance(rows[name].dtype, pd.StringDtype):
            continue
        texts = folded(_array(rows[name]))
        places = _digit_places(texts).dictionary_encode().indices.fill_null(-1).to_numpy()
        is_uneven = np.bincount(groups[places != places[firsts][groups]], minlength=len(firsts)) > 0
        if is_uneven.any():
            has_zero = pc.fill_null(pc.match_substring_regex(texts, LEADING_ZEROS), False).to_numpy(
                zero_copy_only=False
            )
            may_differ |= is_uneven & (np.bincount(groups[has_zero], minlength=len(firsts)) > 0)
    found: np.ndarray = may_differ[groups]
    return found


def _are_plain(texts: pa.Array) -> bool:
    """True when nothing in any of the texts is folded but the case of ASCII."""
    data = _bytes(texts)
    return len(data.translate(None, folded_beginnings())) == len(data)


def _digit_places(texts: pa.Array) -> pa.Array:
    """The texts with 0 for every digit and - for every other byte."""
    validity, offsets, _ = texts.buffers()
    data = pa.py_buffer(_bytes(texts).translate(_DIGITS))
    return pa.LargeStringArray.from_buffers(len(texts), offsets, data, validity, -1, texts.offset)


def _bytes(texts: pa.Array) -> bytes:
    """The texts in UTF-8, one after the other, and whatever else their array is a part of."""
    data = texts.buffers()[2]
    return b"" if data is None else data.to_pybytes()


def _array(texts: "pd.Series[str]") -> pa.Array:
    found = pa.array(texts, TEXT, from_pandas=True)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
