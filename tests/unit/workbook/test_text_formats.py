"""CSV and TSV, HTML pages and SpreadsheetML: encodings, delimiters, quoted line breaks, and the habits of each."""

import pytest

from etl.model import Mark
from tests.unit.workbook.reading import cells, grid, read, refusal
from tests.workbooks.content import Sheet
from tests.workbooks.spreadsheetml import pack_spreadsheetml
from tests.workbooks.text import build_csv, build_html

ROWS = [["名称", "金额"], ["成都市\n高新区", "1,250"], ["", ""], ["丙", "3"]]
ROW_CELLS = {(0, 0): "名称", (0, 1): "金额", (1, 0): "成都市\n高新区", (1, 1): "1,250", (3, 0): "丙", (3, 1): "3"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    kind, (found,) = read(build_csv(ROWS, encoding=encoding, delimiter=delimiter))
    assert (kind, found.sheet, cells(found)) == ("csv", "", ROW_CELLS)


def test_excel_names_the_delimiter_in_a_line_of_its_own() -> None:
    assert cells(grid(b"sep=;\r\na,b;c\r\n")) == {(0, 0): "a,b", (0, 1): "c"}


HEAD = '名称,渠道,金额,备注\r\n甲,线上,"1,250",\r\n'


def test_a_thousands_comma_that_splits_its_number_is_refused_with_its_row() -> None:
    assert "第 3 行" in refusal(f"{HEAD}乙,线下,1,250.50,\r\n".encode())
    assert cells(grid(f"{HEAD}乙,线下,1,第二批,,\r\n".encode()))[2, 2] == "1"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("序号,编号,名称\n1,001,甲,\n2,002,乙,\n", id="delimiters-behind-every-row"),
        pytest.param("填报单位：某县,填报人：甲,单位：万元\n序号,编号,名称,备注\n1,001,甲,x\n", id="short-line-above"),
        pytest.param("序号,编号,18位代码,备注\n1,001,甲,x\n", id="digits-in-a-heading"),
    ],
)
def test_a_serial_number_before_a_code_is_no_split_number(content: str) -> None:
    assert read(content.encode())[0] == "csv"


def test_a_quote_that_never_ends_is_refused() -> None:
    assert "引号没有成对" in refusal(f'{HEAD}"乙,线下,1,\r\n丙,线上,2,\r\n'.encode())
    assert cells(grid(f'{HEAD}乙 5" 管,线下,1,\r\n'.encode()))[2, 0] == '乙 5" 管'


def test_a_code_that_a_system_keeps_as_text_by_a_formula() -> None:
    assert cells(grid(f'{HEAD}="007",线下,="12.5",\r\n'.encode()))[2, 0] == "007"


def test_a_damaged_utf8_file_is_not_read_as_gb18030() -> None:
    content = build_csv([["名称", "金额"], *[["社会组织", 1]] * 20])
    assert "编码" in refusal(content[:-4].replace("织".encode(), "织".encode()[:2], 1))


