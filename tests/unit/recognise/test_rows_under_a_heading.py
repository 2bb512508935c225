"""Rows under a heading: data, totals, codes, examples, notes, and what is reported of the rest."""

from shutil import copytree

import pytest

from etl.contract.catalog import load_catalog
from etl.model import Grid, Severity
from etl.recognise.sheet import Recogniser
from tests.unit.recognise.conftest import CONFIG


def rows_of(result):
    (table,) = result.tables
    return [row + 1 for row in table.rows]


def totals_of(result):
    (table,) = result.tables
    return [(total.row + 1, total.label.replace(" ", "")) for total in table.totals]


def said(result):
    return [(issue.rule, issue.cell) for issue in result.issues]


@pytest.mark.parametrize(
    "codes",
    [
        pytest.param(["甲", "乙", "丙", "丁", "1", "2", "3", "4"], id="stems-and-digits"),
        pytest.param(["（1）", "（2）", "（3）", "（4）", "（5）", "（6）", "（7）", "（8）"], id="bracketed"),
        pytest.param(["A", "B", "C", "D1", "D2", "E", "F", "G"], id="letters"),
        pytest.param(["—", "甲", "乙", "丙", 1.0, 2.0, 3.0, 4.0], id="numbers"),
        pytest.param(["栏次", "甲", "乙", "丙", "1", "2", "3=1+2", "4"], id="computed"),
    ],
)
def test_a_row_of_column_codes_is_no_data(read, heading, payment, codes):
    assert rows_of(read([heading, codes, payment(1)])) == [3]


@pytest.mark.parametrize(
    "demands",
    [
        ["必填", "必填", "必填", "格式：2024-01-01", "数字", "选填", "填写全称", "选填"],
        ["", "voucher_no", "project_no", "paid_on", "amount", "source", "payee", "remark"],
    ],
)
def test_a_row_of_what_the_form_asks_is_no_data(read, heading, payment, demands):
    assert rows_of(read([heading, demands, payment(1)])) == [3]


def test_figures_without_a_name_are_no_column_codes(read, heading):
    result = read([heading, [1.0, "", "", "", 5.0, "", "", 3.0]])
    assert rows_of(result) == [2]


@pytest.mark.parametrize("word", ["例", "示例", "例如：", "（示例）"])
def test_an_example_is_passed_over_and_said(read, heading, payment, word):
    result = read([heading, payment(0, serial=word), payment(1)])
    assert rows_of(result) == [3]
    assert said(result) == [("table.example", "A2")]


def test_a_heading_repeated_after_a_page_break_is_no_data(read, heading, payment):
    codes = ["甲", "乙", "丙", "丁", "1", "2", "3", "4"]
    page = [["资金拨付明细（续）"], ["填报单位：旺苍县民政局"], heading, codes]
    result = read([heading, codes, payment(1), [], *page, payment(2)])
    assert rows_of(result) == [3, 9]
    assert said(result) == []


def test_a_heading_repeated_over_nothing_is_no_empty_table(read, heading, payment):
    result = read([heading, payment(1), [], ["资金拨付明细（续）"], heading, ["注：甲"]])
    assert (rows_of(result), said(result)) == ([2], [])


@pytest.mark.parametrize(
    "row", [["单位负责人：", "", "审核人：", "", "填表人：张某", "", "联系电话：1"], ["审核人：", "甲", "乙"]]
)
def test_a_row_of_signatures_is_no_record(read, heading, payment, row):
    assert rows_of(read([heading, payment(1), row])) == [2]


def test_a_category_needs_no_word(read, heading, payment):
    result = read([heading, ["一、善行镇"], payment(1), ["", "（二）索玛镇"], payment(2)])
    assert (rows_of(result), said(result)) == ([3, 5], [])


@pytest.mark.parametrize(
    ("row", "label"),
    [
        pytest.param(["合计", "", "", "", 20.0], "合计", id="first-column"),
        pytest.param(["", "", "合  计", "", 20.0], "合计", id="another-column-with-spaces"),
        pytest.param(["全县合计", "", "", "", 20.0], "全县合计", id="of-the-county"),
        pytest.param(["合计：", "—", "—", "", 20.0], "合计：", id="colon-and-dashes"),
        pytest.param([3.0, "总计", "2笔", "", 20.0], "总计", id="after-a-serial-number"),
        pytest.param(["3", "全年合计", "", "", "20"], "全年合计", id="in-a-csv"),
        pytest.param(["善行镇", "小计", "", "", 20.0], "小计", id="behind-a-township"),
        pytest.param(["合", "计", "", "", 20.0], "合计", id="over-two-cells"),
        pytest.param(["", "总 ", "\u3000计", "", 20.0, "合", "计"], "总计", id="over-two-other-cells"),
        pytest.param(["3", "小", "计", "2024-01-08", 20.0], "小计", id="over-two-cells-behind-a-serial"),
    ],
)
def test_a_row_that_only_totals_is_set_apart(read, heading, payment, row, label):
    result = read([heading, payment(1), payment(2), row])
    assert rows_of(result) == [2, 3]
    assert totals_of(result) == [(4, label)]


