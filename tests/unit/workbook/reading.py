"""Read a workbook as the tests of this folder do: bytes in, kind and grids out."""

from etl.errors import UnreadableWorkbook
from etl.model import Grid
from etl.settings import ReadingLimits
from etl.workbook.kinds import kind_of
from etl.workbook.read import read_content

LIMITS = ReadingLimits()


def read(content: bytes, limits: ReadingLimits = LIMITS) -> tuple[str, tuple[Grid, ...]]:
    return read_content(content, kind_of(content, limits), limits)


def grid(content: bytes, limits: ReadingLimits = LIMITS) -> Grid:
    """The only grid of a file."""
    (found,) = read(content, limits)[1]
    return found


def refusal(content: bytes, limits: ReadingLimits = LIMITS) -> str:
    """The sentence for the county; fails when the file is read after all."""
    try:
        kind, _ = read(content, limits)
    except UnreadableWorkbook as error:
        return error.message
    raise AssertionError(f"read as {kind}")


def cells(found: Grid) -> dict[tuple[int, int], object]:
    """Every cell with a value, by its address."""
    return {
        (row, column): value
        for row, line in enumerate(found.rows)
        for column, value in enumerate(line)
        if value is not None and value != ""
    }
