"""Words that make a row something else than data: totals, footers, signatures, 无. Takes texts, gives what they mean. Pure.

Whether a row is what its words say is decided by who sees the whole row (`row_kinds`).
"""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from string import ascii_lowercase

from etl.contract.vocabulary import Vocabulary
from etl.text import fold_label, remembering

# 县民政局负责人签字：, 审核(签章): and the like; the words stand close before a colon, and in no bracket behind a name
SIGNED = re.compile(
    r"^(?:[^(]|[(][^()]*[)]){0,10}(?:负责人|填表人|填报人|审核人|审核|制表人|制表|经办人|联系人|复核人|签字|签章|盖章|公章)[^:]{0,6}:"
)
# what asks for a signature or says who to call, without a colon: 审核人 | 李某 | 手机 | 138…
CONTACTS = frozenset(
    (
        "电话",
        "手机",
        "手机号",
        "座机",
        "传真",
        "邮箱",
        "日期",
        "时间",
        "签字",
        "签名",
        "盖章",
        "公章",
        "审批",
        "经办",
        "复核",
        "制表",
        "分管领导",
        "主要领导",
    )
)
LABELLED = re.compile("[一-龥]{2,8}(?:[(][^()]*[)])?:")
NIL_SENTENCE = re.compile(
    r"^(?:截至.{0,12}|目前|(?:本|我)?(?:季度|季|期|月|年度|年|单位|辖区|县|区|市|地区|乡镇|街道)+)?(?:暂时|暂|均|为|尚)?"
    r"(?:无|没有|零|未发生|未开展|未签订)(?:此项|该项|此类|相关|新增|任何|填报|上报|报送|数据|业务|情况|内容|工作|报告|申报|发生|记录|"
    r"信息|项目|活动|捐赠|协议|需求|拨付|销售|基地|款物|资金|社会组织|结对|帮扶|消费|孵化|认领|宣传|明细|台账|的|[。.!])*$"
)
WHOLE_TOTAL = re.compile(
    r"^(?:全[县市区省]|本[县市区页表期季年]|全年|年度|[一二三四1-4第]+季度|各[项县]|以上|项目|资金|金额|总)*$"
)  # before 合计
ONLY_COUNTED = re.compile(r"^共(?=\d)")  # 共3笔, which is 共计 3 of them
COUNT = re.compile(r"\d+(?:个|项|家|户|人|笔|条|次|件|份|场)?(?:项目|组织|协议|活动|需求|基地)?$")
_OTHER_BOX = re.compile("[□☐](?:有|否|不是)")  # beside the one that is ticked: ☑无 □有
BRACKETS = "(（[【〔{"  # which folding takes for one
# a colon, which a signature has, and whatever folding makes another letter of, or of letters apart a word
FOLDED = re.compile("[^\\n!-9;-~\\u3001-\\u303f\\u4e00-\\u9fff“”‘’…—·，。；！？（）]")
NUMERALS = "一二三四五六七八九十"
CATEGORY = re.compile(rf"^(?:[(][{NUMERALS}]+[)]|[{NUMERALS}]+[)、.．,]|第[{NUMERALS}]+[类部分项、]+|[{NUMERALS}]+$)")
LONGEST_MARK = 16  # a total or category label is short; longer first cells are names and are never folded


class Kind(StrEnum):
    """Kind of a row."""

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


