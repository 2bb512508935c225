"""A marked workbook is the county's own: every byte of what is not marked stays, and taking the marks away gives it back."""

import io

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import UnreadableWorkbook
from etl.marking.mark_workbook import marked
from etl.marking.marks import CellMark
from etl.marking.package_lists import relate, set_type
from etl.marking.package_splice import PackageSplice
from etl.marking.unmark_workbook import unmarked
from etl.workbook.own_marks import COMMENT_SIGN, FRONT_SHEET
from etl.workbook.read import read_content
from tests.workbooks.marking_law import FRONT, LIMITS, facts, mark, only_marks_change, own_grids, parts_of
from tests.workbooks.package_rules import broken_rules
from tests.workbooks.xlsx import MAIN, PACKAGE, RELATIONS, pack_xlsx, pack_zip


@st.composite
def workbooks(draw: st.DrawFn) -> tuple[bytes, list[CellMark], set[str]]:
    """A workbook of xlsxwriter with much of what workbooks have, marks in it, and the parts that must not change."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "constant_memory": False})
    if draw(st.booleans()):
        book.add_chartsheet("图")
    bold = book.add_format({"bold": True, "num_format": "0.00", "bg_color": "#00FF00"})
    marks, marked_sheets = [], []
    for number in range(draw(st.integers(1, 3))):
        page = book.add_worksheet(f"表{number}")
        for row, column in draw(st.sets(st.tuples(st.integers(0, 12), st.integers(0, 8)), max_size=30)):
            kind = draw(st.sampled_from(["text", "number", "formula", "rich", "blank"]))
            if kind == "text":
                page.write_string(row, column, draw(st.text("甲乙<&\"'_x000A_ \n", max_size=8)))
            elif kind == "number":
                page.write_number(row, column, draw(st.integers(-9, 9999)), bold)
            elif kind == "formula":
                page.write_formula(row, column, "=1+1", bold, 2)
            elif kind == "rich":
                page.write_rich_string(row, column, "甲", bold, "乙", "丙")
            else:
                page.write_blank(row, column, None, bold)
        options = draw(
            st.sets(
                st.sampled_from(
                    [
                        "comment",
                        "protect",
                        "filter",
                        "print",
                        "checkbox",
                        "validation",
                        "image",
                        "row",
                        "column",
                        "table",
                        "sparkline",
                    ]
                )
            )
        )
        if "comment" in options:
            for place in draw(st.sets(st.tuples(st.integers(0, 12), st.integers(0, 8)), min_size=1, max_size=3)):
                page.write_comment(*place, "张三：已核实")
        if "protect" in options:
            page.protect("x")
        if "filter" in options:
            page.autofilter(0, 0, 5, 3)
        if "print" in options:
            page.print_area(0, 0, 10, 5)
            page.repeat_rows(0)
        if "checkbox" in options:
            page.insert_button("B3", {"caption": "按"})
        if "validation" in options:
            page.data_validation("A1:A9", {"validate": "list", "source": ["甲", "乙"]})
        if "table" in options:
            page.add_table(20, 0, 23, 2)
        if "sparkline" in options:
            page.add_sparkline("J1", {"range": "A1:H1"})
        if "row" in options:
            page.set_row(3, 30, bold)
        if "column" in options:
            page.set_column(2, 4, 20, bold, {"hidden": draw(st.booleans())})
        places = draw(st.sets(st.tuples(st.integers(0, 15), st.integers(0, 10)), max_size=6))
        marks += [mark(f"表{number}", *place, is_critical=draw(st.booleans())) for place in places]
        if places:
            marked_sheets.append(number)
    if draw(st.booleans()):
        book.define_name("合计", "=表0!$A$1")
    book.close()
    return target.getvalue(), marks, {f"xl/worksheets/sheet{number + 1}.xml" for number in marked_sheets}


@given(workbooks())
def test_every_other_byte_of_every_other_part_stays(made):
    content, marks, sheets = made
    assert broken_rules(content) == []
    only_marks_change(content, marks, sheets)


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


def test_a_workbook_with_everything_at_once_keeps_its_order_of_elements():
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=表一!$B$1:$B$5"})
    book.add_chartsheet("图").set_chart(chart)
    book.add_worksheet("隐").very_hidden()
    page = book.add_worksheet("表一")
    page.activate()
    page.write_comment("B2", "张三：已核实")
    page.insert_button("F2", {"caption": "按"})
    page.set_header("&C&G", {"image_center": "甲.png", "image_data_center": io.BytesIO(PICTURE)})  # has a drawing too
    page.set_background(io.BytesIO(PICTURE))
    page.data_validation("A1:A5", {"validate": "list", "source": "='乙''s'!$A$1:$A$4"})
    page.add_sparkline("J1", {"range": "A1:H1"})
    page.add_table(20, 0, 23, 2)
    page.ignore_errors({"number_stored_as_text": "A1"})
    page.set_h_pagebreaks([5])
    page.protect("x")
    page.print_area(0, 0, 3, 3)
    other = book.add_worksheet("乙's")  # without comments
    other.conditional_format("B1:B5", {"type": "data_bar", "data_bar_2010": True})  # a list of extensions within it
    other.repeat_rows(0)
    book.close()
    marks = [mark(name, *place) for name in ("表一", "乙's") for place in ((0, 0), (1, 1), (9, 7), (1048575, 16383))]
    only_marks_change(target.getvalue(), marks, {f"xl/worksheets/sheet{number}.xml" for number in (2, 3)})


TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
PREFIXED = (
    f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row>'
    '<x:row r="3"/></x:sheetData><x:pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/></x:worksheet>'
)


@pytest.mark.parametrize(
    "sheet",
    [
        pytest.param(PREFIXED, id="prefixed"),
        pytest.param(PREFIXED.replace("x:", "").replace(":x=", "="), id="inline strings"),
        pytest.param(f'<?xml version="1.0" encoding="UTF-16"?>{PREFIXED}'.encode("utf-16"), id="utf-16"),
        pytest.param(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>', id="no cells"),
        pytest.param(
            f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>1</v></c><c s="1"><v>2</v></c></row></sheetData></worksheet>',
            id="no addresses",
        ),
        pytest.param(
            f'<worksheet xmlns="{MAIN}" xmlns:mc="urn:mc"><sheetData><row r="2" s="1" customFormat="1"><c r="B2"  s=\'1\' ><v>1</v></c></row></sheetData>'
            "<mc:AlternateContent><mc:Choice><controls/></mc:Choice></mc:AlternateContent></worksheet>",
            id="controls behind",
        ),
    ],
)
def test_sheets_written_in_any_way_are_marked_and_given_back(sheet):
    content = pack_xlsx(sheet, strings="", extra={"[Content_Types].xml": TYPES})
    name = own_grids(content)[0].sheet
    places = [(0, 0), (0, 3), (1, 1), (2, 0), (7, 1)]
    returned = marked(content, [mark(name, *place) for place in places], FRONT, LIMITS)
    assert broken_rules(content) == []
    assert broken_rules(returned) == []
    assert facts(own_grids(returned)[0]) == facts(own_grids(content)[0])
    assert facts(own_grids(unmarked(returned, LIMITS))[0]) == facts(own_grids(content)[0])


def test_a_comment_of_others_keeps_its_words_above_ours():
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    book.add_worksheet("表一").write_comment(1, 1, "张三：已核实")
    book.close()
    returned = marked(target.getvalue(), [mark("表一", 1, 1)], FRONT, LIMITS)
    comments = parts_of(returned)["xl/comments1.xml"].decode()
    assert comments.index("张三：已核实") < comments.index(COMMENT_SIGN)
    assert own_grids(returned)[0].comments == {(1, 1): "张三：已核实"}


def test_two_faults_of_a_cell_are_one_comment_and_the_worse_colour():
    content = build_xlsx_of("表一")
    returned = marked(
        content, [mark("表一", 0, 0, is_critical=False, text="甲"), mark("表一", 0, 0, text="乙")], FRONT, LIMITS
    )
    assert broken_rules(returned) == []
    assert "甲" in (said := parts_of(returned)["xl/commentsReturned1.xml"].decode())
    assert "乙" in said
    assert (
        parts_of(returned)["xl/styles.xml"].count(b"<fill>") == parts_of(content)["xl/styles.xml"].count(b"<fill>") + 3
    )


def build_xlsx_of(*names: str) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    for name in names:
        book.add_worksheet(name).write_string(0, 0, "甲")
    book.close()
    return target.getvalue()


def test_local_names_and_the_active_sheet_move_by_one():
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    book.add_worksheet("表一")
    second = book.add_worksheet("表二")
    second.print_area(0, 0, 3, 3)
    second.activate()
    book.close()
    workbook = parts_of(marked(target.getvalue(), [], FRONT, LIMITS))["xl/workbook.xml"].decode()
    assert 'localSheetId="2"' in workbook
    assert 'activeTab="2"' in workbook
    assert workbook.index(FRONT_SHEET) < workbook.index("表一")


def test_a_sheet_of_the_countys_that_is_called_like_ours_stays():
    content = build_xlsx_of(FRONT_SHEET)
    returned = marked(content, [mark(FRONT_SHEET, 0, 0)], FRONT, LIMITS)
    assert broken_rules(returned) == []
    assert [grid.sheet for grid in own_grids(returned)] == [FRONT_SHEET]


def test_what_a_clerk_wrote_stays_when_the_marks_go():
    content = build_xlsx_of("表一")
    returned = PackageSplice(marked(content, [mark("表一", 0, 0), mark("表一", 4, 1)], FRONT, LIMITS), LIMITS)
    sheet = returned.read("xl/worksheets/sheet1.xml").decode()
    filled = sheet.replace('<c r="B5" s="1"/>', '<c r="B5" s="1"><v>12</v></c>')
    assert filled != sheet
    returned.put("xl/worksheets/sheet1.xml", filled.encode())
    (grid,) = own_grids(unmarked(returned.content(), LIMITS))
    assert grid.rows[4][1] == 12
    assert parts_of(unmarked(returned.content(), LIMITS)).keys() == parts_of(content).keys()


def test_marks_go_from_a_file_whose_trace_and_parts_another_program_rewrote():
    content = build_xlsx_of("表一", "表二")
    returned = PackageSplice(marked(content, [mark("表一", 0, 0), mark("表二", 3, 3)], FRONT, LIMITS), LIMITS)
    for name in ("xl/workbook.xml", "xl/styles.xml"):
        returned.put(name, returned.read(name).replace(b"?>", b"?>\n", 1))
    left = unmarked(returned.content(), LIMITS)
    assert [grid.sheet for grid in own_grids(left)] == ["表一", "表二"]
    assert FRONT_SHEET not in parts_of(left)["xl/workbook.xml"].decode()
    assert all(COMMENT_SIGN.encode() not in text for text in parts_of(left).values())
    again = marked(left, [mark("表一", 0, 0)], FRONT, LIMITS)
    assert len(read_content(again, "xlsx", LIMITS)[1]) == 3


def test_a_package_that_cannot_be_spliced_is_refused():
    content = pack_xlsx(f'<worksheet xmlns="{MAIN}"><sheetData><row r="5"/><row r="2"/></sheetData></worksheet>')
    with pytest.raises(UnreadableWorkbook):
        marked(content, [mark(own_grids(content)[0].sheet, 3, 3)], FRONT, LIMITS)


THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
KINDS = "http://schemas.microsoft.com/office/2017/10/relationships"


def with_thread() -> bytes:
    """A workbook in which somebody began a thread on B2."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    book.add_worksheet("表一").write_comment(1, 1, "[Threaded comment] 张三：已核实")
    book.close()
    splice = PackageSplice(target.getvalue(), LIMITS)
    thread = '<threadedComment ref="B2" dT="2024-04-01T08:00:00.00" personId="{1}" id="{2}"><text>已核实</text></threadedComment>'
    splice.put(
        "xl/threadedComments/t1.xml", f'<ThreadedComments xmlns="{THREADS}">{thread}</ThreadedComments>'.encode()
    )
    splice.put(
        "xl/persons/p.xml",
        f'<personList xmlns="{THREADS}"><person displayName="张三" id="{{1}}"/></personList>'.encode(),
    )
    for part, kind in (("xl/threadedComments/t1.xml", "threadedcomments"), ("xl/persons/p.xml", "person")):
        set_type(splice, part, f"application/vnd.ms-excel.{kind}+xml")
    relate(splice, "xl/worksheets/sheet1.xml", f"{KINDS}/threadedComment", "xl/threadedComments/t1.xml")
    relate(splice, "xl/workbook.xml", f"{KINDS}/person", "xl/persons/p.xml")
    return splice.content()


