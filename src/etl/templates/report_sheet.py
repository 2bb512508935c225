"""One report's sheet of a template: the lines above, the heading, free rows to fill in. Takes a contract, writes no file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from etl.config.calendar import Period
from etl.config.division_files import County
from etl.contract.catalog import Catalog
from etl.contract.schema import Column, Contract
from etl.template_marks import ANSWERS, NIL_LABEL, NO, UNCHANGED_LABEL, YES, TemplateCode, digest_of
from etl.templates.entry_cells import (
    LINE_HEIGHT,
    factor_of,
    heading_of,
    lines_of,
    number_format_of,
    stored_as_typed,
    typed_check,
    width_of,
)
from etl.templates.entry_sheet import EntrySheet
from etl.templates.formats import Formats
from etl.templates.live_hints import Cells, hints

TITLE, SENDER, WRITER, TICKS, CODE, HEADING = range(6)  # rows
LAST_ROW = 5000  # to which hints and checks reach; rows below are read all the same
ANSWERS_WIDTH = 24
FORM_WIDTHS = 34, 12, 18
WHAT_ANSWERS_ARE = (
    "可不填。这一行里标黄或退回要求“请核对”的内容，确实无误的，在这里写明原因；数值不变的，以后不再要求核对。"
)
MAY = ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")
Rows = Sequence[Mapping[str, object]]


@dataclass(frozen=True)
class TemplateFor:
    """Request for one template: whose, for when, which reports; `rows` are those of the last period that a report begins with.

    One of no county is a blank form for everybody: it bears no code, by which it would be another county's.
    """

    county: County | None
    period: Period
    reports: tuple[str, ...]
    due_on: date
    rows: Mapping[str, Rows] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name of the county, where it is one's."""
        return self.county.name if self.county else ""

    def code(self, report: str, version: int, prefilled: str | None = None) -> str:
        """Printed code of a sheet; empty on a form for everybody."""
        return str(TemplateCode(report, version, self.county.code, self.period.id, prefilled)) if self.county else ""


def write_report(book: Workbook, formats: Formats, catalog: Catalog, contract: Contract, wanted: TemplateFor) -> str:
    """Add the sheet of one report; gives its printed code."""
    sheet: EntrySheet = book.add_worksheet(contract.sheets[0], EntrySheet)
    rows = [
        {column.name: stored_as_typed(catalog, column, row.get(column.name)) for column in contract.columns}
        for row in wanted.rows.get(contract.report, ())
    ]
    prefilled = digest_of(rows) if rows else None
    code = wanted.code(contract.report, contract.version, prefilled)
    is_form = contract.shape == "indicators"
    width = 3 if is_form else len(contract.columns)
    _write_lines(sheet, formats, contract, wanted, code, width, is_prefilled=bool(rows))
    if is_form:
        widths = _write_form(sheet, formats, catalog, contract, wanted.period)
    else:
        widths = _write_list(sheet, formats, catalog, contract, wanted.period)
        _write_rows(sheet, formats, contract, rows, widths)
    sheet.freeze_panes(HEADING + 1, 1)
    sheet.lay_out(widths, HEADING)
    sheet.protect("", dict.fromkeys(MAY, True))
    return code


def _write_lines(
    sheet: Worksheet,
    formats: Formats,
    contract: Contract,
    wanted: TemplateFor,
    code: str,
    width: int,
    *,
    is_prefilled: bool,
) -> None:
    for row in range(HEADING):
        sheet.set_row(row, 30 if row == TITLE else 20, formats.line)
    title = f"{wanted.name}{wanted.period.label}{contract.title.zh}"
    sheet.merge_range(TITLE, 0, TITLE, max(width, 4) - 1, title, formats.title)
    sheet.write_string(SENDER, 0, f"填报单位：{wanted.name}", formats.line)
    if not wanted.county:
        sheet.write_blank(SENDER, 1, None, formats.entry_line)
    sheet.write_string(SENDER, 2, f"报告期：{wanted.period.label}", formats.line)
    for column, label in ((0, "填报人："), (2, "填报日期：")):
        sheet.write_string(WRITER, column, label, formats.line)
        sheet.write_blank(WRITER, column + 1, None, formats.entry_line)
    ticks = [NIL_LABEL, *([UNCHANGED_LABEL] if is_prefilled else [])]
    for column, label in zip((0, 2), ticks, strict=False):
        sheet.write_string(TICKS, column, f"{label}：", formats.label)
        sheet.write_string(TICKS, column + 1, NO, formats.entry_line)
        sheet.data_validation(TICKS, column + 1, TICKS, column + 1, {"validate": "list", "source": [YES, NO]})
    sheet.set_row(TICKS, 32, formats.line)
    if code:
        sheet.write_string(CODE, 0, f"表号：{code}", formats.small)


