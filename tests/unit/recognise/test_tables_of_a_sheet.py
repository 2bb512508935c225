"""Several tables in a sheet, tables anywhere, merges, marks, hidden parts, and what stands beside them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.model import Display, Grid, Mark, Severity, ShownNumber
from tests.campaigns import examples

DONATION = ["捐赠编号", "捐赠社会组织", "捐赠日期", "捐赠类型", "金额（折价）"]


def gift(number: int) -> list[object]:
    return [f"JZ{number}", f"第{number}协会", "2024-01-02", "资金", 5.0]


def units(result):
    return {t.report: next(c.unit for c in t.columns if c.field and c.field.endswith("_yuan")) for t in result.tables}


def said(result):
    return [(issue.rule, issue.cell, issue.severity) for issue in result.issues]


def test_two_tables_below_each_other_keep_their_own_lines(read, heading, payment):
    heading[4] = "拨付金额"
    first = [["表一 资金拨付明细"], ["填报单位：旺苍县民政局", "", "单位：元"], heading, payment(1), ["填表人：甲"], []]
    second = [["表二 捐赠款物"], ["", "", "单位：万元"], DONATION, gift(1), gift(2), ["注：乙"]]
    result = read([*first, *second], "Sheet1")
    assert {t.report: t.rows for t in result.tables} == {"disbursement": (3,), "donation": (9, 10)}
    assert units(result) == {"disbursement": "元", "donation": "万元"}
    assert result.issues == ()


def test_a_second_table_without_a_unit_line_takes_the_first_ones(read, heading, payment):
    heading[4] = "拨付金额"
    result = read([["单位：元"], heading, payment(1), [], ["捐赠款物"], DONATION, gift(1)], "Sheet1")
    assert units(result) == {"disbursement": "元", "donation": "元"}


def test_two_tables_beside_each_other_are_both_read(read, heading, payment):
    rows = [[*heading, "", *DONATION], [*payment(1), "", *gift(1)], [""] * 9 + gift(2)]
    result = read(rows, "Sheet1")
    assert {t.report: t.rows for t in result.tables} == {"disbursement": (1,), "donation": (1, 2)}
    assert result.tables[1].columns[0].index == 9


def test_one_report_in_two_halves_beside_each_other_is_one_report(read, heading, payment):
    result = read([[*heading, "", *heading], [*payment(1), "", *payment(2)]])
    assert [t.values["voucher_no"] for t in result.tables] == [["PZ1"], ["PZ2"]]


def test_an_empty_column_inside_a_table_does_not_cut_it(read, heading, payment):
    result = read([[*heading[:4], "", *heading[4:]], [*payment(1)[:4], "", *payment(1)[4:]]])
    assert (len(result.tables), result.issues) == (1, ())


@pytest.mark.parametrize("word", ["选项", "资金来源"], ids=["unknown-word", "heading-of-the-table"])
def test_a_list_beside_the_table_is_said_and_not_loaded(read, heading, payment, word):
    rows = [[*heading, "", word], [*payment(1), "", "甲"], [*payment(2), "", "乙"], [""] * 9 + ["丙"]]
    result = read(rows)
    assert result.tables[0].rows == (1, 2)
    assert said(result) == [("table.beside", "J1", Severity.WARNING)]
    hidden = read(rows, hidden_columns=frozenset({9}))
    assert said(hidden) == [("table.beside", "J1", Severity.NOTICE)]


def test_a_column_without_a_heading_is_kept_and_said(read, heading, payment):
    result = read([heading, [*payment(1), "甲"], [*payment(2), ""]])
    assert result.tables[0].extra == {"(I1)": ["甲", ""]}
    assert said(result) == [("table.no_heading", "I2", Severity.WARNING)]


def test_hidden_rows_and_columns_are_loaded_and_said(read, heading, payment):
    result = read([heading, payment(1), payment(2)], hidden_rows=frozenset({1}), hidden_columns=frozenset({5}))
    assert result.tables[0].rows == (1, 2)
    assert said(result) == [("table.hidden", "F2", Severity.NOTICE)]


def test_a_hidden_sheet_is_no_data(read, heading, payment):
    result = read([heading, payment(1)], hidden=True)
    assert (result.tables, result.reading.taken_for) == ((), "hidden")


def test_a_value_fills_down_inside_its_merge_only(read, heading, payment):
    rows = [heading, payment(1), payment(2, payee=""), payment(3, payee="")]
    result = read(rows, merges=((1, 6, 2, 6),))
    assert result.tables[0].values["payee"] == ["县民政局", "县民政局", ""]


def test_a_merge_does_not_reach_into_a_total(read, heading, payment):
    rows = [heading, payment(1), payment(2, payee=""), ["合计", "", "", "", 20.0, "", "", ""]]
    result = read(rows, merges=((1, 6, 3, 6),))
    assert result.tables[0].values["payee"] == ["县民政局", "县民政局"]
    assert result.tables[0].totals[0].cells["payee"] == ""


def test_a_merged_key_is_not_repeated(read, heading, payment):
    rows = [heading, payment(1), payment(2, voucher="")]
    assert read(rows, merges=((1, 1, 2, 1),)).tables[0].values["voucher_no"] == ["PZ1", ""]


def test_a_merged_figure_is_carried_and_said(read, heading, payment):
    result = read([heading, payment(1), payment(2, amount="")], merges=((1, 4, 2, 4),))
    assert result.tables[0].values["paid_yuan"] == [10.0, 10.0]
    assert said(result) == [("table.merged_figure", "E2", Severity.WARNING)]


def test_a_figure_merged_over_two_columns_is_the_first_ones_and_said(read, heading, payment):
    result = read([heading, payment(1, source="")], merges=((1, 4, 1, 5),))
    assert result.tables[0].values["paid_yuan"] == [10.0]
    assert said(result) == [("table.merged_figure", "E2", Severity.WARNING)]


def test_marks_stand_for_what_a_cell_is(read, heading, payment):
    marks = {(1, 4): Mark.UNCALCULATED, (2, 6): Mark.PICTURE, (3, 4): Mark.PERCENT}
    (table,) = read([heading, payment(1, amount=None), payment(2), payment(3, amount=0.5)], marks=marks).tables
    assert table.values["paid_yuan"] == [Mark.UNCALCULATED, 10.0, "50%"]
    assert table.values["payee"][1] is Mark.PICTURE


def test_a_number_that_is_shown_otherwise_keeps_its_display(read, heading, payment):
    wan = Display(text="万元")
    rows = [heading, payment(1), ["合计", "", "", "", 10.0, "", "", ""]]
    (table,) = read(rows, marks={(1, 4): wan, (1, 6): wan, (2, 4): wan}).tables
    assert (table.values["paid_yuan"], table.values["payee"]) == ([ShownNumber(10.0, wan)], ["县民政局"])
    assert table.totals[0].cells["paid_yuan"] == ShownNumber(10.0, wan)


def test_rows_above_the_heading_that_are_no_title_are_said(read, heading, payment):
    rows = [["镇", "户", "人"], ["善行镇", 3.0, 4.0], ["资金拨付明细"], heading, payment(1)]
    assert said(read(rows)) == [("table.row_not_understood", "A2", Severity.WARNING)]


def test_a_table_on_a_guidance_sheet_is_an_example(read, heading, payment):
    result = read([heading, payment(1)], "填报说明")
    assert (result.tables, said(result)) == ((), [("sheet.guidance", "B1", Severity.CRITICAL)])


@settings(max_examples=examples(40), deadline=None)
@given(down=st.integers(0, 30), right=st.integers(0, 30))
def test_a_table_may_start_anywhere(recogniser, down, right):
    heading = ["凭证号", "项目编号", "拨付日期", "拨付金额（万元）", "负担"]
    rows = [heading, ["PZ1", "XM1", "2024-01-08", 10.0, "甲"], ["合计", "", "", 10.0, ""]]
    moved = [[] for _ in range(down)] + [[None] * right + row for row in rows]
    here, there = (recogniser.sheet(Grid("资金拨付明细", grid)) for grid in (rows, moved))
    one, other = here.tables[0], there.tables[0]
    assert (one.values, one.extra) == (other.values, other.extra)
    assert [row + down for row in one.rows] == list(other.rows)
    assert [column.index + right for column in one.columns] == [column.index for column in other.columns]
    assert [total.row + down for total in one.totals] == [total.row for total in other.totals]
    assert [issue.rule for issue in here.issues] == [issue.rule for issue in there.issues]


@settings(max_examples=examples(40), deadline=None)
@given(order=st.permutations(range(5)))
def test_the_order_of_the_columns_does_not_matter(recogniser, order):
    heading = ["凭证号", "项目编号", "拨付日期", "拨付金额（万元）", "收款单位"]
    rows = [heading, ["PZ1", "XM1", "2024-01-08", 10.0, "甲"], ["PZ2", "XM2", "2024-01-09", 20.0, "乙"]]
    one = recogniser.sheet(Grid("资金拨付明细", rows)).tables[0]
    other = recogniser.sheet(Grid("资金拨付明细", [[row[place] for place in order] for row in rows])).tables[0]
    assert one.values == other.values


def test_rows_of_texts_above_a_repeated_heading_are_none_of_its_groups(read):
    """In a CSV figures are texts: two rows were lost, whose 线上 and 线下 made up the heading that is blank below."""
    heading = ["社会组织名称", "农产品", "销售渠道", "成交额"]
    rows = [["甲协会", "苹果", "线上", "1.5"], ["乙协会", "梨", "线下", "2.5"]]
    again = ["社会组织名称", "农产品", "", "成交额"]
    result = read([heading, rows[0], *rows, again, ["丙协会", "枣", "线上", "3"]], "消费帮扶")
    assert [table.rows for table in result.tables] == [(1, 2, 3), (5,)]
    assert ("table.missing_column", "A5", Severity.CRITICAL) in said(result)
