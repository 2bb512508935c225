"""Files for people outside: figures are figures, texts are texts, and nothing that a county wrote commands a spreadsheet."""

import io
import random
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from etl.errors import ArgumentError
from etl.exports import xlsx_file
from etl.exports.csv_file import write_csv_file, write_sheet
from etl.exports.distinct import Distinct
from etl.exports.parquet_file import ParquetColumn, write_parquet
from etl.exports.sheet import Kind, Sheet, SheetColumn
from etl.exports.xlsx_cell import after_reference, after_references
from etl.exports.xlsx_file import write_xlsx

COLUMNS = (
    SheetColumn("名称"),
    SheetColumn("金额（元）", Kind.MONEY),
    SheetColumn("日期", Kind.DAY),
    SheetColumn("时间", Kind.MOMENT),
    SheetColumn("是否", Kind.YES_NO),
)
ATTACKS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "＝1+1", "http://x.example", "\t=1", "{=1}", "007"]


def sheet_of(*rows, title="数据"):
    return Sheet(title, COLUMNS, rows)


def row_of(name, money=None, day=None, moment=None, yes=None):
    return (name, money, day, moment, yes)


def workbook(*sheets):
    file = io.BytesIO()
    write_xlsx(file, sheets)
    return file


def read(file):
    file.seek(0)
    book = CalamineWorkbook.from_filelike(file)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def part(file, name):
    with zipfile.ZipFile(file) as package:
        return package.read(name).decode()


def test_a_workbook_keeps_what_a_value_is():
    moment = datetime(2024, 4, 8, 18, tzinfo=UTC)
    file = workbook(sheet_of(row_of("甲协会", Decimal("1234.50"), date(2024, 3, 1), moment, True)))
    assert read(file)["数据"] == [
        ["名称", "金额（元）", "日期", "时间", "是否"],
        ["甲协会", 1234.5, date(2024, 3, 1), datetime(2024, 4, 9, 2), "是"],  # noqa: DTZ001 - a cell has no zone
    ]
    assert 'state="frozen"' in part(file, "xl/worksheets/sheet1.xml")
    assert 'formatCode="#,##0.00"' in part(file, "xl/styles.xml") or 'numFmtId="4"' in part(file, "xl/styles.xml")


@pytest.mark.parametrize("text", ATTACKS)
def test_no_text_is_a_formula_a_link_or_a_number(text):
    file = workbook(sheet_of(row_of(text)))
    cells = part(file, "xl/worksheets/sheet1.xml")
    assert "<f>" not in cells
    assert "hyperlink" not in cells
    assert read(file)["数据"][1][0] == text.replace("\t", " ")
    assert isinstance(read(file)["数据"][1][0], str)


def test_somebody_who_edits_a_cell_makes_no_formula_of_it():
    file = workbook(sheet_of(row_of("=1"), row_of("甲")))
    form = {
        cell: re.search(f'<c r="{cell}"( s="(\\d+)")?', part(file, "xl/worksheets/sheet1.xml"))[2]
        for cell in ("A2", "A3")
    }
    formats = re.findall(r"<xf [^>]*>", part(file, "xl/styles.xml").partition("<cellXfs")[2])
    assert ('quotePrefix="1"' in formats[int(form["A2"])], form["A3"]) == (True, None)


def test_what_excel_would_take_for_a_character_is_the_text_that_it_is():
    assert read(workbook(sheet_of(row_of('a_x0041_<&>"b'))))["数据"][1][0] == 'a_x0041_<&>"b'


def test_a_figure_of_more_digits_than_excel_keeps_is_text():
    rows = read(workbook(sheet_of(row_of("a", Decimal("1234567890123456.78")), row_of("b", Decimal("NaN")))))["数据"]
    assert [row[1] for row in rows[1:]] == ["1234567890123456.78", "NaN"]


def test_what_the_warehouse_wrote_of_a_figure_or_a_day_is_one_where_the_column_is_of_these():
    columns = (
        SheetColumn("编号"),
        SheetColumn("金额", Kind.MONEY),
        SheetColumn("日期", Kind.DAY),
        SheetColumn("人数", Kind.COUNT),
    )
    rows = [("0012", "1234.50", "2024-03-01", "0071234567890123456"), ("甲", "0.00", "0001-01-01", "3/4")]
    found = read(workbook(Sheet("数据", columns, rows)))["数据"]
    assert found[1:] == [["0012", 1234.5, date(2024, 3, 1), "0071234567890123456"], ["甲", 0.0, "0001-01-01", "3/4"]]


def test_a_column_is_shown_as_it_says_and_figures_as_they_are_written():
    columns = (SheetColumn("类型", read={"a": "甲类"}.get), SheetColumn("率", Kind.NUMBER))
    rows = [("a", Decimal("1.50")), ("a", Decimal("1.5")), (None, True)]
    file = io.StringIO()
    write_sheet(file, Sheet("数据", columns, rows))
    assert file.getvalue() == "类型,率\n甲类,1.50\n甲类,1.5\n,是\n"
    lists = Sheet("数据", (SheetColumn("几个"),), [(["甲", "乙"],), ({"备注": "无"},)])
    assert [row[0] for row in read(workbook(lists))["数据"][1:]] == ["甲、乙", '{"备注": "无"}']


