"""xlsx, xlsb, ods and xls through python-calamine: every cell at its own address, nothing typed, nothing guessed.

The only home of python-calamine. Formulas are never run: the value that was saved is the value.
"""

import io

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from etl.errors import UnreadableWorkbook
from etl.model import Grid

BROKEN = "文件已损坏，无法打开；请用 Excel 或 WPS 打开确认后另存为 .xlsx 再报送。"
MAX_CELLS = 20_000_000  # of one sheet; the largest real county sheet seen had 60,000


def read_spreadsheet(content: bytes, max_cells: int = MAX_CELLS) -> tuple[Grid, ...]:
    """The grids of all worksheets, hidden ones included and marked; UnreadableWorkbook with a sentence for the county."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return tuple(
            _read_sheet(workbook, sheet.name, sheet.visible, max_cells)
            for sheet in workbook.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        )
    except CalamineError as error:
        raise UnreadableWorkbook(BROKEN) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a panic in Rust becomes; no class of it can be imported
            raise
        raise UnreadableWorkbook(BROKEN) from error


def _read_sheet(workbook: CalamineWorkbook, name: str, visible: SheetVisibleEnum, max_cells: int) -> Grid:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.end is None:
        return Grid(sheet=name, rows=(), hidden=visible != SheetVisibleEnum.Visible)
    if (sheet.end[0] + 1) * (sheet.end[1] + 1) > max_cells:
        raise UnreadableWorkbook(
            f"工作表“{name}”的范围过大（{sheet.end[0] + 1} 行），请删除表格以外的空行空列后再报送。"
        )
    merges = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return Grid(
        sheet=name,
        rows=sheet.to_python(skip_empty_area=False),
        merges=merges,
        hidden=visible != SheetVisibleEnum.Visible,
    )
