"""A value that is taken without a closer look is one that the readers would have left as it is, whatever the text."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl.contract.catalog import load_catalog
from etl.model import Mark
from etl.normalise.dictionary_column import DictionaryColumn, no_word
from etl.normalise.figures import shortest_decimal
from etl.normalise.parsers.credit_code import are_plain, read_credit_code
from etl.normalise.parsers.parser import Read
from etl.normalise.parsers.text import read_text, stand_as_they_are
from etl.text import fold_label

VOCABULARY = load_catalog(Path(__file__).parents[3] / "config").vocabulary
BLANKS = VOCABULARY.folded(VOCABULARY.blanks)
NO_BLANK = no_word(VOCABULARY.blanks)
# what makes a difference somewhere: digits of both widths, marks, spaces of all kinds, words for nothing, letters of codes
LETTERS = "0123456789０９Ｘx XeE+.-—–／/无暂县#!REF()（）【*'‘\t\n\r\x0b\x0c\x1c\x85\xa0\u200b\u2003\u3000\ufeffAZ某"
texts = st.text(LETTERS, max_size=24) | st.text(max_size=8)


def distinct(*values):
    cells = np.empty(len(values), dtype=object)
    cells[:] = values
    return DictionaryColumn.of(cells)


@given(texts)
@example("510105199001011234")
@example("５１０１０５１９９００１０１１２３４")
@example("编号510105 19900101 1234")
@example("1.2E+17")
@example("（无）")
def test_a_text_taken_as_it_stands_is_read_as_it_stands(text):
    if stand_as_they_are(distinct(text), NO_BLANK)[0]:
        assert read_text(text) == Read(text)
        assert fold_label(text) not in BLANKS


@given(st.text("0123456789ABXYZx -", min_size=16, max_size=20))
@example("5110000083DY1FUBJX")
@example("510105199001011234")
def test_a_credit_code_taken_as_it_stands_is_read_as_it_stands(text):
    if are_plain(distinct(text))[0]:
        assert read_credit_code(text) == Read(text)


@pytest.mark.parametrize("text", ["雪域镇种植项目", "XM510821-2024-001", "李静", "13800001599", "5A级社会组织"])
def test_ordinary_texts_need_no_closer_look(text):
    assert stand_as_they_are(distinct(text), NO_BLANK).tolist() == [True]


@pytest.mark.parametrize("mark", Mark)
def test_a_mark_is_no_text_that_a_county_may_write(mark):
    assert len(distinct(mark.strip("\x01"), mark.name, mark).values) == 3


def test_other_cells_than_texts_are_looked_at():
    cells = distinct("某县", 3.0, None, True, 3)
    assert stand_as_they_are(cells, NO_BLANK).tolist() == [True, *([False] * (len(cells.values) - 1))]


@given(texts)
def test_a_text_with_a_letter_of_no_ditto_is_none(text):
    words = {fold_label(word) for word in VOCABULARY.dittos} | set(VOCABULARY.dittos)
    if distinct(text).matching(no_word(words))[0]:
        assert text.strip() not in words
        assert fold_label(text).strip("()") not in words


@given(
    st.floats(allow_nan=True, allow_infinity=True)
    | st.decimals(-(10**8), 10**8, places=4).map(float)
    | st.integers(-(10**9), 10**9),
    st.sampled_from([1, 100, 10**4, 10**6, 10**10]),
)
@example(83.32, 10**6)
@example(1.005, 100)
@example(0.1 + 0.2, 10**6)
@example(float("nan"), 100)
@example(11520.0, 10**14)
def test_a_figure_taken_at_once_is_the_decimal_that_is_shown(number, factor):
    cells = distinct(number)
    is_typed, whole = cells.whole_figures(Fraction(factor))
    if len(cells.values) and is_typed[0]:
        assert Fraction(shortest_decimal(number)) * factor == int(whole[0])


def test_ordinary_amounts_need_no_closer_look():
    is_typed, whole = distinct(83.32, 0.0, 12, True, "12", 1.23456).whole_figures(Fraction(10**6))
    assert is_typed.tolist() == [True, True, True, False, False, False]
    assert whole[:3].tolist() == [83_320_000, 0, 12_000_000]
