"""The code of a label that a county writes; an unknown label stays as it is, for the code list's rule to find."""

import re
from functools import lru_cache
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
_QUOTES = re.compile("[“”‘’\"'《》「」『』·•・‧∙.—–-]")  # around a name and inside it: “蜀公益·哺桑梓”, 蜀公益-哺桑梓
# none of them denies a word (未, 待, 非) or says how far it is true (基本, 已, 中)
_BEHIND = re.compile(
    "(?:[。.，,;、]|本?级|层[级面]?|类别?|型|等[级次]?|类型|性质?|形式|阶段|环节|状态|帮扶|扶贫|结对|方式|捐赠|捐助|登记|注册|渠道|平台|领域|方面|项目|工作|活动|行动|计划|专项|主题|系列|品牌"
    "|基地|孵化基地|社会组织|(?<=a级)(?:社会团体|社会服务机构|基金会)|组织|单位|法人|机构|部门|机关|服务|发展|孵化中心|孵化点|民政[局厅]?|民政部门|销售|采购|购买|交易|认购|消费"
    "|行政审批(?:服务|和[一-龥]{2,8})?局|审批局|社会组织管理局|政务服务(?:管理|和[一-龥]{2,6})?局|社会工作部)$"
)
_BEFORE = re.compile(
    "^(?:[(]?[0-9]{1,2}[)]|[0-9]{1,2}[.、](?![0-9])|[a-z][.、]"
    "|20[0-9]{2}年度?(?=年检|年报|(?:基本|不)?合格|新成立)|[今本当]年(?=新成立)|年度检查(?=(?:基本|不)?合格)|年检(?:结[论果])?(?:为|:|(?=(?:基本|不)?合格))|正在(?!完|竣|结|建成)|目前|处于|属于|全部|全面|有序|稳步|顺利|持续|积极|加快|圆满|如期|按期|按计划|项目|(?:中国)?社会组织|在(?=.+(?:民政|登记|注册)))"
    "|^(?:获评?|评为|评定为?|评估为?)?(?:全国|[国省市县]级?)?(?=[1-5一二三四五两]?a)"
)
_A_YEARS = re.compile("20[0-9]{2}年度?(?=年检|年报|年度检查)")  # 未参加2023年年检
_TICKED = "☑√✓✔■●"
_MARK = f"[{_TICKED}□☐○◯]"
_MARK_FIRST, _MARK_LAST = re.compile(f"({_MARK})([^☑√✓✔■●□☐○◯]+)"), re.compile(f"([^☑√✓✔■●□☐○◯]+)({_MARK})")
_PARTS = re.compile("[/、,;和与及]")
# a word beside one of a code that denies it, says how far it is true or when: nothing is read of the whole
_DENIES = re.compile(
    "[未不无非没否暂尚拟待免缺欠将原曾停退撤除]|取消|终止|作废|失败|过期|到期|预[计备]|计划|部分|基本|其中|换成"
)
LONGEST_WORDING = 16


@lru_cache(maxsize=16384)
def _bare(word: str) -> str:
    """A folded word without quotes, and without what stands before or behind and means nothing, as long as something is left.

    >>> _bare("产业帮扶类"), _bare("5a级社会组织"), _bare("正在实施"), _bare("成都市行政审批和数据局")
    ('产业', '5a', '实施', '成都市')
    """
    word = (
        _A_YEARS.sub("", _QUOTES.sub("", _BEFORE.sub("", word)) or word).replace("已经", "已").replace("已成功", "已")
    )
    while (less := _BEFORE.sub("", _BEHIND.sub("", word, count=1), count=1)) not in ("", word):
        word = less
    return word


def _ticked(folded: str) -> str:
    """The one choice that is ticked of those in a cell, without its mark; the text as it is where none or several are.

    >>> _ticked("☑线上□线下"), _ticked("合格√"), _ticked("□合格☑基本合格"), _ticked("☑线上☑线下")
    ('线上', '合格', '基本合格', '☑线上☑线下')
    """
    is_first = re.match(_MARK, folded) is not None
    found = _MARK_FIRST.findall(folded) if is_first else [one[::-1] for one in _MARK_LAST.findall(folded)]
    ticked = [label for mark, label in found if mark in _TICKED]
    return ticked[0] if len(ticked) == 1 and sum(len(label) + 1 for _, label in found) == len(folded) else folded


class CodeParser:
    """Reads labels of a code list, in any of their spellings."""

    type: ClassVar = CODE

    def __init__(self, column: Column, lexicon: Lexicon) -> None:
        codes = lexicon.catalog.codes_of(column)
        self.claims = codes.code_of()
        self._labels = {code: entry.label.zh for code, entry in codes.codes.items()}
        self._words = codes.code_of_places(lexicon.catalog.places) | self.claims
        self._bare: dict[str, str] = {}  # of two codes with one spelling none is meant
        for word, code in self._words.items():
            bare = _bare(word)
            self._bare[bare] = code if self._bare.get(bare, code) == code else ""
        words = sorted((word for word in self.claims if len(word) > 1), key=len, reverse=True)
        self._letters = {word for word in self.claims if len(word) == 1}
        contained = "|".join([*map(re.escape, words), *(f"{re.escape(word)}$" for word in self._letters)])
        self._contained = re.compile(contained) if codes.contained else None

    def _code_of(self, folded: str) -> tuple[str | None, bool]:
        """The code that a label means: as it stands, with an ending more or less (5A级), or both words of 民非（民办非企业单位）;
        and whether only a part of it is a word for it: 4A（过期）, 其他（线上）, 特色产业种植."""
        if code := self._words.get(folded):
            return code, False
        folded = _ticked(folded)
        words = {folded, *_ALIAS.findall(folded), _ALIAS.sub("", folded)} - {""}
        meant = [self._codes_of(word) for word in words if word != folded or len(words) == 1]
        codes = set().union(*meant, self._codes_of(folded))
        if codes:
            return (codes.pop(), len(meant) > 1 and not all(meant)) if len(codes) == 1 else (None, False)
        return self._code_within(folded)

    def _codes_of(self, word: str) -> set[str]:
        code = self._words.get(word) or self._bare.get(_bare(word))
        return {code} if code else set()

    def _code_within(self, folded: str) -> tuple[str | None, bool]:
        """The one code of a label with several words, and whether some of them are none for it: 社会团体/社团, 实施中，进展顺利."""
        if code := self._words.get(folded.replace(",", "")):  # 已完工，待验收 is one word
            return code, False
        parts = [self._codes_of(part) for part in _PARTS.split(folded) if part]
        codes = set().union(*parts)
        if len(parts) > 1 and all(parts):
            return (codes.pop(), False) if len(codes) == 1 else (None, False)
        if len(folded) > LONGEST_WORDING:
            return None, False
        if not codes and self._contained is not None:
            text = folded if self._contained.search(folded) else _bare(folded)
            codes = {self.claims[word] for word in self._contained.findall(text)}
            rest = _bare(self._contained.sub("", text))
            if codes:  # 款物 is both
                codes |= {self.claims[letter] for letter in self._letters.intersection(rest)}
        else:
            rest = "".join(part for part in _PARTS.split(folded) if not self._codes_of(part))
        return (codes.pop(), True) if len(codes) == 1 and not _DENIES.search(rest) else (None, False)

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
