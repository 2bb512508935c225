"""xlsx as programs really write it: wrong dimensions, missing addresses, odd prefixes, and the facts in the sheet's XML."""

from datetime import date, datetime, time, timedelta

import pytest

from etl.model import Mark
from tests.unit.workbook.reading import cells, grid, read, refusal
from tests.workbooks.xlsx import MAIN, pack_xlsx


def sheet(rows: str, *, before: str = "", after: str = "") -> str:
    return f"{before}<sheetData>{rows}</sheetData>{after}"


@pytest.mark.parametrize("dimension", ["A1", "A1:XFD1048576", "Z99:A1", "", "nonsense"])
def test_a_wrong_dimension_is_not_believed(dimension: str) -> None:
    content = sheet('<row r="3"><c r="B3"><v>1</v></c></row>', before=f'<dimension ref="{dimension}"/>')
    assert cells(grid(pack_xlsx(content))) == {(2, 1): 1.0}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
                     {(0, 0): 1.0, (0, 1): 2.0, (1, 0): 3.0}, id="no-addresses"),
        pytest.param('<row r="3"><c r="B3"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>',
                     {(2, 1): 1.0, (2, 2): 2.0, (3, 0): 3.0}, id="some-addresses"),
        pytest.param('<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>2</v></c></row><row r="1"><c r="A1"><v>3</v></c></row>',
                     {(1, 1): 1.0, (1, 0): 2.0, (0, 0): 3.0}, id="out-of-order"),
        pytest.param('<row r="1"><c s="0" r="C1"><v>1</v></c></row>', {(0, 2): 1.0}, id="style-first"),
        pytest.param("<row r='1'><c r='C1' t='e'><v>#N/A</v></c></row>", {(0, 2): "#N/A"}, id="single-quotes"),
        pytest.param('<row r="1"><c r="c1"><v>1</v></c></row>', {(0, 2): 1.0}, id="small-letters"),
        pytest.param('<row r="1"><c r="A1" t="str"><v><![CDATA[x<y]]></v></c></row>', {(0, 0): "x<y"}, id="cdata"),
        pytest.param('<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c></row>',
                     {(0, 0): True, (0, 1): False}, id="booleans"),
        pytest.param('<row r="1"><c r="A1" t="d"><v>2023-01-02</v></c></row>', {(0, 0): date(2023, 1, 2)}, id="iso-date"),
        pytest.param('<row r="1"><c r="A1" t="inlineStr"><is><r><t>甲</t></r><r><t xml:space="preserve"> 乙</t></r></is></c></row>',
                     {(0, 0): "甲 乙"}, id="inline-rich-text"),
        pytest.param('<row r="1"><c r="A1" t="str"><v>a_x000A_b</v></c></row>', {(0, 0): "a\nb"}, id="escaped-line-break"),
        pytest.param('<row r="1"><c r="A1"><v>NaN</v></c><c r="B1"><v>1e400</v></c></row>',
                     {(0, 0): "nan", (0, 1): "inf"}, id="no-number"),
    ],
)  # fmt: skip
def test_cells_as_programs_write_them(rows: str, expected: dict[tuple[int, int], object]) -> None:
    found = cells(grid(pack_xlsx(sheet(rows))))
    assert {place: str(v).lower() if str(v).lower() in ("nan", "inf") else v for place, v in found.items()} == expected


def test_shared_strings_with_rich_text_and_phonetic_guides() -> None:
    strings = "<si><r><t>你</t></r><r><t>好</t></r><rPh sb='0' eb='1'><t>ni</t></rPh></si><si><t xml:space='preserve'> 前</t></si><si><t><![CDATA[甲<乙]]></t></si>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>'
    expected = {(0, 0): "你好", (0, 1): " 前", (0, 2): "甲<乙"}
    assert cells(grid(pack_xlsx(sheet(rows), strings=strings))) == expected
    unusual = rows.replace('r="A1" t="s"', 't="s" r="A1"')
    assert cells(grid(pack_xlsx(sheet(unusual), strings=strings))) == expected


