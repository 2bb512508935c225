"""Texts as they are written; of a number too long for Excel what is left of an identity number is masked. Codes are read as
texts first."""

import math
import re
from collections.abc import Container
from datetime import date, datetime, time, timedelta
from typing import ClassVar

import numpy as np

from etl.contract.schema import Column
from etl.identity_numbers import mask
from etl.model import Cell
from etl.normalise.dictionary_column import DictionaryColumn
from etl.normalise.error_cells import cell_error
from etl.normalise.figures import shortest_decimal
from etl.normalise.parsers.parser import Lexicon, Read
from etl.normalise.typed import TypedTexts
from etl.rules.reading.values import VALUE_TYPE
from etl.text import fold_label, tidy
from etl.types.text import TEXT

DIGITS_KEPT = 15  # Excel keeps 15 significant digits of a number, so a longer code stored as one is damaged
SCIENTIFIC = re.compile(r"^\d(?:(?:\.\d+)?[eE]\+|\.\d+[eE])\d{2}$")  # 2E01 is a number somebody gave
# RE2, which knows white space of ASCII only. What tidying takes off the ends, an error or hash signs, and 1.2e+17 need a
# closer look
_SPACE = r"\s\x0b\x{85}\x{a0}\x{200b}\x{3000}\x{feff}"
_CHANGED = rf"^$|^[{_SPACE}#]|[{_SPACE}]$|^.[.eE]"


class TextParser:
    """Reads texts."""

    type: ClassVar = TEXT
    claims: Container[str] = ()

    def __init__(self, column: Column, lexicon: Lexicon) -> None:
        needs_content = column.required or column.name in lexicon.references
        self._no_blank = lexicon.some_content if needs_content else lexicon.no_blank
        self._no_content = lexicon.no_content if column.required else frozenset[str]()

    def at_once(self, cells: DictionaryColumn, unit: str) -> TypedTexts:  # noqa: ARG002
        """See Parser."""
        return TypedTexts(cells.codes, stand_as_they_are(cells, self._no_blank), cells.texts)

    def read(self, cell: Cell, unit: str) -> Read:  # noqa: ARG002
        """See Parser; 待定 and 详见附件 are nobody's name."""
        if isinstance(cell, str) and fold_label(cell) in self._no_content:
            return Read.none("no content")
        return read_text(cell)


def stand_as_they_are(cells: DictionaryColumn, pattern_of_words: str) -> np.ndarray:
    """Mask of the cells that are texts that reading does not change and that are none of some words (`no_word`)."""
    stands: np.ndarray = cells.matching(pattern_of_words) & ~cells.matching(_CHANGED)
    return stands


def read_text(raw: Cell) -> Read:
    """The text of one non-blank cell; a whole number reads as its digits, never as 7.0.

    >>> read_text(13800004073.0).value, read_text(" 雪域镇\\u3000").value
    ('13800004073', '雪域镇')
    """
    if problem := cell_error(raw):
        return Read(problem=problem)
    if isinstance(raw, str):
        text = tidy(raw)
        return Read(text, loss=VALUE_TYPE.reason("scientific") if SCIENTIFIC.match(text) else None)
    if isinstance(raw, (int, float)):
        return _digits(raw)
    if isinstance(raw, (date, time, timedelta)):
        return Read(_moment(raw), loss=VALUE_TYPE.reason("moment"))
    return Read(tidy(str(raw)))


def _moment(raw: date | time | timedelta) -> str:
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.isoformat(sep=" ")
    return str(raw) if isinstance(raw, timedelta) else raw.isoformat()


def _digits(number: float) -> Read:
    if not math.isfinite(number):
        return Read.none("no number")
    digits = format(shortest_decimal(number), "f")
    lost = len(digits.lstrip("-").split(".")[0]) > DIGITS_KEPT
    masked = mask(digits) if lost else digits
    loss = VALUE_TYPE.reason("digits lost") if lost else None
    return Read(masked, loss=loss, is_masked=masked != digits)
