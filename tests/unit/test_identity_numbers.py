"""An identity number is found in every writing and masked; numbers of business stay whole."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.identity_numbers import CELLS, cut_short, find, mask
from tests.unit.persons import WIDE, WRITINGS, business_numbers, numbers, written

NUMBER = "510105199001011237"
words = st.text("身份证号码：，。（）章某\n", max_size=8)


@settings(deadline=None)
@given(words, written, words)
def test_a_number_is_found_in_every_writing(before, one, after):
    number, writing = one
    masked = mask(before + writing + after)
    narrow = masked.translate({wide: ord(digit) for digit, wide in zip("0123456789X", WIDE.values(), strict=True)})
    assert narrow.upper() == f"{before}{number[:6]}********{number[-4:]}{after}"
    assert [found.number for found in find(before + writing + after)] == [number]


@settings(deadline=None)
@given(words, business_numbers, words)
def test_numbers_of_business_stay_whole(before, number, after):
    assert mask(before + number + after) == before + number + after


@settings(deadline=None)
@given(st.lists(st.one_of(words, written.map(lambda one: one[1]), st.text("0123456789Xx -*", max_size=24)), max_size=5))
def test_masking_twice_is_masking_once(texts):
    once = mask("，".join(texts))
    assert mask(once) == once


@settings(deadline=None)
@given(st.text("0123456789年月日元.,- ", max_size=14))
def test_what_is_too_short_is_left_alone(text):
    assert mask(text) == text


@settings(deadline=None)
@given(numbers, st.text("0123456789", min_size=1, max_size=3), st.sampled_from("AZ9"))
def test_beside_other_digits_the_check_character_decides(number, after, before):
    assert number not in mask(before + number + after)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("510105199013011234", id="no-such-month"),
        pytest.param("510105199002301234", id="no-such-day"),
        pytest.param("510105189912311234", id="born-before-1900"),
        pytest.param("160105199001011234", id="no-such-province"),
        pytest.param("510005199001011234", id="no-such-prefecture"),
        pytest.param("5101051990010112345", id="nineteen-digits"),
        pytest.param("51510104353K6EMCCQ", id="credit-code"),
        pytest.param("510105********1234", id="already-masked"),
        pytest.param("PZ510821202401150002", id="voucher-of-county-day-and-number"),
        pytest.param("513228-20240115-0012", id="number-in-hyphens"),
        pytest.param("513228 20240115 0012", id="number-in-groups"),
        pytest.param("5101059013011234", id="sixteen-digits"),
        pytest.param("510105901301123", id="fifteen-digits-without-a-day"),
    ],
)
def test_what_is_no_identity_number_is_left_alone(text):
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        pytest.param("510105199001011234", "510105********1234", id="mistyped-and-alone"),
        pytest.param("ID11010519491231002X", "ID110105********002X", id="letter-before-a-valid-number"),
        pytest.param(f"13800004073 {NUMBER}", "13800004073 510105********1237", id="behind-a-telephone-number"),
        pytest.param(f"{NUMBER}、{NUMBER}", "510105********1237、510105********1237", id="two"),
        pytest.param(f"511920 {WRITINGS['spaces'](NUMBER)}", "511920 510105********1237", id="behind-other-digits"),
    ],
)
def test_what_is_one_is_masked(text, masked):
    assert mask(text) == masked


def test_nobody_is_born_after_the_file_came():
    assert mask("510105203001011234", date(2024, 4, 20)) == "510105203001011234"
    assert mask("510105202001011234", date(2024, 4, 20)) == "510105********1234"


def test_a_number_ends_with_its_cell_unless_two_hold_it_whole():
    assert mask(f"{NUMBER[:6]}{CELLS}{NUMBER[6:]}") == f"510105{CELLS}********1237"
    for text in (
        f"1{NUMBER[:6]}{CELLS}{NUMBER[6:]}",
        CELLS.join((NUMBER[:6], NUMBER[6:14], NUMBER[14:])),
        f"510105{CELLS}900101123",
    ):
        assert mask(text) == text
    old = " ".join("510105900101123")
    assert mask(f"2024-01-08{CELLS}{old}{CELLS}12") == f"2024-01-08{CELLS}510105********1123{CELLS}12"


@settings(deadline=None)
@given(words, written, words, st.integers(0, 100))
def test_what_is_cut_short_keeps_no_piece_of_a_number(before, one, after, length):
    text = before + one[1] + after
    end = len(before) + len(one[1])
    kept = cut_short(text, length)
    assert kept == (before if len(before) < length < end else text[:length])
