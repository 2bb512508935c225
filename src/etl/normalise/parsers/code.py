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
_QUOTES = re.compile("[“”‘’\"'《》·•・‧∙-]")  # around a name and inside it: “蜀公益·哺桑梓”, 蜀公益-哺桑梓
# none of them denies a word (未, 待, 非) or says how far it is true (基本, 已, 中)
_BEHIND = re.compile(
    "(?:[。.，,;、]|级|类别?|型|等[级次]?|类型|性|阶段|环节|状态|帮扶|扶贫|结对|方式|捐赠|捐助|登记|注册|渠道|平台|领域|方面|项目|工作|活动|行动|系列|品牌"
    "|基地|孵化基地|社会组织|组织|单位|机构|部门|机关|服务|发展|孵化中心|孵化点|民政[局厅]|民政部门|销售|采购|交易)$"
)
_BEFORE = re.compile(
    "^(?:20[0-9]{2}年度?(?=年检|年报|(?:基本|不)?合格|新成立)|[今本当]年(?=新成立)|年检(?:结[论果])?(?:为|:|(?=(?:基本|不)?合格))|正在|目前|处于|属于|全部|项目|(?:中国)?社会组织|在(?=.民政))"
)


_A_YEARS = re.compile("20[0-9]{2}年度?(?=年检|年报|年度检查)")  # 未参加2023年年检


@lru_cache(maxsize=16384)
def _bare(word: str) -> str:
    """A folded word without quotes, and without what stands before or behind and means nothing, as long as something is left.

    >>> _bare("产业帮扶类"), _bare("5a级社会组织"), _bare("正在实施")
    ('产业', '5a', '实施')
    """
    word = _A_YEARS.sub("", _QUOTES.sub("", word).replace("已经", "已").replace("已成功", "已"))
    while (less := _BEFORE.sub("", _BEHIND.sub("", word, count=1), count=1)) not in ("", word):
        word = less
    return word


class CodeParser:
    """Reads labels of a code list, in any of their spellings."""

    type: ClassVar = CODE

    def __init__(self, column: Column, lexicon: Lexicon) -> None:
        self.claims = lexicon.catalog.codes_of(column).code_of()
        self._labels = {code: entry.label.zh for code, entry in lexicon.catalog.codes_of(column).codes.items()}
        self._bare: dict[str, str] = {}  # of two codes with one spelling none is meant
        for word, code in self.claims.items():
            bare = _bare(word)
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
        code = self.claims.get(word) or self._bare.get(_bare(word))
        return {code} if code else set()

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
