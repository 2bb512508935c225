"""A template that comes back: blank, filled in, prefilled and left alone, in part, with its 是/否 cells."""

import re
import shutil
from datetime import UTC, datetime

import pytest

from etl.cell_account import TakenFor
from etl.model import FileReading, Severity, SourceFile
from etl.night.request import load_config
from etl.recognise.reading import FileReader
from etl.rules.reading.templates import TEMPLATE_OF_ANOTHER, TEMPLATE_TICK, TEMPLATE_UNTOUCHED
from etl.settings import PROJECT, ReadingLimits
from etl.template_marks import PROPERTY
from etl.workbook.read import read_content
from tests.filled_templates import filled, sheet_names, with_parts
from tests.unit.templates.conftest import COUNTY, PERIOD, PROJECT_ROW
from tests.workbooks.text import build_csv

REPORTS = 9
YES = {"B4": "是"}
UNCHANGED = {"D4": "是"}


def rules(reading: FileReading) -> list[str]:
    return [issue.rule for issue in reading.issues]


def worst(reading: FileReading) -> set[tuple[str, Severity]]:
    return {(issue.rule, issue.severity) for issue in reading.issues}


def came(reading: FileReading) -> tuple[list[str], list[str]]:
    return sorted(table.report for table in reading.tables), sorted(reading.nil_reports)


def nothing_came(reading: FileReading) -> bool:
    return came(reading) == ([], []) and rules(reading) == [TEMPLATE_UNTOUCHED.id] * REPORTS


def test_a_blank_one_is_missing_and_no_error(read, blank):
    reading = read(blank)
    assert nothing_came(reading)
    assert {issue.report for issue in reading.issues} == {None}
    assert {sheet.taken_for for sheet in reading.sheets} == {"template"}


def test_a_prefilled_one_that_nobody_touched_is_missing(read, prefilled):
    assert nothing_came(read(prefilled))


def test_the_account_names_its_own_sheets(read, blank):
    sheets = {sheet.sheet: {run.taken_for for run in sheet.cells} for sheet in read(blank).sheets}
    assert sheets["填报说明"] == sheets["选项（勿改）"] == {TakenFor.TEMPLATE}
    assert TakenFor.UNACCOUNTED not in set().union(*sheets.values())


def without_own_sheets(content: bytes) -> bytes:
    numbers = [sheet_names(content).index(name) + 1 for name in ("填报说明", "选项（勿改）")]
    emptied = lambda xml: re.sub("<sheetData>.*</sheetData>", "<sheetData/>", xml)  # noqa: E731
    return with_parts(content, {f"xl/worksheets/sheet{number}.xml": emptied for number in numbers})


def without_property(content: bytes) -> bytes:
    return with_parts(content, {"docProps/custom.xml": lambda xml: xml.replace(PROPERTY, "other")})


def without_codes(content: bytes) -> bytes:
    return filled(content, {name: {"A5": None} for name in sheet_names(content)[1:-1]})


@pytest.mark.parametrize("cell", ["J7", "A9", "C7"])
def test_what_was_written_alone_under_a_heading_is_read_or_said(read, blank, cell):
    reading = read(filled(blank, {"帮扶项目台账": {cell: 12.5}}))
    assert [issue for issue in reading.issues if issue.report == "project"] or "project" in came(reading)[0]
    assert rules(reading).count(TEMPLATE_UNTOUCHED.id) == REPORTS - 1


@pytest.mark.parametrize(
    ("one", "other"),
    [(without_own_sheets, without_property), (without_own_sheets, without_codes), (without_property, without_codes)],
)
def test_each_of_its_three_names_is_enough(read, blank, one, other):
    reading = read(one(other(blank)))
    assert came(reading) == ([], [])
    assert set(rules(reading)) == {TEMPLATE_UNTOUCHED.id}


def test_without_any_of_them_it_is_a_table_without_rows(read, blank):
    reading = read(without_own_sheets(without_property(without_codes(blank))))
    assert rules(reading).count("table.empty") == REPORTS


def test_a_filled_one_is_recognised_with_nothing_assumed(read, blank):
    reading = read(filled(blank, {"帮扶项目台账": PROJECT_ROW, "捐赠款物": YES}))
    assert came(reading) == (["project"], ["donation"])
    assert rules(reading) == [TEMPLATE_UNTOUCHED.id] * (REPORTS - 2)
    (table,) = reading.tables
    assert {column.matched_by for column in table.columns} == {"label"}
    assert {column.field: (column.unit, column.unit_source) for column in table.columns if column.unit} == {
        "planned_yuan": ("万元", "heading"),
        "disbursed_yuan": ("万元", "heading"),
        "income_gain_yuan": ("元", "heading"),
    }


def test_words_beside_a_row_explain_it_and_are_no_data(read, blank):
    words = {"T7": "已逐项核实，身份证 510104196001011234"}
    reading = read(filled(blank, {"帮扶项目台账": PROJECT_ROW | words}))
    (table,), (said,) = reading.tables, reading.explanations
    assert rules(reading).count(TEMPLATE_UNTOUCHED.id) == REPORTS - 1
    assert (said.report, said.sheet, said.row, said.rule) == ("project", "帮扶项目台账", 7, "")
    assert said.text.startswith("已逐项核实")
    assert "196001011234" not in said.text
    assert table.extra == {}
    assert {column.field for column in table.columns} == {*table.values}
    (sheet,) = (sheet for sheet in reading.sheets if sheet.sheet == "帮扶项目台账")
    assert TakenFor.ANSWER in {run.taken_for for run in sheet.cells}


