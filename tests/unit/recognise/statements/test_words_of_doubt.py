"""Words of doubt in whatever wording, names of nobody, and units that nobody knows; and what only looks like them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl.recognise.rows.unnamed_rows import MAY_BE_NOTHING
from etl.recognise.statements.money_unit import UnitStatements
from etl.recognise.statements.no_name import names_no_organisation, names_nothing
from etl.recognise.statements.remark import has_a_stem
from etl.workbook.shown_otherwise import trait_of_code


@pytest.mark.parametrize(
    "remark", ["还没给", "移交青川县", "同第1行", "停止实施", "补报去年", "此项取消", "红字", "由市级统计"]
)
def test_a_short_remark_of_doubt_is_heard(remark):
    assert has_a_stem(remark)


@pytest.mark.parametrize("remark", ["直播销售", "关爱未成年人", "用于助学", "核对无误", "退役军人", "暂无", "寒假活动"])
def test_a_remark_that_only_sounds_like_it_is_no_doubt(remark):
    assert not has_a_stem(remark)


@pytest.mark.parametrize("name", ["个人", "好心人", "公司", "各社会组织", "3家", "社会组织名称"])
def test_a_name_of_nobody_is_no_organisation(name):
    assert names_no_organisation(name)


@pytest.mark.parametrize("name", ["同心商会", "一家亲社工服务中心", "天府助学协会", "乙"])
def test_an_organisation_is_one(name):
    assert not names_no_organisation(name)


def test_digits_and_signs_name_nothing():
    assert [names_nothing(name) for name in ("123", "……", "test", "花椒")] == [True, True, True, False]


@pytest.mark.parametrize("line", ["单位：贯", "注：单位：角", "金额单位：双币种", "单位：元或万元", "注：单位：wan"])
def test_a_unit_that_nobody_knows_is_unclear(line):
    (said,) = UnitStatements({"元": 1, "万元": 10_000}).statements_in(line)
    assert said.is_unclear
    assert said.units == ()


def test_the_yen_of_japan_is_no_yuan():
    assert trait_of_code("[$￥-411]#,##0") == trait_of_code("$0")
    assert trait_of_code("[$¥-804]0.00") is None


@given(st.lists(st.text("甲会12 ．-*aT|—①Ⅱ\u3000", max_size=5), min_size=1, max_size=4))
@example(["|", "甲"])
def test_a_name_of_nothing_is_seen_among_others(names):
    if any(names_nothing(name) for name in names):
        assert MAY_BE_NOTHING.search("|".join(names))