TEXTS = [
    None,
    "",
    "甲协会",
    "12",
    "-3.50",
    "1.2345",
    "-1234567890123.5",
    "2024-03-01",
    "a_x0041_",
    " a",
    "a\u3000",
    "<&>",
    "a\tb",
    "a\nb",
    "长" * 33_000,
]
TEXTS += ["\u202e=1", "\u00a0@", "\ufffd+1", "\ud800", "0" * 20, *ATTACKS]


@pytest.mark.parametrize("kind", list(Kind))
def test_texts_of_a_column_are_written_together_as_each_is_by_itself(kind):
    column, chance = SheetColumn("列", kind), random.Random(kind)  # noqa: S311 - cases, no secrets
    for _ in range(300):
        values = chance.choices(chance.sample(TEXTS, 3), k=4)
        one_by_one = [after_reference(column, value) for value in values]
        assert Distinct(partial(after_reference, column), partial(after_references, kind)).texts(values) == one_by_one
        together, alone = io.StringIO(), io.StringIO()
        write_sheet(together, Sheet("数据", (column, column), [(value, "甲") for value in values]))
        for value in values:
            write_sheet(alone, Sheet("数据", (column, column), [(value, "甲")]))
        assert together.getvalue().splitlines()[1:] == alone.getvalue().splitlines()[1::2]


def test_a_long_table_goes_on_in_a_further_sheet(monkeypatch):
    monkeypatch.setattr(xlsx_file, "LAST_ROW", 2)
    found = read(workbook(sheet_of(*(row_of(str(number)) for number in range(5)))))
    assert {name: [row[0] for row in rows[1:]] for name, rows in found.items()} == {
        "数据": ["0", "1"],
        "数据 2": ["2", "3"],
        "数据 3": ["4"],
    }


def test_titles_become_names_that_excel_takes():
    names = list(read(workbook(sheet_of(title="a/b[1]:" * 9), sheet_of(title="a/b[1]:" * 9), sheet_of(title=""))))
    assert len(set(names)) == 3
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_a_text_longer_than_a_cell_is_cut_with_a_mark():
    cell = read(workbook(sheet_of(row_of("长" * 40_000))))["数据"][1][0]
    assert len(cell) == 32_767
    assert cell.endswith("…")


def test_the_same_sheets_are_the_same_bytes():
    made = [workbook(sheet_of(row_of("甲", Decimal("1.00")))).getvalue() for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize("text", [attack for attack in ATTACKS if attack[0] in "=+-@＝\t"])
def test_no_text_of_a_csv_is_a_formula(text):
    file = io.StringIO()
    write_sheet(file, sheet_of(row_of(text)))
    assert file.getvalue().splitlines()[1].startswith("'") or file.getvalue().splitlines()[1].startswith("\"'")


def test_a_csv_has_headings_over_no_rows_and_opens_in_excel(tmp_path):
    assert write_csv_file(tmp_path / "a.csv", sheet_of()) == 0
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == "名称,金额（元）,日期,时间,是否\n"


def test_parquet_keeps_figures_exact_and_says_what_columns_mean(tmp_path):
    columns = [
        ParquetColumn("agreed_yuan", "numeric", "协议金额"),
        ParquetColumn("share", "numeric"),
        ParquetColumn("at", "timestamptz"),
        ParquetColumn("extra", "jsonb"),
    ]
    rows = [
        (
            Decimal("1234567890123456.78"),
            Decimal("0.33333333333333333333"),
            datetime(2024, 4, 8, 18, tzinfo=UTC),
            {"备注": "=1"},
        ),
        (None, None, None, None),
    ]
    assert write_parquet(tmp_path / "a.parquet", columns, rows, {"视图": "mart.agreement"}) == 2
    table = pq.read_table(tmp_path / "a.parquet")
    assert table.column("agreed_yuan").to_pylist() == [Decimal("1234567890123456.78"), None]
    assert table.column("share").to_pylist()[0] == Decimal("0.33333333333333333333")
    assert table.column("extra").to_pylist() == ['{"备注": "=1"}', None]
    assert table.schema.field("agreed_yuan").metadata == {b"comment": "协议金额".encode()}
    assert table.schema.metadata["视图".encode()] == b"mart.agreement"


@pytest.mark.parametrize(
    ("column", "figure"),
    [("ratio", "NaN"), ("ratio", "Infinity"), ("ratio", "1e30"), ("ratio", "1e-21"), ("mean_yuan", "1.005")],
)
def test_parquet_rounds_nothing_and_says_which_column_it_cannot_hold(tmp_path, column, figure):
    with pytest.raises(ArgumentError, match=f"column {column} has a figure"):
        write_parquet(tmp_path / "a.parquet", [ParquetColumn(column, "numeric")], [(Decimal(figure),)])
    assert list(tmp_path.iterdir()) == []
