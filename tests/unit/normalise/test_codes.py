"""Codes: names of places and their offices say a level, ticks choose, a longer wording has words of one code or is asked about."""

import pytest

from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.normalise.parsers.code import CodeParser
from etl.normalise.parsers.parser import Lexicon
from etl.settings import PROJECT

CATALOG = load_catalog(PROJECT / "config")
DIVISIONS = load_divisions(PROJECT / "config")
OFFICES = ("", "民政局", "民政局登记", "行政审批局", "行政审批和数据局", "社会组织管理局")


def read(report, column, word):
    """Code of a word, and whether only a part of it was read; no code where the word is none."""
    wanted = CATALOG.contracts[report].column(column)
    found = CodeParser(wanted, Lexicon.of(CATALOG)).read(word, "")
    return (found.value if found.value in CATALOG.codes_of(wanted).codes else None), found.aside is not None


@pytest.fixture(scope="module")
def level():
    parser = CodeParser(CATALOG.contracts["organization"].column("register_level"), Lexicon.of(CATALOG))
    return lambda word: parser.read(word, "").value


@pytest.mark.parametrize("office", OFFICES)
def test_the_name_of_a_place_or_its_office_says_its_level(level, office):
    for county in DIVISIONS.counties.values():
        for name in (county.prefecture_name + county.name, f"四川省{county.prefecture_name}{county.name}"):
            assert level(name + office) == "county", name + office
    for prefecture in DIVISIONS.prefectures.values():
        assert level(prefecture.name + office) == "prefecture", prefecture.name + office


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("都江堰市民政局", "county"), ("成都市武侯区民政局", "county"), ("北川县民政局", "county"), ("会理县民政局", "county"),
        ("阿坝县民政局", "county"), ("阿坝州民政局", "prefecture"), ("成都市级", "prefecture"), ("市中区民政局", "county"),
        ("剑阁县民政局（县级）", "county"), ("四川省民政厅", "province"), ("民政部", "national"), ("浙江省民政厅", "eastern"),
    ],
)  # fmt: skip
def test_places_as_clerks_write_them(level, word, code):
    assert level(word) == code


@pytest.mark.parametrize(
    "word", ["东区", "重庆市民政局", "贵阳市民政局", "市级（剑阁县民政局）", "剑阁县教育局", "民政局", "成都市民政局、武侯区民政局", "天府新区"]
)  # fmt: skip
def test_a_place_whose_level_cannot_be_told_has_none(level, word):
    assert level(word) == word


@pytest.mark.parametrize(
    ("report", "column", "word", "code", "is_part"),
    [
        ("sale", "channel", "☑线上 □线下", "online", False),
        ("sale", "channel", "线上□ 线下√", "offline", False),
        ("organization", "annual_check", "□合格 ■基本合格 □不合格", "basic", False),
        ("donation", "kind", "1.资金", "cash", False),
        ("organization", "org_type", "社会团体/社团", "association", False),
        ("organization", "grade", "全国5A级社会组织", "5A", False),
        ("organization", "grade", "获评4A级", "4A", False),
        ("project", "stage", "已完工，待验收", "acceptance", False),
        ("project", "stage", "竣工验收阶段", "acceptance", False),
        ("project", "field", "特色产业种植", "industry", True),
        ("organization", "org_type", "禽业技术协会", "association", True),
        ("donation", "kind", "防疫物资一批", "goods", True),
    ],
)
def test_a_wording_with_words_of_one_code_is_that_code(report, column, word, code, is_part):
    assert read(report, column, word) == (code, is_part)


@pytest.mark.parametrize(
    ("report", "column", "words"),
    [
        ("project", "stage", "未实施完成 基本完成 部分完工 完成50% 停止实施 已取消 主体完工 完成立项 待拨付 验收未通过 正在完成 计划实施 预计6月完工 实施中，未拨付"),
        ("project", "field", "非产业 产业和教育 就业、教育 教育基础设施 产业工人培训 困难学生救助 老年教育 一老一小"),
        ("donation", "kind", "资金和物资 物资采购款 款物 钱物 非现金 ☑资金☑物资 □资金□物资 药品款"),
        ("sale", "channel", "线上线下 线上+线下 非线上 实体店直播 线上下单线下提货"),
        ("organization", "org_type", "非社会团体 协会（基金会） 联合会下属民非 社区组织 社区社会组织 未登记社会组织"),
        ("organization", "grade", "未参评5A 原4A 申报3A 6A 4A-5A 3A、4A 取消4A 5A级景区"),
        ("organization", "annual_check", "合格待定 整改合格 拟合格 2022年合格2023年不合格"),
        ("need", "status", "取消认领 部分认领 认领一半 未认领已立项 已认领后取消 已认领，已取消 已认领/未认领"),
        ("agreement", "pairing_mode", "1对1、1对多 非一对一 多对多"),
        ("incubator", "base_level", "县级和乡级 县乡级 乡村级 园区 景区 非县级"),
        ("activity", "brand", "蜀公益和两新联万村 非蜀公益 拟纳入蜀公益"),
    ],
)  # fmt: skip
def test_what_is_denied_or_may_mean_two_is_no_code(report, column, words):
    assert {word: read(report, column, word)[0] for word in words.split()} == dict.fromkeys(words.split())