@pytest.mark.parametrize(
    "voucher", ["某某协会合计", "注：三号", "说明（二）", "三台县凭证", "示例社区凭证", "培训（联系人：张某）"]
)
def test_a_record_stays_a_record_whatever_its_name(read, heading, payment, voucher):
    assert rows_of(read([heading, payment(1), payment(2, voucher=voucher)])) == [2, 3]


def test_a_total_may_stand_above_its_rows(read, heading, payment):
    result = read([heading, ["合计", "", "", "", 20.0], payment(1), payment(2)])
    assert (rows_of(result), totals_of(result)) == ([3, 4], [(2, "合计")])


def test_a_total_merged_down_takes_its_second_row_with_it(read, heading, payment):
    rows = [heading, payment(1), ["合计", "", "", "", 10.0], ["", "", "", "", 10.0]]
    result = read(rows, merges=((2, 0, 3, 0),))
    assert (rows_of(result), totals_of(result)) == ([2], [(3, "合计"), (4, "合计")])


def test_subtotals_know_where_their_block_begins(read, heading, payment):
    rows = [heading, ["一、善行镇"], payment(1), ["小计", "", "", "", 10.0], ["二、索玛镇"], payment(2)]
    (table,) = read([*rows, ["小计", "", "", "", 10.0], ["合计", "", "", "", 20.0]]).tables
    assert [(total.row + 1, total.first_row + 1) for total in table.totals] == [(4, 2), (7, 5), (8, 1)]


def test_a_category_with_the_sum_of_its_block_is_a_subtotal_above_its_rows(read, heading, payment):
    rows = [heading, ["一、善行镇", "", "", "", 10.0], payment(1), ["二、索玛镇", "", "", "", 10.0], payment(2)]
    (table,) = read(rows).tables
    assert [(total.row + 1, total.first_row + 1) for total in table.totals] == [(2, 3), (4, 5)]


def test_a_group_numbered_in_the_column_of_serials_has_the_sum_of_its_rows(read):
    heading = ["序号", "捐赠编号", "捐赠社会组织", "捐赠日期", "捐赠类型", "金额（折价）"]
    gift = [1, "JZ1", "某协会", "2024-01-02", "资金", 5.0]
    unfinished = ["二", "JZ2", "某协会", "", "资金", 7.0]
    result = read([heading, ["一", "普安镇", "", "", "", 5.0], gift, unfinished], "捐赠款物")
    assert (rows_of(result), totals_of(result)) == ([3, 4], [(2, "一")])


@pytest.mark.parametrize(
    "row",
    [
        ["联系人", "王某", "手机", "13812345678"],
        ["审核人", "李某", "日期", "2024-3-31"],
        ["", "", "经办：王某", "分管领导：李某"],
    ],
)
def test_signatures_in_cells_of_their_own_are_no_record(read, row):
    rows = [["社会组织名称", "农产品", "销售渠道", "成交额"], ["甲协会", "苹果", "线上", 1.5], row]
    assert rows_of(read(rows, "消费帮扶")) == [2]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([["注：1.按季填报"], ["2.金额保留两位小数"], ["（3）其他"]], id="notes-over-several-rows"),
        pytest.param([["填表人：张某", "", "单位负责人：", "", "联系电话：1"]], id="signatures"),
        pytest.param([["县民政局负责人签字："], ["审核人（签章）："]], id="signatures-in-other-words"),
        pytest.param([[], ["", ""], [3.0], [4.0]], id="blank-and-numbered-rows"),
    ],
)
def test_what_closes_a_sheet_needs_no_word(read, heading, payment, lines):
    result = read([heading, payment(1), *lines])
    assert (rows_of(result), said(result)) == ([2], [])


def test_data_below_a_note_are_still_data(read, heading, payment):
    assert rows_of(read([heading, payment(1), ["注：以下为补报"], payment(2)])) == [2, 4]


def test_rows_that_nobody_understands_are_said_once(read, heading, payment):
    result = read([heading, payment(1), [], ["选项"], ["产业"], ["就业"]])
    assert said(result) == [("table.row_not_understood", "A4")]
    assert result.issues[0].severity is Severity.WARNING


