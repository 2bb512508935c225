"""A value as a cell of a workbook: takes a column and a value, gives what stands after the cell's reference. Pure."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from etl.exports.cell_text import plain
from etl.exports.sheet import Kind, SheetColumn
from etl.exports.xlsx_parts import QUOTED, STYLES
from etl.foreign_text import in_csv, visible
from etl.marking.part_text import as_text

LONGEST_TEXT = 32_767
DIGITS = 15  # that Excel keeps of a number
FIRST_YEAR = 1901  # of which Excel knows all days, and no day that there was not
FIGURES = frozenset({Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.RATE})
EMPTY = "/>"
_FIGURE = re.compile(r"-?\d{1,15}(?:\.\d+)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_EXCEL_BEGINS = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no zone


def after_reference(column: SheetColumn, value: Any) -> str:
    """The value by its nature; what the warehouse wrote of a figure or a day, by the column's.

    >>> after_reference(SheetColumn("人数", Kind.COUNT), "1571"), after_reference(SheetColumn("编号"), "1571")
    (' s="2"><v>1571</v></c>', ' t="inlineStr"><is><t>1571</t></is></c>')
    """
    shown = plain(value if column.read is None else column.read(value))
    if shown is None:
        return EMPTY
    if isinstance(shown, str):
        if column.kind in FIGURES and _FIGURE.fullmatch(shown) and _digits(shown) <= DIGITS:
            return f"{_style(column.kind)}><v>{shown}</v></c>"
        if column.kind is not Kind.DAY or not _DAY.fullmatch(shown):
            return _text(shown)
        shown = date.fromisoformat(shown)
    if isinstance(shown, Decimal | int | float) and _fits(shown):
        return f"{_style(column.kind)}><v>{shown}</v></c>"
    if isinstance(shown, date) and shown.year >= FIRST_YEAR:
        return f"{_style(column.kind) or _style(Kind.DAY)}><v>{_serial(shown)}</v></c>"
    return _text(str(shown))


def _style(kind: Kind) -> str:
    style = STYLES.get(kind)
    return "" if style is None else f' s="{style}"'


def _digits(figure: str) -> int:
    """Digits that count: as many as the shortest way to write it has."""
    whole, _, rest = figure.lstrip("-").partition(".")
    return len(f"{whole.lstrip('0')}{rest.rstrip('0')}")


def _fits(number: Decimal | int | float) -> bool:
    exact = Decimal(str(number))
    return exact.is_finite() and len(exact.normalize().as_tuple().digits) <= DIGITS


def _serial(moment: date) -> str:
    """Days since Excel began to count."""
    if not isinstance(moment, datetime):
        return str(moment.toordinal() - _EXCEL_BEGINS.toordinal())
    passed = moment - _EXCEL_BEGINS
    return f"{passed.days + (passed.seconds + passed.microseconds / 1_000_000) / 86_400:.16G}"


def _text(text: str) -> str:
    """A text, marked as one where somebody who edits the cell would make a formula of it."""
    kept = visible(text)
    kept = kept if len(kept) <= LONGEST_TEXT else f"{kept[: LONGEST_TEXT - 1]}…"
    style = f' s="{QUOTED}"' if in_csv(kept) != kept else ""
    space = ' xml:space="preserve"' if kept != kept.strip() else ""
    return f'{style} t="inlineStr"><is><t{space}>{as_text(kept)}</t></is></c>'
