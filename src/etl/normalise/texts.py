"""Text, codes of credit and code labels from one raw cell; identity numbers are masked here, before anything is kept."""

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from etl.model import Cell
from etl.normalise.error_cells import cell_error
from etl.normalise.figures import shortest_decimal
from etl.text import mask_identity_numbers, tidy
from etl.types.credit_code import is_credit_code

DIGITS_KEPT = 15  # Excel keeps 15 significant digits of a number, so a longer code stored as one is damaged
SCIENTIFIC = re.compile(r"^\d(?:\.\d+)?[eE]\+?\d{2}$")
QUOTES = "'’‘`\"“”＇＂"  # left over from forcing Excel to keep a code as text


@dataclass(frozen=True)
class Text:
    """The text of a cell; `problem` says what is wrong with it, `loss` that Excel has cut it, `is_masked` that an
    identity number was hidden."""

    value: str | None = None
    problem: str | None = None
    loss: str | None = None
    is_masked: bool = False


def read_text(raw: Cell) -> Text:
    """The text of one non-blank cell; a whole number reads as its digits, never as 7.0.

    >>> read_text(13800004073.0).value, read_text(" 雪域镇\\u3000").value
    ('13800004073', '雪域镇')
    """
    if problem := cell_error(raw):
        return Text(problem=problem)
    if isinstance(raw, str):
        text = tidy(raw)
        masked = mask_identity_numbers(text)
        loss = "是科学计数法，后面的数字已经丢失" if SCIENTIFIC.match(text) else None
        return Text(masked, loss=loss, is_masked=masked != text)
    if isinstance(raw, (int, float)):
        return _digits(raw)
    if isinstance(raw, (date, time, timedelta)):
        return Text(_moment(raw), loss="存成了日期或时间，原来写的（如 3-1）可能已经丢失")
    return Text(tidy(str(raw)))


def _moment(raw: date | time | timedelta) -> str:
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.isoformat(sep=" ")
    return str(raw) if isinstance(raw, timedelta) else raw.isoformat()


def _digits(number: float) -> Text:
    if not math.isfinite(number):
        return Text(problem="不是文字")
    digits = format(shortest_decimal(number), "f")
    lost = len(digits.lstrip("-").split(".")[0]) > DIGITS_KEPT
    masked = mask_identity_numbers(digits)
    return Text(masked, loss="存成了数字，第 15 位以后已经丢失" if lost else None, is_masked=masked != digits)


def read_credit_code(raw: Cell) -> Text:
    """A unified social credit code as it is compared: half-width, upper case, no spaces; its check digit is not judged here.

    >>> read_credit_code("‘91350100m000100y43’").value
    '91350100M000100Y43'
    """
    text = read_text(raw)
    if not isinstance(raw, str) or text.problem or text.loss:
        return text
    folded = re.sub(
        r"[\s\-\u200b\ufeff]+", "", unicodedata.normalize("NFKC", raw.strip(f" \t\r\n\u3000{QUOTES}"))
    ).upper()
    if mask_identity_numbers(folded) != folded and not is_credit_code(folded):
        return Text(mask_identity_numbers(folded), is_masked=True)
    return Text(folded or None)  # some valid codes look like identity numbers: digits only, with a date in the middle
