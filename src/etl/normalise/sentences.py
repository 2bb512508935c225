"""What a county is told about one cell that could not be read as it stands; every function gives the sentence after the place."""

from collections.abc import Callable

from etl.contract.schema import Column
from etl.model import ShownNumber
from etl.normalise.shown_numbers import DisplayNote, as_seen, exact, stored
from etl.rules.reading.values import IDENTITY_NUMBER

Sentence = Callable[[int, str], str]  # from the row number and the value seen


def problem(label: str, why: str, expected: str) -> Sentence:
    return lambda row, value: f"“{label}”写的是“{value}”，{why}；请填写{expected}。"


def doubt(label: str, why: str) -> Sentence:
    return lambda row, value: f"“{label}”写的是“{value}”，{why}，已按所写的数读取；请核对，如有准确数请更正。"


def displayed(doubt: DisplayNote, column: Column, unit: str, cell_of: Callable[[int], ShownNumber]) -> Sentence:
    """About numbers that are shown otherwise, in a column that is written in `unit`; `cell_of` gives a row's."""
    return lambda row, value: _displayed(doubt, column, unit, cell_of(row))


def _displayed(doubt: DisplayNote, column: Column, unit: str, cell: ShownNumber) -> str:
    plain, seen = "把单元格格式改为“常规”", as_seen(cell)
    begin = f"“{column.label.zh}”存的数是 {stored(cell)}，单元格格式"
    if doubt is DisplayNote.HIDDEN:
        how = f"把它显示为“{seen}”" if seen else "把它隐藏了，看不见"
        return f"{begin}{how}，已按存的数读取；不需要填报的请清空这一格，需要的请{plain}。"
    if doubt is DisplayNote.CODE:
        return f"{begin}把它显示为“{seen}”，已按显示的读取；请把单元格设为文本格式，照样填写。"
    if doubt is DisplayNote.SCALED:
        taken = exact(cell) if cell.display.text and column.type.is_money else stored(cell)
        return f"{begin}把它显示为 {seen}，已按 {taken} 读取；请核对，最好{plain}。"
    shown = exact(cell) if cell.display.text else f"{exact(cell)}{unit}"
    return (
        f"{begin}把它显示为 {seen}，分不清要报哪一个：按存的数是 {stored(cell)}{unit}，按显示的数是 {shown}；"
        f"请{plain}，再填写{column.expected}。"
    )


def masked(label: str) -> Sentence:
    return lambda row, value: IDENTITY_NUMBER.sentence(label=label, value=value)


def ditto(label: str) -> Sentence:
    return lambda row, value: f"“{label}”写的是“{value}”，已按上一行的内容读取；请每一行都写明内容。"


def ditto_of_nothing(label: str) -> Sentence:
    return lambda row, value: f"“{label}”写的是“{value}”，但上一行没有内容；请写明内容。"
