"""Workbooks that are safe to open: takes sheets, writes an xlsx in which figures are figures and texts are texts.

No text is a formula or a link, whatever it begins with; what would hide or reorder is shown as a mark. A figure of more digits
than Excel keeps is written as text. The same sheets give the same bytes. Rows are written as they come, some hundred
at once and column by column: with a general writer these files took most of the time of a province's pages.
"""

from collections.abc import Iterable
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from etl.exports.distinct import AtOnce, Distinct, rows_of_texts
from etl.exports.sheet import Sheet, SheetColumn
from etl.exports.xlsx_cell import after_reference, after_references
from etl.exports.xlsx_parts import SheetPart, beginning, ending, package_parts
from etl.foreign_text import visible
from etl.model import column_letters

LAST_ROW = 1_048_575  # of a sheet, counted from 0
MOST_LETTERS = 1_000_000_000  # of a sheet's rows: a zip without extensions holds twice as many bytes
LEVEL = 3  # of packing
ROWS_AT_ONCE = 500
_NOT_IN_NAMES = str.maketrans("[]:*?/\\'", "（）：＊？／＼’")
_ROW = "\0"  # in the place of a row's number


def write_xlsx(file: Path | IO[bytes], sheets: Iterable[Sheet]) -> int:
    """Write a workbook, a sheet after the other; gives how many rows stand below headings.

    A sheet that is longer than Excel's goes on in a further one.
    """
    with ZipFile(
        file, "w", ZIP_DEFLATED, compresslevel=LEVEL
    ) as package:  # its parts are of 1980, whenever they are written
        writer = _Writer(package)
        count = sum(writer.write(sheet) for sheet in sheets)
        for path, content in package_parts(writer.parts):
            package.writestr(ZipInfo(path), content, ZIP_DEFLATED)
    return count


class _Writer:
    """The sheets of one workbook, as far as they are written."""

    def __init__(self, package: ZipFile) -> None:
        self._package = package
        self.parts: list[SheetPart] = []

    def write(self, sheet: Sheet) -> int:
        columns = [Distinct(partial(after_reference, column), _at_once(column)) for column in sheet.columns]
        form, count, rows = _form(len(columns)), 0, iter(sheet.rows)
        following = list(islice(rows, min(ROWS_AT_ONCE, LAST_ROW)))
        while True:
            with self._package.open(f"xl/worksheets/sheet{len(self.parts) + 1}.xml", "w") as part:
                row, letters = 0, 0
                part.write(beginning(sheet.columns, is_first=not self.parts).encode())
                while following and letters < MOST_LETTERS:
                    texts = enumerate(rows_of_texts(columns, following), row + 2)
                    text = "".join([form.replace(_ROW, str(number)) % cells for number, cells in texts])
                    row, letters = row + len(following), letters + len(text)
                    part.write(text.encode())
                    following = list(islice(rows, min(ROWS_AT_ONCE, LAST_ROW - row)))
                self.parts.append(SheetPart(self._name(sheet.title), len(columns), row + 1))
                part.write(ending(self.parts[-1]).encode())
            count += row
            following = following or list(islice(rows, min(ROWS_AT_ONCE, LAST_ROW)))
            if not following:
                return count

    def _name(self, title: str) -> str:
        """A name as Excel takes it, that no other sheet has."""
        wanted = visible(title).translate(_NOT_IN_NAMES)[:31] or "数据"
        taken = {part.name.casefold() for part in self.parts}
        name, number = wanted, 1
        while name.casefold() in taken:
            number += 1
            name = f"{wanted[: 31 - len(str(number)) - 1]} {number}"
        return name


def _at_once(column: SheetColumn) -> AtOnce | None:
    return partial(after_references, column.kind) if column.read is None else None


def _form(columns: int) -> str:
    """A row, but for its number and what follows the reference of each cell."""
    row = "".join(f'<c r="{column_letters(place)}{_ROW}"%s' for place in range(columns))
    return f'<row r="{_ROW}">{row}</row>'
