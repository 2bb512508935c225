"""Behaviour of only one of the binary formats or of OpenDocument."""

import io
import struct

import pytest
import xlwt

from etl.model import Mark
from etl.workbook.compound import CompoundFile
from etl.workbook.own_marks import COMMENT_SIGN, our_words
from tests.unit.workbook.reading import cells, grid, refusal
from tests.workbooks.compound import build_compound
from tests.workbooks.content import Sheet
from tests.workbooks.ods import build_ods, pack_ods
from tests.workbooks.xls import build_xls
from tests.workbooks.xlsb import build_xlsb, record
from tests.workbooks.xlsx import pack_zip, read_part, replace_parts


def test_ods_as_libreoffice_writes_it() -> None:
    table = """<table:table table:name="表"><table:shapes><draw:frame xmlns:draw="d"><text:p>图</text:p></draw:frame></table:shapes>
    <table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>
    <table:table-header-rows><table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>甲</text:p></table:table-cell></table:table-row></table:table-header-rows>
    <table:table-row table:number-rows-repeated="2"><table:table-cell/><table:table-cell office:value-type="float" office:value="1.5"><office:annotation><text:p>批注</text:p></office:annotation><text:p>2</text:p></table:table-cell></table:table-row>
    <table:table-row table:visibility="filter"><table:table-cell><text:p>前<text:s text:c="3"/><text:span>后</text:span><text:line-break/>下</text:p><text:p>段</text:p></table:table-cell></table:table-row>
    <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>"""
    found = grid(pack_ods(table))
    assert cells(found) == {(0, 0): "甲", (0, 1): "甲", (1, 1): 1.5, (2, 1): 1.5, (3, 0): "前   后\n下\n段"}
    assert found.hidden_rows == {3}
    assert len(found.rows) == 4


def test_a_value_in_the_last_row_of_an_ods() -> None:
    table = '<table:table table:name="表"><table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>'
    assert cells(grid(pack_ods(table))) == {(1_048_575, 0): "x"}


def test_hours_over_a_day_are_a_duration() -> None:
    cell = '<table:table-cell office:value-type="time" office:time-value="PT36H30M00S"><text:p>36:30</text:p></table:table-cell>'
    found = cells(
        grid(pack_ods(f'<table:table table:name="a"><table:table-row>{cell}</table:table-row></table:table>'))
    )
    assert str(found[0, 0]) == "1 day, 12:30:00"


def commented(text: str, cut: int = 0) -> bytes:
    """An xls with a comment on C2, its text in records of so many characters."""
    stream = CompoundFile(build_xls([Sheet([["a", "b", "c"], ["d", "e", 1]])])).stream("Workbook")
    raw = lambda kind, body: struct.pack("<HH", kind, len(body)) + body  # noqa: E731
    parts = [text[:cut], text[cut:]] if cut else [text]
    pieces = (
        b"\x00" + part.encode("latin-1") if part.isascii() else b"\x01" + part.encode("utf-16-le") for part in parts
    )
    note = raw(0x5D, struct.pack("<4H14x", 0x15, 0x12, 0x19, 7)) + raw(0xEC, b"\0" * 8)
    note += raw(0x1B6, struct.pack("<HHHIHHI", 0, 0, 0, 0, len(text), 16, 0))
    note += b"".join(raw(0x3C, piece) for piece in pieces) + raw(0x3C, b"\0" * 16)  # the last one is of fonts
    note += raw(0x1C, struct.pack("<4HHB", 1, 2, 0, 7, 0, 0))
    sheet = stream.rstrip(b"\0")[:-1]  # without its end, which is 0A 00 00 00
    return build_compound({"Workbook": sheet + note + struct.pack("<HH", 0x0A, 0)})


@pytest.mark.parametrize(("text", "cut"), [("金额单位：元", 0), ("abc金额", 3), ("plain\rtext", 0)])
def test_a_comment_of_an_xls_is_read(text: str, cut: int) -> None:
    assert grid(commented(text, cut)).comments == {(1, 2): text.replace("\r", "\n")}


def test_a_comment_of_ours_in_an_xls_says_nothing() -> None:
    assert grid(commented(our_words([f"{COMMENT_SIGN}必须改正", "C2 不对"]))).comments == {}


def test_an_xls_that_was_cut_short_is_read_or_refused() -> None:
    content = build_xls([Sheet([["甲", 1.5]])])
    assert cells(grid(content[: len(content) - 100].ljust(len(content), b"\0"))) == {(0, 0): "甲", (0, 1): 1.5}
    assert "已损坏" in refusal(content[:3000])


def test_formulas_of_an_xls_that_have_results_are_left_alone() -> None:
    """An empty text is a result where another formula has one: =IF(A1="","",…) is common in forms."""
    book = xlwt.Workbook()
    page = book.add_sheet("a")
    page.write(0, 0, 1)
    page.write(0, 1, xlwt.Formula("A1"))
    page.write(0, 2, xlwt.Formula("A1"))
    target = io.BytesIO()
    book.save(target)
    content = target.getvalue()
    assert set(grid(content).marks) == {(0, 1), (0, 2)}
    empty = bytes.fromhex("030000000000ffff")
    at = content.find(empty)
    assert grid(content[:at] + bytes.fromhex("000000000000f03f") + content[at + 8 :]).marks == {}


def test_an_xlsb_is_read_without_its_macros() -> None:
    content = build_xlsb([Sheet([["甲", 0.5]], percents=frozenset({(0, 1)}))])
    found = grid(replace_parts(content, {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.bin": b"y"}))
    assert cells(found) == {(0, 0): "甲", (0, 1): 0.5}
    assert found.marks == {(0, 1): Mark.PERCENT}


def test_an_xlsb_that_spans_too_much_is_refused() -> None:
    content = build_xlsb([Sheet([["甲"]])])
    name = "xl/worksheets/sheet1.bin"
    far = record(0, (1_048_575).to_bytes(4, "little") + bytes(13)) + record(
        5, (16_383).to_bytes(4, "little") + bytes(12)
    )
    page = read_part(content, name)
    end = page.index(record(146))
    assert "范围过大" in refusal(replace_parts(content, {name: page[:end] + far + page[end:]}))


@pytest.mark.parametrize("build", [build_xls, build_ods, build_xlsb])
def test_an_empty_sheet_has_no_rows(build) -> None:
    assert list(grid(build([Sheet([])])).rows) == []


def test_parts_of_a_workbook_that_are_missing() -> None:
    assert refusal(pack_zip({"[Content_Types].xml": "<Types/>"}))
    assert refusal(replace_parts(build_xlsb([Sheet([["a"]])]), {"xl/_rels/workbook.bin.rels": None}))
    assert refusal(replace_parts(build_ods([Sheet([["a"]])]), {"content.xml": b""}))
