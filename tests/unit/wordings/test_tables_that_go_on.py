"""Tables that go on: over townships with their sums above, over pages, over sheets; and codes of columns as forms print them."""

import pytest

from tests.unit.wordings.sheets import Judged, sheet
from tests.workbooks.content import Sheet

HEADING = ["社会组织名称", "农产品", "销售渠道", "成交额"]
ROWS = [
    ["甲协会", "花椒", "线上", 2.5],
    ["甲协会", "核桃", "线上", 3.5],
    ["乙协会", "苹果", "线下", 4.25],
    ["丙协会", "竹笋", "线上", 1.5],
]
IN_CAPITALS = [["甲协会", "土豆", "线上", "柒万元整"], ["乙协会", "腊肉", "线上", "贰拾伍万伍仟捌佰元整"]]
BELOW = {
    "township": [HEADING, ["一、普安镇", None, None, 6.0], *ROWS[:2], ["二、下寺镇", None, None, 5.75], *ROWS[2:]],
    "wrong": [HEADING, ["一、普安镇", None, None, 6.0], *ROWS[:2], ["二、下寺镇", None, None, 5.5], *ROWS[2:]],
    "page": [HEADING, *ROWS, ["本页小计", None, None, 11.75], ["消费帮扶"], ["单位：万元"], HEADING, *IN_CAPITALS],
    "codes": [HEADING, ["第1栏", "第2栏", "第3栏", "第4栏"], *ROWS],
    "explained": [["社会组织名称（选填，没有可不填）", "农产品（见说明2）", *HEADING[2:]], *ROWS],
    "unit": [HEADING, *ROWS[:3], [*ROWS[3][:3], "万元"]],
}  # fmt: skip
OTHERS = {
    "goes on": Sheet([row[:] for row in ROWS[2:]], "消费帮扶（续）"),
    "junk": Sheet([["计算过程"], ["甲", 3], ["乙", 4]], "Sheet2"),
    "so far": Sheet([HEADING, ["丁协会", "蜂蜜", "线上", 9.5]], "累计台账"),
}


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    sheets: dict[str, tuple[str, Sheet | tuple[Sheet, ...]]] = {
        name: ("sale", sheet("sale", *rows)) for name, rows in BELOW.items()
    }
    sheets |= {name: ("sale", (sheet("sale", HEADING, *ROWS[:2]), other)) for name, other in OTHERS.items()}
    return Judged(tmp_path_factory.mktemp("go_on"), sheets)


def _products(judged: Judged, name: str) -> list[object]:
    return [row["product"] for row in judged[name].rows]


def test_a_township_with_its_sum_above_is_no_record(judged: Judged) -> None:
    assert _products(judged, "township") == ["花椒", "核桃", "苹果", "竹笋"]
    assert judged["township"].warnings == set()
    assert judged["wrong"].warnings == {"sale.sold_yuan.total"}


def test_rows_below_a_repeated_heading_are_records_however_amounts_are_written(judged: Judged) -> None:
    assert _products(judged, "page") == ["花椒", "核桃", "苹果", "竹笋", "土豆", "腊肉"]


@pytest.mark.parametrize("name", ["codes", "explained"])
def test_codes_and_explanations_of_columns_are_no_data(judged: Judged, name: str) -> None:
    assert _products(judged, name) == ["花椒", "核桃", "苹果", "竹笋"]


def test_a_unit_alone_is_no_amount(judged: Judged) -> None:
    assert judged["unit"].critical


def test_a_sheet_that_goes_on_without_a_heading_returns_the_report(judged: Judged) -> None:
    assert judged["goes on"].critical
    assert not judged["junk"].critical


def test_a_sheet_of_sums_so_far_beside_the_quarters_is_set_aside(judged: Judged) -> None:
    assert _products(judged, "so far") == ["花椒", "核桃"]
    assert judged["so far"].warnings == {"sheet.standing"}
