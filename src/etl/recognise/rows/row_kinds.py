"""What one row under a heading is: data, blank, a total, a footer, a category, an example, a row of column codes, or unclear.

Pure; looks at one row at a time and never at its neighbours. A row that fills in what a record must have is data, whatever
its first cell is called: an organisation may bear a name that ends in 合计.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from etl.contract.vocabulary import Vocabulary
from etl.model import Cell
from etl.recognise.cells import Layout, Row, is_blank
from etl.text import fold_label, remembering

CATEGORY = re.compile(
    r"^(?:[(][一二三四五六七八九十]+[)]|[一二三四五六七八九十]+[)、.．,]|第[一二三四五六七八九十]+[类部分项、]+|[一二三四五六七八九十]+$)"
)
NUMBERED = re.compile(r"^\s*[一二三四五六七八九十]{1,3}[\s\u3000]+\S")  # 一　产业帮扶: folding takes the space away
# 甲 乙 1 2, A B C D1, (1) (2), 栏次, and what a code row computes: (3)=(1)+(2)
COLUMN_CODE = re.compile(
    r"^(?:[甲乙丙丁戊己庚辛壬癸]|[(]?[a-z]?\d{0,2}[)]?(?:[=+\-*/×÷][(]?[a-z]?\d{0,2}[)]?)*|栏次|代码|列号|[-—x])$"
)
# 县民政局负责人签字：, 审核(签章): and the like; the words stand close before a colon
SIGNED = re.compile(
    r"^.{0,10}(?:负责人|填表人|填报人|审核人|审核|制表人|制表|经办人|联系人|复核人|签字|签章|盖章|公章)[^:]{0,6}:"
)
NIL_SENTENCE = re.compile(
    r"^(?:截至.{0,12}|目前|(?:本|我)?(?:季度|季|期|月|年度|年|单位|辖区|县|区|市|地区|乡镇|街道)+)?(?:暂时|暂|均|为|尚)?"
    r"(?:无|没有|零|未发生|未开展|未签订)(?:此项|该项|此类|相关|新增|任何|填报|上报|报送|数据|业务|情况|内容|工作|报告|申报|发生|记录|"
    r"信息|项目|活动|捐赠|协议|需求|拨付|销售|基地|款物|资金|社会组织|结对|帮扶|消费|孵化|认领|宣传|明细|台账|的|[。.!])*$"
)
WHOLE_TOTAL = re.compile(
    r"^(?:全[县市区省]|本[县市区页表期季年]|全年|年度|[一二三四1-4第]+季度|各[项县]|以上|项目|资金|金额|总)*$"
)  # before 合计
COUNT = re.compile(r"\d+(?:个|项|家|户|人|笔|条|次|件|份|场)?(?:项目|组织|协议|活动|需求|基地)?$")
BRACKETS = "(（[【〔{"  # which folding takes for one
# a colon, which a signature has, and whatever folding makes another letter of, or of letters apart a word
FOLDED = re.compile("[^\\n!-9;-~\\u3001-\\u303f\\u4e00-\\u9fff“”‘’…—·，。；！？（）]")
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


class RowKinds:
    """Tells the kind of a row; built once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._totals = tuple(vocabulary.folded(vocabulary.totals))
        self._subtotals = tuple(vocabulary.folded(vocabulary.subtotals))
        # 合 | 计 over two cells
        self._split = {(word[0], word[1]): word for word in (*self._totals, *self._subtotals) if len(word) == 2}
        self._halves = frozenset(half for halves in self._split for half in halves)
        self._nil = vocabulary.folded(vocabulary.nil)
        self._blanks = vocabulary.folded(vocabulary.blanks)
        self._examples = vocabulary.folded(vocabulary.examples)
        # 例1, 例： but not 例外协会 and 示例社区: a name may begin so as well
        words = "|".join(map(re.escape, sorted(self._examples, key=len, reverse=True)))
        self._says_example = re.compile(rf"^(?:{words})(?:$|[\d:、.,(])")
        words = "|".join(re.escape(word) for word in self._examples if len(word) > 1)
        self._begins_example = re.compile(rf"^(?:{words})")
        placeholders = vocabulary.folded(vocabulary.placeholders)
        # cells of an unused row: what a form leaves there, a formula's zero
        self._unused = self._blanks | placeholders | {"0", "0.0", "0.00"}
        self.nothing: frozenset[Cell] = frozenset((*vocabulary.blanks, *vocabulary.placeholders, 0, "0"))
        closing = vocabulary.folded((*vocabulary.footers, *vocabulary.fillers))
        words = "|".join(map(re.escape, sorted(closing, key=len, reverse=True)))
        self._footer = re.compile(rf"^(?:{words})(?:\d*[:.、]|$|[(])")
        self._needles = _needles((*self._totals, *self._subtotals, *closing))
        self._half = re.compile(rf"[{re.escape(''.join(self._halves))}](?!\w)(?<!\w.)")
        self.total_kind = lru_cache(maxsize=65536)(self._total_kind)
        self.is_marked = remembering(self._is_marked, most=65536)

    def _total_kind(self, lead: str) -> Kind | None:
        """Whether a text says that its row only totals (全县合计, 合 计:, 产业小计)."""
        label = _without_count(fold_label(lead))
        if label.endswith(self._subtotals):
            return Kind.SUBTOTAL
        return Kind.TOTAL if label.endswith(self._totals) else None

    def is_strong_total(self, text: str) -> bool:
        """Whether a text is a total's label and nothing else: 合计, 全县合计, but not 某某协会合计."""
        label = _without_count(fold_label(text))
        word = max((w for w in (*self._totals, *self._subtotals) if label.endswith(w)), key=len, default=None)
        return word is not None and WHOLE_TOTAL.match(label[: -len(word)]) is not None

    def is_closing(self, folded: str) -> bool:
        """Whether a folded text begins like a footer or filler: 注：, 填表人：, 单位负责人签字：."""
        return bool(self._footer.match(folded) or SIGNED.match(folded))

    def is_nil(self, text: str) -> bool:
        """Whether a text says that there is nothing to report: 无, 零报告, 本季度无捐赠."""
        folded = fold_label(text).strip("()。.!")
        return folded in self._nil or NIL_SENTENCE.match(folded) is not None

    def _is_marked(self, text: str) -> bool:
        """Whether a text may make its row something else than data: such rows are looked at closely."""
        if text.isascii():  # numbers and codes; all these words are Chinese
            return False
        if fold_label(text) in self._halves:
            return True
        return (len(text) <= LONGEST_MARK and self.total_kind(text) is not None) or self.is_closing(fold_label(text))

    def may_mark(self, texts: str) -> bool:
        """Whether any of some texts, a line each, may be marked; a cheap test, and no for most columns."""
        if texts.isascii():
            return False
        if FOLDED.search(texts) or self._half.search(texts):
            return True
        lower = texts.lower()
        return any(needle in lower for needle in self._needles)

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
        texts = {fold_label(_plain(cell)) for _, cell in filled}
        lead_at, lead = next(((i, cell) for i, cell in filled if isinstance(cell, str)), (-1, None))
        folded = fold_label(lead) if lead is not None else ""
        if is_first and self._is_codes(filled, layout):
            return Kind.CODES
        label = self.total_label(row, layout)
        if label is not None and (label == self._split_label(row) or not self._is_record(filled, layout, label)):
            return self.total_kind(label) or Kind.TOTAL
        is_complete = self._is_complete(filled, layout)
        if self._is_example(folded, is_first=is_first, is_complete=is_complete):
            return Kind.EXAMPLE
        if is_complete:
            return Kind.DATA
        if self.is_closing(folded) and not self._is_record(filled, layout, None, besides=lead_at):
            # a footer has no figure in a list's columns; a form looks at its own
            has_figure = any(i in layout.figures and _is_figure(cell) for i, cell in filled)
            return Kind.UNCLEAR if has_figure and layout.required else Kind.FOOTER
        if self._says_nil(filled, layout):
            return Kind.NIL
        if self._is_unused(filled, layout):
            return Kind.NIL if is_first and self._has_dashes_only(filled, layout) else Kind.BLANK
        return self._kind_of_rest(filled, texts, folded, lead, layout)

    def _is_example(self, folded: str, *, is_first: bool, is_complete: bool) -> bool:
        """Whether a first text says that its row is an example; a record may bear a name that begins so."""
        if folded in self._examples or (is_first and self._says_example.match(folded)):
            return True
        return is_first and not is_complete and self._begins_example.match(folded) is not None

    def _is_complete(self, filled: list[tuple[int, Cell]], layout: Layout) -> bool:
        """Whether a row fills in all that a record must have, and not with the one text of a line."""
        given = {i for i, cell in filled if not (isinstance(cell, str) and self._says_little(fold_label(cell)))}
        return len(given & layout.mapped) >= 2 and given.issuperset(layout.required) and bool(layout.required)

    def _is_unused(self, filled: list[tuple[int, Cell]], layout: Layout) -> bool:
        """Whether a row of the form was left as it is: zeros of formulas, 请选择 and dashes, at most a serial number."""
        return all(
            fold_label(_plain(cell)) in self._unused
            or (index not in layout.mapped and fold_label(_plain(cell)).isdecimal())
            for index, cell in filled
        )

    def _has_dashes_only(self, filled: list[tuple[int, Cell]], layout: Layout) -> bool:
        inside = [fold_label(_plain(cell)) for index, cell in filled if index in layout.mapped]
        return sum(cell in self._blanks for cell in inside) * 2 >= len(layout.mapped)

    def _kind_of_rest(
        self, filled: list[tuple[int, Cell]], texts: set[str], folded: str, lead: Cell, layout: Layout
    ) -> Kind:
        in_table = {index for index, _ in filled} & layout.mapped
        is_serial = len(filled) == 1 and (filled[0][0] in layout.serials or filled[0][0] < min(layout.mapped))
        if is_serial and (lead is None or folded.isdecimal()):
            return Kind.BLANK  # a serial number printed beforehand
        if CATEGORY.match(folded) or (isinstance(lead, str) and NUMBERED.match(lead)):
            others = {index for index, cell in filled if cell is not lead} & layout.mapped
            names = others - layout.figures
            if names != others and (not names or (len(names) == 1 and not others & set(layout.key))):
                return Kind.SUBTOTAL  # 一、产业帮扶, or 一 | 产业帮扶, with the sum of its block beside it
            if len(texts) == 1 or (len(filled) == 2 and len(in_table) < 2):
                return Kind.CATEGORY
        if folded.startswith("其中") and not in_table & set(layout.key):
            return Kind.UNCLEAR
        lonely = len(texts) == 1 and (len(filled) == 1 or lead is not None)
        return Kind.UNCLEAR if lonely or not in_table else Kind.DATA

    def _is_codes(self, filled: list[tuple[int, Cell]], layout: Layout) -> bool:
        """甲 乙 1 2 under the heading: nothing but codes, under the key too."""
        if layout.key and not any(index in layout.key for index, _ in filled):
            return False
        codes = [fold_label(_plain(cell)) for _, cell in filled]
        return (
            len(codes) >= 3
            and all(COLUMN_CODE.match(code) for code in codes)
            and len({code for code in codes if code not in self._blanks}) >= 2
        )

    def _is_record(self, filled: list[tuple[int, Cell]], layout: Layout, label: str | None, besides: int = -1) -> bool:
        """Whether a row with a total's or a footer's first cell is a record after all: it fills in what one must."""
        words = {i for i, cell in filled if not (isinstance(cell, str) and self._says_little(fold_label(cell)))}
        place = besides if label is None else next(i for i, cell in filled if cell is label or cell == label)
        needed = [index for index in layout.required if index != place]
        texts = [index for index in needed if index not in layout.figures]
        there = sum(index in words for index in texts)
        if label is not None and self.is_strong_total(label):
            return False  # 合计 is nobody's name
        if label is not None:
            return bool(texts) and there * 2 >= len(texts)
        return bool(texts) and there * 2 >= len(texts) and len(words & layout.mapped - {place}) >= 3

    def _says_little(self, folded: str) -> bool:
        """Whether a cell fills in nothing: a dash, or a line of its own such as 审核人：."""
        return folded in self._blanks or self.is_closing(folded)

    def is_like_data(self, row: Row, layout: Layout) -> bool:
        """Whether a row fills in half of what a record must have, and a figure where it must have one."""
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
            elif fold_label(cell) not in self._blanks and (index in layout.mapped or not fold_label(cell).isdecimal()):
                return False
        return nil > 0


def _needles(words: Iterable[str]) -> list[str]:
    """Words of which every text that begins or ends with one of `words` holds one, as long as folding changes nothing in it
    but brackets and capitals."""
    heads = {part for word in words for part in _up_to_bracket(word)}
    return [head for head in heads if not any(other in head for other in heads - {head})]


def _up_to_bracket(word: str) -> list[str]:
    before, bracket, after = word.partition("(")
    if not bracket:
        return [word]
    return [before + one for one in BRACKETS] if before else [re.split("[()]", after)[0]]


def _without_count(label: str) -> str:
    """A total's folded label without what stands behind it: 合计(2个), 共计2项."""
    return COUNT.sub("", re.split(r"[(:,]", label)[0])


def _is_figure(cell: Cell) -> bool:
    return cell.strip()[:1].isdigit() if isinstance(cell, str) else True


def _plain(cell: Cell) -> Cell:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
