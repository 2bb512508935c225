"""The sheet that went back in front of a county's own: ours is passed over, answers are heard, all else that stands there is named."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.cell_account import TakenFor
from etl.config.divisions import load_divisions
from etl.contract.catalog import Catalog
from etl.marking.mark_workbook import marked
from etl.marking.marks import FrontSheet
from etl.model import Cell, FileReading, Issue, Severity, SourceFile, address
from etl.recognise.front_sheet import OWN_HEADINGS, OWN_KINDS, OWN_LINES
from etl.recognise.reading import FileReader
from etl.returned.explanation import KINDS, Explainer
from etl.returned.return_facts import ReportVerdict, ReturnFacts
from etl.settings import PROJECT, ReadingLimits
from etl.workbook.own_marks import FRONT_SHEET
from etl.workbook.xlsx_scan import column_index
from tests.filled_templates import with_cells, with_parts
from tests.office import LACKING, SOFFICE, saved_as
from tests.workbooks.content import Sheet
from tests.workbooks.xlsx import build_xlsx

NUMBER = "0123456789abcdef" * 2
SALES: list[list[Cell]] = [["社会组织名称", "农产品", "销售渠道", "成交额（元）"], ["甲协会", "花椒", "线上", 3000]]
FACTS = ReturnFacts(
    "旺苍县",
    "2024年第一季度",
    "消费帮扶.xlsx",
    NUMBER,
    (ReportVerdict("sale", "returned", date(2024, 4, 15), "earlier"),),
)
Rows = list[list[Cell]]
Read = Callable[..., FileReading]


def _issue(number: int, severity: Severity, value: str) -> Issue:
    return Issue(
        report="sale",
        sheet="消费帮扶",
        cell=f"D{number}",
        source_row=number,
        column_name="sales_yuan",
        rule="sale.sales_yuan.type" if severity is Severity.CRITICAL else "sale.sales_yuan.outlier",
        severity=severity,
        value=value,
        expected="金额",
        message=f"D{number} “成交额”写的是“{value}”。",
    )


@pytest.fixture(scope="module")
def front(catalog: Catalog) -> FrontSheet:
    issues = [_issue(n, Severity.CRITICAL if n % 2 else Severity.WARNING, f"若干{n}") for n in range(2, 8)]
    return Explainer(catalog).plan(FACTS, issues).front


@pytest.fixture(scope="module")
def read(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Read:
    path = tmp_path_factory.mktemp("front") / "消费帮扶.xlsx"
    reader = FileReader(catalog, load_divisions(PROJECT / "config"), accounts=True)

    def read(rows: Rows, *others: Sheet, name: str = FRONT_SHEET) -> FileReading:
        path.write_bytes(build_xlsx([Sheet(rows, name), Sheet(SALES, "消费帮扶"), *others]))
        now = datetime(2024, 4, 8, tzinfo=UTC)
        return reader.read(SourceFile("510821", "2024Q1", path.name, "0" * 64, path.stat().st_size, now, 1, now, path))

    return read


def sent(front: FrontSheet, *, is_sealed: bool = True) -> Rows:
    shown = front.sealed() if is_sealed else front
    return [[cell.value for cell in row] for row in shown.rows]


def kinds(reading: FileReading, name: str = FRONT_SHEET) -> dict[str, TakenFor]:
    (sheet,) = (sheet for sheet in reading.sheets if sheet.sheet == name)
    return {
        address(row, column): run.taken_for
        for run in sheet.cells
        for row in range(run.first_row, run.last_row + 1)
        for column in range(run.first_column, run.last_column + 1)
    }


def named(reading: FileReading) -> set[str]:
    """Every cell of our sheet that an issue names."""
    found: set[str] = set()
    for issue in reading.issues:
        if issue.rule.startswith("sheet.returned_"):
            corners = [
                (int(row) - 1, column_index(letters)) for letters, row in re.findall(r"([A-Z]+)(\d+)", str(issue.cell))
            ]
            (top, left), (bottom, right) = corners[0], corners[-1]
            found |= {address(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
    return found


def at(rows: Rows, text: str) -> tuple[int, int]:
    return next((r, c) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell == text)


@pytest.mark.parametrize("is_sealed", [True, False])
def test_as_it_was_sent_it_is_ours_and_says_nothing(read: Read, front: FrontSheet, is_sealed: bool) -> None:
    reading = read(sent(front, is_sealed=is_sealed))
    assert [table.report for table in reading.tables] == ["sale"]
    assert reading.made_from == NUMBER
    assert {*kinds(reading).values()} == {TakenFor.RETURNED}
    assert not named(reading)


def _sorted(rows: Rows) -> Rows:
    first = at(rows, "单元格")[0] + 1
    return [*rows[:first], *reversed(rows[first:])]


def _with_a_column_before(rows: Rows) -> Rows:
    return [["", *row] for row in rows]


def _without_rows(rows: Rows) -> Rows:
    first = at(rows, "单元格")[0] + 1
    return [*rows[:6], *rows[first - 1 :: 2]]


def _as_texts(rows: Rows) -> Rows:
    return [[str(cell) for cell in row] for row in rows]


@pytest.mark.parametrize("changed", [_sorted, _with_a_column_before, _without_rows, _as_texts])
def test_it_stays_ours_however_it_is_sorted_cut_or_saved(
    read: Read, front: FrontSheet, changed: Callable[[Rows], Rows]
) -> None:
    reading = read(changed(sent(front)))
    assert not named(reading)
    assert {*kinds(reading).values()} == {TakenFor.RETURNED}


def test_it_is_known_by_its_title_under_another_name(read: Read, front: FrontSheet) -> None:
    assert {*kinds(read(sent(front), name="Sheet1"), "Sheet1").values()} == {TakenFor.RETURNED}


def test_a_sheet_of_the_countys_own_of_that_name_is_read(read: Read) -> None:
    reading = read([*SALES, ["乙协会", "木耳", "线上", 20]])
    assert [len(table.rows) for table in reading.tables] == [2, 1]


@pytest.mark.parametrize("is_sealed", [True, False])
def test_an_answer_is_heard_and_named_by_nothing(read: Read, front: FrontSheet, is_sealed: bool) -> None:
    rows = sent(front, is_sealed=is_sealed)
    (row, _), (_, column) = at(rows, "若干4"), at(rows, "核实说明")
    rows[row][column] = "属实"
    reading = read(rows)
    assert [one.text for one in reading.explanations] == ["属实"]
    assert kinds(reading)[address(row, column)] is TakenFor.ANSWER
    assert not named(reading)


def test_a_figure_put_over_ours_is_named(read: Read, front: FrontSheet) -> None:
    rows = sent(front)
    row, column = at(rows, "若干4")
    rows[row][column] = 3200
    (issue,) = (one for one in read(rows).issues if one.rule == "sheet.returned_cells")
    assert (issue.cell, issue.value, issue.severity) == (address(row, column), "3200", Severity.WARNING)


@pytest.mark.parametrize("is_sealed", [True, False])
@pytest.mark.parametrize("place", ["below", "beside"])
def test_a_table_put_into_it_returns_its_report(read: Read, front: FrontSheet, is_sealed: bool, place: str) -> None:
    rows = sent(front, is_sealed=is_sealed)
    row, column = (len(rows) + 1, 0) if place == "below" else (9, 16)
    _put(rows, {(row + r, column + c): cell for r, cells in enumerate(SALES) for c, cell in enumerate(cells)})
    reading = read(rows)
    (issue,) = (one for one in reading.issues if one.rule == "sheet.returned_table")
    assert (issue.report, issue.severity) == ("sale", Severity.CRITICAL)
    assert named(reading) == {address(row + r, column + c) for r in range(2) for c in range(4)}
    assert len(reading.tables) == 1


def test_a_persons_number_is_not_quoted(read: Read, front: FrontSheet) -> None:
    reading = read([*sent(front), [], ["110101199003078515"]])
    assert named(reading)
    assert "19900307" not in str(reading.issues)


FOREIGN = st.sampled_from(
    ["已改", "3200", 12.5, 7, "合计", "无", "2024-03-01", "成交额（元）", "单位：万元", "=A1", "甲协会"]
)


@given(data=st.data())
def test_every_cell_that_is_not_ours_is_named_wherever_it_stands(
    read: Read, front: FrontSheet, data: st.DataObject
) -> None:
    rows = sent(front)
    places = st.tuples(st.integers(0, len(rows) + 6), st.integers(0, 18))
    foreign = data.draw(st.dictionaries(places, FOREIGN, min_size=1, max_size=12))
    heads = at(rows, "单元格")[0]
    answers = {(row, at(rows, "核实说明")[1]) for row in range(heads + 1, len(rows))}
    number, seals = (
        at(rows, f"退回编号：{NUMBER}"),
        {(r, c) for r, row in enumerate(rows) for c, _ in enumerate(row) if c == 12},
    )
    foreign = {place: cell for place, cell in foreign.items() if place != number and place not in seals}
    _put(rows, foreign)
    reading = read(rows)
    found = kinds(reading)
    for place in foreign:
        wanted = {TakenFor.ANSWER} if place in answers else {TakenFor.ISSUE}
        if any(row == heads for row, _ in foreign):  # whose answers they are may not be known any more
            wanted.add(TakenFor.ISSUE)
        assert found.get(address(*place)) in wanted
    assert {address(*place) for place in foreign if found[address(*place)] is TakenFor.ISSUE} <= named(reading)
    filled = {address(r, c) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell != ""}
    assert found.keys() >= filled
    assert sum(len(table.rows) for table in reading.tables) == 1


@pytest.mark.long
@pytest.mark.skipif(SOFFICE is None, reason=LACKING)
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_cells_put_into_it_are_found_after_an_office_program_saved_it(
    catalog: Catalog, tmp_path: Path, kind: str
) -> None:
    issues = [_issue(n, Severity.WARNING, f"007.5{n}") for n in range(2, 400)]
    plan = Explainer(catalog).plan(FACTS, issues)
    changed = {"A420": "另有一笔", "B420": "3200", "F20": "3100", "J21": "属实", "Q3": "张三"}
    back = marked(build_xlsx([Sheet(SALES, "消费帮扶")]), plan.marks, plan.front, ReadingLimits())
    path = tmp_path / "消费帮扶.xlsx"
    path.write_bytes(with_parts(back, {"xl/worksheets/sheetReturned1.xml": lambda xml: with_cells(xml, changed)}))
    (saved,) = saved_as(kind, [path], tmp_path)
    now = datetime(2024, 4, 8, tzinfo=UTC)
    source = SourceFile("510821", "2024Q1", saved.name, "0" * 64, saved.stat().st_size, now, 1, now, saved)
    reading = FileReader(catalog, load_divisions(PROJECT / "config"), accounts=True).read(source)
    assert [one.text for one in reading.explanations] == ["属实"]
    assert {place for place, found in kinds(reading).items() if found is TakenFor.ISSUE} == changed.keys() - {"J21"}
    assert [(issue.cell, issue.value) for issue in reading.issues if issue.rule == "sheet.returned_cells"] == [
        ("Q3", "张三"),
        ("F20", "3100"),
        ("A420:B420", "另有一笔"),
    ]


def _put(rows: Rows, cells: dict[tuple[int, int], Cell]) -> None:
    for (row, column), cell in cells.items():
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = cell


def test_without_seals_it_is_known_by_the_words_that_are_written(front: FrontSheet) -> None:
    headings = {cell for row in sent(front, is_sealed=False) if row[:1] == ["序号"] for cell in row if cell}
    assert headings <= OWN_HEADINGS
    assert {*KINDS.values()} <= OWN_KINDS
    lines = [row[0] for row in sent(front, is_sealed=False)[:5] if row and row[0]]
    assert all(str(line).startswith(OWN_LINES) for line in lines)