def test_a_prefilled_one_is_read_once_anything_was_changed(read, prefilled):
    reading = read(filled(prefilled, {"帮扶项目台账": {"K7": 20.0}}))
    assert came(reading) == (["project"], [])
    (table,) = reading.tables
    assert (table.values["project_no"], table.values["disbursed_yuan"]) == (["XM001"], [20.0])


def test_a_county_may_say_that_nothing_changed(read, prefilled):
    reading = read(filled(prefilled, {"帮扶项目台账": UNCHANGED}))
    assert came(reading) == (["project"], [])
    assert set(rules(reading)) == {TEMPLATE_UNTOUCHED.id}


def test_masked_numbers_are_not_handed_out(read, prefilled):
    reading = read(filled(prefilled, {"社会组织名录": UNCHANGED}))
    (table,) = reading.tables
    assert table.values["org_name"] == ["索玛公益基金会"]
    assert table.values["legal_person"] in ([None], [""])


@pytest.mark.parametrize(
    ("cells", "says", "severity"),
    [
        pytest.param(PROJECT_ROW | YES, "表里却有 1 行内容", Severity.CRITICAL, id="zero-and-rows"),
        pytest.param(PROJECT_ROW | {"B4": "√"}, "没有采用", Severity.WARNING, id="neither-yes-nor-no"),
    ],
)
def test_a_cell_that_contradicts_the_rows_is_said(read, blank, cells, says, severity):
    reading = read(filled(blank, {"帮扶项目台账": cells}))
    (issue,) = (one for one in reading.issues if one.rule == TEMPLATE_TICK.id)
    assert (issue.severity, issue.report, issue.sheet, issue.cell) == (severity, "project", "帮扶项目台账", "B4")
    assert says in issue.message


def test_no_change_beside_changed_rows_is_said(read, prefilled):
    reading = read(filled(prefilled, {"帮扶项目台账": UNCHANGED | {"K7": 20.0}}))
    assert (TEMPLATE_TICK.id, Severity.WARNING) in worst(reading)
    assert came(reading) == (["project"], [])


def test_a_template_of_another_quarter_is_said(read, blank):
    reading = read(filled(blank, {"帮扶项目台账": PROJECT_ROW}), period="2024Q1")
    assert (TEMPLATE_OF_ANOTHER.id, Severity.WARNING) in worst(reading)


def test_a_row_on_the_sheet_of_explanations_is_no_part_of_it(read, blank):
    row = dict(
        zip("ABCDEFGHIJK", ["项目编号", "项目名称", "实施社会组织", "统一社会信用代码", "帮扶领域"], strict=False)
    )
    pasted = {f"{letter}200": text for letter, text in row.items()}
    reading = read(filled(blank, {"填报说明": pasted}))
    assert "sheet.guidance" in rules(reading)


@pytest.mark.parametrize("name", ["blank", "prefilled"])
def test_a_sheet_saved_as_csv_still_says_what_it_is(read, name, request):
    content = request.getfixturevalue(name)
    grids = read_content(content, "xlsx", ReadingLimits())[1]
    sheet = next(grid for grid in grids if grid.sheet == "帮扶项目台账")
    csv = build_csv(
        [[str(cell.date() if isinstance(cell, datetime) else cell or "") for cell in row] for row in sheet.rows]
    )
    reading = read(csv, f"{name}.csv")
    assert (came(reading), rules(reading)) == (([], []), [TEMPLATE_UNTOUCHED.id])


def test_a_cell_that_was_emptied_says_nothing(read, prefilled):
    reading = read(filled(prefilled, {"帮扶项目台账": {"B4": None, "D4": None, "K7": 20.0}}))
    assert came(reading) == (["project"], [])
    assert TEMPLATE_TICK.id not in rules(reading)


def test_a_template_of_the_contract_s_last_version_is_still_understood(blank, tmp_path):
    folder = shutil.copytree(PROJECT / "config", tmp_path / "config")
    contract = folder / "contracts" / "project.yaml"
    text = contract.read_text(encoding="utf-8").replace("report: project\n", "report: project\nversion: 2\n", 1)
    text = text.replace("label: {zh: 累计拨付资金,", "label: {zh: 项目累计支出,").replace(
        "aliases: [累计拨付,", "aliases: [累计拨付资金, 累计拨付,"
    )
    contract.write_text(text, encoding="utf-8")
    config = load_config(folder)
    path = tmp_path / "上一版.xlsx"
    path.write_bytes(filled(blank, {"帮扶项目台账": PROJECT_ROW}))
    now = datetime(2024, 7, 2, tzinfo=UTC)
    reader = FileReader(config.catalog, config.divisions)
    reading = reader.read(SourceFile(COUNTY, PERIOD, path.name, "", 1, now, 1, now, path))
    assert set(rules(reading)) == {TEMPLATE_UNTOUCHED.id}
    assert [table.values["disbursed_yuan"] for table in reading.tables] == [[3.25]]
