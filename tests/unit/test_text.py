"""Labels compare equal however they are set; long texts are not remembered."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.text import (
    LONGEST_LINE,
    fold_label,
    remembering,
    tidy,
    without_numbering,
)

SPACES = " \t\n\r\u3000\xa0"
# what headings are made of: Chinese, ASCII, full-width forms, brackets of all kinds, marks, white space
LABEL_LETTERS = "社会组织名称面积平方米万元㎡①ABCxyz019ＡＢｘ０９()（）[]【】〔〕{}*＊★☆※/／、：:，-—" + SPACES
labels = st.text(LABEL_LETTERS, max_size=20)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        pytest.param("金额（折价）", "金额(折价)", id="full-width-brackets"),
        pytest.param("金额【折价】", "金额(折价)", id="other-brackets"),
        pytest.param("备　注", "备注", id="wide-space"),
        pytest.param("统一社会\n信用代码", "统一社会信用代码", id="line-break"),
        pytest.param("*协议编号", "协议编号", id="required-mark-before"),
        pytest.param("协议编号 ＊", "协议编号", id="required-mark-after"),
        pytest.param("面积㎡", "面积m2", id="square-metres"),
        pytest.param("No．", "no.", id="case-and-full-width-stop"),
    ],
)
def test_a_label_is_the_same_however_it_is_set(written, plain):
    assert fold_label(written) == fold_label(plain) == plain


def test_the_column_heading_may_be_a_number():
    assert fold_label(2024) == "2024"


@settings(deadline=None)
@given(labels)
def test_folding_twice_is_folding_once(label):
    assert fold_label(fold_label(label)) == fold_label(label)


@settings(deadline=None)
@given(labels, labels, st.text(SPACES, max_size=3))
def test_white_space_makes_no_difference(before, after, spaces):
    assert fold_label(before + spaces + after) == fold_label(before + after)


@settings(deadline=None)
@given(labels)
def test_nothing_of_how_it_is_set_is_left(label):
    folded = fold_label(label)
    assert not set(folded) & set(SPACES + "（）【】〔〕[]{}ＡＢ０")
    assert folded == folded.casefold()


@settings(deadline=None)
@given(labels)
def test_tidying_only_takes_from_the_ends(label):
    assert tidy(label) in label
    assert tidy(tidy(label)) == tidy(label)


@pytest.mark.parametrize(
    ("label", "bare"),
    [
        pytest.param("十二、 社会团体", "社会团体", id="chinese-number"),
        pytest.param("其中：（2）社会团体", "社会团体", id="among-them"),
        pytest.param(" ⑳社会团体", "社会团体", id="circled"),
        pytest.param("1.2.社会团体", "社会团体", id="levels"),
        pytest.param("1.2社会团体", "社会团体", id="levels-without-a-stop"),
        pytest.param("60岁以上老人", "60岁以上老人", id="number-that-belongs-to-the-name"),
        pytest.param("5A级社会组织", "5a级社会组织", id="grade"),
        pytest.param("一级社会组织", "一级社会组织", id="chinese-number-of-the-name"),
        pytest.param("（一）", "(一)", id="nothing-but-a-number"),
    ],
)
def test_numbering_is_taken_off_and_nothing_else(label, bare):
    assert without_numbering(label)[-1] == bare


@given(labels)
def test_a_label_without_numbering_is_an_end_of_the_folded_one(label):
    folded, *shorter = without_numbering(label)
    assert folded == fold_label(label)
    assert all(fold_label(rest) == rest for rest in shorter)


@pytest.mark.parametrize(("length", "times"), [(LONGEST_LINE, 1), (LONGEST_LINE + 1, 2)], ids=["short", "long"])
def test_only_short_texts_are_remembered(length, times):
    asked = []
    reverse = remembering(lambda text: asked.append(text) or text[::-1])
    assert [reverse("某" * length) for _ in range(2)] == ["某" * length] * 2
    assert len(asked) == times
