"""Headings of one to five rows, units in and around them, near misses, and what is missing or doubled."""

import pytest

from etl.model import Severity

PROJECT = [
    *("项目编号", "项目名称", "实施社会组织", "统一社会信用代码", "帮扶领域", "项目阶段"),
    *("计划投资（万元）", "累计拨付资金（万元）", "审批日期", "受益户数", "受益人数"),
]
RECORD = ["XM1", "种植", "基金会", "5110000083DY1FUBJX", "产业", "实施", 100.0, 10.0, "2023-11-24", 10.0, 20.0]


def columns_of(result):
    (table,) = result.tables
    return {column.field: column for column in table.columns if column.field}


def matched(result):
    return {field: (column.index, column.unit) for field, column in columns_of(result).items()}


def with_heading(old: str, new: str) -> list[str]:
    assert old in PROJECT
    return [new if heading == old else heading for heading in PROJECT]


FULL = {
    "project_no": (0, None),
    "planned_yuan": (6, "万元"),
    "disbursed_yuan": (7, "万元"),
    "households": (9, None),
    "persons": (10, None),
}


@pytest.mark.parametrize(
    ("rows", "merges"),
    [
        pytest.param([PROJECT], (), id="one-row"),
        pytest.param(
            [
                [*PROJECT[:6], "资金情况（万元）", "", "审批日期", "受益情况", ""],
                [*[""] * 6, "计划投资", "累计拨付资金", "", "户数", "人数"],
            ],
            ((0, 6, 0, 7), (0, 9, 0, 10), *((0, c, 1, c) for c in (0, 1, 2, 3, 4, 5, 8))),
            id="two-rows-merged-unit-in-the-group",
        ),
        pytest.param(
            [
                [*PROJECT[:6], "资金", "", "审批日期", "受益情况", ""],
                [*[""] * 6, "计划投资/万元", "累计拨付资金\n(万元)", "", "户数", "人数"],
            ],
            (),
            id="two-rows-nothing-merged-unit-in-the-leaf",
        ),
        pytest.param(
            [
                [*["基本情况"] + [""] * 5, "资金（单位：万元）", "", "时间", "成效", ""],
                [*PROJECT[:6], "投入", "", "审批日期", "受益情况", ""],
                [*[""] * 6, "计划投资", "累计拨付资金", "", "户数", "人数"],
            ],
            ((0, 0, 0, 5), (0, 6, 0, 7), (0, 9, 0, 10), (1, 6, 1, 7), (1, 9, 1, 10)),
            id="three-rows",
        ),
        pytest.param(
            [[*PROJECT[:6], "计划投资", "累计拨付资金", *PROJECT[8:]], ["—"] * 6 + ["万元", "万元", "—", "户", "人"]],
            (),
            id="row-of-units",
        ),
    ],
)
def test_a_heading_of_several_rows_is_read(read, rows, merges):
    result = read(
        [["帮扶项目台账"], *rows, RECORD], "帮扶项目台账", merges=tuple((a + 1, b, c + 1, d) for a, b, c, d in merges)
    )
    assert FULL.items() <= matched(result).items()
    assert result.tables[0].rows == (len(rows) + 1,)
    assert result.issues == ()


def test_a_group_over_its_parts_is_its_whole(read):
    heading = [*PROJECT[:6], "计划投资", "", *PROJECT[7:]]
    below = [*[""] * 6, "小计", "财政资金", *[""] * 4]
    result = read([heading, below, [*RECORD[:7], 40.0, *RECORD[7:]]], "帮扶项目台账", merges=((0, 6, 0, 7),))
    assert matched(result)["planned_yuan"][0] == 6
    assert [issue.rule for issue in result.issues] == ["table.unknown_heading"]


def test_a_heading_merged_over_two_columns_is_one(read):
    heading = ["项目编号", "", *PROJECT[1:]]
    result = read([heading, ["XM1", "", *RECORD[1:]]], "帮扶项目台账", merges=((0, 0, 0, 1), (1, 0, 1, 1)))
    assert result.issues == ()


