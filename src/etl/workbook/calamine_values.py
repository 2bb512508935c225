"""Values of xls, xlsx and xlsb through python-calamine: every cell from A1 on, nothing typed, nothing guessed.

The only home of python-calamine. Formulas are never run: the value that was saved is the value. What calamine does not
give, the callers add: it gives a blank for an error cell, and refuses a file for an error that it does not know.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from etl.model import Cell
from etl.workbook.assemble import Rectangle
from etl.workbook.refusals import broken, refused


@dataclass
class SheetValues:
    """The values of one worksheet, `index` counting all sheets of the file, charts too."""

    index: int
    name: str
    hidden: bool
    rows: list[list[Cell]]
    merges: list[Rectangle] = field(default_factory=list)


def read_values(content: bytes, *, row_by_row: bool = False) -> Iterator[SheetValues]:
    """The worksheets in order; `row_by_row` is slower and does not hold a wide sheet twice."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for index, sheet in enumerate(workbook.sheets_metadata):
            if sheet.typ == SheetTypeEnum.WorkSheet:
                yield _read_sheet(workbook, index, sheet.name, sheet.visible != SheetVisibleEnum.Visible, row_by_row)
    except PasswordError as error:
        raise refused("encrypted") from error
    except (
        CalamineError,
        OSError,
        ValueError,
        OverflowError,
    ) as error:  # its own, and those of the reader and of numbers
        raise broken(calamine=str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a panic in Rust becomes; no class of it can be imported
            raise
        raise broken(calamine=str(error)) from error


def _read_sheet(workbook: CalamineWorkbook, index: int, name: str, hidden: bool, row_by_row: bool) -> SheetValues:
    sheet = workbook.get_sheet_by_index(index)
    if sheet.end is None:
        return SheetValues(index, name, hidden, [])
    merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    if row_by_row:
        # the iterator begins at row 1, but at the first filled column
        before: list[Cell] = [""] * sheet.start[1] if sheet.start else []
        return SheetValues(index, name, hidden, [_trimmed([*before, *row]) for row in sheet.iter_rows()], merges)
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
    return SheetValues(index, name, hidden, rows, merges)


def _trimmed(row: list[Cell]) -> list[Cell]:
    last = len(row)
    while last and row[last - 1] == "":
        last -= 1
    return row[:last]