def _write_list(
    sheet: EntrySheet, formats: Formats, catalog: Catalog, contract: Contract, period: Period
) -> list[float]:
    """The table of a report, to which rows are added; gives the widths of its columns."""
    columns, first = contract.columns, HEADING + 1
    sheet.open_beside(len(columns) + 1, 9, formats.beside)  # so that whole rows may be taken out
    widths = [max(width_of(one), 18 if place < 2 else 0) for place, one in enumerate(columns)]  # lines above need room
    sheet.set_row(HEADING, 42, formats.heading)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, widths[place], formats.entry_of(number_format_of(column)))
        sheet.write_string(HEADING, place, heading_of(column), formats.required if column.required else formats.heading)
        sheet.data_validation(first, place, LAST_ROW, place, typed_check(catalog, column))
    sheet.set_column(len(columns), len(columns), ANSWERS_WIDTH, formats.answer)
    sheet.write_string(HEADING, len(columns), ANSWERS, formats.heading)
    answers = {"validate": "any", "input_title": ANSWERS, "input_message": WHAT_ANSWERS_ARE}
    sheet.data_validation(first, len(columns), LAST_ROW, len(columns), answers)
    at = {column.name: f"${xl_col_to_name(place)}{first + 1}" for place, column in enumerate(columns)}
    last = xl_col_to_name(len(columns) - 1)
    cells = Cells(at, f"$A{first + 1}:${last}{first + 1}", _factors(catalog, columns), period.ends_on)
    place_of = {column.name: place for place, column in enumerate(columns)}
    for hint in hints(catalog, contract, cells):
        place = place_of[hint.column]
        colour = formats.hint_of(hint.severity)
        sheet.conditional_format(
            first, place, LAST_ROW, place, {"type": "formula", "criteria": hint.formula, "format": colour}
        )
    return [*widths, ANSWERS_WIDTH]


def _write_form(
    sheet: EntrySheet, formats: Formats, catalog: Catalog, contract: Contract, period: Period
) -> list[float]:
    """An indicator form: one indicator a row, its unit beside it; gives the widths of its columns."""
    words = catalog.vocabulary.form
    texts = words.labels[0], words.units[0], next(iter((*contract.figures.read, *words.figures)))
    for place, (text, width) in enumerate(zip(texts, FORM_WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(HEADING, place, text, formats.heading)
    at = {column.name: xl_rowcol_to_cell(HEADING + 1 + n, 2, True, True) for n, column in enumerate(contract.columns)}
    last = HEADING + len(contract.columns)
    cells = Cells(at, f"$C${HEADING + 2}:$C${last + 1}", _factors(catalog, contract.columns), period.ends_on)
    for row, column in enumerate(contract.columns, HEADING + 1):
        label = f"{'*' if column.required else ''}{column.label.zh}"
        sheet.write_string(row, 0, label, formats.required if column.required else formats.heading)
        sheet.write_string(row, 1, column.unit or next(iter(column.measures), ""), formats.heading)
        sheet.write_blank(row, 2, None, formats.entry_of(number_format_of(column)))
        sheet.data_validation(row, 2, row, 2, typed_check(catalog, column))
    row_of = {column.name: row for row, column in enumerate(contract.columns, HEADING + 1)}
    for hint in hints(catalog, contract, cells):
        row, colour = row_of[hint.column], formats.hint_of(hint.severity)
        sheet.conditional_format(row, 2, row, 2, {"type": "formula", "criteria": hint.formula, "format": colour})
    return [*FORM_WIDTHS]


def _write_rows(
    sheet: Worksheet, formats: Formats, contract: Contract, rows: Sequence[Mapping[str, Any]], widths: Sequence[float]
) -> None:
    """The rows that are filled in beforehand, as high as their texts; cumulative figures, which go on from there, in grey."""
    cumulative = frozenset(contract.compared_with_previous() or ())
    for number, row in enumerate(rows, HEADING + 1):
        texts = (value if isinstance(value := row[column.name], str) else "" for column in contract.columns)
        if (lines := max(map(lines_of, texts, map(int, widths)), default=1)) > 1:
            sheet.set_row(number, LINE_HEIGHT * lines)
        for place, column in enumerate(contract.columns):
            style = formats.entry_of(number_format_of(column), is_grey=column.name in cumulative)
            _write_cell(sheet, number, place, row[column.name], style)


def _write_cell(sheet: Worksheet, row: int, column: int, value: object, style: Format) -> None:
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, float(value), style)
    else:
        sheet.write_string(row, column, str(value), style)


def _factors(catalog: Catalog, columns: Sequence[Column]) -> dict[str, Decimal]:
    return {column.name: factor_of(catalog, column) for column in columns if column.type.is_figure}