def test_another_table_below_is_said_and_not_taken_for_data(read, heading, payment):
    result = read([heading, payment(1), [], ["乙表"], ["镇", "户数合", "人数合"], ["善行镇", 3.0, 4.0]])
    assert rows_of(result) == [2]
    assert said(result) == [("table.row_not_understood", "A4")]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(["无"], id="bare"),
        pytest.param(["", "本季度无资金拨付"], id="sentence"),
        pytest.param([1.0, "无", "无", "无", "无", "无", "无"], id="in-every-cell"),
        pytest.param(["/"] * 8, id="dashes-in-every-cell"),
        pytest.param(["零报告", "", "", "", 0.0], id="with-a-zero"),
        pytest.param(["☑无"], id="ticked"),
        pytest.param(["□有 ☑无"], id="ticked-of-two"),
        pytest.param(["本季度无 √"], id="ticked-behind"),
    ],
)
def test_a_heading_over_nothing_said_to_be_nothing_is_nil(read, heading, row):
    result = read([heading, row])
    assert (result.nil_reports, result.tables, result.issues) == (("disbursement",), (), ())


@pytest.mark.parametrize(
    "text", ["无锡市慈善总会", "无障碍设施改造", "本县无偿捐赠的单位名单如下", "□无", "☑有 □无", "□有 □无"]
)
def test_words_that_only_begin_like_nothing_are_not_nil(read, heading, text):
    result = read([heading, [text]])
    assert result.nil_reports == ()


def test_a_heading_over_nothing_is_a_fault(read, heading):
    result = read([heading, [1.0], [2.0]])
    assert said(result) == [("table.empty", "B2")]
    assert result.issues[0].severity is Severity.CRITICAL


@pytest.mark.parametrize(
    ("sheet", "rows", "file_name"),
    [
        pytest.param("资金拨付明细", [["本季度无"]], "", id="named-by-the-sheet"),
        pytest.param("Sheet1", [["旺苍县资金拨付明细"], ["零报告"]], "", id="named-by-the-title"),
        pytest.param("Sheet1", [["零报告"]], "附件4_资金拨付明细.xlsx", id="named-by-the-file"),
    ],
)
def test_a_sheet_without_a_heading_may_say_nothing_too(read, sheet, rows, file_name):
    assert read(rows, sheet, file_name).nil_reports == ("disbursement",)


def test_single_letters_that_are_no_total_are_data(read, heading, payment):
    assert rows_of(read([heading, payment(1, payee="合"), payment(2, voucher="计"), payment(3, voucher="小")])) == [
        2,
        3,
        4,
    ]


def test_a_name_that_begins_with_li_is_no_example(read):
    rows = [["社会组织名称", "农产品", "销售渠道", "成交额"], ["例外公益服务中心", "苹果", "线上", 1.5]]
    result = read(rows, "消费帮扶")
    assert (rows_of(result), said(result)) == ([2], [])


@pytest.mark.parametrize("word", ["例：", "例1", "（例）", "示例数据"])
def test_an_example_with_a_sign_is_one(read, heading, payment, word):
    assert said(read([heading, payment(0, serial=word), payment(1)])) == [("table.example", "A2")]


@pytest.mark.parametrize("label", ["共计2项", "合计2个", "总计2个项目", "小计（2笔）"])
def test_a_total_may_count_its_rows(read, heading, payment, label):
    total = [label, "", "", "", 20.0, "", "", ""]
    assert totals_of(read([heading, payment(1), payment(2), total])) == [(4, label)]


def test_a_category_in_two_cells_with_its_sum_is_a_subtotal(read):
    heading = [
        "序号",
        "项目编号",
        "项目名称",
        "实施社会组织",
        "统一社会信用代码",
        "帮扶领域",
        "项目阶段",
        "计划投资",
        "累计拨付资金",
    ]
    row = [1.0, "XM1", "种植", "甲协会", "5110000083DY1FUBJX", "产业", "实施", 100.0, 10.0]
    category = ["一", None, "产业帮扶", None, None, None, None, 100.0, 10.0]
    named = ["一", "XM2", "产业园", None, None, None, None, 100.0, 10.0]
    result = read([heading, category, row, named], "帮扶项目台账")
    assert (rows_of(result), totals_of(result)) == ([3, 4], [(2, "一")])


def test_the_heading_of_the_next_table_is_no_row_of_one_that_asks_for_little(read, heading, payment):
    """活动与宣传 must have a name and a day only; 序号 and 序列 fill in both."""
    activities = [["活动名称", "品牌", "举办日期", "参与社会组织数"], ["义诊", "其他", "2024-01-05", 3.0]]
    payments = [
        ["序号", "凭证号", "序列", "项目编号", "拨付日期", "拨付金额"],
        [1.0, "PZ1", "甲", "XM1", "2024-01-08", 10.0],
    ]
    result = read([*activities, [], ["资金拨付明细"], *payments], "台账")
    assert [(table.report, table.rows) for table in result.tables] == [("activity", (1,)), ("disbursement", (5,))]
    assert said(result) == [("table.unknown_heading", "C5")]