def test_nul_and_control_characters_are_dropped() -> None:
    assert cells(grid("名称,金额\na\x07b,1\x00\n".encode())) == {
        (0, 0): "名称",
        (0, 1): "金额",
        (1, 0): "ab",
        (1, 1): "1",
    }


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [
        ("utf-8", None),
        ("gb18030", "gb2312"),
        ("gb18030", "GBK"),
        ("utf-8", "gb2312"),
        ("gb18030", "utf-8"),
        ("utf-16", None),
    ],
)
def test_pages_in_the_encoding_they_say_or_another(encoding: str, charset: str | None) -> None:
    kind, (found,) = read(build_html(Sheet(ROWS), encoding=encoding, charset=charset))
    assert (kind, cells(found)) == ("html", ROW_CELLS)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("<table><tr><td>a<td>b<tr><td>c</table>", {(0, 0): "a", (0, 1): "b", (1, 0): "c"}, id="tags-left-open"),
        pytest.param("<table><tr><td>a</td></tr></table><p>x</p><table><tr><td>b</td></tr></table>",
                     {(0, 0): "a", (1, 0): "x", (2, 0): "b"}, id="two-tables"),
        pytest.param("<head><title>t</title><body>前<h1>题<b>目</b></h1><table><caption>单位：元</caption><tr><td>a</td>间<td>b</td></tr></table><p>注</p>",
                     {(0, 0): "前", (1, 0): "题目", (2, 0): "单位：元", (3, 0): "a", (3, 1): "b", (4, 0): "间", (5, 0): "注"},
                     id="what-stands-outside-the-cells"),
        pytest.param("<html><button>打印</button><nav><a>首页</a></nav><table><tr><td><button>a</button></td></tr></table>", {(0, 0): "a"}, id="controls"),
        pytest.param("<table><tr><td><b>1</b><font color=red>2</font>.5</td><td><ruby>15<rt>1</rt></ruby></td><td><select><option>5<option>10</select></td></tr></table>",
                     {(0, 0): "12.5", (0, 1): "15\n1", (0, 2): "5\n10"}, id="texts-run-together-only-in-a-word"),
        pytest.param("<table><tr><td><table><tr><td>a</td></tr><tr><td>b</td></tr></table></td></tr><tr><td>c</td></tr></table>",
                     {(1, 0): "a", (2, 0): "b", (3, 0): "c"}, id="table-for-layout"),
        pytest.param("<table><tr><td>a&nbsp;&lt;b&gt; \n c</td><td><script>x()</script>d<!-- e --></td></tr></table>",
                     {(0, 0): "a <b> c", (0, 1): "d"}, id="entities-scripts-comments"),
        pytest.param('<table><tr><td x:num="1234.5678">1,235</td><td x:num="45000">2023/3/15</td></tr></table>',
                     {(0, 0): 1234.5678, (0, 1): "2023/3/15"}, id="stored-numbers"),
        pytest.param("<!DOCTYPE html><html><body><table><thead><tr><th>a</th></tr></thead></table></body></html>",
                     {(0, 0): "a"}, id="doctype-of-html"),
    ],
)  # fmt: skip
def test_pages_as_systems_write_them(page: str, expected: dict[tuple[int, int], object]) -> None:
    assert cells(grid(page.encode())) == expected


@pytest.mark.parametrize("page", ["<html><table><tr><td>甲</td><td>1", "<table><tr><td>甲</td></tr>"])
def test_a_page_that_ends_inside_its_table_was_cut_short(page: str) -> None:
    assert "不完整" in refusal(page.encode())


def test_a_table_that_only_the_page_closes_is_whole() -> None:
    assert cells(grid(b"<html><body><table><tr><td>a</td></tr></body></html>")) == {(0, 0): "a"}


def test_the_sheet_name_that_excel_left_in_a_page() -> None:
    page = "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><head><!--[if gte mso 9]><xml><x:ExcelWorksheet><x:Name>台账</x:Name></x:ExcelWorksheet></xml><![endif]--></head><table><tr><td>a</td></tr></table></html>"
    assert grid(page.encode()).sheet == "台账"


def test_spreadsheetml_as_excel_writes_it() -> None:
    page = """<Worksheet ss:Name="表"><Table ss:ExpandedColumnCount="1" ss:ExpandedRowCount="1">
    <Column ss:Hidden="1" ss:Span="1"/><Column/>
    <Row ss:Index="3"><Cell ss:Index="2" ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">甲<B>乙</B>&#10;丙</Data><Comment><Data>注</Data></Comment></Cell>
    <Cell><Data ss:Type="Number">1.5E3</Data></Cell></Row>
    <Row ss:Hidden="1"><Cell ss:Index="4" ss:StyleID="p"><Data ss:Type="Number">0.5</Data></Cell><Cell ss:Formula="=RC[-1]"/></Row>
    <Row><Cell><Data ss:Type="Error">#DIV/0!</Data></Cell></Row></Table></Worksheet>"""
    found = grid(pack_spreadsheetml(page))
    assert cells(found) == {(2, 1): "甲乙\n丙", (2, 3): 1500.0, (3, 3): 0.5, (4, 0): "#DIV/0!"}
    assert found.merges == ((2, 1, 3, 2),)
    assert found.hidden_columns == {0, 1}
    assert found.hidden_rows == {3}
    assert found.marks == {(3, 3): Mark.PERCENT, (3, 4): Mark.UNCALCULATED}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_spreadsheetml_in_another_encoding(encoding: str) -> None:
    page = (
        '<Worksheet ss:Name="表"><Table><Row><Cell><Data ss:Type="String">合计</Data></Cell></Row></Table></Worksheet>'
    )
    assert cells(grid(pack_spreadsheetml(page, encoding=encoding, declared=True))) == {(0, 0): "合计"}
