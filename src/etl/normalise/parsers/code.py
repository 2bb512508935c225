"""The code of a label that a county writes; an unknown label stays as it is, for the code list's rule to find."""

import re
from typing import ClassVar

import numpy as np

from etl.contract.schema import Column
from etl.model import Cell
from etl.normalise.dictionary_column import DictionaryColumn
from etl.normalise.error_cells import cell_error
from etl.normalise.parsers.parser import Lexicon, Read
from etl.normalise.parsers.text import read_text
from etl.normalise.typed import TypedTexts
from etl.text import fold_label
from etl.types.code import CODE

_ALIAS = re.compile(r"[(]([^()]+)[)]")
_QUOTES = re.compile("[“”‘’\"'《》·•・‧∙-]")  # around a name and inside it: “蜀公益·哺桑梓”, 蜀公益-哺桑梓
ENDINGS = ("级", "类", "型", "等级", "类型", "性", "阶段", "帮扶", "结对", "方式", "捐赠", "登记", "渠道", "领域")


def _spellings(word: str) -> set[str]:
    """A word with each of the endings that mean nothing taken off, or put on."""
    return {word} | {word.removesuffix(ending) for ending in ENDINGS} | {word + ending for ending in ENDINGS}


class CodeParser:
    """Reads labels of a code list, in any of their spellings."""

    type: ClassVar = CODE

    def __init__(self, column: Column, lexicon: Lexicon) -> None:
        self.claims = lexicon.catalog.codes_of(column).code_of()
        self._labels = {code: entry.label.zh for code, entry in lexicon.catalog.codes_of(column).codes.items()}
        self._bare: dict[str, str] = {}  # of two codes with one spelling none is meant
        for word, code in self.claims.items():
            bare = _QUOTES.sub("", word)
            self._bare[bare] = code if self._bare.get(bare, code) == code else ""

    def _code_of(self, folded: str) -> tuple[str | None, bool]:
        """The code that a label means: as it stands, with an ending more or less (5A级), or both words of 民非（民办非企业单位）;
        and whether only one of the two is a word for it: 4A（过期）, 其他（线上）."""
        if code := self.claims.get(folded):
            return code, False
        words = {folded, *_ALIAS.findall(folded), _ALIAS.sub("", folded)} - {""}
        meant = [self._codes_of(word) for word in words if word != folded or len(words) == 1]
        codes = set().union(*meant, self._codes_of(folded))
        return (codes.pop(), len(meant) > 1 and not all(meant)) if len(codes) == 1 else (None, False)

    def _codes_of(self, word: str) -> set[str]:
        return {self._bare[form] for form in _spellings(_QUOTES.sub("", word)) if self._bare.get(form)}

    def at_once(self, cells: DictionaryColumn, unit: str) -> TypedTexts:  # noqa: ARG002 - as every parser
        """See Parser; there are few labels, and each is looked up."""
        return TypedTexts(cells.codes, np.zeros(len(cells.stored), dtype=bool), cells.texts)

    def read(self, cell: Cell, unit: str) -> Read:  # noqa: ARG002
        """See Parser."""
        if problem := cell_error(cell):
            return Read(problem=problem)
        label = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
        code, is_half = self._code_of(fold_label(label))
        if code:
            return Read(code, aside=self._labels[code] if is_half else None)
        text = read_text(cell)
        return Read(text.value, text.problem, is_masked=text.is_masked)
