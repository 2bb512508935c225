"""Differences between two keys that count, and those that do not; the same letter by letter and for whole columns at once."""

import re
import unicodedata
from string import ascii_lowercase, ascii_uppercase

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.key_folding import LEADING_ZEROS, PLAIN, fold_key, folded_beginnings, folding_table
from etl.normalise.alike import alike, folded_without_zeros, may_differ_in_zeros, numbered

UNSEEN = [
    *map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0x00AD, 0xFEFF)),
    *(" ", "\u3000", "\xa0", "\t", "\n"),
]
LETTERS = st.sampled_from([*folding_table(), *"0019aZ-()甲·①②ßİⅡé𝟏"])
KEYS = st.one_of(st.text(LETTERS, max_size=8), st.text(max_size=8), st.from_regex(PLAIN, fullmatch=True))


@pytest.mark.parametrize("letter", UNSEEN, ids=lambda letter: f"U+{ord(letter):04X}")
def test_what_nobody_sees_makes_no_difference(letter):
    assert fold_key(f"JZ{letter}-1{letter}") == "jz-1"


def test_no_white_space_control_or_format_character_is_left():
    letters = map(chr, range(0x10000))
    unseen = [one for one in letters if one.isspace() or unicodedata.category(one) in ("Cc", "Cf", "Zs", "Zl", "Zp")]
    assert [f"U+{ord(one):04X}" for one in unseen if fold_key(one)] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *((f"J{dash}1", "J-1") for dash in "‐‑‒–—―−﹣－─━"),
        *(
            (f"{left}成都{right}", "(成都)")
            for left, right in ("（）", "[]", "【】", "〔〕", "{}", "［］", "｛｝", "﹝﹞")
        ),
        ("ＪＺ００１", "jz001"),
        ("Éa", "éA"),
    ],
)
def test_ways_of_writing_make_no_difference(one, other):
    assert fold_key(one) == fold_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("001", "1"), ("活动①", "活动1"), ("12²", "122"), ("《甲》", "甲"), ("J-1", "J1"), ("一", "-")]
)
def test_what_is_another_key_stays_one(one, other):
    assert fold_key(one) != fold_key(other)


@given(KEYS)
def test_folding_twice_is_folding_once(text):
    assert fold_key(fold_key(text)) == fold_key(text)


@given(st.lists(st.one_of(st.none(), KEYS), max_size=12))
def test_columns_are_folded_as_texts_are(texts):
    column = pd.Series(texts, dtype="str")
    for folding, one in ((None, fold_key), (folded_without_zeros, without_leading_zeros)):
        numbers = numbered(column, folding) if folding else numbered(column)
        by_text = [None if text is None else one(text) for text in texts]
        assert [number < 0 for number in numbers] == [text is None for text in texts]
        assert same(numbers) == same(by_text)


def without_leading_zeros(text):
    return re.sub(LEADING_ZEROS, r"\1\2", fold_key(text))


def same(values):
    """Table of those that are the same, whatever they are."""
    return [[left == right for right in values] for left in values]


def test_rows_are_alike_when_all_their_columns_are():
    rows = pd.DataFrame({"name": ["甲 ", "甲", "乙", None, None], "day": pd.to_datetime(["2024-01-01"] * 4 + [None])})
    rows["name"] = rows["name"].astype("str")
    assert np.array_equal(alike(rows, ["name", "day"]), [0, 0, 1, 2, 3])
    assert np.array_equal(alike(rows, []), [0] * 5)


NUMBERED = st.text(st.sampled_from("0001２a甲.-"), max_size=6)


@given(st.lists(st.tuples(st.integers(0, 1), NUMBERED, NUMBERED), max_size=10), st.integers(0, 2))
def test_no_row_that_differs_in_zeros_alone_is_left_out(keys, first):
    rows = pd.DataFrame(keys, columns=["county", "name", "number"]).astype({"name": "str", "number": "str"})[first:]
    columns = ["name", "number"]
    close = alike(rows, ["county", *columns], folded_without_zeros)
    written = alike(rows, ["county", *columns])
    left_out = ~may_differ_in_zeros(rows, columns, alike(rows, ["county"]))
    for row in np.flatnonzero(left_out):
        assert np.array_equal(close == close[row], written == written[row])


def test_columns_that_make_too_many_pairs_are_numbered_on_the_way(monkeypatch):
    rows = pd.DataFrame({name: [3, 1, 3, 2, 1] for name in "abc"})
    monkeypatch.setattr("etl.normalise.alike.MOST_NUMBERS", 20)
    assert np.array_equal(alike(rows, rows), [0, 1, 0, 2, 1])


def test_letters_that_are_folded_are_seen_by_their_first_byte():
    seen = folded_beginnings()
    assert all(letter.encode()[0] in seen for letter in folding_table() if letter not in ascii_uppercase)
    assert not {*ascii_uppercase.encode(), *ascii_lowercase.encode(), *"0123456789-(县龥".encode()} & {*seen}
