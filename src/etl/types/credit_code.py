"""Unified social credit codes, and their check digit (GB 32100-2015)."""

import re
import unicodedata

from etl.model import Severity
from etl.types.column_type import ColumnType

CREDIT_CODE = ColumnType(
    name="credit_code",
    label="统一社会信用代码",
    sql="text",
    wanted="完整的内容（文本格式）",
    number_format="@",
    when_cut=Severity.CRITICAL,
    is_registered=True,
    checks=("credit_code",),
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)  # 3**i mod 31
SHAPE = f"^[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}$"
QUOTES = "'’‘`\"“”＇＂"  # left over from forcing Excel to keep a code as text
_SHAPE = re.compile(SHAPE)
_SPACES = re.compile(r"[\s\-\u200b\ufeff]+")
_VALUE = {character: value for value, character in enumerate(ALPHABET)}


def is_credit_code(text: str) -> bool:
    """True when 18 upper-case characters have the standard's shape and the right check character.

    >>> is_credit_code("91350100M000100Y43"), is_credit_code("91350100M000100Y44")
    (True, False)
    """
    if not _SHAPE.match(text):
        return False
    total = sum(_VALUE[character] * weight for character, weight in zip(text, WEIGHTS, strict=False))
    return ALPHABET[(31 - total % 31) % 31] == text[17]


def credit_code_in(text: str) -> str:
    """A text in the one form in which credit codes are compared.

    >>> credit_code_in("‘91350100m000100y43’")
    '91350100M000100Y43'
    """
    return _SPACES.sub("", unicodedata.normalize("NFKC", text.strip(f" \t\r\n\u3000{QUOTES}"))).upper()
