"""A receipt says what was accepted and how it was understood; it is the same page for the same submission, and does nothing."""

from datetime import datetime
from decimal import Decimal

from etl.returned.receipt import MOST_NOTES, Receipt, ReportReceipt, Total, page

WHEN = datetime(2024, 4, 9, 2)  # noqa: DTZ001 - of a county's clock
REPORT = ReportReceipt(
    title="帮扶项目台账",
    is_nil=False,
    rows=1200,
    version="第 1 版，规则 91a8b890e464",
    decided=WHEN,
    totals=(Total("计划投资", Decimal("1088800.00"), "元", "文件以万元填写（表头注明）"),),
    warnings=("F5 “约”表示不是准确数",),
    notices=("“计划投资额”按“计划投资”读取",),
)


def receipt(*reports, file="台账.xlsx"):
    return Receipt("旺苍县", "2024年第一季度", file, "5e1d" * 16, WHEN, reports)


def test_totals_name_their_unit_and_what_was_assumed_is_listed():
    said = page(receipt(REPORT)).decode()
    for words in (
        "5e1d" * 16,
        "1,200",
        "1,088,800.00",
        "元",
        "文件以万元填写（表头注明）",
        "有待核对",
        "按“计划投资”读取",
    ):
        assert words in said


def test_the_same_submission_gives_the_same_bytes():
    assert page(receipt(REPORT)) == page(receipt(REPORT))


def test_what_a_county_wrote_is_text():
    said = page(receipt(REPORT, file='<script>alert(1)</script>"\u202e.xlsx')).decode()
    assert "<script" not in said
    assert "\u202e" not in said


def test_very_many_notes_are_counted_and_some_listed():
    many = ReportReceipt("帮扶项目台账", False, 1, "", WHEN, notices=("甲",) * (MOST_NOTES + 1))
    said = page(receipt(many)).decode()
    assert said.count("<li>甲</li>") == MOST_NOTES
    assert f"{MOST_NOTES + 1} 条" in said
