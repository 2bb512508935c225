"""Words of a column's own names around a value: taken away, and never others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.contract.catalog import load_catalog
from etl.normalise.repeated_label import without_label
from etl.settings import PROJECT

CATALOG = load_catalog(PROJECT / "config")


@pytest.mark.parametrize(
    ("report", "column", "text", "bare"),
    [
        ("project", "households", "受益30户", "30户"),
        ("project", "persons", "受益群众：100人", "100人"),
        ("project", "income_gain_yuan", "户均2000元", "2000元"),
        ("project", "accepted_on", "验收日期：2024-3-1", "2024-3-1"),
        ("activity", "media_reports", "4篇报道", "4篇"),
        ("project", "income_gain_yuan", "人均2000元", "人均2000元"),
        ("project", "households", "预计30户", "预计30户"),
        ("project", "planned_yuan", "已拨付5万元", "已拨付5万元"),
        ("project", "households", "受益户数", "数"),
    ],
)
def test_words_of_the_heading_are_taken_away(report: str, column: str, text: str, bare: str) -> None:
    assert without_label(text, CATALOG.contracts[report].column(column)) == bare


@given(number=st.integers(0, 10**9), around=st.tuples(*[st.text("受益户数人均预计未拨付累：", max_size=4)] * 2))
def test_no_digit_is_ever_taken_away(number: int, around: tuple[str, str]) -> None:
    bare = without_label(f"{around[0]}{number}{around[1]}", CATALOG.contracts["project"].column("households"))
    assert str(number) in bare


def test_a_value_with_its_heading_around_it_is_read(typed, issues) -> None:
    frame = typed(
        paid_on=["拨付日期：2024年1月5日", "2024年1月6日拨付", "2024年1月7日前拨付"],
        paid_yuan=["拨付12.5万元", "12.5", "预计12.5"],
    )
    assert [str(day)[:10] for day in frame.data["paid_on"]][:2] == ["2024-01-05", "2024-01-06"]
    assert issues(frame) == [
        ("disbursement.paid_on.type", "C4", "critical"),
        ("disbursement.paid_yuan.type", "D4", "critical"),
    ]
