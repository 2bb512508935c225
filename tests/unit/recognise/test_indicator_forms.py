"""Forms with one indicator a row: one row comes of it, each figure with its own cell, and nothing is passed over in silence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.contract.catalog import load_catalog
from etl.model import Grid, Mark, Severity
from etl.recognise.sheet import Recogniser
from tests.campaigns import examples
from tests.indicator_form import HEADING, ROWS, catalog_with_form

TITLE = ["黑水县社会组织概况"]


@pytest.fixture(scope="module")
def recogniser(tmp_path_factory):
    return Recogniser(catalog_with_form(tmp_path_factory.mktemp("form")))


@pytest.fixture(scope="module")
def of_two(tmp_path_factory):
    """A contract that says which of two columns of figures is read."""
    figures = "figures: {read: [累计数], beside: [上年同期数]}\n"
    return Recogniser(catalog_with_form(tmp_path_factory.mktemp("form"), figures))


@pytest.fixture(scope="module")
def read(recogniser):
    def read(*rows, sheet="概况表", by=recogniser, **of_grid):
        return by.sheet(Grid(sheet, [list(row) for row in rows], **of_grid))

    return read


def values(result):
    (table,) = result.tables
    return {name: cell for name, (cell,) in table.values.items()}


def extra(result):
    return {name: cell for name, (cell,) in result.tables[0].extra.items()}


def places(result):
    return {column.field: column.place for column in result.tables[0].columns if column.field}


def said(result):
    return [(issue.rule, issue.cell, str(issue.severity)) for issue in result.issues]


def with_row(number, *row):
    return [*ROWS[:number], list(row), *ROWS[number + 1 :]]


def test_a_form_is_one_row_and_every_figure_has_its_cell(read):
    result = read(TITLE, HEADING, *ROWS)
    (table,) = result.tables
    assert (table.report, table.header_rows, table.rows, result.issues) == ("overview", (1, 1), (2,), ())
    assert values(result) == {
        "orgs": 128,
        "societies": 60,
        "members": "3,100",
        "invested_yuan": 83.32,
        "counted_on": "2024-03-31",
    }
    assert places(result) == {
        "orgs": "D3",
        "societies": "D4",
        "members": "D5",
        "invested_yuan": "D6",
        "counted_on": "D7",
    }


@pytest.mark.parametrize(
    ("label", "field"),
    [
        pytest.param("一、社会组织总数", "orgs", id="chinese-number"),
        pytest.param("（一）其中： 1. 社会组织 总数*", "orgs", id="all-at-once"),
        pytest.param("①社会组织总数", "orgs", id="circled"),
        pytest.param("1.2 社会组织总数（个）", "orgs", id="levels-and-unit"),
        pytest.param("  －会员总数", "members", id="dash-and-alias"),
    ],
)
def test_numbering_is_taken_off_a_label(read, label, field):
    result = read(HEADING, *ROWS[3:], [label, "", "", 7], ["社会团体", "", "", 1])
    assert values(result)[field] == 7


@settings(max_examples=examples(30), deadline=None)
@given(order=st.permutations(range(len(ROWS))), place_of_unknown=st.integers(0, len(ROWS)))
def test_the_order_of_the_rows_makes_no_difference(recogniser, order, place_of_unknown):
    unknown = ["其他收入", "元", "", 7]
    straight = recogniser.sheet(Grid("概况表", [HEADING, *ROWS, unknown]))
    rows = [ROWS[place] for place in order]
    rows.insert(place_of_unknown, unknown)
    shuffled = recogniser.sheet(Grid("概况表", [HEADING, *rows]))
    assert values(shuffled) == values(straight)
    assert extra(shuffled) == extra(straight)
    for field, place in places(shuffled).items():
        row = int(place[1:]) - 1
        assert [HEADING, *rows][row][3] == values(straight)[field]


def test_a_required_indicator_without_a_row_is_critical(read):
    result = read(HEADING, *ROWS[1:])
    assert said(result) == [("form.missing_indicator", "A1", "critical")]
    assert "社会组织总数" in result.issues[0].message
    assert said(read(HEADING, *ROWS[:2], *ROWS[3:])) == []


def test_an_indicator_that_no_contract_knows_is_kept_and_said(read):
    result = read(HEADING, *ROWS, ["慈善组织", "家", "06", 9])
    assert said(result) == [("form.unknown_indicator", "A7", "warning")]
    assert extra(result) == {"慈善组织（家）": 9}
    unknown = result.tables[0].columns[-1]
    assert (unknown.place, unknown.heading, unknown.matched_by) == ("D7", "慈善组织", "unknown")


def test_the_same_indicator_twice_is_critical_and_names_both_cells(read):
    result = read(HEADING, *ROWS, ["1、社会团体", "个", "", 61])
    assert said(result) == [("form.doubled_indicator", "D7", "critical")]
    assert "D3 和 D7" in result.issues[0].message


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        pytest.param(["投入资金", "人", "", 5], "B5", id="amount-in-persons"),
        pytest.param(["投入资金", "美元", "", 5], "B5", id="amount-in-an-unknown-unit"),
        pytest.param(["投入资金（个）", "", "", 5], "D5", id="measure-in-the-label"),
        pytest.param(["投入资金（元）", "万元", "", 5], "B5", id="two-units"),
    ],
)
def test_a_unit_that_contradicts_an_amount_is_critical(read, row, cell):
    assert said(read(HEADING, *with_row(3, *row))) == [("form.unit", cell, "critical")]


@pytest.mark.parametrize(
    ("unit", "is_right"),
    [
        pytest.param("人", True, id="as-declared"),
        pytest.param("—", True, id="blank"),
        pytest.param("万元", False, id="money"),
        pytest.param("万人", False, id="ten-thousands-of-them"),
        pytest.param("个", False, id="another-measure"),
    ],
)
def test_a_unit_that_contradicts_a_count_is_critical(read, unit, is_right):
    result = read(HEADING, *with_row(2, "会员人数", unit, "", 3))
    assert said(result) == ([] if is_right else [("form.unit", "B4", "critical")])


def test_a_count_without_declared_measures_takes_any_of_the_vocabulary(read):
    assert said(read(HEADING, *with_row(1, "社会团体", "家", "", 3))) == []


def unit_of(result):
    return next((c.unit, c.unit_source) for c in result.tables[0].columns if c.field == "invested_yuan")


@pytest.mark.parametrize(
    ("heading", "row", "unit"),
    [
        pytest.param(HEADING, ["投入资金", "千元", "", 5], ("千元", "heading"), id="unit-cell"),
        pytest.param(HEADING, ["投入资金（元）", "", "", 5], ("元", "heading"), id="label"),
        pytest.param([*HEADING[:3], "数量"], ["投入资金", "", "", 5], ("亿元", "sheet"), id="unit-line"),
    ],
)
def test_the_unit_of_an_amount(read, heading, row, unit):
    assert unit_of(read(["单位：亿元"], heading, *with_row(3, *row))) == unit


def test_the_heading_of_the_figures_may_name_the_unit(read):
    result = read(["项目", "金额(元)"], *([row[0], row[3]] for row in ROWS if row[0] in ("投入资金", "统计日期")))
    assert unit_of(result) == ("元", "heading")


def test_without_a_word_in_the_contract_two_columns_of_figures_are_critical(read):
    result = read([*HEADING[:3], "本期数", "累计数"], *([*row, 1] for row in ROWS))
    assert (result.tables, said(result)) == ((), [("form.figures", "E1", "critical")])
    assert "D1（本期数）、E1（累计数）" in result.issues[0].message


@pytest.mark.parametrize("rows_of_heading", [1, 2])
def test_the_contract_says_which_figures_are_read_and_the_others_are_kept(read, of_two, rows_of_heading):
    heads, merges = [[*HEADING[:3], "本期数", "累计数"]], ()
    if rows_of_heading == 2:
        heads = [[*HEADING, ""], ["", "", "", "本期数", "累计数"]]
        merges = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4))
    result = read(
        *heads, ["甲", "乙", "丙", "1", "2"], *([*row[:3], 1, row[3]] for row in ROWS), by=of_two, merges=merges
    )
    assert said(result) == [("table.unknown_heading", f"D{rows_of_heading}", "warning")]
    assert values(result)["orgs"] == 128
    assert places(result)["orgs"] == f"E{rows_of_heading + 2}"
    assert [cell for name, cell in extra(result).items() if name.startswith("社会组织总数")] == [1]


def test_a_column_that_the_contract_expects_beside_is_kept_without_a_word(read, of_two):
    result = read([*HEADING[:3], "累计数", "上年同期数", "备注"], *([*row, 1, "核实"] for row in ROWS), by=of_two)
    assert said(result) == []
    assert extra(result)["社会组织总数 上年同期数"] == 1
    assert extra(result)["社会组织总数 备注"] == "核实"


def test_a_form_without_the_column_that_the_contract_reads_is_critical(read, of_two):
    result = read([*HEADING[:3], "本期数"], *ROWS, by=of_two)
    assert (result.tables, said(result)) == ((), [("form.figures", "A1", "critical")])
    assert "累计数" in result.issues[0].message


def test_a_form_in_two_halves_beside_each_other_is_one_form(read):
    result = read([*HEADING, *HEADING], [*ROWS[0], *ROWS[3]], [*ROWS[1], *ROWS[4]], [*ROWS[2], "", "", "", ""])
    assert said(result) == []
    assert (places(result)["societies"], places(result)["invested_yuan"], len(values(result))) == ("D3", "H2", 5)


def test_a_group_beside_the_labels_is_joined_to_them(read):
    rows = [["社会组织", "总数", 128], ["", "社会团体", 60], ["资金", "投入资金", 83.32]]
    result = read(["项目", "", "数量"], *rows, merges=((0, 0, 0, 1), (1, 0, 2, 0)))
    assert (said(result), places(result)) == ([], {"orgs": "C2", "societies": "C3", "invested_yuan": "C4"})


def test_what_is_no_indicator_is_sorted_away(read):
    rows = [
        ["甲", "乙", "丙", "1"],
        ["一、总体情况"],
        *ROWS[:2],
        HEADING,
        *ROWS[2:],
        [],
        ["注：截至季末"],
        ["填表人：", "张三"],
    ]
    result = read(TITLE, ["填报单位：黑水县民政局"], HEADING, *rows)
    assert (said(result), len(values(result))) == ([], 5)


def test_a_figure_beside_a_signature_word_is_not_passed_over(read):
    assert said(read(HEADING, *ROWS, ["负责人", "人", "", 3])) == [("form.unknown_indicator", "A7", "warning")]


def test_a_figure_without_a_label_and_a_column_without_a_heading_are_said(read):
    result = read(HEADING, *ROWS, ["", "", "", 7])
    assert [(rule, cell) for rule, cell, _ in said(result)] == [("table.row_not_understood", "D7")]
    result = read(HEADING, [*ROWS[0], "约"], *ROWS[1:])
    assert said(result) == [("table.no_heading", "E2", "warning")]
    assert extra(result) == {"社会组织总数": "约"}


def test_one_figure_merged_over_two_indicators_is_critical(read):
    rows = [ROWS[0], ["社会团体", "个", "", None], *ROWS[2:]]
    result = read(HEADING, *rows, merges=((1, 3, 2, 3),))
    assert said(result) == [("form.merged_figure", "D2", "critical")]


def test_a_figure_merged_to_the_left_is_read_where_it_stands(read):
    result = read(HEADING, *with_row(3, "投入资金", "", 5.5, None), merges=((4, 2, 4, 3),))
    assert (values(result)["invested_yuan"], places(result)["invested_yuan"]) == (5.5, "C5")


def test_marks_are_no_figures(read):
    result = read(HEADING, *ROWS, marks={(1, 3): Mark.UNCALCULATED})
    assert values(result)["orgs"] is Mark.UNCALCULATED


def test_a_form_left_blank_is_returned_and_one_that_says_nothing_to_report_is_nil(read):
    blank = [[*row[:3], None] for row in ROWS]
    assert said(read(HEADING, *blank)) == [("table.empty", "D2", "critical")]
    nil = read(HEADING, *blank, ["无"])
    assert (nil.tables, nil.nil_reports, said(nil)) == ((), ("overview",), [])


def test_a_list_and_a_form_stand_on_one_sheet(read, heading, payment):
    paid = [heading, payment(1), payment(2)]
    below = read(["资金拨付明细"], *paid, [], ["表二 社会组织概况"], HEADING, *ROWS, sheet="Sheet1")
    assert [(table.report, table.rows) for table in below.tables] == [("disbursement", (2, 3)), ("overview", (7,))]
    above = read(["社会组织概况"], HEADING, *ROWS, [], ["资金拨付明细"], *paid, sheet="Sheet1")
    assert [(table.report, table.rows) for table in above.tables] == [("overview", (2,)), ("disbursement", (10, 11))]
    assert (said(below), said(above)) == ([], [])


@pytest.mark.parametrize(
    ("sheet", "count", "is_form"),
    [
        pytest.param("概况表", 2, True, id="two-where-the-sheet-is-named"),
        pytest.param("Sheet1", 3, True, id="three-anywhere"),
        pytest.param("Sheet1", 2, False, id="two-are-too-few"),
    ],
)
def test_rows_decide_that_it_is_a_form(read, sheet, count, is_form):
    assert bool(read(HEADING, *ROWS[:count], sheet=sheet).tables) is is_form


def test_two_reports_that_fit_as_well_are_ambiguous(tmp_path_factory, read):
    folder = tmp_path_factory.mktemp("forms")
    catalog_with_form(folder)
    contracts = folder / "config" / "contracts"
    text = (contracts / "overview.yaml").read_text(encoding="utf-8")
    twin = text.replace("report: overview", "report: twin").replace("社会组织概况", "概况二").replace("概况表", "二表")
    (contracts / "twin.yaml").write_text(twin, encoding="utf-8")
    result = read(HEADING, *ROWS, sheet="Sheet1", by=Recogniser(load_catalog(folder / "config")))
    assert [issue.rule for issue in result.issues if issue.severity is Severity.CRITICAL] == ["table.ambiguous"]
