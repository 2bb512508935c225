"""Sheets of any shape: headings of contracts somewhere, among titles, notes, totals, unused rows, junk beside and below, merges."""

from dataclasses import dataclass

from hypothesis import strategies as st

from etl.contract.catalog import Catalog
from etl.contract.schema import Contract
from etl.model import Cell, Grid
from etl.recognise.header_block import ENOUGH

NAMES = [
    "三台县志愿服务协会",
    "九寨沟基金会",
    "五样村合作社",
    "五保户服务队",
    "示例社区",
    "注：零星捐款",
    "A协会合计",
    "一",
    "甲",
    "其中：教育",
]
LEADS = [
    "合计",
    "小计",
    "全县合计",
    "其他",
    "例",
    "示例",
    "注：金额为估算",
    "填表人：王某",
    "联系电话：",
    "无",
    "一、产业帮扶",
    "二、其他",
    "附件2",
    "其中：",
]
NOTHING = ["", "", "", None, "/", "—", "无", "请选择", 0, " "]
FIGURES = [1, 2, 3, 52, 80, 12.5, 7.25, 100, "25.5", "1,200", "3", 2024, "30人"]
DAYS = ["2024-01-05", "2024年3月1日"]
WORDS = ["资金", "线上", "已完工", "备注一则", "A1", "B2", "XM-001"]
TITLES = [
    "附件1",
    "捐赠款物",
    "2024年第一季度统计表",
    "单位：元",
    "填报单位：剑阁县民政局",
    "填报日期：2024年3月28日",
    "说明：按季填报",
    "（万元）",
]
UNKNOWN = ["数量", "联系人", "镇街", "折合", "上年数"]


@dataclass(frozen=True)
class Made:
    """A sheet and where its headings were put: row, and the columns under which figures count."""

    grid: Grid
    headings: tuple[tuple[int, tuple[int, ...]], ...]


def any_cell() -> st.SearchStrategy[Cell]:
    return st.one_of(*(st.sampled_from(words) for words in (NAMES, LEADS, NOTHING, FIGURES, DAYS, WORDS)))


@st.composite
def _heading(draw: st.DrawFn, contract: Contract) -> list[str]:
    columns = [column for column in contract.columns if column.required or draw(st.booleans())]
    columns = columns if len(columns) >= ENOUGH else [*contract.columns]
    labels = [draw(st.sampled_from(column.headings()[:3])) for column in columns]
    labels = draw(st.permutations(labels)) if draw(st.booleans()) else labels
    if draw(st.booleans()):
        labels.insert(draw(st.integers(0, len(labels))), draw(st.sampled_from(UNKNOWN)))
    return ["序号", *labels] if draw(st.booleans()) else labels


@st.composite
def _row(draw: st.DrawFn, width: int) -> list[Cell]:
    """A row of a table: a record, an unused one, a total, a line or anything."""
    kind = draw(st.sampled_from(["record", "record", "record", "any", "lone", "lead", "unused", "blank"]))
    if kind == "record":
        return [
            draw(st.sampled_from(draw(st.sampled_from([NAMES, FIGURES, FIGURES, DAYS, WORDS])))) for _ in range(width)
        ]
    if kind == "any":
        return [draw(any_cell()) for _ in range(draw(st.integers(0, width + 2)))]
    if kind == "lone":
        place = draw(st.integers(0, width))
        return [*[""] * place, draw(any_cell())]
    if kind == "lead":
        rest = [draw(st.sampled_from([*NOTHING, *FIGURES])) for _ in range(width - 1)]
        return [draw(st.sampled_from(LEADS)), *rest]
    if kind == "unused":
        return [draw(st.integers(1, 9)), *(draw(st.sampled_from(NOTHING)) for _ in range(width - 1))]
    return []


@st.composite
def sheets(draw: st.DrawFn, catalog: Catalog) -> Made:
    """A sheet with up to three tables below each other and, now and then, junk on either side of them."""
    lists = [contract for contract in catalog.contracts.values() if contract.shape == "list"]
    left = draw(st.sampled_from([0, 0, 0, 1, 2]))
    rows: list[list[Cell]] = []
    headings = []
    for _ in range(draw(st.integers(1, 3))):
        for _ in range(draw(st.integers(1 if rows else 0, 3))):
            title = draw(st.sampled_from([*TITLES, ""]))
            rows.append([draw(st.sampled_from(["", title])), title] if draw(st.booleans()) else [title])
        is_known = bool(draw(st.integers(0, 5)))
        labels = draw(_heading(draw(st.sampled_from(lists)))) if is_known else [*UNKNOWN]
        first = len(rows)
        rows.append([*[""] * left, *labels])
        # without a row of its own a heading is a group of the next one
        rows.append([*[""] * left, *(draw(st.sampled_from(FIGURES)) for _ in labels)])
        for _ in range(draw(st.integers(0, 5))):
            beside = [draw(any_cell()) for _ in range(left)] if draw(st.booleans()) else [""] * left
            row = [*beside, *draw(_row(len(labels)))]
            if draw(st.integers(0, 4)) == 0:
                row = [*row, *[""] * (left + len(labels) + 1 - len(row)), draw(any_cell())]
            rows.append(row)
        if is_known:
            headings.append((first, tuple(left + place for place, label in enumerate(labels) if label != "序号")))

    merges = draw(_merges(len(rows), max(map(len, rows))))
    sheet = draw(st.sampled_from(["Sheet1", "捐赠款物", "帮扶项目台账", "旧表"]))
    return Made(Grid(sheet, rows, merges), tuple(headings))


@st.composite
def _merges(draw: st.DrawFn, height: int, width: int) -> tuple[tuple[int, int, int, int], ...]:
    found: list[tuple[int, int, int, int]] = []
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, max(width - 1, 0)))
        bottom, right = min(top + draw(st.integers(0, 2)), height - 1), min(left + draw(st.integers(0, 2)), width - 1)
        apart = all(top > b or bottom < t or left > r or right < x for t, x, b, r in found)
        if apart and (bottom, right) != (top, left):
            found.append((top, left, bottom, right))
    return tuple(found)
