"""The workbook that is handed out: everything in it comes from the contracts."""

import io
import re
import shutil
import zipfile
from html import unescape
from pathlib import Path

import pytest

from etl.config.calendar import parse_period
from etl.night.request import load_config
from etl.recognise.reading import FileReader
from etl.settings import PROJECT, ReadingLimits
from etl.templates.report_sheet import TemplateFor
from etl.templates.workbook import template_workbook
from etl.workbook.read import read_content
from tests.filled_templates import filled, sheet_names
from tests.indicator_form import config_with_form
from tests.unit.templates.conftest import COUNTY, LAST_PERIOD, PERIOD


def part_of(content: bytes, sheet: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return unescape(book.read(f"xl/worksheets/sheet{sheet_names(content).index(sheet) + 1}.xml").decode())


def headings(content: bytes, sheet: str) -> list[object]:
    grids = read_content(content, "xlsx", ReadingLimits())[1]
    return [*next(grid for grid in grids if grid.sheet == sheet).rows[5]]


def checks(content: bytes, sheet: str) -> dict[str, str]:
    """The check of each range of cells, by the range."""
    found = re.findall("<dataValidation ([^>]*)>(.*?)</dataValidation>", part_of(content, sheet))
    return {re.search('sqref="([^"]*)"', head)[1]: head + body for head, body in found}  # type: ignore[index]


def test_headings_are_the_official_ones_with_unit_and_mark(blank):
    row = headings(blank, "帮扶项目台账")
    assert row[:4] == ["*项目编号", "*项目名称", "*实施社会组织", "*统一社会信用代码"]
    assert row[9:11] == ["*计划投资（万元）", "*累计拨付资金（万元）"]
    assert row[17:] == ["户均增收（元）", "备注", "核实说明"]


def test_guidance_is_shown_whole_and_speaks_of_what_a_county_writes(blank):
    heights = [float(ht) for ht in re.findall(r'<row [^>]*\bht="([0-9.]+)"', part_of(blank, "填报说明"))]
    assert 30.0 in heights  # of two lines; one line is the default
    grid = next(grid for grid in read_content(blank, "xlsx", ReadingLimits())[1] if grid.sheet == "填报说明")
    assert "遮盖" not in str(grid.rows)


def test_cells_are_checked_as_they_are_typed(blank):
    found = checks(blank, "帮扶项目台账")
    assert "list_project_stage" in found["I7:I5001"]
    assert 'type="decimal"' in found["J7:J5001"]
    assert 'type="date"' in found["L7:L5001"]
    assert 'type="whole"' in found["O7:O5001"]
    assert "项目计划投入的资金总额。必填。填写：以万元为单位的数字，如 12.50。" in found["J7:J5001"]


def test_lists_of_choices_are_named_on_a_sheet_that_nobody_sees(blank):
    with zipfile.ZipFile(io.BytesIO(blank)) as book:
        workbook = unescape(book.read("xl/workbook.xml").decode())
    assert re.search('name="选项（勿改）"[^>]*state="veryHidden"', workbook)
    place = re.search("name=\"list_base_level\">'选项（勿改）'!\\$([A-Z])\\$3:\\$[A-Z]\\$7<", workbook)
    assert place
    grids = read_content(blank, "xlsx", ReadingLimits())[1]
    column = [row[ord(place[1]) - 65] for row in grids[-1].rows[2:7]]
    assert column == ["省级", "市级", "县级", "乡级", "村级"]


@pytest.mark.parametrize(
    "formula",
    [
        pytest.param("AND(ISNUMBER($J7),ISNUMBER($K7)),$J7*10000<$K7*10000", id="not-more-than"),
        pytest.param("AND(ISNUMBER($N7),ISNUMBER($L7)),$N7<$L7", id="date-order"),
        pytest.param('OR($I7="完成"),TRIM($N7)=""', id="required-when"),
        pytest.param('OR($I7="审批"),ISNUMBER($K7),OR($K7*10000<0,$K7*10000>0)', id="zero-when"),
        pytest.param("$N7<DATE(1990,1,1),$N7>=DATE(2024,6,30)+1", id="not-after-period"),
        pytest.param('TRIM($A7)="",COUNTA($A7:$S7)>0', id="required"),
    ],
)
def test_rules_of_a_row_are_live_hints(blank, formula):
    assert formula in part_of(blank, "帮扶项目台账")


def test_county_and_period_are_filled_in_and_locked(blank):
    part = part_of(blank, "帮扶项目台账")
    assert "<sheetProtection" in part
    grid = next(grid for grid in read_content(blank, "xlsx", ReadingLimits())[1] if grid.sheet == "帮扶项目台账")
    assert grid.rows[0][0] == "黑水县2024年第二季度帮扶项目台账"
    assert grid.rows[1][0] == "填报单位：黑水县"
    assert grid.rows[4][0] == "表号：project@1·513228·2024Q2"


@pytest.mark.parametrize(("sheet", "paper"), [("帮扶项目台账", "8"), ("结对帮扶协议", "9")])
def test_a_sheet_is_printed_so_that_it_can_be_read(blank, sheet, paper):
    part = part_of(blank, sheet)
    (setup,) = re.findall("<pageSetup ([^>]*)/>", part)
    assert f'paperSize="{paper}"' in setup  # A3 for twenty columns, A4 for eleven
    assert 'fitToHeight="0" orientation="landscape"' in setup  # one page wide, as many as it takes down
    assert "&C第 &P 页，共 &N 页" in part
    with zipfile.ZipFile(io.BytesIO(blank)) as book:
        assert f"'{sheet}'!$6:$6" in book.read("xl/workbook.xml").decode().replace(f">{sheet}!", f">'{sheet}'!")


def test_whole_rows_may_be_taken_out(blank):
    part = part_of(blank, "帮扶项目台账")
    assert re.search('<col min="21" max="16384" [^>]*style="[0-9]+"', part)
    assert 'dimension ref="A1:U6"' in part  # no 16,000 columns that every program would walk through


def test_a_form_for_everybody_bears_no_county_s_code(config, blank):
    wanted = TemplateFor(None, parse_period(PERIOD), ("project",), config.calendar.due_on(parse_period(PERIOD)))
    form = template_workbook(config.catalog, wanted)
    texts = {
        name: zipfile.ZipFile(io.BytesIO(form)).read(name).decode()
        for name in zipfile.ZipFile(io.BytesIO(form)).namelist()
    }
    assert not [name for name, text in texts.items() if COUNTY in text or "表号：" in text or "None" in text]
    assert headings(form, "帮扶项目台账") == headings(blank, "帮扶项目台账")


def test_rows_of_last_period_stand_in_the_template_s_units(prefilled):
    grid = next(grid for grid in read_content(prefilled, "xlsx", ReadingLimits())[1] if grid.sheet == "帮扶项目台账")
    row = grid.rows[6]
    assert row[0] == "XM001"
    assert [row[7], row[8], row[9], row[10]] == ["文化", "实施", 83, 12.00005]


def test_a_long_text_of_last_period_is_shown_whole(template):
    (project,) = LAST_PERIOD["project"]
    rows = {"project": [project | {"project_name": "文化广场建设及配套设施改造提升工程"}]}
    assert '<row r="7" spans="1:20" ht="30" customHeight="1">' in part_of(template(rows=rows), "帮扶项目台账")


def test_the_same_is_written_for_the_same(template, prefilled):
    assert template(rows=LAST_PERIOD) == prefilled


def test_a_column_added_to_a_contract_stands_in_the_template(template, tmp_path):
    folder = shutil.copytree(PROJECT / "config", tmp_path / "config")
    contract = folder / "contracts" / "incubator.yaml"
    added = (
        "  - {name: rent_yuan, label: {zh: 年租金, en: Rent}, description: {zh: 每年的租金，单位：元, en: Rent}, "
        "type: amount, unit: 元, required: true}\nrules:\n"
    )
    contract.write_text(contract.read_text(encoding="utf-8").replace("rules:\n", added, 1), encoding="utf-8")
    made = template(of=load_config(folder))
    assert "*年租金（元）" in headings(made, "孵化基地")
    assert any("每年的租金。必填。填写：以元为单位的数字" in one for one in checks(made, "孵化基地").values())


def test_an_indicator_form_has_a_row_for_each_indicator(tmp_path, read):
    config = load_config(config_with_form(Path(tmp_path)))
    period, county = parse_period(PERIOD), config.divisions.counties[COUNTY]
    made = template_workbook(config.catalog, TemplateFor(county, period, ("overview",), period.ends_on))
    assert headings(made, "概况表") == ["指标名称", "计量单位", "数量"]
    reader = FileReader(config.catalog, config.divisions)
    as_read = reader.read(read(made, "概况.xlsx").source)
    assert [issue.rule for issue in as_read.issues] == ["template.untouched"]
    source = read(filled(made, {"概况表": {"C7": 128.0, "C10": 83.32}}), "概况2.xlsx").source
    (table,) = reader.read(source).tables
    assert (table.values["orgs"], table.values["invested_yuan"]) == ([128], [83.32])
