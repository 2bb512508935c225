"""The money unit of an amount: where it stands is read, and what speaks of one and is not understood is never passed over."""

import pytest

SALE = ["社会组织名称", "农产品", "销售渠道", "成交额"]
ROW = ["四川省某协会", "苹果", "线上", 1.5]


@pytest.fixture
def unit_of(read):
    """The unit of the amount (None: the template's; "": the column is not read), and what is said."""

    def unit_of(rows, **of_grid):
        result = read(rows, "消费帮扶", **of_grid)
        (table,) = result.tables
        units = [column.unit for column in table.columns if column.field == "sold_yuan"]
        return units[0] if units else "", [(issue.rule, issue.cell, issue.severity) for issue in result.issues]

    return unit_of


@pytest.mark.parametrize(
    "line",
    ["单位：元 日期：2024年3月", "单位：元  填报人：张某", "单位：人民币（元）", "计量：元", "金额：元", "元", "2024年消费帮扶（元）",
     "消费帮扶情况表   单位：元", "以下金额均以元为单位", "注：金额单位均为元", "单位：户/人/元", "单位∶元", "单位“元”", "本表以“元”为金额单位"],
)  # fmt: skip
def test_a_line_that_says_the_unit(unit_of, line):
    assert unit_of([[line], SALE, ROW]) == ("元", [])


@pytest.mark.parametrize("line", ["单位：百元", "单位：美元", "单位：十万元", "单位：元、万元", "金额（元/万元）"])
def test_a_unit_that_nobody_knows_returns_the_report(unit_of, line):
    assert unit_of([[line], SALE, ROW]) == (None, [("table.unit", "A1", "critical")])
    assert ("table.unit", "A3", "critical") in unit_of([SALE, ROW, [line]])[1]
    assert unit_of([[line], [*SALE[:3], "成交额（千元）"], ROW]) == ("千元", [("table.unit", "A1", "warning")])


def test_a_unit_beside_its_label_that_nobody_knows(unit_of):
    assert unit_of([[None, None, "单位：", "百元"], SALE, ROW]) == (None, [("table.unit", "C1", "critical")])


@pytest.mark.parametrize(
    ("line", "unit"), [("（单位：万）", "万元"), ("金额单位：仟元", "千元"), ("单位：￥", "元"), ("单位：W", "万元")]
)
def test_a_unit_in_other_letters(unit_of, line, unit):
    assert unit_of([[line], SALE, ROW]) == (unit, [])


def test_two_units_that_are_just_the_templates_need_no_word(read, catalog):
    columns = [column for column in catalog.contracts["project"].columns if column.required or column.type.is_money]
    heading = [column.label.zh for column in columns]
    result = read([["单位：万元、元"], heading, [f"甲{place}" for place in range(len(heading))]], "帮扶项目台账")
    assert result.issues == ()


@pytest.mark.parametrize(
    "line", ["填报单位：元坝区民政局", "单位：万源市民政局", "填报单位：千佛镇", "填报单位：百事通"]
)
def test_an_office_is_no_unit(unit_of, line):
    assert unit_of([[line], SALE, ROW]) == (None, [])


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        pytest.param("成交额\n单位：元", "元", id="in-a-line-of-its-own"),
        pytest.param("成交额（人民币：元）", "元", id="currency-and-unit"),
        pytest.param("成交额（以元计）", "元", id="counted-in"),
        pytest.param("成交额（按元填写，保留两位小数）", "元", id="counted-in-and-a-remark"),
        pytest.param("成交额（精确到元）", "", id="rounded-to-is-no-unit"),
        pytest.param("成交额（保留到元）", "", id="kept-to-is-no-unit"),
        pytest.param("成交额（按百元填）", "", id="no-unit-of-ours"),
    ],
)
def test_the_unit_in_a_heading(unit_of, heading, unit):
    assert unit_of([[*SALE[:3], heading], ROW])[0] == unit


@pytest.mark.parametrize(
    ("group", "unit"), [("销售情况（元，保留整数）", "元"), ("销售情况（以元计）", "元"), ("销售情况（百元）", "")]
)
def test_the_unit_in_a_group(unit_of, group, unit):
    rows = [[*SALE[:2], group, None], [None, None, *SALE[2:]], ROW]
    assert unit_of(rows, merges=((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3)))[0] == unit


@pytest.mark.parametrize(
    "units",
    [
        pytest.param([None, None, None, "元", None, "社会团体"], id="beside-a-drop-down-list"),
        pytest.param([None, None, "—", "元", None, "线上"], id="beside-a-list-of-codes"),
    ],
)
def test_a_row_of_units_beside_a_helper_list(unit_of, units):
    rows = [[*SALE, None, "选项"], units, [*ROW, None, "基金会"]]
    assert unit_of(rows) == ("元", [("table.beside", "F1", "warning")])


def test_a_row_of_units_with_one_that_belongs_to_an_unknown_heading(unit_of):
    assert unit_of([[*SALE, "完成率"], [None, None, None, "元", "%"], [*ROW, 80]]) == (
        "元",
        [("table.unknown_heading", "E2", "warning")],
    )


