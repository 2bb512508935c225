"""Workbooks that other programs have built, with what those write: marked, every other byte stays, and the marks go again."""

import io
import re

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import NamedStyle, PatternFill, Protection
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from etl.marking.marks import CellMark
from etl.marking.package_splice import PackageSplice
from etl.marking.unmark_workbook import unmarked
from etl.workbook.own_marks import COMMENT_SIGN, FRONT_SHEET
from tests.office import LACKING, SOFFICE, saved_as
from tests.workbooks.marked_cells import sheet_parts
from tests.workbooks.marking_law import LIMITS, mark, only_marks_change, own_grids, parts_of
from tests.workbooks.package_rules import broken_rules
from tests.workbooks.xlsx import pack_zip

FEATURES = (
    *("chart first", "chart", "comment", "colours", "filter", "frozen", "hidden", "link", "merged", "names", "print"),
    *("protected sheet", "protected structure", "named style", "table", "choices", "second active"),
)
MARK = mark("表一", 1, 1, text="必须改正\nB2 不对")
PLACES = ((0, 0), (1, 1), (4, 2), (9, 7))


def built(features: set[str]) -> bytes:
    """A workbook of openpyxl's: two sheets with figures and all that is asked for."""
    book = openpyxl.Workbook()
    page, other = book.active, book.create_sheet("表二")
    page.title = "表一"
    for sheet in (page, other):
        for row in range(1, 6):
            sheet.append([f"项目{row}", row * 1.5, "=B1*2"])
    if "chart" in features or "chart first" in features:
        chart = BarChart()
        chart.add_data(Reference(page, min_col=2, min_row=1, max_row=5))
        (book.create_chartsheet("图", 0) if "chart first" in features else page).add_chart(chart)
    if "comment" in features:
        page["B2"].comment = Comment("已核实", "张三")
        page["C3"].comment = Comment("另一条", "李四")
    if "colours" in features:
        page.conditional_formatting.add("B1:B5", CellIsRule("lessThan", ["3"], fill=PatternFill("solid", "FFFFC7CE")))
    if "filter" in features:
        page.auto_filter.ref = "A1:C5"
    if "frozen" in features:
        page.freeze_panes = "B2"
    if "hidden" in features:
        other.sheet_state = "hidden"
        page.column_dimensions["D"].hidden = page.row_dimensions[4].hidden = True
    if "link" in features:
        page["A5"].hyperlink = "https://example.org/"
    if "merged" in features:
        page.merge_cells("A7:C8")
    if "names" in features:
        book.defined_names["合计"] = DefinedName("合计", attr_text="'表一'!$A$1")
        other.defined_names["本表"] = DefinedName("本表", attr_text="'表二'!$B$2")
    if "print" in features:
        other.print_area, other.print_title_rows = "A1:C4", "1:1"
        page.oddHeader.center.text = "内部资料"
    if "protected sheet" in features:
        page["B2"].protection = Protection(locked=False)
        page.protection.set_password("x")
    if "protected structure" in features:
        book.security = WorkbookProtection(workbookPassword="x", lockStructure=True)
    if "named style" in features:
        page["B3"].style = NamedStyle("我的样式", fill=PatternFill("solid", "FF00FF00"))
    if "table" in features:
        page["J1"], page["K1"] = "甲", "乙"
        page.add_table(Table(displayName="列表", ref="J1:K3"))
    if "choices" in features:
        checked = DataValidation("list", formula1='"甲,乙"')
        checked.add("A1:A5")
        page.add_data_validation(checked)
    if "second active" in features:
        book.active = len(book.sheetnames) - 1
        book.views[0].firstSheet = 1
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def part_of(content: bytes, sheet: str) -> str:
    return sheet_parts(parts_of(content))[sheet]


def marks_on(*sheets: str) -> list[CellMark]:
    return [mark(sheet, *place, is_critical=bool(place[0] % 2)) for sheet in sheets for place in PLACES]


@given(st.sets(st.sampled_from(FEATURES)))
def test_what_openpyxl_builds_keeps_every_other_byte(features):
    content = built(features)
    only_marks_change(content, marks_on("表一"), {part_of(content, "表一")})


@pytest.mark.long
@pytest.mark.skipif(SOFFICE is None, reason=LACKING)
def test_what_libreoffice_builds_keeps_every_other_byte(tmp_path):
    every = built({*FEATURES} - {"chart first", "hidden"})  # LibreOffice has no sheets of charts
    own = tmp_path / "甲.xlsx"
    own.write_bytes(every)
    (saved,) = saved_as("xlsx", [own], tmp_path)
    content = saved.read_bytes()
    only_marks_change(content, marks_on("表一", "表二"), {part_of(content, one) for one in ("表一", "表二")})