class MarkingWords:
    """Tells what a text makes of its row; built once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._totals = tuple(vocabulary.folded(vocabulary.totals))
        self._subtotals = tuple(vocabulary.folded(vocabulary.subtotals))
        # 合 | 计 over two cells
        self._split = {(word[0], word[1]): word for word in (*self._totals, *self._subtotals) if len(word) == 2}
        self._halves = frozenset(half for halves in self._split for half in halves)
        self._nil = vocabulary.folded(vocabulary.nil)
        self.blanks = vocabulary.folded(vocabulary.blanks)
        closing = vocabulary.folded((*vocabulary.footers, *vocabulary.fillers))
        words = "|".join(map(re.escape, sorted(closing, key=len, reverse=True)))
        self._footer = re.compile(rf"^(?:{words})(?:\d*[:.、]|$|[(])")
        self._signs = frozenset(closing) | CONTACTS
        needles = _needles((*self._totals, *self._subtotals, *closing))
        self._ascii_needles = [needle for needle in needles if needle.isascii() and needle.isalpha()]
        numbering = (
            *(f"{numeral}、" for numeral in NUMERALS),
            *(f"{bracket}{n}" for bracket in "(（" for n in NUMERALS),
            *(f"共{digit}" for digit in range(10)),
        )
        self._mark = _search_for((*needles, *numbering), sorted({*self._halves, *NUMERALS}))
        self.total_kind = lru_cache(maxsize=65536)(self._total_kind)
        self.is_marked = remembering(self._is_marked, most=65536)

    def _total_kind(self, lead: str) -> Kind | None:
        """Kind of total that a text names (全县合计, 合 计:, 产业小计), if it says that its row only totals."""
        label = _without_count(fold_label(lead))
        if label.endswith(self._subtotals):
            return Kind.SUBTOTAL
        return Kind.TOTAL if label.endswith(self._totals) else None

    def is_strong_total(self, text: str) -> bool:
        """True when a text is a total's label and nothing else: 合计, 全县合计, but not 某某协会合计."""
        label = _without_count(fold_label(text))
        word = max((w for w in (*self._totals, *self._subtotals) if label.endswith(w)), key=len, default=None)
        return word is not None and WHOLE_TOTAL.match(label[: -len(word)]) is not None

    def is_closing(self, folded: str) -> bool:
        """True when a folded text begins like a footer or filler: 注：, 填表人：, 单位负责人签字：."""
        return bool(self._footer.match(folded) or (":" in folded and SIGNED.match(folded)))

    def is_signed(self, texts: Sequence[str]) -> bool:
        """True when the folded texts of a row are signatures: each says whose it is, or two are such words before who it is."""
        if len(texts) < 2:
            return False
        is_asked = texts[0] in self._signs and texts[1] not in self._signs
        return all(map(LABELLED.match, texts)) or (is_asked and any(text in self._signs for text in texts[2:]))

    def is_nil(self, text: str) -> bool:
        """True when a text says that there is nothing to report: 无, 零报告, 本季度无捐赠, and ticked ☑无 (but not □无)."""
        folded = _OTHER_BOX.sub("", fold_label(text)).strip("()。.!√✓✔☑")
        return folded in self._nil or NIL_SENTENCE.match(folded) is not None

    def _is_marked(self, text: str) -> bool:
        """True when a text may make its row something else than data: such rows are looked at closely."""
        if text.isascii():  # numbers and codes; nearly all these words are Chinese
            return self.total_kind(text) is not None
        if fold_label(text) in self._halves:
            return True
        folded = fold_label(text)
        is_numbered = CATEGORY.match(folded) is not None
        return (
            is_numbered or (len(text) <= LONGEST_MARK and self.total_kind(text) is not None) or self.is_closing(folded)
        )

    def may_mark(self, texts: str) -> bool:
        """True when any of some texts, set apart by |, may be marked; a cheap test, and no for most columns."""
        if texts.isascii():
            lower = texts.lower()
            return any(needle in lower for needle in self._ascii_needles)
        return FOLDED.search(texts) is not None or self._mark.search(texts) is not None


def _search_for(needles: Iterable[str], halves: Iterable[str]) -> re.Pattern[str]:
    """A search for any of some words, or for half a word or a numeral that stands alone.

    Every branch begins with a letter as it is, not with a class: so the search passes quickly over all letters that begin none.
    """
    branches = [rf"{re.escape(half)}(?!\w)(?<!\w.)" for half in halves]
    for needle in needles:
        rest = "".join(
            f"[{letter}{letter.upper()}]" if letter in ascii_lowercase else re.escape(letter) for letter in needle[1:]
        )
        branches += [re.escape(first) + rest for first in dict.fromkeys((needle[0], needle[0].upper()))]
    return re.compile("|".join(branches))


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
    return COUNT.sub("", ONLY_COUNTED.sub("共计", re.split(r"[(:,]", label)[0]))
