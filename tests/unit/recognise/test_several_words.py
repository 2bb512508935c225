"""Headings in several words: a bracket or 及 that changes nothing is read through, one that names something else is not."""

import pytest

from etl.contract.catalog import load_catalog
from etl.recognise.headings.meaning import Headings
from etl.recognise.headings.near import NearHeadings
from etl.settings import PROJECT
from etl.text import fold_label

CATALOG = load_catalog(PROJECT / "config")
HEADINGS = Headings(CATALOG)
NEAR = NearHeadings(CATALOG, HEADINGS)


def field_of(report, heading):
    contract, parts = CATALOG.contracts[report], (fold_label(heading),)
    meaning = HEADINGS.meaning(contract, parts) or NEAR.meaning(contract, parts)
    return meaning and meaning.field


@pytest.mark.parametrize(
    ("report", "heading", "field"),
    [
        ("organization", "社会组织名称（须与证书一致）", "org_name"),
        ("organization", "单位（组织）名称", "org_name"),
        ("organization", "统一社会信用代码（三证合一）", "credit_code"),
        ("organization", "成立（登记）日期", "registered_on"),
        ("organization", "评估等级（1A-5A）", "grade"),
        ("project", "实施单位统一社会信用代码", "credit_code"),
        ("project", "项目（工程）名称", "project_name"),
        ("project", "开工（启动）时间", "started_on"),
        ("project", "帮扶领域（产业、就业、教育等）", "field"),
        ("donation", "捐赠单位/个人", "org_name"),
        ("donation", "用途（去向）", "purpose"),
        ("donation", "资金还是物资", "kind"),
        ("sale", "采购或购买单位", "org_name"),
        ("activity", "活动名称及主题", "activity_name"),
    ],
)
def test_words_that_change_nothing_are_read_through(report, heading, field):
    assert field_of(report, heading) == field


@pytest.mark.parametrize(
    ("report", "headings"),
    [
        ("project", "验收日期（预计） 开工及竣工日期 审批（验收）日期 项目名称及编号 协议（项目）编号 拨付金额（财政） 受益户数（脱贫户） 户数/人数 乡镇及村"),
        ("project", "收款单位统一社会信用代码 原项目编号 开工日期（2023年） 未拨付资金"),
        ("donation", "捐赠（受赠）单位 捐赠/受赠单位 捐赠单位（接收单位） 捐赠日期（使用日期） 物资名称及金额 捐赠编号（旧）"),
        ("need", "认领日期（计划） 发布及认领日期 认领单位（需求单位） 认领（需求）资金"),
        ("sale", "采购（供货）单位 采购/销售单位 农产品及单价 产品名称及数量"),
        ("agreement", "签订/到期日期 结对（受帮扶）单位 社会组织名称（受帮扶村） 帮扶和受帮扶单位"),
        ("disbursement", "收款单位（付款单位） 收款/付款单位 付款单位 凭证号及日期 收款单位及账号"),
        ("organization", "社会组织名称（曾用名） 法人及联系电话 登记机关（业务主管单位） 业务主管单位名称"),
        ("incubator", "运营机构（业主） 建成日期（计划） 基地名称及地址 基地层级（评估等级）"),
    ],
)  # fmt: skip
def test_words_that_name_something_else_are_no_field(report, headings):
    assert {one: field_of(report, one) for one in headings.split()} == dict.fromkeys(headings.split())
