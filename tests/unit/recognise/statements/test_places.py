"""A statement is heard wherever it stands: in names, print headers, comments, on cover sheets, beside the table."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.model import FileReading, SourceFile
from etl.recognise.reading import FileReader
from tests.workbooks.content import Sheet, Value
from tests.workbooks.xlsx import build_xlsx

CONFIG = Path(__file__).parents[4] / "config"
HEADING = ["社会组织名称", "农产品", "销售渠道", "成交额"]
ROWS: list[list[Value]] = [["四川省某协会", "苹果", "线上", 1.5], ["四川省某学会", "花椒", "线下", 2.25]]
TABLE = [HEADING, *ROWS]


@pytest.fixture(scope="module")
def reader() -> FileReader:
    return FileReader(load_catalog(CONFIG), load_divisions(CONFIG))


@pytest.fixture
def read(reader, tmp_path):
    def read(*sheets: Sheet, name: str = "消费帮扶.xlsx", period: str = "2024Q1") -> FileReading:
        path, now = tmp_path / "a.xlsx", datetime(2024, 4, 1, tzinfo=UTC)
        path.write_bytes(build_xlsx(sheets))
        return reader.read(SourceFile("510823", period, name, "0", 1, now, 1, now, path))

    return read


def sale(rows=TABLE, name: str = "消费帮扶", **of_sheet) -> Sheet:
    return Sheet(rows, name, **of_sheet)


def units(reading: FileReading) -> list[str | None]:
    return [column.unit for table in reading.tables for column in table.columns if column.field == "sold_yuan"]


def said(reading: FileReading) -> list[tuple[str, str, str | None, str | None]]:
    return [(issue.rule, str(issue.severity), issue.sheet, issue.cell) for issue in reading.issues]


@pytest.mark.parametrize(
    ("sheets", "name"),
    [
        pytest.param([sale(header="单位：元")], "a.xlsx", id="print-header"),
        pytest.param([sale(footer="金额单位：元")], "a.xlsx", id="print-footer"),
        pytest.param([sale(name="消费帮扶（元）")], "a.xlsx", id="sheet-name"),
        pytest.param([sale()], "消费帮扶（元）.xlsx", id="file-name"),
        pytest.param([sale()], "消费帮扶（单位：元）/一季度.xlsx", id="folder"),
        pytest.param([Sheet([["填表说明"], ["金额单位：元"]], "封面"), sale()], "a.xlsx", id="cover"),
        pytest.param([sale(), Sheet([["1. 金额请按元填写，保留两位小数。"]], "填报说明")], "a.xlsx", id="guidance"),
        pytest.param([sale(comments={(0, 3): "单位：元"})], "a.xlsx", id="comment-on-the-heading"),
        pytest.param([sale([["消费帮扶"], *TABLE], comments={(0, 0): "金额以元计"})], "a.xlsx", id="comment-on-the-title"),
        pytest.param([sale([[*HEADING, None, "单位：元"], *ROWS])], "a.xlsx", id="beside-the-heading"),
        pytest.param([sale([HEADING, [*ROWS[0], None, "单位：", "元"], ROWS[1]])], "a.xlsx", id="beside-a-row"),
    ],
)  # fmt: skip
def test_a_unit_is_heard(read, sheets, name):
    reading = read(*sheets, name=name)
    assert (units(reading), [one for one in said(reading) if one[0] == "table.unit"]) == (["元"], [])


def test_what_stands_nearer_decides_and_the_other_is_a_warning(read):
    reading = read(sale([["单位：万元"], *TABLE], header="单位：元"), name="消费帮扶（千元）.xlsx")
    assert units(reading) == ["万元"]
    assert said(reading) == [("table.unit", "warning", "消费帮扶", None)] * 2
    assert [issue.value for issue in reading.issues] == ["单位：元", "消费帮扶（千元）"]


def test_a_cover_that_contradicts_a_heading_is_a_warning_there(read):
    heading = [*HEADING[:3], "成交额（万元）"]
    reading = read(Sheet([["单位：元"]], "封面"), sale([heading, *ROWS]))
    assert (units(reading), said(reading)) == (["万元"], [("table.unit", "warning", "封面", "A1")])


def test_a_cover_with_a_unit_nobody_knows_returns_what_depends_on_it(read):
    assert said(read(Sheet([["单位：百元"]], "封面"), sale())) == [("table.unit", "critical", "封面", "A1")]
    assert said(read(sale(name="消费帮扶（百元）"))) == [("table.unit", "critical", "消费帮扶（百元）", None)]


def test_a_line_about_one_column_that_contradicts_its_heading(read):
    heading = [*HEADING[:3], "成交额（万元）"]
    reading = read(sale([["成交额以元为单位"], heading, *ROWS]))
    assert (units(reading), said(reading)) == (["万元"], [("table.unit", "warning", "消费帮扶", "A1")])
    assert said(read(sale([["成交额以百元为单位"], *TABLE]))) == [("table.unit", "critical", "消费帮扶", "A1")]


def test_the_unit_of_something_else_is_not_the_tables(read):
    reading = read(sale([["注：单价单位：元"], *TABLE]))
    assert (units(reading), said(reading)) == ([None], [("table.unit", "critical", "消费帮扶", "A1")])
    reading = read(sale([["注：单价单位：元"], [*HEADING, "单价"], *([*row, 3] for row in ROWS)]))
    assert (units(reading), [one[0] for one in said(reading)]) == ([None], ["table.unknown_heading"])


@pytest.mark.parametrize(
    ("sheets", "name", "place"),
    [
        pytest.param([sale(header="2023年第四季度消费帮扶")], "a.xlsx", ("消费帮扶", None), id="print-header"),
        pytest.param([sale(footer="统计期：2023年10-12月")], "a.xlsx", ("消费帮扶", None), id="print-footer"),
        pytest.param([sale(name="2023年第四季度")], "消费帮扶.xlsx", ("2023年第四季度", None), id="sheet-name"),
        pytest.param([sale()], "消费帮扶（2023年第四季度）.xlsx", (None, None), id="file-name"),
        pytest.param([sale(), Sheet([["姓名", "电话"]], "通讯录")], "2023年第四季度.xlsx", (None, None), id="file-of-two-sheets"),
        pytest.param([sale()], "2023-Q4/消费帮扶.xlsx", (None, None), id="folder"),
        pytest.param([Sheet([["报告期：2023年第四季度"]], "封面"), sale()], "a.xlsx", ("封面", "A1"), id="cover"),
        pytest.param([sale([["消费帮扶"], *TABLE], comments={(0, 0): "2023年第四季度的"})], "a.xlsx", ("消费帮扶", "A1"), id="comment"),
        pytest.param([sale([[*HEADING, None, "统计期：2023年第四季度"], *ROWS])], "a.xlsx", ("消费帮扶", "F1"), id="beside"),
        pytest.param([sale([*TABLE, ["注：以上为2023年第四季度数据"]])], "a.xlsx", ("消费帮扶", "A4"), id="note-below"),
        pytest.param([sale([[*HEADING, "季度"], [*ROWS[0], "2023年第四季度"]])], "a.xlsx", ("消费帮扶", "E2"), id="column"),
    ],
)  # fmt: skip
def test_another_period_is_heard(read, sheets, name, place):
    reading = read(*sheets, name=name)
    found = [issue for issue in reading.issues if issue.rule == "sheet.other_period"]
    assert [(issue.sheet, issue.cell, issue.severity) for issue in found] == [(*place, "warning")]


def test_rows_of_two_periods_in_one_table_return_the_report(read):
    rows = [[*HEADING, "季度"], [*ROWS[0], "2023年第四季度"], [*ROWS[1], "2024年第一季度"]]
    found = [one for one in said(read(sale(rows))) if one[0] == "sheet.other_period"]
    assert found == [("sheet.other_period", "critical", "消费帮扶", "E2")]


@pytest.mark.parametrize(
    ("sheets", "rule"),
    [
        pytest.param([sale(header="填报单位：苍溪县民政局")], "file.other_county", id="print-header"),
        pytest.param([Sheet([["填报单位：苍溪县民政局"]], "封面"), sale()], "file.other_county", id="cover"),
        pytest.param([sale([["消费帮扶"], *TABLE], comments={(0, 0): "填报单位：苍溪县民政局"})], "file.other_county", id="comment"),
        pytest.param([sale([[*HEADING, None, "填报单位：苍溪县民政局"], *ROWS])], "file.other_county", id="beside"),
        pytest.param([sale([[*HEADING, "县区"], [*ROWS[0], "苍溪县"]])], "file.other_county", id="column"),
    ],
)  # fmt: skip
def test_another_sender_is_heard(read, sheets, rule):
    assert (rule, "critical") in [one[:2] for one in said(read(*sheets))]


@pytest.mark.parametrize(
    "sender",
    [
        "云南省昭通市",
        "浙江省温州市民政局",
        "昭通市民政局",
        "绵阳市民政局",
        "江津县人民政府",
        "内蒙古自治区",
        "重庆市江津区",
    ],
)
def test_a_sender_of_another_province_or_prefecture_is_one_of_another_county(read, sender):
    (found,) = said(read(sale([[f"填报单位：{sender}"], *TABLE])))
    assert found == ("file.other_county", "critical", "消费帮扶", "A1")


@pytest.mark.parametrize(
    "sender",
    [
        "剑阁县民政局",
        "广元市剑阁县",
        "四川省剑阁县民政局",
        "广元市民政局",
        "县民政局",
        "下寺镇人民政府",
        "社会组织管理股",
        "四川省民政厅",
    ],
)
def test_a_sender_of_this_county_or_of_no_other_is_no_issue(read, sender):
    assert said(read(sale([[f"填报单位：{sender}"], *TABLE]))) == []


def test_a_short_name_before_the_reports_in_a_files_name_is_heard(read):
    assert said(read(sale(), name="旺苍消费帮扶.xlsx")) == [("file.names_other_county", "warning", None, None)]
    assert said(read(sale(), name="剑阁消费帮扶.xlsx")) == []


@pytest.mark.parametrize(
    ("sheets", "name", "rule"),
    [
        pytest.param([sale(header="草稿")], "a.xlsx", "table.standing", id="print-header"),
        pytest.param([sale([["消费帮扶"], *TABLE], comments={(0, 0): "作废"})], "a.xlsx", "table.standing", id="comment"),
        pytest.param([sale([*TABLE, ["注：本表作废"]])], "a.xlsx", "table.standing", id="note-below"),
        pytest.param([Sheet([["征求意见稿"]], "封面"), sale()], "a.xlsx", "table.standing", id="cover"),
        pytest.param([sale()], "消费帮扶（作废）.xlsx", "file.standing", id="file-name"),
        pytest.param([sale()], "旧/消费帮扶.xlsx", "file.standing", id="folder"),
    ],
)  # fmt: skip
def test_a_standing_is_heard(read, sheets, name, rule):
    assert (rule, "warning") in [one[:2] for one in said(read(*sheets, name=name))]


def test_a_standing_on_another_sheet_of_the_report_returns_it(read):
    """Mixed is judged over the whole file."""
    found = said(read(sale(), sale([["上年同期消费帮扶"], *TABLE], "二")))
    assert ("table.standing", "critical", "二", "A1") in found


@pytest.mark.parametrize(
    ("sheets", "name"),
    [
        pytest.param([sale(header="剑阁县消费帮扶", footer="打印日期：2024-04-10")], "消费帮扶 - 副本.xlsx", id="print"),
        pytest.param([Sheet([["填报单位：请填写县民政局全称，如“黑水县民政局”"], ["报告期：如2023年第四季度"]], "填报说明"), sale()], "a.xlsx", id="examples-in-guidance"),
        pytest.param([sale([[*HEADING, "县区"], [*ROWS[0], "剑阁县"]])], "2024年第一季度/消费帮扶.xlsx", id="own"),
    ],
)  # fmt: skip
def test_what_agrees_or_explains_is_no_issue(read, sheets, name):
    assert {one[0] for one in said(read(*sheets, name=name))} <= {"table.unknown_heading"}


@pytest.mark.parametrize(
    ("heading", "own", "other"),
    [
        ("年度", 2024, 2023),
        ("季度", 1, 2),
        ("季度", "一", "四"),
        ("月份", 3, 12),
        ("统计月份", "2024-02", "2023-11"),
        ("月份", date(2024, 3, 1), date(2023, 11, 1)),
    ],
)
def test_a_column_gives_every_row_its_period_in_figures_too(read, heading, own, other):
    """Months of the quarter are its own."""
    periods = [[*HEADING, heading], [*ROWS[0], own], [*ROWS[1], own]]
    assert "sheet.other_period" not in {rule for rule, *_ in said(read(sale(periods)))}
    assert ("sheet.other_period", "critical", "消费帮扶", "E4") in said(
        read(sale([*periods, ["乙", "梨", "线上", 3, other]]))
    )


@pytest.mark.parametrize(
    ("heading", "fine", "void"),
    [("状态", "有效", "作废"), ("是否计入", "是", "否"), ("审核结果", "通过", "不通过"), ("序号", 1, "作废")],
)
def test_a_column_that_does_not_count_a_row_is_heard(read, heading, fine, void):
    rows = [[heading, *HEADING], [fine, *ROWS[0]], [void, *ROWS[1]]]
    assert [one for one in said(read(sale(rows))) if one[0] == "table.voided_row"] == [
        ("table.voided_row", "warning", "消费帮扶", "A3")
    ]


@pytest.mark.parametrize(
    ("names", "severities"),
    [
        (("1月", "2月", "3月"), []),
        (("2024年1月", "2024年2月"), []),
        (("1月",), ["warning"]),
        (("1月", "4月"), ["critical"]),
        (("消费帮扶", "1月"), ["critical"]),
    ],
    ids=lambda value: "-".join(map(str, value)),
)
def test_a_sheet_for_each_month_of_the_quarter_is_its_report(read, names, severities):
    found = said(read(*(sale([HEADING, [f"组织{n}", *ROWS[0][1:]]], name) for n, name in enumerate(names))))
    assert [severity for rule, severity, *_ in found if rule == "sheet.other_period"] == severities
