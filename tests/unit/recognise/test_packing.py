"""Packing for the way between processes changes nothing: the same cells of the same types, and blanks blank."""

import pickle
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl.model import Cell, ColumnMatch, FileReading, Mark, SourceFile, Table
from etl.normalise.dictionary_column import DictionaryColumn
from etl.recognise.packing import PackedCells, listed, pack_column, packed
from etl.recognise.shared_columns import LONGEST_FORM

CELLS = st.one_of(
    st.none(),
    st.just(""),
    st.text(max_size=5),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-5, 5),
    st.booleans(),
    st.dates(),
    st.datetimes().map(lambda moment: moment.replace(fold=0)),  # no sheet has the second of two equal hours
    st.sampled_from(Mark),
)
COLUMNS = st.one_of(
    st.lists(CELLS, max_size=6),
    st.lists(st.one_of(st.none(), st.text(max_size=5)), max_size=6),
    st.lists(st.one_of(st.none(), st.just(""), st.floats(allow_nan=False)), max_size=6),
    st.lists(st.one_of(st.none(), st.just(""), st.dates()), max_size=6),
)


def exact(cell: Cell) -> tuple[type, str] | None:
    """A cell with its type: 1, 1.0 and True are three; a blank is a blank."""
    return None if cell is None or (type(cell) is str and cell == "") else (type(cell), repr(cell))


@given(COLUMNS)
@example(["\ud800"])
@example([1.0, True])
@example([date(2024, 1, 1), datetime(2024, 1, 1, 12)])  # noqa: DTZ001 - as a sheet has it
def test_a_column_comes_out_as_it_went_in(cells: list[Cell]) -> None:
    unpacked = pickle.loads(pickle.dumps(PackedCells.of({"a": cells})))["a"]  # noqa: S301
    assert [*map(exact, listed(unpacked))] == [*map(exact, cells)]


@given(st.lists(COLUMNS, min_size=1, max_size=4))
def test_columns_below_each_other_keep_every_cell(columns: list[list[Cell]]) -> None:
    """But for what compares equal: a column that mixes 1, 1.0 and True takes the first of them for all."""
    cells = [cell for column in columns for cell in column]
    stacked = DictionaryColumn.stacked(map(pack_column, columns))
    assert [stacked.at(row) or "" for row in range(len(cells))] == [cell or "" for cell in cells]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["甲", None, ""], pa.large_string()),
        ([1.5, "", None], pa.float64()),
        ([date(2024, 1, 1), ""], pa.date32()),
        ([None, None], pa.null()),
    ],
    ids=["texts", "numbers", "days", "nothing"],
)
def test_what_is_alike_becomes_an_array(cells: list[Cell], kind: pa.DataType) -> None:
    packed = pack_column(cells)
    assert isinstance(packed, pa.Array)
    assert packed.type == kind


def sent(*columns: ColumnMatch) -> tuple[ColumnMatch, ...]:
    """The columns of a table as the parent has them."""
    moment = datetime(2024, 4, 1, tzinfo=UTC)
    source = SourceFile("510104", "2024Q1", "a.xlsx", "0" * 64, 0, moment, 1, moment, Path("a"))
    table = Table("sale", "Sheet1", (0, 0), columns, (1,), {column.heading: [1.0] for column in columns})
    (there,) = pickle.loads(pickle.dumps(packed(FileReading(source, "xlsx", (table,))))).tables  # noqa: S301
    found: tuple[ColumnMatch, ...] = there.columns
    return found


def test_columns_that_are_understood_alike_are_one_object_for_all_files() -> None:
    once, again, other = (
        sent(ColumnMatch(0, "产品", None), ColumnMatch(1, "金额", "amount", u)) for u in ("元", "元", "万元")
    )
    assert once == (ColumnMatch(0, "产品", None), ColumnMatch(1, "金额", "amount", "元"))
    assert again is once
    assert other != once


def test_of_columns_that_a_file_makes_long_nothing_is_kept() -> None:
    long = ColumnMatch(0, "长" * LONGEST_FORM, None)
    assert sent(long) == (long,)
    assert sent(long) is not sent(long)
