"""Columns are typed value by value, bad cells become issues with their address, and order never matters."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.model import Mark
from tests.campaigns import examples

CELLS = st.sampled_from([10.0, "12.5万元", "约15", "若干", "", None, "无", "0", "(5)", "#REF!", "50%", 0.1, "3百万元"])


def test_the_unit_comes_from_the_cell_then_the_column_then_the_template(typed):
    template = typed(paid_yuan=[1.0, "1元"]).data["paid_yuan"].tolist()
    column = typed(unit="千元", paid_yuan=[1.0, "1元"]).data["paid_yuan"].tolist()
    assert (template, column) == ([1_000_000, 100], [100_000, 100])


@pytest.mark.parametrize(
    ("column", "cell", "rule", "severity"),
    [
        pytest.param("paid_yuan", "若干", "type", "critical", id="no-figure"),
        pytest.param("paid_yuan", "120人", "type", "critical", id="persons-are-no-money"),
        pytest.param("paid_yuan", "约15", "approximate", "warning", id="about"),
        pytest.param("paid_yuan", "0.1234567", "rounded", "warning", id="finer-than-a-fen"),
        pytest.param("paid_yuan", Mark.UNCALCULATED, "type", "critical", id="never-calculated"),
        pytest.param("paid_on", "2023年7月", "type", "critical", id="no-day"),
        pytest.param("payee", "#REF!", "type", "critical", id="error-in-a-text"),
        pytest.param("payee", "#N/A", "taken_as_empty", "warning", id="no-value-of-a-lookup"),
        pytest.param("payee", "NULL", "taken_as_empty", "warning", id="no-value-of-a-program"),
        pytest.param("voucher_no", "#N/A", "type", "critical", id="no-value-where-one-is-required"),
        pytest.param("payee", Mark.PICTURE, "type", "critical", id="picture-in-a-text"),
        pytest.param("payee", "5.15101E+17", "type", "warning", id="a-cut-number-in-a-text"),
        pytest.param("voucher_no", "5.15101E+17", "type", "critical", id="a-cut-key"),
    ],
)
def test_a_bad_cell_is_one_issue_at_its_address(typed, issues, column, cell, rule, severity):
    good = {"paid_yuan": 10.0, "paid_on": "2024-01-08", "payee": "甲", "voucher_no": "PZ1"}[column]
    frame = typed(**{column: [good, cell]})
    letter = "ABCDEFG"[("voucher_no", "project_no", "paid_on", "paid_yuan", "fund_source", "payee").index(column)]
    assert issues(frame) == [(f"disbursement.{column}.{rule}", f"{letter}3", severity)]


@pytest.mark.parametrize("blank", ["", "  ", None, "无", "/", "—", "－", "--"])
def test_words_for_nothing_are_blank(typed, issues, blank):
    frame = typed(payee=[blank], remark=[blank])
    assert frame.data[["payee", "remark"]].isna().all().all()
    assert issues(frame) == []


def test_zero_is_zero(typed):
    assert typed(paid_yuan=["0", 0.0, 0]).data["paid_yuan"].tolist() == [0, 0, 0]


@pytest.mark.parametrize("mark", ["同上", "〃", '"', "（同上）", "同 上"])
def test_ditto_takes_the_value_above_and_says_so(typed, issues, mark):
    frame = typed(payee=["甲", mark, mark], paid_on=["2024-01-08", mark, "2024-02-01"])
    assert frame.data["payee"].tolist() == ["甲", "甲", "甲"]
    assert frame.data["paid_on"].dt.date.tolist() == [date(2024, 1, 8), date(2024, 1, 8), date(2024, 2, 1)]
    assert sorted(issues(frame)) == [
        ("disbursement.paid_on.ditto", "C3", "notice"),
        ("disbursement.payee.ditto", "F3", "notice"),
        ("disbursement.payee.ditto", "F4", "notice"),
    ]


@pytest.mark.parametrize("above", [[], [""], [None]])
def test_ditto_of_nothing_is_critical(typed, issues, above):
    frame = typed(payee=[*above, "同上"])
    assert frame.data["payee"].isna().all()
    assert issues(frame) == [("disbursement.payee.ditto", f"F{len(above) + 2}", "critical")]


@settings(max_examples=examples(40), deadline=None)
@given(cells=st.lists(CELLS, min_size=1, max_size=8), data=st.data())
def test_the_order_of_the_rows_does_not_matter(typed, issues, cells, data):
    order = data.draw(st.permutations(range(len(cells))))
    one, other = typed(paid_yuan=cells), typed(paid_yuan=[cells[place] for place in order])
    assert one.data["paid_yuan"].iloc[order].tolist() == other.data["paid_yuan"].tolist()
    moved = {(rule, f"D{order.index(int(cell[1:]) - 2) + 2}", severity) for rule, cell, severity in issues(one)}
    assert moved == set(issues(other))


@settings(max_examples=examples(40), deadline=None)
@given(cells=st.lists(CELLS, min_size=1, max_size=8))
def test_typing_twice_is_typing_once(typed, cells):
    once = typed(paid_yuan=cells).data["paid_yuan"]
    written = [None if fen is None else fen / 100 for fen in once.astype(object).where(once.notna(), None)]
    assert typed(unit="元", paid_yuan=written).data["paid_yuan"].equals(once)
