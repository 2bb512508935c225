"""Law 2: what a sheet says of unit, period, sender and standing decides, agrees, or is named by an issue, wherever it stands.

The places and formats are those of the table in docs/reading.md; the truth is known to who plants the statement.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.model import FileReading, SourceFile
from etl.recognise.reading import FileReader
from tests.workbooks.content import Sheet, Value
from tests.workbooks.ods import build_ods
from tests.workbooks.spreadsheetml import build_spreadsheetml
from tests.workbooks.text import build_csv, build_html
from tests.workbooks.xls import build_xls
from tests.workbooks.xlsb import build_xlsb
from tests.workbooks.xlsx import build_xlsx

PROJECT = Path(__file__).parents[4]
BUILD: dict[str, Callable[[list[Sheet]], bytes]] = {
    "xlsx": build_xlsx,
    "xls": build_xls,
    "ods": build_ods,
    "SpreadsheetML": build_spreadsheetml,
    "HTML": lambda sheets: build_html(sheets[0]),
    "xlsb": build_xlsb,
    "CSV": lambda sheets: build_csv(sheets[0].rows),
}
HEADING: list[Value] = ["社会组织名称", "农产品", "销售渠道", "成交额"]
ROWS: list[list[Value]] = [
    ["四川省某协会", "苹果", "线上", 1.5],
    ["四川省某学会", "花椒", "线下", 2.25],
    ["四川省某商会", "苦荞", "线上", 3.0],
]
AMOUNT = 3

UNITS = {
    "name": ["消费帮扶（元）", "消费帮扶 单位：元", "消费帮扶（单位：千元）"],
    "line": [
        "单位：元",
        "金额单位：千元",
        "单位：元 第1页",
        "注：以上金额均为元",
        "以元为单位",
        "单位:人民币元",
        "（亿元）",
        "单位：百元",
        "币种：美元",
        "单位：元、千元",
        "单位：10000元",
        "单位→元",
    ],
    "head": ["（元）", "（单位：千元）", "/元", "（人民币：元）", "（百元）"],
}
PERIODS = [
    "2023年第四季度",
    "二〇二三年度",
    "2023年10-12月",
    "2023-Q4",
    "23年四季度",
    "2024年上半年",
    "2023年10月1日至12月31日",
    "2024年4月",
    "2024年1-12月",
]
SENDERS = ["苍溪县民政局", "成都市锦江区民政局", "重庆市渝中区民政局"]
STANDINGS = ["草稿", "作废", "未定稿", "上年同期", "此表作废", "已退回", "预算数"]


@dataclass
class Planted:
    """A delivery with one statement in it."""

    rows: list[list[Value]] = field(default_factory=lambda: [list(row) for row in (HEADING, *ROWS)])
    name: str = "报送"
    sheet: str = "消费帮扶"
    more: list[Sheet] = field(default_factory=list)
    of_sheet: dict[str, object] = field(default_factory=dict)

    def sheets(self) -> list[Sheet]:
        return [*self.more, Sheet(self.rows, self.sheet, **self.of_sheet)]  # type: ignore[arg-type]


def line_of(kind: str, text: str) -> str:
    """The statement as a line of its own says it."""
    return {"unit": text, "period": f"统计期：{text}", "sender": f"填报单位：{text}", "standing": text}[kind]


def plant(place: str, kind: str, text: str) -> Planted | None:
    """A delivery with a statement at a place; None where nobody says such a thing there."""
    one, line = Planted(), line_of(kind, text)
    if place in ("file name", "sheet name"):
        named = text if kind == "unit" else f"消费帮扶（{text}）"
        one = replace(one, **{"name" if place == "file name" else "sheet": named[:28]})
    elif place == "line above the table":
        one.rows = [[line], *one.rows]
    elif place == "line between rows":
        one.rows = [*one.rows[:2], [line], *one.rows[2:]]
    elif place == "note below the table":
        one.rows += [[line if kind in ("unit", "sender") else f"注：以上为{text}数据"]]
    elif place == "beside the heading":
        one.rows[0] = [*HEADING, None, line]
    elif place == "group over the heading":
        if kind == "sender":
            return None
        group = f"销售情况{text}" if kind == "unit" else text
        one.rows = [[*HEADING[:3], group], [None, None, None, HEADING[AMOUNT]], *ROWS]
        one.of_sheet["merges"] = tuple((0, column, 1, column) for column in range(3))
    elif place == "heading":
        if kind != "unit":
            return None
        one.rows[0][AMOUNT] = f"成交额{text}"
    elif place == "cell":
        if kind != "standing":
            return None
        one.rows = [[*HEADING, "备注"], [*ROWS[0], "此行作废"], *ROWS[1:]]
    elif place == "column of its own":
        heading, cell = {
            "unit": ("单位", "元"),
            "period": ("报告期", text),
            "sender": ("县区", text[:-3]),
            "standing": ("", ""),
        }[kind]
        if not heading:
            return None
        one.rows = [[*HEADING, heading], *([*row, cell] for row in ROWS)]
    elif place == "number format":
        if kind != "unit":
            return None
        one.of_sheet |= {"formats": {(1, AMOUNT): '0.00"元"'}, "shown": {(1, AMOUNT): "1.50元"}}
    elif place == "print header or footer":
        one.of_sheet[["header", "footer"][len(text) % 2]] = line
    elif place == "text box":
        one.of_sheet["text_box"] = f"报送情况\n{line}"
    elif place == "comment":
        one.rows = [["消费帮扶"], *one.rows]
        at = [(0, 0), (1, AMOUNT)][len(text) % 2] if kind == "unit" else (0, 0)
        one.of_sheet["comments"] = {at: line}
    elif place == "cover sheet":
        one.more = [Sheet([[line]], "封面")]
    else:
        raise AssertionError(f"nobody plants anything at: {place}")
    return one


def texts_of(kind: str, place: str) -> list[str]:
    if kind != "unit":
        return {"period": PERIODS, "sender": SENDERS, "standing": STANDINGS}[kind]
    return UNITS["name" if "name" in place else "head" if place in ("heading", "group over the heading") else "line"]


def places() -> list[tuple[str, str]]:
    """Place and format of every yes of the table."""
    page = (PROJECT / "docs" / "reading.md").read_text("utf-8")
    (table,) = re.findall(r"\| place \|(.*?)\n\n", page, flags=re.DOTALL)
    head, _, *lines = [
        [cell.strip() for cell in line.strip("| ").split("|")] for line in f"| place |{table}".splitlines()
    ]
    return [(line[0], name) for line in lines for name, told in zip(head[1:], line[1:], strict=True) if told == "yes"]


@pytest.fixture(scope="module")
def reader() -> FileReader:
    return FileReader(load_catalog(PROJECT / "config"), load_divisions(PROJECT / "config"))


def read(reader: FileReader, content: bytes, name: str, folder: Path) -> FileReading:
    path, now = folder / "file", datetime(2024, 4, 1, tzinfo=UTC)
    path.write_bytes(content)
    return reader.read(SourceFile("510823", "2024Q1", f"{name}.xlsx", "0", 1, now, 1, now, path))


def is_heard(reading: FileReading, kind: str, text: str) -> bool:
    """True when a statement decided the unit, or an issue names it."""
    stated = re.search("[千万亿]?元", text)
    columns = [column for table in reading.tables for column in table.columns if column.field == "sold_yuan"]
    if kind == "unit" and stated and columns and all(column.unit == stated[0] for column in columns):
        return True
    marked = [(table, row) for table in reading.tables for row in table.values.get("sold_yuan", [])]
    if kind == "unit" and any(getattr(row, "display", None) and row.display.text == "元" for _, row in marked):
        return True
    return any(_names(issue.message, kind, text) for issue in reading.issues)


def _names(message: str, kind: str, text: str) -> bool:
    return (
        text[:12] in message
        or (kind == "unit" and "“单位”列" in message)
        or "此行作废" in message
        or text[:-3] in message
    )


@pytest.mark.parametrize("kind", ["unit", "period", "sender", "standing"])
@pytest.mark.parametrize(("place", "format_name"), places())
def test_a_statement_is_heard(reader, tmp_path, place, format_name, kind):
    for text in texts_of(kind, place):
        planted = plant(place, kind, text)
        if planted is None:
            continue
        reading = read(reader, BUILD[format_name](planted.sheets()), planted.name, tmp_path)
        assert is_heard(reading, kind, text), (text, [issue.message for issue in reading.issues])


@pytest.mark.parametrize(("place", "kind"), [("line above the table", "unit"), ("group over the heading", "period")])
@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-16", "\t"), ("gb18030", "\t"), ("utf-16", ";")])
def test_a_text_of_any_kind_tells_what_a_csv_tells(reader, tmp_path, place, kind, encoding, delimiter):
    text = texts_of(kind, place)[0]
    sheets = plant(place, kind, text).sheets()
    content = build_csv(sheets[0].rows, encoding=encoding, delimiter=delimiter)
    assert is_heard(read(reader, content, "报送", tmp_path), kind, text)


def test_a_sheet_that_says_nothing_has_no_issue(reader, tmp_path):
    """Or the test above could not fail."""
    for build in BUILD.values():
        reading = read(reader, build(Planted().sheets()), "报送", tmp_path)
        assert not [issue for issue in reading.issues if not issue.rule.endswith("not_understood")]
        assert not is_heard(reading, "unit", "单位：元")
