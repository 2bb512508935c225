"""What one row under a heading is: data, blank, a total, a footer, a category, an example, a row of column codes, or unclear.

Pure; looks at one row at a time and never at its neighbours.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from etl.contract.vocabulary import Vocabulary
from etl.model import Cell
from etl.text import fold_label

Row = Sequence[Cell]
CATEGORY = re.compile(r"^(?:[(]?[一二三四五六七八九十]+[)]?[、.．,]?|第[一二三四五六七八九十]+[类部分项、]+)")
COLUMN_CODE = re.compile(r"^(?:[甲乙丙丁戊己庚辛壬癸]|[(]?\d{1,2}[)]?|[a-z]\d{0,2}|栏次|代码|列号)$")
LONGEST_MARK = 16  # a total or category label is short; longer first cells are names and are never folded


class Kind(StrEnum):
    """What a row is."""

    DATA = "data"
    BLANK = "blank"
    TOTAL = "total"
    SUBTOTAL = "subtotal"
    FOOTER = "footer"
    CATEGORY = "category"
    EXAMPLE = "example"
    CODES = "codes"
    NIL = "nil"
    UNCLEAR = "unclear"


def is_blank(cell: Cell) -> bool:
    return cell is None or cell == "" or (isinstance(cell, str) and not cell.strip())


class RowKinds:
    """Tells the kind of a row; built once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._totals = vocabulary.folded(vocabulary.totals)
        self._subtotals = vocabulary.folded(vocabulary.subtotals)
        self._nil = vocabulary.folded(vocabulary.nil)
        self._examples = tuple(vocabulary.folded(vocabulary.examples))
        closing = vocabulary.folded((*vocabulary.footers, *vocabulary.fillers))
        words = "|".join(map(re.escape, sorted(closing, key=len, reverse=True)))
        self._footer = re.compile(rf"^(?:{words})(?:\d*[:.、]|$|[(])")
        self.total_kind = lru_cache(maxsize=65536)(self._total_kind)

    def _total_kind(self, lead: str) -> Kind | None:
        """Whether the first text of a row says that the row only totals (全县合计, 合 计:, 产业小计)."""
        label = re.split(r"[(:]", fold_label(lead))[0]
        if label.endswith(tuple(self._subtotals)):
            return Kind.SUBTOTAL
        return Kind.TOTAL if label.endswith(tuple(self._totals)) and label else None

    def of(self, row: Row, mapped: Sequence[int], is_first: bool) -> Kind:
        """The kind of a row; `mapped` are the indexes of the columns with a field, `is_first` right under the heading."""
        filled = [(index, cell) for index, cell in enumerate(row) if not is_blank(cell)]
        if not filled:
            return Kind.BLANK
        lead = next((cell for _, cell in filled if isinstance(cell, str)), None)
        folded = fold_label(lead) if lead is not None else ""
        texts = {fold_label(cell) for _, cell in filled}
        if is_first and len(filled) >= 3 and all(COLUMN_CODE.match(fold_label(_plain(cell))) for _, cell in filled):
            return Kind.CODES
        if lead is not None and len(lead) <= LONGEST_MARK and (kind := self.total_kind(lead)):
            return kind
        if folded.startswith(self._examples) and (is_first or folded in self._examples):
            return Kind.EXAMPLE
        if self._footer.match(folded):
            return Kind.FOOTER
        if len(texts) == 1 and folded in self._nil:
            return Kind.NIL
        in_table = {index for index, _ in filled} & set(mapped)
        if not in_table and len(filled) == 1 and lead is None:
            return Kind.BLANK  # a serial number that the template had printed
        if CATEGORY.match(folded) and (len(texts) == 1 or (len(filled) == 2 and len(in_table) < 2)):
            return Kind.CATEGORY
        return Kind.UNCLEAR if len(texts) == 1 or not in_table else Kind.DATA


def _plain(cell: Cell) -> Cell:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
