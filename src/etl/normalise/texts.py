"""Text, codes of credit and code labels from one raw cell; identity numbers are masked here, before anything is kept."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from etl.credit_code import is_credit_code
from etl.model import Cell
from etl.normalise.figures import shortest_decimal
from etl.text import mask_identity_numbers, tidy

DIGITS_KEPT = 15  # Excel keeps 15 significant digits of a number, so a longer code stored as one is damaged
SCIENTIFIC = re.compile(r"^\d(?:\.\d+)?[eE]\+?\d{2}$")


@dataclass(frozen=True)
class Text:
    """The text of a cell; `problem` says what was lost, `is_masked` that an identity number was hidden."""

    value: str | None = None
    problem: str | None = None
    is_masked: bool = False


def read_text(raw: Cell) -> Text:
    """The text of one non-blank cell; a whole number reads as its digits, never as 7.0.

    >>> read_text(13800004073.0).value, read_text(" 雪域镇\\u3000").value
    ('13800004073', '雪域镇')
    """
    if isinstance(raw, str):
        text = tidy(raw)
        masked = mask_identity_numbers(text)
        problem = "是科学计数法，后面的数字已经丢失" if SCIENTIFIC.match(text) else None
        return Text(masked, problem, is_masked=masked != text)
    if isinstance(raw, (int, float)):
        number = shortest_decimal(raw)
        digits = format(number, "f")
        lost = len(digits.lstrip("-").split(".")[0]) > DIGITS_KEPT
        masked = mask_identity_numbers(digits)
        return Text(masked, "存成了数字，第 15 位以后已经丢失" if lost else None, is_masked=masked != digits)
    if isinstance(raw, datetime):
        return Text(raw.date().isoformat() if raw.time() == time() else raw.isoformat(sep=" "))
    if isinstance(raw, (date, time)):
        return Text(raw.isoformat())
    return Text(str(raw) if isinstance(raw, timedelta) else tidy(str(raw)))


def read_credit_code(raw: Cell) -> Text:
    """A unified social credit code as it is compared: half-width, upper case, no spaces; its check digit is not judged here."""
    text = read_text(raw)
    if not isinstance(raw, str) or text.problem:
        return text
    folded = re.sub(r"[\s\-]+", "", unicodedata.normalize("NFKC", raw)).upper()
    if text.is_masked and not is_credit_code(folded):
        return text
    return Text(folded)  # some valid codes look like identity numbers: digits only, with a date in the middle