def test_a_namespace_prefix_makes_no_difference() -> None:
    page = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1" hidden="1"><x:c r="A1" t="e"><x:v>#REF!</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )
    found = grid(pack_xlsx(page))
    assert cells(found) == {(0, 0): "#REF!"}
    assert found.hidden_rows == {0}


@pytest.mark.parametrize(
    "target", ["/xl/worksheets/sheet{}.xml", "./worksheets/../worksheets/sheet{}.xml", "Worksheets\\Sheet{}.XML"]
)
def test_parts_are_found_however_their_path_is_written(target: str) -> None:
    assert cells(grid(pack_xlsx(sheet('<row r="1"><c r="A1"><v>7</v></c></row>'), target=target))) == {(0, 0): 7.0}


@pytest.mark.parametrize("encoding", ["utf-16", "gbk", "utf-8-sig"])
def test_xml_in_another_encoding(encoding: str) -> None:
    declared = "UTF-8" if encoding == "utf-8-sig" else encoding
    page = (
        f'<?xml version="1.0" encoding="{declared}"?><worksheet xmlns="{MAIN}"><sheetData><row r="1">'
        '<c r="A1" t="str"><v>合计</v></c></row></sheetData></worksheet>'
    )
    assert cells(grid(pack_xlsx(page.encode(encoding)))) == {(0, 0): "合计"}


def test_dates_of_both_systems() -> None:
    rows = '<row r="1"><c r="A1" s="1"><v>45000</v></c><c r="B1" s="1"><v>45000.25</v></c><c r="C1" s="1"><v>0.5</v></c><c r="D1" s="3"><v>1.5</v></c></row>'
    days = {(0, 0): date(2023, 3, 15), (0, 1): datetime(2023, 3, 15, 6), (0, 2): time(12), (0, 3): timedelta(days=1.5)}  # noqa: DTZ001
    later = days | {(0, 0): date(2027, 3, 16), (0, 1): datetime(2027, 3, 16, 6)}  # noqa: DTZ001
    for page in (sheet(rows), sheet(rows.replace('r="A1" s="1"', 's="1" r="A1"'))):
        assert cells(grid(pack_xlsx(page))) == days
        assert cells(grid(pack_xlsx(page, workbook_properties='<workbookPr date1904="1"/>'))) == later


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        pytest.param('<c r="A1"><f>B1</f></c>', Mark.UNCALCULATED, id="no-value"),
        pytest.param('<c r="A1"><f>B1</f><v></v></c>', Mark.UNCALCULATED, id="empty-value"),
        pytest.param('<c r="A1"><f t="shared" si="0"/><v/></c>', Mark.UNCALCULATED, id="shared"),
        pytest.param('<c r="A1"><f>B1</f><v>2</v></c>', None, id="calculated"),
        pytest.param('<c r="A1" t="str"><f>B1</f><v></v></c>', None, id="calculated-blank"),
        pytest.param('<c r="A1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>', Mark.PICTURE, id="wps-picture"),
        pytest.param('<c r="A1" t="e" vm="1"><v>#VALUE!</v></c>', Mark.PICTURE, id="excel-picture"),
        pytest.param('<c r="A1" s="2"><v>0.5</v></c>', Mark.PERCENT, id="percent"),
        pytest.param('<c r="A1" s="2"/>', None, id="percent-of-nothing"),
    ],
)  # fmt: skip
def test_marks(cell: str, mark: Mark | None) -> None:
    found = grid(pack_xlsx(sheet(f'<row r="1">{cell}<c r="B1"><v>1</v></c></row>')))
    assert found.marks == ({} if mark is None else {(0, 0): mark})


