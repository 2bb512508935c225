"""Work grows with a sheet, not with its square: shapes by which a file of a megabyte once took minutes, each read as a whole
and by a quarter."""

from collections.abc import Callable

import pytest

from etl.cell_traits import Trait
from etl.contract.catalog import load_catalog
from etl.model import Grid
from etl.recognise.sheet import Recogniser
from etl.settings import PROJECT
from tests.growth import assert_linear

TITLE = ["社会组织帮扶项目台账"]
HEADING = ["序号", "项目编号", "项目名称", "计划投资（万元）"]


def row(number: int) -> list[object]:
    return [number, f"XM{number}", f"道路{number}", 2.5]


ROW = row(1)


def grid(rows: list[list[object]], **facts: object) -> Grid:
    return Grid("表", rows, **facts)  # type: ignore[arg-type]


def heading_again_and_again(n: int) -> Grid:
    return grid([TITLE, *[HEADING] * n, ROW])


def tables_below_each_other(n: int) -> Grid:
    return grid([TITLE, *[HEADING, ROW, []] * n])


def tables_with_titles(n: int) -> Grid:
    return grid([line for number in range(n) for line in (TITLE, ["单位：万元"], HEADING, row(number), [])])


def tables_with_merges(n: int) -> Grid:
    merges = tuple((1 + 3 * number, 0, 1 + 3 * number, 1) for number in range(n))
    return grid([TITLE, *[HEADING, ROW, []] * n], merges=merges)


def tables_beside_each_other(n: int) -> Grid:
    """At most 200 (MOST_BESIDE): each is searched for among the columns of all to its left."""
    return grid([TITLE, [*HEADING, ""] * n, [*ROW, ""] * n])


def lines_on_units_above(n: int) -> Grid:
    return grid([*[[f"金额单位：万元，第{number}行"] for number in range(n)], HEADING, ROW])


def lines_on_units_between(n: int) -> Grid:
    lines = [[f"单位：{'万元元'[number % 2 :][:2]}"] for number in range(n)]
    return grid([TITLE, HEADING, ROW, *lines, row(2)])


def lines_on_periods_and_senders(n: int) -> Grid:
    lines = [[f"统计期：20{10 + number % 90}年第一季度", f"填报单位：民政局{number}"] for number in range(n)]
    return grid([*lines, HEADING, ROW])


def notes_below(n: int) -> Grid:
    return grid([TITLE, HEADING, ROW, *[[f"注：第{number}行含上年结转资金，单位：元"] for number in range(n)]])


def notes_between(n: int) -> Grid:
    return grid([TITLE, HEADING, ROW, *[[f"注：储备项目{number}，标红的为未到账"] for number in range(n)], row(2)])


def rows_that_are_parts(n: int) -> Grid:
    return grid([TITLE, HEADING, *(line for number in range(n) for line in (row(number), ["其中", "", "道路", 1]))])


def totals_after_each_row(n: int) -> Grid:
    return grid([TITLE, HEADING, *(line for number in range(n) for line in (row(number), ["小计", "", "", 2.5]))])


def totals_merged_down(n: int) -> Grid:
    merges = tuple((2 + 2 * number, 0, 3 + 2 * number, 0) for number in range(n))
    return grid([TITLE, HEADING, *[["合计", "", "", 2.5], ["", "", "", 3]] * n, ROW], merges=merges)


def groups_of_rows(n: int) -> Grid:
    return grid([TITLE, HEADING, *(line for number in range(n) for line in ([f"一、储备{number}"], row(number)))])


def words_beside_the_table(n: int) -> Grid:
    return grid([TITLE, HEADING, *([*row(number), "", f"单位：元{number}"] for number in range(n))])


def remarks_of_doubt(n: int) -> Grid:
    return grid([TITLE, [*HEADING, "备注"], *([*row(number), f"核对中{number}"] for number in range(n))])


def a_line_of_many_cells(n: int) -> Grid:
    return grid([[f"单位：万元 标题{number}" for number in range(n)], HEADING, ROW])


def columns_with_gaps(n: int) -> Grid:
    return grid([TITLE, [*HEADING, *(text for number in range(n) for text in ("", f"某某某某列{number}"))], ROW])


def headings_that_stand_twice(n: int) -> Grid:
    return grid([TITLE, [*HEADING, *["项目名称", "计划投资（万元）"] * n], [*ROW, *["甲", 1] * n]])


def headings_over_several_rows(n: int) -> Grid:
    groups = [[f"{level}类{number // level}" for number in range(n)] for level in (6, 3)]
    return grid([TITLE, *groups, [*HEADING, *(f"第{number}列" for number in range(n - 4))], [*ROW, *[1] * n]])


