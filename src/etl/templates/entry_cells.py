"""Cells of one column of a template: heading, format, the check while it is typed, the message beside it. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from etl.contract.catalog import Catalog
from etl.contract.schema import Column

LONGEST_MESSAGE, LONGEST_TITLE = 255, 32  # that Excel shows beside a cell
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)
MOST = 999_999_999_999  # figures beyond it are typing mistakes
CREDIT_CODE_LENGTH = 18
# in a description, which speaks of what is stored
_STORED_MASKED = re.compile("[，；。、]?身份证号已遮盖")
_STORED_UNIT = re.compile("[，；。、]?(?:金额)?单位[:：]?为?元")
LINE_HEIGHT = 15  # points; Excel would see for itself how many lines a cell takes, LibreOffice does not


def heading_of(column: Column) -> str:
    """The official heading: its label with the template's unit; * before one that must be filled in."""
    unit = f"（{column.unit}）" if column.unit else ""
    return f"{'*' if column.required else ''}{column.label.zh}{unit}"


def meaning_of(column: Column) -> str:
    """The column's description as a county reads it: what it writes, not what is stored, which is masked and in another unit."""
    said = _STORED_MASKED.sub("", column.description.zh)
    return _STORED_UNIT.sub("", said) if column.type.is_money else said


def number_format_of(column: Column) -> str:
    """The format of its cells; an amount that is not written in 元 shows as many decimals as 分 takes."""
    return (
        f"{column.type.number_format}####"
        if column.type.is_money and column.unit != column.type.stored_in
        else column.type.number_format
    )


def width_of(column: Column) -> int:
    """The width of a column, in letters."""
    kind = column.type
    if kind.is_registered:
        return CREDIT_CODE_LENGTH + 4
    return 13 if kind.is_day or kind.is_figure or kind.has_codes else 20


def lines_of(text: str, width: int) -> int:
    """Lines that a text takes in a cell so many letters wide: a Chinese character has two bytes and takes two.

    >>> lines_of("按文本填写的完整内容", 44), lines_of("按文本填写的完整内容", 10), lines_of("", 10)
    (1, 3, 1)
    """
    return -(-(len(text.encode("gb18030", "replace")) + 1) // width)


def list_name(catalog: Catalog, column: Column) -> str:
    """The defined name of a column's list of choices."""
    return f"list_{catalog.codes_of(column).name}"


def choices_of(catalog: Catalog, column: Column) -> list[str]:
    """The words that a column with a code list offers."""
    return [entry.label.zh for entry in catalog.codes_of(column).codes.values()]


def factor_of(catalog: Catalog, column: Column) -> Decimal:
    """Factor from the unit in which a figure of the column is written to the one in which it is stored."""
    return catalog.vocabulary.units[column.unit] if column.unit else Decimal(1)


def typed_check(catalog: Catalog, column: Column) -> dict[str, Any]:
    """The check of a cell while it is typed, as xlsxwriter takes it, with the message beside the cell."""
    check = _check(catalog, column)
    message = f"{meaning_of(column)}。{'必填。' if column.required else ''}填写：{column.expected}。"
    if check["validate"] != "any":
        check |= {"error_title": "请核对", "error_message": f"这里应填：{column.expected}。"[:LONGEST_MESSAGE]}
    return check | {"input_title": column.label.zh[:LONGEST_TITLE], "input_message": message[:LONGEST_MESSAGE]}


def _check(catalog: Catalog, column: Column) -> dict[str, Any]:
    kind = column.type
    if kind.has_codes:
        return {"validate": "list", "source": f"={list_name(catalog, column)}"}
    if kind.is_day:
        return {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
    if kind.is_figure:
        least = -MOST if column.minimum is None else float(column.minimum / factor_of(catalog, column))
        whole = "integer" if kind.scale == 0 else "decimal"
        return {"validate": whole, "criteria": "between", "minimum": least, "maximum": MOST}
    if kind.is_registered:
        return {"validate": "length", "criteria": "==", "value": CREDIT_CODE_LENGTH, "error_type": "warning"}
    return {"validate": "any"}


def stored_as_typed(catalog: Catalog, column: Column, value: object) -> object:
    """A stored value as a county would have typed it; None for one that cannot go back (a masked number)."""
    if value is None or (isinstance(value, str) and "*" * 8 in value):
        return None
    if column.type.has_codes:
        entry: Mapping[str, Any] = catalog.codes_of(column).codes
        return entry[str(value)].label.zh if str(value) in entry else None
    if column.type.is_figure:
        return Decimal(str(value)) / factor_of(catalog, column)
    return value