@pytest.mark.parametrize("above", ["受理日期", "其中：财政资金", "金额（单位：元）"])
def test_a_group_row_that_looks_like_a_record_belongs_to_the_repeated_heading(read, above):
    """Nothing is merged in a CSV, so the groups of a repeated heading stand in a row of their own."""
    heading = [["组织信息", "", "销售情况", "", above], ["社会组织名称", "农产品", "销售渠道", "成交额", ""]]
    result = read(
        [*heading, ["甲协会", "苹果", "线上", 1.5, "x"], *heading, ["乙协会", "蜂蜜", "线下", 2.5, "y"]], "消费帮扶"
    )
    assert rows_of(result) == [3, 6]


def test_leaves_of_a_heading_that_is_nowhere_merged_are_no_total(read):
    """In a CSV 本季 and 累计 stand under 成交额: which of them is meant nobody knows, so the row must not vanish."""
    heading = [["社会组织名称", "农产品", "销售渠道", "成交额", ""], ["", "", "", "本季", "累计"]]
    result = read([*heading, ["甲协会", "苹果", "线上", "1.5", "9"]], "消费帮扶")
    assert (rows_of(result), totals_of(result)) == ([2, 3], [])


TABLES_OF_NOBODY = {
    "contacts": [["姓名", "电话", "地址"], ["张三", "13800001111", "某街1号"], ["李四", "13900002222", "某街2号"]],
    "budget": [["支出项目", "预算数", "执行数"], ["办公费", 12.5, 10], ["差旅费", 3, 2.5]],
    "totals": [["指标", "本季", "累计"], ["活动场次", 3, 7], ["参与人数", 52, 80]],
}


@pytest.mark.parametrize("below", TABLES_OF_NOBODY.values(), ids=TABLES_OF_NOBODY)
@pytest.mark.parametrize("between", [[[]], [["附：其他情况"]], [[], ["附：其他情况"]]], ids=["blank", "title", "both"])
def test_a_table_of_nobody_below_is_said_and_not_loaded(read, heading, payment, between, below):
    result = read([heading, payment(1), *between, *below])
    assert rows_of(result) == [2]
    assert {issue.rule for issue in result.issues} == {"table.row_not_understood"}


def test_records_below_a_table_of_nobody_are_records(read, heading, payment):
    result = read([heading, payment(1), [], *TABLES_OF_NOBODY["budget"], payment(2)])
    assert rows_of(result) == [2, 7]


def test_unfinished_records_below_a_blank_row_are_records(read, heading, payment):
    rows = [heading, payment(1), [], payment(2, day="", amount=""), payment(3, day="")]
    assert rows_of(read(rows)) == [2, 4, 5]


@pytest.mark.parametrize("text", ["二、其他拨付", "资金拨付明细（二）", "总额=合计+其他", "附件2"])
def test_a_lone_text_is_no_record_where_nothing_but_the_key_is_required(tmp_path, heading, payment, text):
    copytree(CONFIG, tmp_path / "config")
    contract = tmp_path / "config" / "contracts" / "disbursement.yaml"
    first, *others = contract.read_text(encoding="utf-8").split("    required: true\n")
    contract.write_text(first + "    required: true\n" + "".join(others), encoding="utf-8")
    rows = [heading, payment(1), ["", text], payment(2)]
    result = Recogniser(load_catalog(tmp_path / "config")).sheet(Grid("资金拨付明细", rows))
    assert rows_of(result) == [2, 4]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([["谁", "为何", "多少"], ["甲协会", "无", 50.0]], id="under-unknown-headings"),
        pytest.param([["谁", "为何", "多少"], ["甲协会", "无", "5.2万元"]], id="beside-an-amount-in-words"),
        pytest.param([["本季度无"], ["累计", 12.5]], id="above-a-figure"),
    ],
)
def test_no_zero_is_confirmed_beside_a_figure_that_was_not_understood(read, rows):
    result = read(rows, "资金拨付明细")
    assert result.nil_reports == ()
    assert [(issue.rule, str(issue.severity)) for issue in result.issues] == [("sheet.not_understood", "critical")]


def test_no_zero_is_confirmed_beside_a_row(read, heading, payment):
    result = read([heading, payment(1), ["无"]])
    assert (result.nil_reports, len(result.tables)) == ((), 1)
    assert [issue.rule for issue in result.issues] == ["table.row_not_understood"]


def test_a_line_that_ends_like_a_total_and_totals_nothing_is_named(recogniser, heading, payment):
    rows = [heading, payment(1), ["下列不计入合计"], payment(2), ["合计"]]
    result = recogniser.sheet(Grid("资金拨付明细", rows))
    assert [(issue.rule, issue.cell) for issue in result.issues] == [("table.row_not_understood", "A3")]