def merged_headings(n: int) -> Grid:
    groups = [text for number in range(n) for text in (f"第{number}组", "")]
    merges = ((0, 0, 0, 2 * n), *((1, 4 + 2 * place, 1, 5 + 2 * place) for place in range(n)))
    leaves = [*HEADING, *(f"第{number}列" for number in range(2 * n))]
    return grid([TITLE, ["", "", "", "", *groups], leaves, [*ROW, *[1] * 2 * n]], merges=merges)


def merges_over_each_other(n: int) -> Grid:
    merges = tuple((2 + place % 7, 1, 12 + place, 3) for place in range(0, n, n // 50))
    return grid([TITLE, HEADING, *map(row, range(n))], merges=merges)


def merged_rows(n: int) -> Grid:
    merges = tuple((2 + 2 * place, 2, 3 + 2 * place, 2) for place in range(n))
    return grid([TITLE, HEADING, *map(row, range(2 * n))], merges=merges)


def comments_on_every_row(n: int) -> Grid:
    comments = {(2 + number, 2): f"第{number}行单位：元" for number in range(n)}
    return grid([TITLE, HEADING, *map(row, range(n))], comments=comments)


def comments_on_headings(n: int) -> Grid:
    return grid([TITLE, *[HEADING, ROW, []] * n], comments={(1 + 3 * number, 2): "单位：元" for number in range(n)})


def partly_struck_cells(n: int) -> Grid:
    traits = {(2 + number, column): Trait.PARTLY_STRUCK for number in range(n) for column in (1, 2)}
    return grid([TITLE, HEADING, *map(row, range(n))], traits=traits)


def forms_below_each_other(n: int) -> Grid:
    return grid([["指标", "单位", "数量"], *[["指标", "单位", "数量"], ["孵化基地", "个", 3], []] * n])


SHAPES: list[tuple[Callable[[int], Grid], int]] = [
    (heading_again_and_again, 200),
    (tables_below_each_other, 150),
    (tables_with_titles, 100),
    (tables_with_merges, 300),
    (tables_beside_each_other, 12),
    (lines_on_units_above, 400),
    (lines_on_units_between, 1_000),
    (lines_on_periods_and_senders, 300),
    (notes_below, 300),
    (notes_between, 500),
    (rows_that_are_parts, 600),
    (totals_after_each_row, 600),
    (totals_merged_down, 800),
    (groups_of_rows, 400),
    (words_beside_the_table, 600),
    (remarks_of_doubt, 600),
    (a_line_of_many_cells, 400),
    (columns_with_gaps, 120),
    (headings_that_stand_twice, 80),
    (headings_over_several_rows, 80),
    (merged_headings, 60),
    (merges_over_each_other, 300),
    (merged_rows, 500),
    (comments_on_every_row, 1_000),
    (comments_on_headings, 120),
    (partly_struck_cells, 500),
    (forms_below_each_other, 500),
]


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(load_catalog(PROJECT / "config"))


@pytest.mark.parametrize(("shape", "quarter"), SHAPES, ids=[shape.__name__ for shape, _ in SHAPES])
def test_work_grows_with_a_sheet(recogniser: Recogniser, shape: Callable[[int], Grid], quarter: int) -> None:
    assert_linear(lambda one: recogniser.sheet(one, "", ""), shape(quarter), shape(4 * quarter))


# letters of a quarter: of what takes long for each letter fewer
PIECES = [
    *(
        (piece, 500)
        for piece in ("万元", "元", "（万元）", "1,", "1、", "1月", "2023年", "第一季度", "一、", "1-", "1")
    ),
    *((piece, 1_500) for piece in ("单位：", "填报单位：", "上", "注：", "x1", "的", "其中", "a ", "a", "（", "）")),
    *((piece, 4_000) for piece in ("-", "_", "合计", "壹", "黑水县", "草稿", "\n")),
]


def of_one_cell(piece: str, letters: int) -> list[Grid]:
    text = (piece * letters)[:letters]
    return [
        grid([TITLE, [text], HEADING, ROW]),
        grid([TITLE, [*HEADING, text], [*ROW, 5]]),
        grid([TITLE, [*HEADING, "备注"], [1, text, text, text, text]]),
        grid([TITLE, HEADING, ROW, [text], row(2), [f"注：{text}"]]),
        grid([TITLE, HEADING, ROW], comments={(1, 3): text, (0, 0): text}, print_lines=(text,)),
        Grid(text, [TITLE, HEADING, ROW]),
    ]


@pytest.mark.parametrize(("piece", "letters"), PIECES)
def test_work_grows_with_a_cell(recogniser: Recogniser, piece: str, letters: int) -> None:
    def read(grids: list[Grid]) -> None:
        for one in grids:
            recogniser.sheet(one, "", "")

    assert_linear(read, of_one_cell(piece, letters), of_one_cell(piece, 4 * letters))
