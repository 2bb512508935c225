"""Totals are held against the rows they total; what they total is told by where they stand."""

import pytest

from etl.model import TotalRow
from etl.normalise.totals import TotalChecker

WHOLE = 0  # the heading's row: the whole table


def total(row, amount, first_row=WHOLE, label="合计"):
    return TotalRow(row, label, {"paid_yuan": amount}, first_row)


def checked(catalog, frame):
    TotalChecker(catalog).check(frame)
    return frame.issues()


BLOCKS = (1, 2, 4, 5)  # two rows, a subtotal, two rows, a subtotal


@pytest.mark.parametrize(
    ("rows", "totals"),
    [
        pytest.param((), [total(5, 100.0)], id="below"),
        pytest.param((), [total(0, "100万元")], id="above-with-a-unit"),
        pytest.param(BLOCKS, [total(3, 30.0, 1, "小计"), total(6, 70.0, 4, "小计"), total(7, 100.0)], id="nested"),
        pytest.param(
            (2, 3, 5, 6), [total(1, 30.0, 2, "小计"), total(4, 70.0, 5, "小计"), total(7, 100.0)], id="subtotals-above"
        ),
        pytest.param(BLOCKS, [total(3, 30.0), total(6, 70.0), total(7, 100.0, label="总计")], id="a-total-a-block"),
        pytest.param((), [total(5, ""), total(5, None), total(5, "—")], id="blank"),
    ],
)
def test_a_right_total_is_silent(catalog, typed, rows, totals):
    assert checked(catalog, typed(totals=totals, rows=rows, paid_yuan=[10.0, 20.0, 30.0, 40.0])).empty


@pytest.mark.parametrize(
    ("totals", "cell", "expected"),
    [
        pytest.param([total(5, 101.0)], "D6", "100", id="whole"),
        pytest.param([total(5, 30.0, 1, "小计")], "D6", "100", id="its-block"),
        pytest.param([total(0, 99.0)], "D1", "100", id="above"),
        pytest.param([total(5, "若干")], "D6", "100", id="unreadable"),
    ],
)
def test_a_wrong_total_is_a_warning_at_its_cell(catalog, typed, totals, cell, expected):
    found = checked(catalog, typed(totals=totals, paid_yuan=[10.0, 20.0, 30.0, 40.0]))
    assert found[["cell", "expected", "severity"]].values.tolist() == [[cell, expected, "warning"]]


def test_an_unreadable_row_explains_its_total(catalog, typed):
    found = checked(catalog, typed(totals=[total(3, 50.0)], paid_yuan=[10.0, "若干"]))
    assert found["rule"].tolist() == ["disbursement.paid_yuan.type"]


@pytest.mark.parametrize(
    "label",
    [
        "合计：100万元",
        "共计4笔，100万元",
        "合计（元）：1,000,000",
        "金额合计：壹佰万元整",
        "合计：4笔",
        "2024年合计",
        "合计",
        "小计：100",
    ],
)
def test_a_sum_that_a_total_says_in_its_label_is_right(catalog, typed, label):
    frame = typed(totals=[TotalRow(5, label, {"voucher_no": label}, WHOLE)], paid_yuan=[10.0, 20.0, 30.0, 40.0])
    assert checked(catalog, frame).empty


@pytest.mark.parametrize(
    "label", ["合计：99万元", "共计4笔，99万元", "合计（元）：100", "金额合计：玖拾玖万元整", "合计：99"]
)
def test_a_wrong_one_is_a_warning_at_the_label(catalog, typed, label):
    frame = typed(totals=[TotalRow(5, label, {"voucher_no": label}, WHOLE)], paid_yuan=[10.0, 20.0, 30.0, 40.0])
    found = checked(catalog, frame)
    assert (found["cell"].tolist(), found["severity"].tolist()) == (["A6"], ["warning"])
    assert f"是 {label}，各行相加是 100；" in found["message"][0]
