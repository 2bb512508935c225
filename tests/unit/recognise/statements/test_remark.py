"""Doubts that a remark throws on its row, and remarks that throw none."""

import pytest

from etl.recognise.statements.remark import doubt_of, may_doubt

DOUBTS = ["另捐物资3.2万元", "少报2万元", "其中上年2万元", "不准确", "与系统不符", "汇率7.1", "口头承诺", "待补票", "约", "核对中", "草稿", "快报数", "预算数", "跨年", "列入下季度", "转旺苍", "市级已报", "由市民政局报"]  # fmt: skip


@pytest.mark.parametrize("remark", DOUBTS)
def test_a_doubt_is_heard_and_never_passed_over_by_the_quick_look(remark):
    assert may_doubt(["", "已公示", remark])
    assert doubt_of(remark, ("万元",), lambda _: ()) is not None


@pytest.mark.parametrize(
    "remark", ["已公示", "已验收", "资金已到位", "共5户", "县民政局监督", "含运费", "转账", "示范项目"]
)
def test_an_explanation_is_no_doubt(remark):
    assert doubt_of(remark, ("万元",), lambda _: ()) is None