@pytest.mark.parametrize("mark", ["*{}", "{} *", "★{}", " {}\n", "{}※"])
def test_marks_of_required_columns_do_not_count(read, mark):
    result = read([[mark.format(heading) for heading in PROJECT], RECORD], "帮扶项目台账")
    assert {column.matched_by for column in columns_of(result).values()} == {"label"}


@pytest.mark.parametrize(
    "heading", ["计划投资*（万元）", "*计划投资（万元）", "计划投资★/万元", "计划投资(万元)*", "计划投资*万元"]
)
def test_a_mark_may_stand_before_the_unit(read, heading):
    result = read([with_heading("计划投资（万元）", heading), RECORD], "帮扶项目台账")
    assert (matched(result)["planned_yuan"], result.issues) == ((6, "万元"), ())


NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪"


@pytest.mark.parametrize(
    "form",
    ["{n}.{label}", "{n}、{label}", "（{n}）{label}", "{circle}{label}", "{label}（必填）", "{label}：", "[{label}]"],
)
def test_what_a_form_puts_around_every_heading_does_not_count(read, form):
    heading = [
        form.format(n=n, circle=circle, label=label)
        for n, (circle, label) in enumerate(zip(NUMBERS, PROJECT, strict=True), 1)
    ]
    result = read([heading, RECORD], "帮扶项目台账")
    assert {column.matched_by for column in columns_of(result).values()} == {"label"}
    assert matched(result)["planned_yuan"] == (6, "万元")


@pytest.mark.parametrize(
    ("old", "new", "field", "unit"),
    [
        pytest.param("计划投资（万元）", "计划投资额(元)", "planned_yuan", "元", id="one-ending-more"),
        pytest.param("计划投资（万元）", "计划的投资（万元）", "planned_yuan", "万元", id="a-harmless-letter-more"),
        pytest.param("项目编号", "项目编号（按文本填写）", "project_no", None, id="remark-in-brackets"),
        pytest.param("累计拨付资金（万元）", "累计拨付资金（截至本季度）", "disbursed_yuan", None, id="until-when"),
        pytest.param(
            "累计拨付资金（万元）", "累计拨付资金（元，截至季末）", "disbursed_yuan", "元", id="remark-and-unit"
        ),
        pytest.param("累计拨付资金（万元）", "累计拨付金额（万元）", "disbursed_yuan", "万元", id="another-ending"),
        pytest.param("审批日期", "项目审批日期（年月日)", "approved_on", None, id="prefix-and-mixed-brackets"),
        pytest.param("实施社会组织", "帮扶社会组织名称", "org_name", None, id="prefix-of-an-alias"),
        pytest.param("实施社会组织", "社会组织（全称）", "org_name", None, id="full-name"),
        pytest.param("统一社会信用代码", "统一社会信用代码证号", "credit_code", None, id="certificate-number"),
        pytest.param("统一社会信用代码", "统一社会信用码", "credit_code", None, id="a-letter-missing"),
        pytest.param("统一社会信用代码", "统一社会信用代玛", "credit_code", None, id="a-letter-wrong-in-a-long-label"),
        pytest.param("帮扶领域", "帮扶域领", "field", None, id="two-letters-exchanged"),
        pytest.param("项目阶段", "项目进展", "stage", None, id="subject-before-a-short-alias"),
        pytest.param("项目阶段", "帮扶项目进展", "stage", None, id="longer-subject-before-a-short-alias"),
        pytest.param("受益户数", "项目户数（户）", "households", None, id="subject-before-a-short-figure"),
    ],
)
def test_a_near_heading_is_matched_and_said(read, old, new, field, unit):
    result = read([with_heading(old, new), RECORD], "帮扶项目台账")
    column = columns_of(result)[field]
    assert (column.matched_by, column.unit) == ("near", unit)
    (issue,) = result.issues
    assert (issue.rule, issue.severity, issue.column_name) == ("table.near_heading", Severity.NOTICE, field)
    assert issue.cell == "ABCDEFGHIJK"[PROJECT.index(old)] + "1"
    assert new in issue.message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("累计拨付资金（万元）", "累计拨付资金（本季度）", id="another-period"),
        pytest.param("计划投资（万元）", "本季新增计划投资", id="an-increase"),
        pytest.param("受益户数", "受益村数", id="between-two"),
        pytest.param("帮扶领域", "帮扶领导", id="one-letter-another-meaning"),
        pytest.param("项目名称", "项目组名称", id="one-letter-more-another-meaning"),
        pytest.param("审批日期", "审批人", id="another-type"),
        pytest.param("受益人数", "项目人数", id="of-whom-is-not-said"),
        pytest.param("项目阶段", "协议进展", id="another-subject"),
        pytest.param("项目阶段", "项目预计进展", id="never"),
        pytest.param("实施社会组织", "实施社会组织编号", id="a-number-is-no-name"),
    ],
)
def test_a_heading_that_means_something_else_is_unknown(read, old, new):
    result = read([with_heading(old, new), RECORD], "帮扶项目台账")
    assert "near" not in {column.matched_by for column in result.tables[0].columns}
    assert "table.unknown_heading" in {issue.rule for issue in result.issues}
    assert result.tables[0].extra[new] == [RECORD[PROJECT.index(old)]]


