"""A unified social credit code as it is compared: half-width, upper case, no spaces; its check digit is not judged here."""

import re
import unicodedata
from collections.abc import Container
from typing import ClassVar

import numpy as np

from etl.contract.schema import Column
from etl.model import Cell
from etl.normalise.dictionary_column import DictionaryColumn
from etl.normalise.parsers.parser import Lexicon, Read
from etl.normalise.parsers.text import read_text
from etl.normalise.typed import TypedTexts
from etl.text import mask_identity_numbers
from etl.types.credit_code import CREDIT_CODE, is_credit_code

QUOTES = "'’‘`\"“”＇＂"  # left over from forcing Excel to keep a code as text
_PLAIN = r"^[0-9A-Z]{18}$"  # RE2
_LIKE_IDENTITY = r"^[1-9][0-9]{5}(?:18|19|20)[0-9]{9}[0-9X]$"  # but for the day, which has to be one


class CreditCodeParser:
    """Reads credit codes."""

    type: ClassVar = CREDIT_CODE
    claims: Container[str] = ()

    def __init__(self, column: Column, lexicon: Lexicon) -> None:
        pass

    def at_once(self, cells: DictionaryColumn, unit: str) -> TypedTexts:  # noqa: ARG002 - as every parser
        """See Parser."""
        return TypedTexts(cells.codes, are_plain(cells), cells.texts)

    def read(self, cell: Cell, unit: str) -> Read:  # noqa: ARG002
        """See Parser."""
        return read_credit_code(cell)


def are_plain(cells: DictionaryColumn) -> np.ndarray:
    """Mask of the cells that are texts written as a credit code is, and could be no identity number."""
    plain: np.ndarray = cells.matching(_PLAIN) & ~cells.matching(_LIKE_IDENTITY)
    return plain


def read_credit_code(raw: Cell) -> Read:
    """The code in one cell that is not blank.

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
        return Read(mask_identity_numbers(folded), is_masked=True)
    return Read(folded or None)  # some valid codes look like identity numbers: digits only, with a date in the middle
