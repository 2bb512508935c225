"""Texts reach the warehouse as written; codes are compared in one form, never repaired."""

from datetime import date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from etl.model import Mark
from etl.normalise.parsers.credit_code import read_credit_code
from etl.normalise.parsers.text import read_text
from etl.text import tidy
from etl.types.credit_code import ALPHABET


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param(" 雪 域镇\u3000", "雪 域镇", id="trimmed-at-the-ends-only"),
        pytest.param("ＡＢＣ（甲）", "ＡＢＣ（甲）", id="widths-are-kept"),
        pytest.param("甲、乙", "甲、乙", id="two-names-are-a-text"),
        pytest.param(13800004073.0, "13800004073", id="digits-of-a-number"),
        pytest.param(0.1 + 0.2, "0.3", id="no-binary-noise"),
        pytest.param(7.0, "7", id="never-7.0"),
        pytest.param(date(2024, 1, 5), "2024-01-05", id="date"),
        pytest.param(datetime.fromisoformat("2024-01-05"), "2024-01-05", id="midnight-is-a-date"),
    ],
)
def test_a_text_is_what_is_written(raw, text):
    assert (read_text(raw).value, read_text(raw).problem) == (text, None)


@pytest.mark.parametrize(
    "raw", ["#N/A", " #REF! ", "#NAME?", "###", "\u200b###\ufeff", Mark.UNCALCULATED, Mark.PICTURE]
)
def test_a_cell_that_holds_no_value_is_no_text(raw):
    assert read_text(raw).value is None
    assert read_text(raw).problem


@pytest.mark.parametrize("raw", [12345678901234567.0, "5.15101E+17", 511000000000000000.0])
def test_what_excel_has_cut_is_said(raw):
    assert "丢失" in read_text(raw).loss


@given(raw=st.text(max_size=40))
def test_reading_twice_is_reading_once(raw):
    once = read_text(raw).value
    assume(once is not None)
    assert read_text(once).value == once


@given(raw=st.text(max_size=40).filter(lambda text: not any(map(str.isdecimal, text)) and "#" not in text))
def test_nothing_inside_a_text_is_lost(raw):
    assert read_text(raw).value == tidy(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "5110000083DY1FUBJX",
        "５１１０００００８３ＤＹ１ＦＵＢＪＸ",
        "5110000083dy1fubjx",
        "'5110000083DY1FUBJX",
        "5110000083DY1FUBJX’",
        "51 1000 0083 DY1FUBJX\n",
    ],
)
def test_a_credit_code_has_one_form(raw):
    assert read_credit_code(raw).value == "5110000083DY1FUBJX"


@given(code=st.text(alphabet=ALPHABET + "OIZSV", min_size=10, max_size=20))
def test_no_character_of_a_credit_code_is_ever_exchanged(code):
    read = read_credit_code(f" {code.lower()} ")
    assume(not read.loss)
    assert read.value == code


def test_what_excel_left_of_an_identity_number_is_masked():
    read = read_text(510105199001011200.0)
    assert (read.value, read.is_masked) == ("510105********1000", True)
    assert "丢失" in read.loss


def test_a_date_in_a_text_column_says_that_its_writing_may_be_lost(typed, issues):
    frame = typed(fund_source=[date(2024, 3, 1)])
    assert frame.data["fund_source"].tolist() == ["2024-03-01"]
    assert issues(frame) == [("disbursement.fund_source.type", "E2", "warning")]