def test_two_near_headings_decide_nothing(read):
    heading = [*with_heading("计划投资（万元）", "计划投资额"), "计划投资数额"]
    result = read([heading, [*RECORD, 5.0]], "帮扶项目台账")
    assert "planned_yuan" not in columns_of(result)
    assert ("table.missing_column", "planned_yuan") in {(issue.rule, issue.column_name) for issue in result.issues}


def test_a_near_heading_merged_over_two_columns_is_one(read):
    near = [*PROJECT[:5], "项目进展", "", *PROJECT[6:]]
    result = read([near, [*RECORD[:6], "", *RECORD[6:]]], "帮扶项目台账", merges=((0, 5, 0, 6),))
    assert columns_of(result)["stage"].index == 5
    assert [(issue.rule, issue.cell) for issue in result.issues] == [("table.near_heading", "F1")]


def test_a_figure_written_one_digit_a_column_is_no_amount(read):
    """元 among them was taken for the amount, and its digit for all of it."""
    digits = ["万", "千", "百", "十", "元", "角", "分"]
    rows = [
        ["社会组织名称", "农产品", "销售渠道", "成交额", *[""] * 6],
        [*[""] * 3, *digits],
        ["甲协会", "苹果", "线上", 1, 3, 9, 0, 0, 5, 0],
    ]
    result = read(rows, "消费帮扶", merges=((0, 3, 0, 9), *((0, column, 1, column) for column in range(3))))
    assert ("table.doubled_heading", "critical") in [(issue.rule, issue.severity) for issue in result.issues]


def test_a_second_heading_with_a_number_behind_is_another_column(read):
    """Excel calls a second 金额 of a table 金额2."""
    heading = [*PROJECT[:7], "计划投资2（万元）", *PROJECT[7:]]
    result = read([heading, [*RECORD[:7], 7.0, *RECORD[7:]]], "帮扶项目台账")
    assert columns_of(result)["planned_yuan"].index == 6
    assert [(issue.rule, issue.cell) for issue in result.issues] == [("table.unknown_heading", "H1")]


def test_a_near_heading_beside_the_exact_one_is_unknown(read):
    result = read([[*PROJECT, "计划投资额"], [*RECORD, 5.0]], "帮扶项目台账")
    assert matched(result)["planned_yuan"] == (6, "万元")
    assert [issue.rule for issue in result.issues] == ["table.unknown_heading"]


def test_every_missing_heading_is_said_once(read):
    keep = [place for place, heading in enumerate(PROJECT) if heading not in ("项目阶段", "帮扶领域")]
    rows = [[row[place] for place in keep] for row in (PROJECT, RECORD, RECORD)]
    result = read(rows, "帮扶项目台账")
    assert [(issue.rule, issue.column_name, issue.severity) for issue in result.issues] == [
        ("table.missing_column", "field", Severity.CRITICAL),
        ("table.missing_column", "stage", Severity.CRITICAL),
    ]


