"""xls and et (BIFF8, BIFF5) to grids: values from calamine, and the facts it does not give from the records themselves.

Takes the compound file's bytes. Seen: errors, hidden rows and columns, percentages and other displays, and formulas that were never calculated:
no formula of the sheet has a result but 0 or an empty text, and no Excel was ever at work. Not seen: one such formula among
others that have results; pictures that are no DISPIMG formula. Macros are never looked at.
"""

from etl.model import Cell, Display, Grid, Mark
from etl.settings import ReadingLimits
from etl.workbook.assemble import Assembler, Facts
from etl.workbook.biff import BiffScan, scan_biff
from etl.workbook.calamine_values import SheetValues, read_values
from etl.workbook.compound import CompoundFile
from etl.workbook.names import shown_names
from etl.workbook.number_formats import mark_of
from etl.workbook.print_lines import lines_of
from etl.workbook.refusals import broken, refused, too_large

MAX_DENSE_CELLS = 60_000_000  # of all sheets together: calamine holds 24 bytes for each as soon as it opens an xls
WIDE_CELLS = 2_000_000  # from here on a sheet is fetched row by row


def read_xls(content: bytes, limits: ReadingLimits) -> tuple[Grid, ...]:
    """All worksheets in order; UnreadableWorkbook when it is encrypted, broken or over a limit."""
    container = CompoundFile(content)
    name = "Workbook" if "workbook" in container.names else "Book"
    scanned = scan_biff(container.stream(name))
    if scanned.is_encrypted:
        raise refused("encrypted")
    if len(scanned.sheets) > limits.max_sheets:
        raise too_large("sheets", count=len(scanned.sheets), most=limits.max_sheets)
    sizes = [sheet.rows * sheet.columns for sheet in scanned.sheets]
    if sum(sizes) > MAX_DENSE_CELLS:
        raise too_large("range")
    values = list(read_values(content, row_by_row=max(sizes, default=0) > WIDE_CELLS))
    assembler = Assembler(limits)
    names = shown_names([sheet.name for sheet in values])
    return tuple(
        assembler.grid(name, sheet.rows, _facts(scanned, sheet), hidden=sheet.hidden)
        for name, sheet in zip(names, values, strict=True)
    )


def _facts(scanned: BiffScan, values: SheetValues) -> Facts:
    if values.index >= len(scanned.sheets):
        raise broken(sheet=values.name)
    sheet = scanned.sheets[values.index]
    marks: dict[tuple[int, int], Mark | Display] = {
        place: mark for place, style in sheet.styles.items() if (mark := mark_of(style, _at(values.rows, place)))
    }
    marks |= dict.fromkeys(sheet.unsaved, Mark.UNCALCULATED)
    return Facts(
        values.merges,
        sheet.hidden_rows,
        sheet.hidden_columns,
        sheet.widths,
        marks,
        sheet.errors,
        sheet.traits,
        sheet.notes.by_cell(),
        lines_of(sheet.print_texts),
        is_1904=scanned.is_1904,
    )


def _at(rows: list[list[Cell]], place: tuple[int, int]) -> Cell:
    row, column = place
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None
