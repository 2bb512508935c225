"""Cells that hold no value although they are not blank: errors of formulas, results never calculated, pictures. Pure."""

import re

from etl.model import Cell, Mark
from etl.text import tidy

ERROR = re.compile(
    r"#(?:REF!?|DIV/0!?|N/A|NAME\?|VALUE!?|NUM!?|NULL!?|SPILL!?|CALC!?|GETTING_DATA|BLOCKED!|FIELD!)", re.I
)
SHOWN = {
    Mark.UNCALCULATED: "（公式没有计算结果）",
    Mark.PICTURE: "（图片）",
}
WORDS = {
    Mark.UNCALCULATED: "是公式，但没有保存计算结果，请用 Excel 或 WPS 打开保存后再报，或直接填数",
    Mark.PICTURE: "是图片，读不出内容",
}


def cell_error(raw: Cell) -> str | None:
    """Why a cell that is not blank holds no value, in any kind of column; None when it may hold one.

    >>> cell_error("#REF!"), cell_error("3")
    ('是公式错误', None)
    """
    if isinstance(raw, Mark):
        return WORDS.get(raw, "没有内容")
    if isinstance(raw, str):
        text = tidy(raw)
        if ERROR.fullmatch(text):
            return "是公式错误"
        if len(text) > 2 and not text.strip("#"):
            return "是列宽不够时显示的井号，不是内容"
    return None
