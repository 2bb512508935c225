"""Sort one row under a heading: data, blank, a total, a footer, a category, an example, a row of column codes, or unclear.

Pure; looks at one row at a time and never at its neighbours. A row that fills in what a record must have is data, whatever
its first cell is called: an organisation may bear a name that ends in 合计.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from etl.contract.vocabulary import Vocabulary
from etl.model import Cell
from etl.recognise.cells import Layout, Row, is_blank
from etl.recognise.rows.marking_words import CATEGORY, LONGEST_MARK, Kind, MarkingWords
from etl.text import fold_label

NUMBERED = re.compile(r"^\s*[一二三四五六七八九十]{1,3}[\s\u3000]+\S")  # 一　产业帮扶: folding takes the space away
# 甲 乙 1 2, A B C D1, (1) (2), 栏次, and what a code row computes: (3)=(1)+(2)
COLUMN_CODE = re.compile(
    r"^(?:[甲乙丙丁戊己庚辛壬癸]|第?\d{1,2}[栏列]|[栏列]\d{1,2}|[(]?[a-z]?\d{0,2}[)]?(?:[=+\-*/×÷][(]?[a-z]?\d{0,2}[)]?)*|栏次|代码|列号|[-—x])$"
)


# what a form asks of each column, in a row of its own: 必填, 文本, 格式：2024-01-01, donation_no
DEMAND = re.compile(
    r"^[(]?(?:(?:非?必|选|可不)填|必[录选]|可选|文本|字符|数[字值]|[整小]数|日期|金额|下拉(?:选择|框|菜单)?|[单多]?选择?|自动(?:计算|生成|汇总)"
    r"|(?:格式|例|如|填)[:如写].{0,20}|请?(?:填写|填|选择|输入|按|从).{1,20}|[a-z]+(?:_[a-z]+)*)(?:项|型|类型|格式)?[)]?$"
)
FEWEST_LACKING = 2  # of what a record must have, besides figures


class RowKinds(MarkingWords):
    """Tells the kind of a row; built once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(vocabulary)
        self._examples = vocabulary.folded(vocabulary.examples)
        # 例1, 例： but not 例外协会 and 示例社区: a name may begin so as well
        words = "|".join(map(re.escape, sorted(self._examples, key=len, reverse=True)))
        self._says_example = re.compile(rf"^(?:{words})(?:$|[\d:、.,(])")
        words = "|".join(re.escape(word) for word in self._examples if len(word) > 1)
        self._begins_example = re.compile(rf"^(?:{words})")
        placeholders = vocabulary.folded(vocabulary.placeholders)
        # cells of an unused row: what a form leaves there, a formula's zero
        self._unused = self.blanks | placeholders | {"0", "0.0", "0.00"}
        self.nothing: frozenset[Cell] = frozenset((*vocabulary.blanks, *vocabulary.placeholders, 0, "0"))

    def total_label(self, row: Row, layout: Layout) -> str | None:
        """The text that makes a row a total: the first text if it ends so, else a bare 合计 left of the figures."""
        if split := self._split_label(row):
            return split
        first = True
        for index, cell in enumerate(row[: layout.last + 1]):
            if is_blank(cell):
                continue
            if index in layout.figures and not first:
                return None
            if isinstance(cell, str):
                if (
                    len(cell.strip()) <= LONGEST_MARK
                    and self.total_kind(cell)
                    and (first or self.is_strong_total(cell))
                ):
                    return cell
                if index in layout.figures:
                    return None  # 本季 | 累计 are the leaves of a heading
                first = first and cell.strip().isdecimal()  # a serial number in a CSV
        return None

    def _split_label(self, row: Row) -> str | None:
        """合计 whose letters are the first two texts of a row, one a cell."""
        texts = [cell for cell in row if isinstance(cell, str) and not is_blank(cell) and not cell.strip().isdecimal()]
        return self._split.get((fold_label(texts[0]), fold_label(texts[1]))) if len(texts) > 1 else None

    def of(self, row: Row, layout: Layout, is_first: bool) -> Kind:
        """The kind of a row; `is_first` while no data stands between it and the heading."""
        filled = [(index, cell) for index, cell in enumerate(row[: layout.last + 1]) if not is_blank(cell)]
        if not filled:
            return Kind.BLANK
        lead_at, lead = next(((i, cell) for i, cell in filled if isinstance(cell, str)), (-1, None))
        folded = fold_label(lead) if lead is not None else ""
        if is_first and (self._is_codes(filled, layout) or _is_of_demands(filled)):
            return Kind.CODES
        label = self.total_label(row, layout)
        if label is not None and (label == self._split_label(row) or not self._is_record(filled, layout, label)):
            is_line = len(filled) == 1 and not self.is_strong_total(label) and label != self._split_label(row)
            return Kind.UNCLEAR if is_line else self.total_kind(label) or Kind.TOTAL  # 下列不计入合计 totals nothing
        is_complete = self._is_complete(filled, layout)
        if self._is_example(folded, is_first=is_first, is_complete=is_complete):
            return Kind.EXAMPLE
        if is_complete:
            return Kind.DATA
        is_signed = self.is_signed([fold_label(cell) for _, cell in filled if isinstance(cell, str)])
        if is_signed or (self.is_closing(folded) and not self._is_record(filled, layout, None, besides=lead_at)):
            # a footer has no figure in a list's columns, nor all that a record must have; a form looks at its own
            has_figure = any(i in layout.figures and _is_figure(cell) for i, cell in filled)
            is_complete = {lead_at, *self._given(filled)}.issuperset(layout.required)
            return Kind.UNCLEAR if layout.required and (has_figure or is_complete) else Kind.FOOTER
        if self._says_nil(filled, layout):
            return Kind.NIL
        if self._is_unused(filled, layout):
            return Kind.NIL if is_first and self._has_dashes_only(filled, layout) else Kind.BLANK
        return self._kind_of_rest(filled, folded, lead, layout)

    def _is_example(self, folded: str, *, is_first: bool, is_complete: bool) -> bool:
        """True when a first text says that its row is an example; a record may bear a name that begins so."""
        if folded in self._examples or (is_first and self._says_example.match(folded)):
            return True
        return is_first and not is_complete and self._begins_example.match(folded) is not None

    def is_complete(self, row: Row, layout: Layout) -> bool:
        """True when a row fills in all that a record must have."""
        return self._is_complete(
            [(i, cell) for i, cell in enumerate(row[: layout.last + 1]) if not is_blank(cell)], layout
        )

    def _is_complete(self, filled: list[tuple[int, Cell]], layout: Layout) -> bool:
        """True when a row fills in all that a record must have, and not with the one text of a line."""
        given = self._given(filled)
        is_whole = len(given & layout.mapped) >= 2 and given.issuperset(layout.required) and bool(layout.required)
        return is_whole and not self._is_unused(filled, layout)

    def _is_unused(self, filled: list[tuple[int, Cell]], layout: Layout) -> bool:
        """True when a row of the form was left as it is: zeros of formulas, 请选择 and dashes, at most a serial number."""
        return all(
            fold_label(_plain(cell)) in self._unused
            or (index not in layout.mapped and fold_label(_plain(cell)).isdecimal())
            for index, cell in filled
        )

    def _has_dashes_only(self, filled: list[tuple[int, Cell]], layout: Layout) -> bool:
        inside = [fold_label(_plain(cell)) for index, cell in filled if index in layout.mapped]
        return sum(cell in self.blanks for cell in inside) * 2 >= len(layout.mapped)

    def _kind_of_rest(self, filled: list[tuple[int, Cell]], folded: str, lead: Cell, layout: Layout) -> Kind:
        texts = {fold_label(_plain(cell)) for _, cell in filled}
        in_table = {index for index, _ in filled} & layout.mapped
        is_serial = len(filled) == 1 and (filled[0][0] in layout.serials or filled[0][0] < min(layout.mapped))
        if is_serial and fold_label(_plain(filled[0][1])).isdecimal():
            return Kind.BLANK  # a serial number printed beforehand
        if CATEGORY.match(folded) or (isinstance(lead, str) and NUMBERED.match(lead)):
            others = {index for index, cell in filled if cell is not lead} & layout.mapped
            names = others - layout.figures
            is_free = not others & set(layout.key) or (filled[0][0] in layout.serials and self._lacks(others, layout))
            if names != others and (not names or (len(names) == 1 and is_free)):
                return Kind.SUBTOTAL  # 一、产业帮扶, or 一 | 产业帮扶, with the sum of its block beside it
            if len(texts) == 1 or (len(filled) == 2 and len(in_table) < 2):
                return Kind.CATEGORY
        if folded.startswith("其中") and not in_table & set(layout.key):
            return Kind.UNCLEAR
        lonely = len(texts) == 1 and (len(filled) == 1 or lead is not None)
        return Kind.UNCLEAR if lonely or not in_table else Kind.DATA

    def _lacks(self, given: set[int], layout: Layout) -> bool:
        """True when two words or days that a record must have are missing: 一 | 普安镇 | | | 25.5 is no record's."""
        return len({*layout.required} - layout.figures - given) >= FEWEST_LACKING

    def _is_codes(self, filled: list[tuple[int, Cell]], layout: Layout) -> bool:
        """甲 乙 1 2 under the heading: nothing but codes, under the key too."""
        if layout.key and not any(index in layout.key for index, _ in filled):
            return False
        if len(filled) < 3 or not all(COLUMN_CODE.match(fold_label(_plain(cell))) for _, cell in filled):
            return False
        codes = [code for code in (fold_label(_plain(cell)) for _, cell in filled) if code not in self.blanks]
        return len({*codes}) >= 2 and _is_sequence(codes)

    def _is_record(self, filled: list[tuple[int, Cell]], layout: Layout, label: str | None, besides: int = -1) -> bool:
        """True when a row with a total's or a footer's first cell is a record after all: it fills in what one must."""
        words = self._given(filled)
        place = besides if label is None else next(i for i, cell in filled if cell is label or cell == label)
        needed = [index for index in layout.required if index != place]
        texts = [index for index in needed if index not in layout.figures]
        there = sum(index in words for index in texts)
        if label is not None and self.is_strong_total(label):
            return False  # 合计 is nobody's name
        if label is not None:
            return bool(texts) and there * 2 >= len(texts)
        is_long = len(words & layout.mapped - {place}) >= 3
        if not texts:  # nothing but its name, a day and figures
            return is_long and words.issuperset(needed)
        return there * 2 >= len(texts) and is_long

    def _given(self, filled: list[tuple[int, Cell]]) -> set[int]:
        """The columns that are filled in with more than a dash or a line of its own."""
        return {i for i, cell in filled if not (isinstance(cell, str) and self._says_little(fold_label(cell)))}

    def _says_little(self, folded: str) -> bool:
        """True when a cell fills in nothing: a dash, or a line of its own such as 审核人：."""
        return folded in self.blanks or self.is_closing(folded)

    def is_like_data(self, row: Row, layout: Layout) -> bool:
        """True when a row fills in half of what a record must have, and a figure where it must have one."""
        filled = [index for index in layout.required if index < len(row) and not is_blank(row[index])]
        measured = [index for index in layout.required if index in layout.figures]
        return len(filled) * 2 >= len(layout.required) and (not measured or any(index in filled for index in measured))

    def _says_nil(self, filled: list[tuple[int, Cell]], layout: Layout) -> bool:
        """Nothing but 无 (or a sentence that says so), with dashes, zeros and a serial number."""
        nil = 0
        for index, cell in filled:
            if not isinstance(cell, str):
                if index in layout.mapped and cell != 0:
                    return False
            elif self.is_nil(cell):
                nil += 1
            elif fold_label(cell) not in self.blanks and (index in layout.mapped or not fold_label(cell).isdecimal()):
                return False
        return nil > 0


def _is_of_demands(filled: list[tuple[int, Cell]]) -> bool:
    """True when a row says of every column how it is filled in."""
    return len(filled) >= 3 and all(isinstance(cell, str) and DEMAND.match(fold_label(cell)) for _, cell in filled)


def _is_sequence(codes: Sequence[str]) -> bool:
    """True when column codes go on as codes do: 1 2 3, (4) (5), A B; values such as 1 52 80 do not."""
    heads = [code.partition("=")[0].strip("()第栏列") for code in codes]
    numbers = [int(head) for head in heads if head.isdecimal()]
    return len(numbers) < 2 or all(later == earlier + 1 for earlier, later in pairwise(numbers))


def _is_figure(cell: Cell) -> bool:
    return cell.strip()[:1].isdigit() if isinstance(cell, str) else True


def _plain(cell: Cell) -> Cell:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