def test_two_aliases_of_one_figure_are_critical_at_the_second(read):
    heading = ["投资额（万元）" if label.startswith("计划投资") else label for label in PROJECT]
    result = read([[*heading, "计划资金"], [*RECORD, 5.0]], "帮扶项目台账")
    assert [(issue.rule, issue.cell) for issue in result.issues] == [("table.doubled_heading", "L1")]


def test_the_same_heading_twice_is_critical_at_the_second(read):
    result = read([[*PROJECT, "计划投资"], [*RECORD, 5.0]], "帮扶项目台账")
    assert [(issue.rule, issue.cell) for issue in result.issues] == [("table.doubled_heading", "L1")]


@pytest.mark.parametrize("alias", ["计划资金", "社会组织名称"])
def test_the_official_heading_wins_over_an_alias_of_its_field(read, alias):
    result = read([[*PROJECT, alias], [*RECORD, 5.0]], "帮扶项目台账")
    assert [(issue.rule, issue.cell) for issue in result.issues] == [("table.unknown_heading", "L1")]
    assert result.tables[0].extra == {alias: [5.0]}


def test_of_two_aliases_of_a_name_the_first_of_the_contract_wins(read):
    heading = ["实施单位" if label == "实施社会组织" else label for label in PROJECT]
    result = read([[*heading, "社会组织名称"], [*RECORD, "乙协会"]], "帮扶项目台账")
    assert [(issue.rule, issue.cell) for issue in result.issues] == [("table.unknown_heading", "C1")]


def test_unknown_headings_of_one_name_keep_both_columns(read):
    result = read([[*PROJECT, "联络员", "联络员"], [*RECORD, "甲", "乙"]], "帮扶项目台账")
    assert sorted(cells[0] for cells in result.tables[0].extra.values()) == ["乙", "甲"]


@pytest.mark.parametrize(
    ("above", "below", "unit"),
    [
        pytest.param([["单位：万元"]], [], "万元", id="one-cell"),
        pytest.param([["", "", "单位：", "元"]], [], "元", id="two-cells"),
        pytest.param([[""] * 20 + ["金额单位：人民币元"]], [], "元", id="beyond-the-table"),
        pytest.param([["资金拨付明细\n（单位：千元）"]], [], "千元", id="in-the-title"),
        pytest.param([["单位：户、人、万元"]], [], "万元", id="among-measures"),
        pytest.param([["填报单位：旺苍县民政局  单位：元"]], [], "元", id="behind-the-sender"),
        pytest.param([], [["注：1.金额单位为元。"]], "元", id="in-a-note-below"),
        pytest.param([["单位：元、万元"]], [], None, id="two-units-say-nothing"),
        pytest.param([["填报单位：万元乡人民政府"]], [], None, id="a-place-called-so"),
    ],
)
def test_a_unit_line_gives_the_amounts_their_unit(read, heading, payment, above, below, unit):
    heading[4] = "拨付金额"
    result = read([*above, heading, payment(1), *below])
    assert columns_of(result)["paid_yuan"].unit == unit
    assert columns_of(result)["payee"].unit is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("受益户数", "受益户数（人）"),
        ("受益人数", "受益人数（户）"),
        ("受益人数", "受益人数（万元）"),
        ("受益人数", "受益人数（人/户）"),
        ("受益户数", "受益户数/亩"),
        ("项目名称", "项目名称（个）"),
        ("审批日期", "审批日期（元）"),
    ],
)
def test_a_heading_in_a_unit_that_its_field_cannot_have_is_not_the_fields(read, old, new):
    field = {"受益户数": "households", "受益人数": "persons", "项目名称": "project_name", "审批日期": "approved_on"}[
        old
    ]
    assert field not in columns_of(read([with_heading(old, new), RECORD], "帮扶项目台账"))


@pytest.mark.parametrize("new", ["受益人数（人）", "受益人数（人次）", "受益户数（户）"])
def test_a_heading_in_a_measure_of_its_own_is_the_fields(read, new):
    found = columns_of(read([with_heading(new[:4], new), RECORD], "帮扶项目台账"))
    assert {"households", "persons"} <= found.keys()
