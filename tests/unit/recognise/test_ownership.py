"""A file that says it is another county's is found wherever it says so; a mention of a county says nothing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl.config.divisions import Divisions, load_divisions
from etl.model import Grid, SourceFile
from etl.recognise.origin.period import other_period
from etl.recognise.ownership import other_county

CONFIG = Path(__file__).parents[3] / "config"
HUILI = "513402"  # 会理市, a county until 2021


@pytest.fixture(scope="module")
def divisions() -> Divisions:
    return load_divisions(CONFIG)


@pytest.fixture
def told(recogniser, divisions, heading, payment):
    """The issues of a file of 会理市 with these lines above and below its table."""

    def told(above=(), below=(), titles="资金拨付明细"):
        now = datetime(2024, 4, 1, tzinfo=UTC)
        source = SourceFile(HUILI, "2024Q1", "a.xlsx", "0", 1, now, 1, now, Path("a.xlsx"))
        result = recogniser.sheet(Grid(titles, [*above, heading, payment(1), *below]))
        named = other_county(source, divisions, [result], ["disbursement"], recogniser.reports_named)
        return named + other_period(source, [result])

    return told


@pytest.mark.parametrize(
    ("above", "below", "cell"),
    [
        pytest.param([["填报单位：锦江区民政局"]], [], "A1", id="in-one-cell"),
        pytest.param([["填报单位", "锦江区民政局"]], [], "A1", id="in-the-next-cell"),
        pytest.param([["填报单位（盖章）：锦江区民政局   填报人：张"]], [], "A1", id="among-other-fillers"),
        pytest.param([["资金拨付明细"], ["", "上报单位：成都市锦江区民政局"]], [], "B2", id="other-words"),
        pytest.param([], [["填报单位：锦江区民政局", "", "填报人：张"]], "A3", id="at-the-foot"),
        pytest.param([["成都市锦江区资金拨付明细（2024年第一季度）"]], [], "A1", id="in-the-title-alone"),
    ],
)
def test_another_county_returns_the_file_at_the_cell_that_says_so(told, above, below, cell):
    (issue,) = told(above, below)
    assert (issue.rule, issue.cell, issue.report) == ("file.other_county", cell, "disbursement")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("填报单位：会理市民政局", id="its-own-name"),
        pytest.param("填报单位：会理县民政局", id="its-former-name"),
        pytest.param("填报单位：凉山彝族自治州会理市民政局", id="with-its-prefecture"),
        pytest.param("填报单位：会理民政局", id="a-short-name"),
        pytest.param("填报单位：", id="left-empty"),
        pytest.param("锦江区结对会理市资金拨付明细", id="a-title-with-both"),
        pytest.param("锦江区援建工作", id="a-title-of-no-report"),
    ],
)
def test_what_does_not_say_another_county_passes(told, line):
    assert told([[line]]) == []


def test_a_title_that_mentions_another_county_is_a_warning(told):
    (issue,) = told([["关于锦江区援助的资金拨付明细"]])
    assert (issue.rule, issue.severity, issue.cell) == ("file.names_other_county", "warning", "A1")


def test_the_sender_weighs_more_than_the_title(told):
    (issue,) = told([["锦江区资金拨付明细"], ["填报单位：会理市民政局"]])
    assert (issue.rule, issue.severity, issue.cell) == ("file.names_other_county", "warning", "A1")


def test_another_quarter_in_the_title_is_a_warning(told):
    (issue,) = told([["会理市资金拨付明细（2023年第四季度）"]])
    assert (issue.rule, issue.severity, issue.cell, issue.value) == (
        "sheet.other_period",
        "warning",
        "A1",
        "会理市资金拨付明细（2023年第四季度）",
    )


@pytest.mark.parametrize("sender", ["重庆市渝中区民政局", "陕西省宁强县民政局", "宁强县民政局", "绵阳市民政局"])
def test_a_sender_outside_the_province_or_the_prefecture_returns_the_file(told, sender):
    (issue,) = told([[f"填报单位：{sender}"]])
    assert (issue.rule, issue.severity, issue.cell) == ("file.other_county", "critical", "A1")


@pytest.mark.parametrize(
    "sender",
    [
        "县民政局",
        "凉山彝族自治州民政局",
        "四川省会理市民政局",
        "凉山州民政局",
        "会理高新区社会事务局",
        "城关镇人民政府",
    ],
)
def test_a_sender_that_may_be_the_countys_passes(told, sender):
    assert told([[f"填报单位：{sender}"]]) == []


@pytest.mark.parametrize(
    "line",
    ["单位：旺苍县民政局", "单位（章）：旺苍县", "制表单位：旺苍县民政局", "汇总单位：旺苍县民政局", "填报部门：旺苍县民政局", "填报单位：旺苍", "填报单位：旺苍社工部", "填报单位：510821"],
)  # fmt: skip
def test_a_sender_in_other_words_returns_the_file(told, line):
    assert [issue.rule for issue in told([[line]])] == ["file.other_county"]


@pytest.mark.parametrize(
    "line",
    ["县区：旺苍县", "行政区划：旺苍县", "数据来源：旺苍县民政局", "责任单位：旺苍县民政局", "旺苍资金拨付明细", "资金拨付明细（旺苍）", "资金拨付明细（旺苍社工部）", "资金拨付明细（木里县）",
     "资金拨付明细（阿坝州民政局）", "阿坝州民政局资金拨付明细", "昭通市民政局资金拨付明细", "旺苍县", "旺苍民政", "资金拨付明细-旺苍", "资金拨付明细 南充", "资金拨付明细（重庆）",
     "510821资金拨付明细", "会理市、旺苍县资金拨付明细", "注：旺苍县"],
)  # fmt: skip
def test_another_place_in_a_line_is_a_warning(told, line):
    assert [issue.rule for issue in told([[line]])] == ["file.names_other_county"]


@pytest.mark.parametrize(
    "line",
    [
        "单位：户、人",
        "单位：万元",
        "资金拨付明细（第1期）",
        "资金拨付明细（会理）",
        "凉山州民政局资金拨付明细",
        "资金拨付明细（凉山）",
        "513402资金拨付明细",
    ],
)
def test_what_names_no_other_place_says_nothing(told, line):
    assert told([[line]]) == []


def test_a_group_that_names_another_county_is_a_warning(recogniser, divisions, heading, payment, told):
    (issue,) = told([["", "旺苍县"]])
    assert (issue.rule, issue.cell) == ("file.names_other_county", "B1")


@pytest.mark.parametrize(
    ("remark", "said"), [("2023年", 1), ("四季度", 1), ("1-5月", 1), ("2024年3月", 0), ("一季度", 0), ("第2笔", 0)]
)
def test_a_remark_that_is_nothing_but_another_period_is_a_warning(told, payment, remark, said):
    issues = told(below=[payment(2, remark=remark)])
    assert [(issue.rule, issue.cell, issue.severity) for issue in issues] == [
        ("sheet.other_period", "H3", "warning")
    ] * said
