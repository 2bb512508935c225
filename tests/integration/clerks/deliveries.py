"""Small deliveries in styles that clerks use, each with what must come of it: figures, and issues at their cells.

Each stands for a kind of fault that was once read wrongly in silence, or returned though it was good.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.workbooks.content import Sheet, Value
from tests.workbooks.text import build_html
from tests.workbooks.xls import build_xls
from tests.workbooks.xlsx import build_xlsx, pack_xlsx

Expected = tuple[str, str, str | None]  # rule, severity, cell
Row = Sequence[Value]

SALE = ["社会组织名称", "农产品", "销售渠道", "成交额（万元）"]
BARE = ["社会组织名称", "农产品", "销售渠道", "成交额"]
GIFT = ["捐赠编号", "捐赠社会组织", "捐赠日期", "捐赠类型", "金额（折价）（万元）"]
PLAIN_GIFT = ["捐赠编号", "捐赠社会组织", "捐赠日期", "捐赠类型", "金额（折价）"]
BASE = ["基地名称", "基地层级", "运营机构", "启用日期", "面积（平方米）", "入驻组织数", "投入资金（万元）"]
PROJECT = [
    "项目编号",
    "项目名称",
    "实施社会组织",
    "统一社会信用代码",
    "帮扶领域",
    "项目阶段",
    "计划投资",
    "累计拨付资金",
]


@dataclass(frozen=True)
class Delivery:
    """Files of one county; `figures` are values by (sheet, row) and field, `issues` what must be among those found."""

    name: str
    files: Mapping[str, bytes]
    figures: Mapping[tuple[str, int], Mapping[str, str]] = field(default_factory=dict)
    issues: Sequence[Expected] = ()
    rows: int | None = None  # how many there are, where it matters
    is_returned: bool = False


def sale(*cells: Value) -> list[Value]:
    """A row: organisation, product, channel, amount; fewer cells are filled in."""
    return [*cells, *["甲协会", "花椒", "线上", 5.2][len(cells) :]]


def gift(number: Value = "J1", *cells: Value) -> list[Value]:
    return [number, *cells, *["四川省兴农协会", "2024-01-05", "资金", 5][len(cells) :]]


def project(number: Value = "XM-1", *cells: Value) -> list[Value]:
    return [number, "种植", "四川省兴农协会", credit_code(), "产业", "实施", 50, 20, *cells]


def credit_code() -> str:
    return "91350100M000100Y43"  # the standard's own example


def book(*rows: Row, name: str = "消费帮扶", **of_sheet: object) -> dict[str, bytes]:
    """One workbook of one sheet."""
    return {"报表.xlsx": build_xlsx([Sheet(rows, name, **of_sheet)])}  # type: ignore[arg-type]


def sheets(*of_book: Sheet) -> dict[str, bytes]:
    return {"报表.xlsx": build_xlsx(of_book)}


def at(row: int, sheet: str = "消费帮扶", **figures: str) -> dict[tuple[str, int], dict[str, str]]:
    return {(sheet, row): figures}


def html(*rows: Row) -> dict[str, bytes]:
    return {"报表.xls": build_html(Sheet(rows))}


def of_1904(*rows: Row) -> bytes:
    """A workbook of numbers and texts whose days count from 1904, as Excel wrote them on a Macintosh; its sheet is called 表1."""
    lines = []
    for row in rows:
        cells = (
            f"<c><v>{cell}</v></c>" if isinstance(cell, (int, float)) else f'<c t="str"><v>{cell}</v></c>'
            for cell in row
        )
        lines.append(f"<row>{''.join(cells)}</row>")
    return pack_xlsx(f"<sheetData>{''.join(lines)}</sheetData>", workbook_properties='<workbookPr date1904="1"/>')


def old_of_1904(*rows: Row) -> bytes:
    """The same in BIFF8."""
    return build_xls([Sheet(rows, "捐赠款物")], is_1904=True)
