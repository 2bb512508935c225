"""Words that stand apart in a title or a name are known, or asked about: a new word for a draft needs no list."""

import pytest

from etl.config.divisions import load_divisions
from etl.recognise.origin.asides import Asides
from etl.settings import PROJECT


@pytest.fixture(scope="module")
def unread(catalog, recogniser):
    asides = Asides(catalog, load_divisions(PROJECT / "config"), recogniser.reports_named)
    return lambda text, **how: asides._unread(text, lambda _: None, **how)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("资金拨付明细（摘抄）", ["摘抄"]),
        ("资金拨付明细 凑数", ["凑数"]),
        ("资金拨付明细-毛估", ["毛估"]),
        ("资金拨付明细（缺普安镇）", ["缺普安镇"]),
        ("资金拨付明细（全市）", ["全市"]),
        ("资金拨付明细（2O23年）", ["2o23年"]),
        ("资金拨付明细（冬季）", ["冬季"]),
        ("资金拨付明细（审定前）", ["审定前"]),
    ],
)
def test_what_nobody_understands_is_named(unread, text, said):
    assert unread(text) == said


@pytest.mark.parametrize(
    "aside",
    [
        "2024年第一季度",
        "剑阁县",
        "剑阁县民政局",
        "普安镇",
        "县慈善会",
        "盖章版",
        "定稿",
        "V1.0",
        "附表2",
        "第一批",
        "续",
        "单位：万元",
        "2024年3月31日",
        "物资",
        "上报汇总表",
        "一季度末",
        "民政部门填报",
        "国家重点帮扶县",
        "已审核",
        "会计：李四",
    ],
)
def test_known_words_say_nothing(unread, aside):
    assert unread(f"资金拨付明细（{aside}）") == unread(f"资金拨付明细 {aside}") == []


def test_a_short_line_above_a_table_is_understood_or_named(unread):
    lines = ["草草了事", "附件1", "剑阁县民政局", "资金拨付明细", "2024年3月"]
    assert [unread(line, is_line=True) for line in lines] == [["草草了事"], [], [], [], []]


def test_a_title_as_short_as_a_line_is_looked_through(unread):
    assert unread("捐赠款物（匡算）", is_line=True) == ["匡算"]
