"""A value as a cell of a workbook: takes a column and a value, gives what stands after the cell's reference. Pure."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from etl.exports.cell_text import plain
from etl.exports.sheet import Kind, SheetColumn
from etl.exports.xlsx_parts import QUOTED, STYLES
from etl.foreign_text import in_csv, stand_as_they_are, visible
from etl.marking.part_text import as_text

LONGEST_TEXT = 32_767
DIGITS = 15  # that Excel keeps of a number
FIRST_YEAR = 1901  # of which Excel knows all days, and no day that there was not
FIGURES = frozenset({Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.RATE})
EMPTY = "/>"
_FIGURE = re.compile(r"-?\d{1,15}(?:\.\d+)?", re.ASCII)
_SHORT_FIGURE = re.compile(r"-?\d{1,12}(?:\.\d{1,3})?", re.ASCII)  # of which Excel keeps all digits
_NOT_IN_A_PART = re.compile(r"[&<>]|_x|^\s|\s$", re.MULTILINE)
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
        return _day(shown)
    if isinstance(shown, Decimal | int | float) and _fits(shown):
        return f"{_style(column.kind)}><v>{shown}</v></c>"
    return _moment(column.kind, shown) if isinstance(shown, date) else _text(str(shown))


def after_references(kind: Kind, values: Sequence[Any]) -> Sequence[str] | None:
    """The same of the values of a column that is shown as it comes, if each is a text of the most usual sort; else None."""
    there = [value for value in values if type(value) is str]
    if len(there) + values.count(None) != len(values):
        return None
    if kind in FIGURES:
        begins, ends = f"{_style(kind)}><v>", "</v></c>"
        is_usual = all(map(_SHORT_FIGURE.fullmatch, there))
    else:
        begins, ends = ' t="inlineStr"><is><t>', "</t></is></c>"
        is_usual = kind is not Kind.DAY and _are_plain(there)
    return [EMPTY if value is None else f"{begins}{value}{ends}" for value in values] if is_usual else None


def _are_plain(texts: Sequence[str]) -> bool:
    return (
        max(map(len, texts), default=0) <= LONGEST_TEXT
        and stand_as_they_are(texts)
        and not _NOT_IN_A_PART.search("\n".join(texts))
    )


@lru_cache(maxsize=4096)
def _day(written: str) -> str:
    return _moment(Kind.DAY, date.fromisoformat(written))


def _moment(kind: Kind, moment: date) -> str:
    if moment.year < FIRST_YEAR:
        return _text(str(moment))
    return f"{_style(kind) or _style(Kind.DAY)}><v>{_serial(moment)}</v></c>"


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
