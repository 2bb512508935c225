"""Builds xls (BIFF8) files with xlwt, and patches records where the bytes themselves are the point."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time

import xlwt

from tests.workbooks.content import Fault, Sheet, Unsaved, serial

ERROR_CODES = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}


def build_xls(sheets: Sequence[Sheet], *, is_1904: bool = False) -> bytes:
    """A workbook in BIFF8, as Excel 97 to 2003 and WPS (.et) save it."""
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = is_1904
    formats = {
        date: xlwt.easyxf(num_format_str="yyyy-mm-dd"),
        datetime: xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm:ss"),
        time: xlwt.easyxf(num_format_str="hh:mm:ss"),
    }
    codes = {code for sheet in sheets for code in map(sheet.format_of, [*sheet.percents, *sheet.formats])}
    plain, of_code = xlwt.easyxf(), {code: xlwt.easyxf(num_format_str=code) for code in codes}
    for sheet in sheets:
        page = book.add_sheet(sheet.name, cell_overwrite_ok=True)
        page.visibility = 2 if sheet.very_hidden else int(sheet.hidden)
        for top, left, bottom, right in sheet.merges:
            page.merge(top, bottom, left, right)
        for row, column, value in sheet.cells():
            if isinstance(value, Fault):
                page.row(row).set_cell_error(column, ERROR_CODES[value])
            elif isinstance(value, Unsaved):
                page.write(row, column, xlwt.Formula(value))
            elif isinstance(value, (date, time)):
                page.write(row, column, serial(value), formats[type(value)])
            else:
                page.write(row, column, value, of_code.get(sheet.format_of((row, column)), plain))
        # what its own setters take is ASCII
        page._Worksheet__header_str = f"&C{sheet.header}"
        page._Worksheet__footer_str = f"&C{sheet.footer}"
        for row in sheet.hidden_rows:
            page.row(row).hidden = True
        for column, width in sheet.widths.items():
            page.col(column).width = 256 * width
        for column in sheet.hidden_columns:
            page.col(column).hidden = True
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
