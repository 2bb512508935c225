"""Names that no organisation has: takes a name, gives whether it is none. Pure.

What is nothing but digits, signs or a few letters names nothing. An organisation's name has a word for what kind of
organisation it is, and more than that word: 个人, 好心人, 公司, 各社会组织 are none.
"""

import re
from functools import lru_cache

from etl.text import fold_label

_HAN = re.compile("[一-鿿]")
_NO_WORDS = re.compile(r"[\W\d_]+|([a-z])\1+|test|abc|tbd")
_KINDS = re.compile(
    "会|社|中心|队|院|公司|团|站|所|校|局|组|联|行|厂|店|部|处|委|办|基地|园|馆|盟|室|网|坊|场|村|镇|乡|政府|学|军|平台|户|堂|寺|台|商|家|铺|超市|农|志愿|义工|慈善|公益|集团|银行|企业|机构"
)
_ANY_NAME = re.compile("[甲乙丙丁戊己a-z][0-9]*")  # as of somebody who must not be named
_MANY = re.compile("(?:各|所有|全体|若干|多家|全[县市省])|(?:[0-9]+|[几数多])[家个]")
_WORDS_ALONE = re.compile(
    "[(]?(?:其他|某[一-龥]{0,2}(?:公司|企业)|社会各界|一?家?(?:爱心|热心|好心)?(?:企业|人士|公司|商家|商户|市民|网友|组织|单位|机构)|个体户"
    "|社会组织|(?:社会组织|组织|单位|企业|机构)名称|(?:组织|单位|公司|企业|机构)[a-z0-9一二三四甲乙丙])[)]?"
)


def names_nothing(name: str) -> bool:
    """True when a name is nothing but digits, signs, or a few letters.

    >>> names_nothing("……"), names_nothing("aaa"), names_nothing("12.5"), names_nothing("花椒")
    (True, True, True, False)
    """
    return _HAN.search(name) is None and _NO_WORDS.fullmatch(fold_label(name)) is not None


@lru_cache(maxsize=4096)  # one organisation gives many times
def names_no_organisation(name: str) -> bool:
    """True when a short name can be no organisation's in full.

    >>> names_no_organisation("个人"), names_no_organisation("各社会组织"), names_no_organisation("公司")
    (True, True, True)
    >>> names_no_organisation("同心商会"), names_no_organisation("一家亲社工服务中心")
    (False, False)
    """
    folded = fold_label(name)
    is_short = _KINDS.search(folded) is None and _ANY_NAME.fullmatch(folded) is None
    return is_short or bool(_WORDS_ALONE.fullmatch(folded) or _MANY.match(folded)) or names_nothing(name)