def test_a_row_of_units_under_a_heading_that_is_nowhere_merged(read):
    """In a CSV 带动就业人数 must not spread over 户均增收, which stands two rows higher."""
    heading = [
        ["项目编号", "项目名称", "实施社会组织", "统一社会信用代码", "帮扶领域", "项目阶段", "计划投资", "累计拨付资金",
         "受益情况", "", "户均增收"],
        ["", "", "", "", "", "", "", "", "受益人数", "带动就业人数", ""],
        ["", "", "", "", "", "", "万元", "万元", "人", "人", "元"],
    ]  # fmt: skip
    row = ["XM1", "种植", "甲协会", "5110000083DY1FUBJX", "产业", "实施", "100", "10", "20", "5", "300"]
    (table,) = read([*heading, row], "帮扶项目台账").tables
    fields = {column.field: (column.index, column.unit) for column in table.columns}
    assert (fields["jobs"], fields["income_gain_yuan"]) == ((9, None), (10, "元"))


def test_a_row_of_units_may_say_what_it_is(unit_of):
    assert unit_of([SALE, [None, None, None, "（单位：元）"], ROW]) == ("元", [])


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("（4）", []),
        ("④", []),
        ("\n(d)", []),
        *((n, [("table.near_heading", "D1", "notice")]) for n in ("(4=2+3)", "（D1）")),
    ],
)
def test_the_number_of_a_column_behind_its_heading_changes_nothing(unit_of, number, said):
    assert unit_of([[*SALE[:3], f"成交额{number}"], ROW]) == (None, said)


@pytest.mark.parametrize(
    "heading",
    [
        "成交额（斤）",
        "成交额（人）",
        "成交额/户",
        "成交额（万元/吨）",
        "成交额（元/斤）",
        "成交额（万元）（元）",
        "成交额（元）/万元",
    ],
)
def test_a_heading_whose_unit_is_none_of_money_is_no_amount(unit_of, heading):
    unit, said = unit_of([[*SALE[:3], heading], ROW])
    assert unit == ""
    assert ("table.missing_column", "A1", "critical") in said


def test_a_row_of_measures_under_amounts_is_no_unit_of_theirs(unit_of):
    assert unit_of([SALE, ["", "", "", "斤"], ROW])[0] == ""


@pytest.mark.parametrize(
    "line",
    ["单位：k", "单位:千", "单位：10000元", "单位：×万元", "单位：十万", "单位：外币", "unit: 10,000 yuan", "单位：元/斤", "单位：人次", "非万元", "单位不是万元", "消费帮扶 元",
     "计价：元", "□万元 ☑元", "（元，人民币）", "单位：略", "单位：见表头", "消费帮扶（资金：元）", "消费帮扶（单位：角）", "注意单位！元"],
)  # fmt: skip
def test_a_word_about_units_that_nobody_can_read_is_asked_about(unit_of, line):
    assert unit_of([[line], SALE, ROW])[1][0][:2] == ("table.unit", "A1")


@pytest.mark.parametrize(
    "line",
    ["单位→元", "单位<元>", "单位（人民币）：元", "单位即元", "单位：人民币（元）", "已换算为元", "这里填的是元", "in yuan", "由万元改为元", "帮扶资金（元）汇总表"],
)  # fmt: skip
def test_a_unit_in_odd_words_is_taken_or_asked_about(unit_of, line):
    unit, said = unit_of([[line], SALE, ROW])
    assert unit == "元" or ("table.unit", "A1", "critical") in said


@pytest.mark.parametrize(
    "line",
    [
        "填报人：张 元",
        "元旦",
        "联系单位：元山镇",
        "单位：千佛镇",
        "单位：十二桥村",
        "共50万元",
        "万企兴万村",
        "百万元以上项目",
        "单位：万元（精确到元）",
    ],
)
def test_a_name_with_such_a_letter_says_no_unit(unit_of, line):
    assert unit_of([[line], SALE, ROW]) == ("万元" if "精确" in line else None, [])


@pytest.mark.parametrize("group", ["元", "（元）", "单位：元", "人民币元"])
def test_a_group_that_is_nothing_but_a_unit_is_the_heading_s_unit(unit_of, group):
    assert unit_of([["", "", "", group], SALE, ROW])[0] == "元"


@pytest.mark.parametrize("scale", ["k", "K", "m", "M"])
def test_a_letter_of_scale_behind_a_heading_is_no_number_of_its_column(read, scale):
    (table,) = read(
        [
            ["捐赠编号", "捐赠社会组织", "捐赠日期", "捐赠类型", f"金额（{scale}）"],
            ["J1", "甲", "2024-01-05", "资金", 5],
        ],
        "捐赠款物",
    ).tables
    assert "value_yuan" not in {column.field for column in table.columns}


@pytest.mark.parametrize(
    ("above", "below"), [(["每户补助标准（元）"], []), ([], ["物资按市场价折价（元）"]), ([], ["", "", "单位：元"])]
)
def test_a_line_about_something_else_does_not_decide_and_is_asked_about(unit_of, above, below):
    unit, said = unit_of([*([line] for line in above), SALE, ROW, *([line] for line in below)])
    assert unit is None
    assert "table.unit" in {rule for rule, *_ in said}


def test_a_unit_in_the_heading_of_what_is_no_figure_is_the_tables(unit_of):
    for heading in ("序号\n（单位：元）", "备注（单位：元）"):
        rows = [[*SALE, heading], [*ROW, ""]] if "备注" in heading else [[heading, *SALE], [1, *ROW]]
        assert unit_of(rows)[0] == "元"


@pytest.mark.parametrize("heading", ["", "级别", "计量"])
def test_a_column_of_units_is_asked_about_whatever_it_is_called(unit_of, heading):
    assert ("table.unit_column", "E1", "critical") in unit_of([[*SALE, heading], [*ROW, "元"]])[1]
