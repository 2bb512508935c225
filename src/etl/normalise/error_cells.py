"""Cells that hold no value although they are not blank: errors of formulas, results never calculated, pictures. Pure."""

import re

from etl.model import Cell, Mark
from etl.rules.reading.values import VALUE_TYPE
from etl.text import tidy

ERROR = re.compile(
    r"#(?:REF!?|DIV/0!?|N/A|NAME\?|VALUE!?|NUM!?|NULL!?|SPILL!?|CALC!?|GETTING_DATA|BLOCKED!|FIELD!)", re.I
)
SHOWN = {
    Mark.UNCALCULATED: "（公式没有计算结果）",
    Mark.PICTURE: "（图片）",
}
FAULTS = {Mark.UNCALCULATED: "uncalculated", Mark.PICTURE: "picture"}


def cell_error(raw: Cell) -> str | None:
    """Reason why a cell that is not blank holds no value, in any kind of column; None when it may hold one.

    >>> cell_error("#REF!"), cell_error("3")
    ('是公式错误', None)
    """
    if isinstance(raw, Mark):
        return VALUE_TYPE.reason(FAULTS[raw])
    if isinstance(raw, str):
        text = tidy(raw)
        if ERROR.fullmatch(text):
            return VALUE_TYPE.reason("formula error")
        if len(text) > 2 and not text.strip("#"):
            return VALUE_TYPE.reason("hash signs")
    return None
