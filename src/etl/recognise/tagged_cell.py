"""One cell as a text with its type before it, and back: for cells that no Arrow array of their column holds.

Takes and gives plain values. What comes back is checked: ValueError for a text that no cell was written as.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from etl.model import Cell, Display, Mark, ShownNumber


def tagged(cell: Cell) -> str:
    """The cell as the JSON of its type's name and what makes it again."""
    kind = type(cell)
    if isinstance(cell, ShownNumber):
        display = cell.display
        shown = (display.shift, display.decimals, display.text, display.is_hidden, display.code, display.words)
        return json.dumps([kind.__name__, [cell.stored, *shown]])
    if isinstance(cell, timedelta):
        return json.dumps([kind.__name__, [cell.days, cell.seconds, cell.microseconds]])
    if isinstance(cell, date | time):
        return json.dumps([kind.__name__, cell.isoformat()])
    return json.dumps([kind.__name__, cell])


def untagged(text: str) -> Cell:
    """The cell again."""
    try:
        name, value = json.loads(text)
        return MADE[name](value)
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError) as error:
        raise ValueError("a text that no cell is written as") from error


def _exactly(kind: type) -> Callable[[Any], Any]:
    def checked(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError
        return value

    return checked


def _shown(parts: Any) -> ShownNumber:
    stored, shift, decimals, text, is_hidden, code, words = parts
    if type(stored) not in (float, int):
        raise TypeError
    _exactly(int)(shift)
    _exactly(str)(text)
    _exactly(bool)(is_hidden)
    if decimals is not None:
        _exactly(int)(decimals)
    if code is not None:
        before, least, behind = code
        code = _exactly(str)(before), _exactly(int)(least), _exactly(str)(behind)
    if words is not None:
        before, behind = words
        words = _exactly(str)(before), _exactly(str)(behind)
    return ShownNumber(stored, Display(shift, decimals, text, is_hidden, code, words))


def _span(parts: Any) -> timedelta:
    days, seconds, microseconds = map(_exactly(int), parts)
    return timedelta(days, seconds, microseconds)


MADE: Mapping[str, Callable[[Any], Cell]] = {
    "NoneType": _exactly(type(None)),
    "str": _exactly(str),
    "float": _exactly(float),
    "int": _exactly(int),
    "bool": _exactly(bool),
    "Mark": Mark,
    "date": lambda value: date.fromisoformat(value),
    "datetime": lambda value: datetime.fromisoformat(value),
    "time": lambda value: time.fromisoformat(value),
    "timedelta": _span,
    "ShownNumber": _shown,
}
