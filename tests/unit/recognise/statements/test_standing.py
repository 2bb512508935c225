import pytest

from etl.recognise.statements.row_words import is_part_of, is_voided_by
from etl.recognise.statements.standing import (
    Standing,
    standing_of_file,
    standing_of_group,
    standing_of_line,
    standing_of_name,
    standing_of_note,
)


@pytest.mark.parametrize(
    ("name", "standing"),
    [
        ("草稿", Standing.DRAFT),
        ("捐赠款物（作废）", Standing.VOID),
        ("旧", Standing.COPY),
        ("旧表", Standing.COPY),
        ("备份", Standing.COPY),
        ("捐赠款物 - 副本", Standing.COPY),
        ("捐赠款物_old", Standing.COPY),
        ("（上季）", Standing.EARLIER),
        ("上年同期", Standing.EARLIER),
        ("测试", Standing.SAMPLE),
        ("预计", Standing.PLAN),
        ("捐赠款物", None),
        ("旧州镇", None),
        ("帮扶项目台账", None),
        ("结对帮扶协议", None),
    ],
)
def test_a_name_gives_a_standing(name, standing):
    assert standing_of_name(name) is standing


@pytest.mark.parametrize(
    ("line", "standing"),
    [
        ("二、下季度计划", Standing.PLAN),
        ("上年同期", Standing.EARLIER),
        ("2023年捐赠情况（历史数据）", Standing.EARLIER),
        ("下季度计划", Standing.PLAN),
        ("报告期：去年同期", Standing.EARLIER),
        ("捐赠款物（测试）", Standing.SAMPLE),
        ("捐赠款物（单位：元）（模拟数据）", Standing.SAMPLE),
        ("帮扶项目台账（旧版）", Standing.COPY),
        ("地震模拟演练捐赠款物", None),
        ("旧城改造帮扶项目台账（第一期）", None),
        ("一、产业帮扶", None),
        ("捐赠情况", None),
        ("剑阁县社会组织帮扶项目台账", None),
    ],
)
def test_a_line_gives_a_standing(line, standing):
    assert standing_of_line(line) is standing


@pytest.mark.parametrize(
    ("note", "standing"),
    [
        ("注：标红的为作废数据", Standing.VOID),
        ("备注：灰色行已退出，不再统计", Standing.COLOURED),
        ("蓝色为新增", Standing.COLOURED),
        ("注：加粗的为本季度新增", Standing.COLOURED),
        ("注：本表含上年结转资金", Standing.EARLIER),
        ("注：以上数据为累计数，非本季度数。", Standing.EARLIER),
        ("说明：表中金额为测算数", Standing.PLAN),
        ("注：含绿色食品、红色教育", None),
        ("注：上季度已报的不填", None),
        ("注：数据均已核实", None),
    ],
)
def test_a_note_says_what_the_figures_are(note, standing):
    assert standing_of_note(note) is standing


@pytest.mark.parametrize(
    ("group", "standing"),
    [
        ("预计受益", Standing.PLAN),
        ("目标任务", Standing.PLAN),
        ("拟带动", Standing.PLAN),
        ("上年度", Standing.EARLIER),
        ("上年同期", Standing.EARLIER),
        ("其中：脱贫户", Standing.PART),
        ("受益情况", None),
        ("计划投资", None),
        ("本期", None),
    ],
)
def test_a_group_gives_a_standing(group, standing):
    assert standing_of_group(group) is standing


@pytest.mark.parametrize(
    "remark",
    [
        "作废",
        "此行作废",
        "删除",
        "已删除",
        "不计入",
        "重复填报",
        "填错了，请忽略",
        "误填",
        "此笔不计",
        "重复，请忽略",
        "重复",
        "删",
        "款项已退回",
        "上年数据",
        "去年已报",
        "请删",
        "已终止协议",
        "红冲",
        "不属于本表",
        "另行上报",
        "与上一条相同",
        "退1万",
    ],
)
def test_a_remark_voids_its_row(remark):
    assert is_voided_by(remark)


@pytest.mark.parametrize(
    "remark", ["已完成", "未作废", "捐赠物资已发放", "取消贫困户帽子", "上年结转资金", "退出村", "不计成本", ""]
)
def test_another_remark_does_not(remark):
    assert not is_voided_by(remark)


def test_part_of_the_row_above():
    assert [is_part_of(lead) for lead in ("其中：教育", "其中", "（其中）女", "其美多吉协会")] == [
        True,
        True,
        True,
        False,
    ]


# said apart from the words around it, each of these speaks of the whole table
APART = ["送审稿", "未审核", "待核实", "暂估", "已撤回", "已退回", "无效", "错误", "数据有误", "请勿使用", "不计入", "待删除", "不完整", "临时", "修改前", "演练", "仅供参考", "预算", "概算",
         "估算", "意向", "任务数", "同期数", "其中", "部分", "剔除", "不含乡镇", "差额", "环比", "核对中", "第一稿", "快报数", "已替换", "存档", "不作数", "培训用", "以新表为准", "void", "tmp", "plan"]  # fmt: skip


@pytest.mark.parametrize("word", APART)
def test_a_word_apart_gives_a_standing_wherever_it_is_said(word):
    said = [
        standing_of_name(f"捐赠款物（{word}）"), standing_of_name(f"捐赠款物{word}"), standing_of_file(f"捐赠款物（{word}）"),
        standing_of_line(f"捐赠款物（{word}）"), standing_of_line(word), standing_of_note(f"注：以上为{word}"),
    ]  # fmt: skip
    assert None not in said


@pytest.mark.parametrize(
    "text",
    ["捐赠款物（含税）", "帮扶项目台账（不含税）", "产业规划项目台账", "取消农业税纪念馆捐赠", "捐赠款物（汇总）", "捐赠款物（县级）", "计划投资情况", "部分乡镇捐赠款物"],
)  # fmt: skip
def test_such_a_word_among_others_gives_none(text):
    assert standing_of_line(text) is None


@pytest.mark.parametrize(
    "group",
    ["预算数", "暂估", "估算金额", "意向情况", "已退回", "同期数", "调整前", "原", "外县", "累计", "概算（万元）"],
)
def test_a_group_of_other_figures_gives_a_standing(group):
    assert standing_of_group(group) is not None


@pytest.mark.parametrize("group", ["计划投资", "受益情况", "原料情况", "累计拨付资金", "审定", "本期", "不含税"])
def test_a_group_of_the_period_s_figures_gives_none(group):
    assert standing_of_group(group) is None


@pytest.mark.parametrize("note", ["带*的为未到账", "注：*表示预计数", "标※的项目为上年结转", "注：“*”为估算数"])
def test_a_mark_that_means_something_is_heard(note):
    assert standing_of_note(note) is Standing.MARKED


def test_a_mark_of_what_must_be_filled_in_means_nothing():
    assert standing_of_note("注：带*的为必填项") is None
