"""A unified social credit code as it is compared: half-width, upper case, no spaces; its check digit is not judged here."""

import re
from collections.abc import Container
from typing import ClassVar

import numpy as np

from etl.contract.schema import Column
from etl.model import Cell
from etl.normalise.dictionary_column import DictionaryColumn
from etl.normalise.parsers.parser import Lexicon, Read
from etl.normalise.parsers.text import read_text
from etl.normalise.typed import TypedTexts
from etl.types.credit_code import CREDIT_CODE, credit_code_in

_PLAIN = r"^[0-9A-Z]{18}$"  # RE2
_LABELLED = re.compile(r"(?:[一-鿿]{0,8}代码:?)?([0-9A-Z]{18})[。.;,]?")


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
    """Mask of the cells that are texts written as a credit code is."""
    return cells.matching(_PLAIN)


def read_credit_code(raw: Cell) -> Read:
    """The code in one cell that is not blank.

    >>> read_credit_code("‘91350100m000100y43’").value
    '91350100M000100Y43'
    >>> read_credit_code("统一社会信用代码：91350100M000100Y43。").value
    '91350100M000100Y43'
    """
    text = read_text(raw)
    if not isinstance(raw, str) or text.problem or text.loss:
        return text
    code = credit_code_in(raw)
    labelled = _LABELLED.fullmatch(code)
    return Read((labelled[1] if labelled else code) or None)
