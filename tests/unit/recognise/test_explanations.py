"""Words of a county beside its warnings, read from the sheet that went back with its file."""

from etl.model import Explanation, Grid
from etl.recognise.explanations import HEADINGS, explanations_in
from etl.returned.explanation import ISSUE_HEADINGS
from etl.template_marks import ANSWERS

TITLES = {"incubator": "孵化基地"}
ROW = [
    1,
    "请核对",
    "孵化基地",
    "表一",
    "D2",
    "1985-06-01",
    "",
    "",
    "",
    "属实",
    "incubator.opened_on.not_after_period",
    "opened_on",
]


def said(*rows):
    return explanations_in(Grid("退回说明", [["退回说明"], ["序号", "结果", "报表"], [*ISSUE_HEADINGS], *rows]), TITLES)


def test_its_headings_are_those_that_are_written():
    assert set(HEADINGS) <= set(ISSUE_HEADINGS)
    assert HEADINGS[ANSWERS] == "text"


def test_a_row_with_words_is_an_explanation():
    assert said(ROW) == (
        Explanation(
            "incubator", "incubator.opened_on.not_after_period", "opened_on", "表一", "D2", "1985-06-01", "属实"
        ),
    )


def test_a_row_without_words_says_nothing():
    assert said([*ROW[:9], " ", *ROW[10:]]) == ()


def test_another_report_is_none_of_ours():
    assert said([*ROW[:2], "别的表", *ROW[3:]]) == ()


def test_numbers_of_persons_are_masked_and_long_texts_cut():
    (one,) = said([*ROW[:9], "身份证 110101199003078515" + "长" * 600, *ROW[10:]])
    assert "199003078515" not in one.text
    assert len(one.text) == 500


def test_a_sheet_without_the_list_says_nothing():
    assert explanations_in(Grid("退回说明", [["退回说明"], ROW]), TITLES) == ()