def test_a_row_of_formulas_never_calculated_is_kept() -> None:
    found = grid(pack_xlsx(sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="B3"><f>A1</f></c></row>')))
    assert found.marks == {(2, 1): Mark.UNCALCULATED}
    assert len(found.rows) == 3


def test_zeros_that_were_never_calculated() -> None:
    """xlsxwriter saves 0 for every formula and asks for a calculation on opening."""
    zero, other = '<c r="A1"><f>B1</f><v>0</v></c>', '<c r="B1"><f>C1</f><v>5</v></c>'
    asks = '<calcPr fullCalcOnLoad="1"/>'
    assert grid(pack_xlsx(sheet(f'<row r="1">{zero}</row>'), workbook_properties=asks)).marks == {
        (0, 0): Mark.UNCALCULATED
    }
    assert grid(pack_xlsx(sheet(f'<row r="1">{zero}{other}</row>'), workbook_properties=asks)).marks == {}
    assert grid(pack_xlsx(sheet(f'<row r="1">{zero}</row>'))).marks == {}


@pytest.mark.parametrize("text", ["#REF!", "#SPILL!", "#CALC!", "#名称?", "#BUSY!"])
def test_errors_that_calamine_does_not_know(text: str) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>{text}</v></c></row>'
    assert cells(grid(pack_xlsx(sheet(rows)))) == {(0, 0): 1.0, (0, 1): text}


def test_one_stray_cell_in_the_last_corner() -> None:
    """Dense, the range would take 400 GB."""
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45000</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    found = grid(pack_xlsx(sheet(rows), strings="<si><t>甲</t></si>"))
    assert cells(found) == {(0, 0): "甲", (0, 1): date(2023, 3, 15), (1_048_575, 16_383): 1.0}
    assert sum(map(len, found.rows)) == 2 + 16_384


def test_a_far_corner_that_no_address_names() -> None:
    rows = "<row/>" * 1_048_575 + "<row>" + "<c/>" * 16_383 + "<c><v>1</v></c></row>"
    assert cells(grid(pack_xlsx(sheet(rows)))) == {(1_048_575, 16_383): 1.0}


def test_formatting_to_the_last_row_is_cut_off() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    rows += "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="XFD{n}" s="1"/></row>' for n in range(2, 1_048_577, 37))
    assert [list(row) for row in grid(pack_xlsx(sheet(rows))).rows] == [[1.0]]


def test_merges_are_cut_to_the_sheet() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="Z99:AA100"/></mergeCells>'
    assert grid(pack_xlsx(sheet(rows, after=merges))).merges == ((0, 0, 0, 1),)


ROWS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"/></row><row r="2"><c r="A2"/><c r="B2"><v>2</v></c></row>'
MERGED = '<mergeCell ref="A1:A2"/>'


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(sheet(ROWS, after=f'<mergeCells count="1">{MERGED}</mergeCells><pageMargins/>'), True, id="usual"),
        pytest.param(sheet(ROWS, after=f"<mergeCells\n>{MERGED}</mergeCells >"), True, id="spaces"),
        pytest.param(sheet(ROWS, before=f"<mergeCells>{MERGED}</mergeCells>"), True, id="before-the-cells"),
        pytest.param(f'<sheetData x="1" >{ROWS}</sheetData><mergeCells>{MERGED}</mergeCells>', True, id="attribute"),
        pytest.param(sheet(ROWS, before="<!-- <sheetData> -->", after=f"<mergeCells>{MERGED}</mergeCells>"), True, id="comment"),
        pytest.param(sheet(ROWS, after=f"<mergeCells>{MERGED}</mergeCells><!-- </sheetData> -->"), True, id="comment-behind"),
        pytest.param(sheet(ROWS, after='<mergeCells count="0"/>'), False, id="none"),
        pytest.param(sheet(ROWS), False, id="nothing-said"),
    ],
)  # fmt: skip
def test_merges_wherever_they_are_named(content: str, expected: bool) -> None:
    found = grid(pack_xlsx(content))
    assert found.merges == (((0, 0, 1, 0),) if expected else ())
    assert cells(found) == {(0, 0): 1.0, (1, 1): 2.0}


def test_only_worksheets_are_read() -> None:
    """A macro sheet holds programs, not data."""
    listed = '<sheet name="宏" sheetId="1" r:id="rIdM"/><sheet name="表" sheetId="2" r:id="rId1"/>'
    content = pack_xlsx(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'), sheets=listed)
    assert [found.sheet for found in read(content)[1]] == ["表"]


def test_a_string_that_is_not_there_is_damage() -> None:
    assert "已损坏" in refusal(pack_xlsx(sheet('<row r="1"><c r="A1" t="s"><v>9</v></c></row>'), strings=""))