def test_a_thread_gets_a_reply_and_loses_nothing():
    content = with_thread()
    returned = marked(content, [mark("表一", 1, 1), mark("表一", 3, 3)], FRONT, LIMITS)
    assert broken_rules(returned) == []
    thread = parts_of(returned)["xl/threadedComments/t1.xml"].decode()
    assert thread.index("已核实") < thread.index(COMMENT_SIGN)
    assert thread.count('parentId="{2}"') == thread.count(COMMENT_SIGN) == 1
    assert parts_of(unmarked(returned, LIMITS)) == parts_of(content)
    rewritten = PackageSplice(returned, LIMITS)
    rewritten.put("xl/styles.xml", rewritten.read("xl/styles.xml") + b"\n")
    left = parts_of(unmarked(rewritten.content(), LIMITS))
    assert all(
        COMMENT_SIGN not in left[name].decode() for name in left if name.endswith(".xml") and "customXml" not in name
    )


def test_what_nobody_of_us_knows_stays_byte_for_byte():
    others = {
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 macro",
        "xl/cellimages.xml": b"<etc:cellImages/>",
        "xl/ctrlProps/ctrlProp1.xml": b"<formControlPr/>",
        "_xmlsignatures/sig1.xml": b"<Signature/>",
        "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
    }
    formula = '<sheetData><row r="1"><c r="A1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c></row></sheetData>'
    content = pack_xlsx(formula, strings="", extra={"[Content_Types].xml": TYPES, **others})
    returned = parts_of(marked(content, [mark("表1", 0, 0), mark("表1", 2, 2)], FRONT, LIMITS))
    assert {name: returned[name] for name in others} == others
    assert (
        '<f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>' in returned["xl/worksheets/sheet1.xml"].decode()
    )


def test_a_strict_workbook_gets_parts_of_its_own_namespaces():
    strict = {
        MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
        RELATIONS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    parts = {}
    for name, part in parts_of(
        pack_xlsx('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>', strings="")
    ).items():
        for usual, other in strict.items():
            part = part.replace(usual.encode(), other.encode())
        parts[name] = part
    content = pack_zip(parts | {"[Content_Types].xml": TYPES})
    returned = marked(content, [mark("表1", 0, 0), mark("表1", 2, 2)], FRONT, LIMITS)
    assert broken_rules(returned) == []
    assert [
        name
        for name, part in parts_of(returned).items()
        if MAIN.encode() in part or (RELATIONS.encode() in part and "customXml" not in name)
    ] == []
    assert facts(own_grids(returned)[0]) == facts(own_grids(content)[0])