def test_in_utf_16_every_part_stays_in_it():
    content = pack_zip({name: _in_utf_16(name, part) for name, part in parts_of(built({*FEATURES})).items()})
    returned = parts_of(only_marks_change(content, marks_on("表一"), {part_of(content, "表一")}))
    changed = {name for name, part in parts_of(content).items() if returned[name] != part}
    assert {name for name in changed if not returned[name].startswith(b"\xff\xfe")} <= {
        "xl/drawings/commentsDrawing1.vml"
    }
    assert part_of(content, "表一") in changed


def _in_utf_16(name: str, part: bytes) -> bytes:
    if not name.endswith((".xml", ".rels")):
        return part
    text = re.sub(r"^<\?xml.*?\?>\s*", "", part.decode())
    return f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")


def test_a_protected_structure_stays_and_what_counts_sheets_moves():
    content = built({"protected structure", "print", "names", "second active", "chart first"})
    returned = parts_of(only_marks_change(content, [], set()))
    before, after = parts_of(content)["xl/workbook.xml"].decode(), returned["xl/workbook.xml"].decode()
    (protection,) = re.findall("<workbookProtection [^>]*>", before)
    assert protection in after
    assert re.findall('name="([^"]*)"', after)[0] == FRONT_SHEET
    for counted in ("localSheetId", "activeTab", "firstSheet"):
        were, are = (re.findall(f'{counted}="([0-9]+)"', text) for text in (before, after))
        assert were, counted
        assert [*map(int, are)] == [int(one) + 1 for one in were]


def test_saved_by_a_program_that_drops_our_trace_only_our_own_sheet_goes():
    book = openpyxl.Workbook()
    book.active.title = FRONT_SHEET
    book.create_sheet(f"{FRONT_SHEET}2").append(["县里自己的说明"])
    content = io.BytesIO()
    book.save(content)
    returned = only_marks_change(content.getvalue(), [mark(FRONT_SHEET, 1, 1)], {"xl/worksheets/sheet1.xml"})
    again = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(returned)).save(again)
    left = unmarked(again.getvalue(), LIMITS)
    assert broken_rules(left) == []
    assert [*sheet_parts(parts_of(left))] == [FRONT_SHEET, f"{FRONT_SHEET}2"]


def test_a_line_break_of_ours_that_a_program_moved_goes_too():
    content = built({"comment"})
    returned = PackageSplice(only_marks_change(content, [MARK], {part_of(content, "表一")}), LIMITS)
    (part,) = [name for name in returned.names() if COMMENT_SIGN.encode() in returned.read(name) and "omments" in name]
    text = returned.read(part).decode()
    moved = text.replace(f"\n{COMMENT_SIGN}", COMMENT_SIGN).replace("已核实</t>", "已核实\n</t>")
    assert moved != text
    returned.put(part, moved.encode())
    left = unmarked(returned.content(), LIMITS)
    assert own_grids(left)[0].comments[1, 1] == "已核实"


@pytest.mark.parametrize(
    ("write", "kept"),
    [
        pytest.param(lambda ours: f"{ours}属实，有批文", "属实，有批文", id="behind-ours"),
        pytest.param(lambda ours: f"{ours}\n属实\n有批文", "属实\n有批文", id="below"),
        pytest.param(lambda ours: ours.replace("不对", "不对？属实"), "B2 不对？属实", id="in-a-line-of-ours"),
        pytest.param(lambda ours: f"先看批文\n{ours}", "先看批文", id="above"),
        pytest.param(lambda ours: ours.partition("【以上")[0] + "属实", "属实", id="without-our-last-line"),
    ],
)
@pytest.mark.parametrize("above", ["", "已核实"])
def test_what_a_clerk_writes_into_our_comment_is_read_and_stays(write, kept, above):
    content = built({"comment"} if above else set())
    returned = PackageSplice(only_marks_change(content, [MARK], {part_of(content, "表一")}), LIMITS)
    (part,) = [name for name in returned.names() if COMMENT_SIGN.encode() in returned.read(name) and "omments" in name]
    text = returned.read(part).decode()
    (ours,) = re.findall(f"{COMMENT_SIGN}[^<]*", text)
    returned.put(part, text.replace(ours, write(ours)).encode())
    answered = returned.content()
    expected = f"{above}\n{kept}" if above else kept
    assert own_grids(answered)[0].comments[1, 1].strip() == expected
    left = unmarked(answered, LIMITS)
    assert broken_rules(left) == []
    assert parts_of(left)["xl/styles.xml"] == parts_of(content)["xl/styles.xml"]
    assert own_grids(left)[0].comments[1, 1].strip() == expected
    assert COMMENT_SIGN.encode() not in parts_of(left)[part]
