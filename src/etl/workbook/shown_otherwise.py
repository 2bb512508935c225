"""Number formats that add to the number: another money than yuan, a date without its day or its year. Pure.

Codes as in `number_formats`; the numbers are those of the Chinese formats that files use without spelling them out (ECMA-376,
18.8.30).
"""

import re
from functools import lru_cache

from etl.cell_traits import Trait

_OTHER_MONEY = re.compile(
    r"\[\$[¥￥]-411|\[\$(?!(?:[¥￥]|rmb|cny|人民币)?(?:-|\]))[^\]]+\]|(?<!\[)\$(?!-)|[€£₩]|美元|美金|欧元|港元|港币|日元|英镑|usd|eur|hkd|jpy"
    r"|(?<![a-z])w(?![a-z])",
)
_LITERAL = re.compile(r'"[^"]*"?|\\.|[_*].|!.')
_BRACKETS = re.compile(r"\[[^\]]*\]")
_WITHOUT_DAY = frozenset({17, 27, 36, 50, 52, 57})
_WITHOUT_YEAR = frozenset({16, 28, 29, 51, 53, 54, 58})


@lru_cache(maxsize=1024)
def trait_of_code(code: str) -> Trait | None:
    """The trait that a format code gives to numbers.

    >>> trait_of_code("$#,##0.00"), trait_of_code('yyyy"年"m"月"'), trait_of_code("yyyy/m/d"), trait_of_code("[$¥-804]0.00")
    (<Trait.OTHER_MONEY: 'other money'>, <Trait.WITHOUT_DAY: 'without day'>, None, None)
    """
    lower = code.lower()
    bare = _BRACKETS.sub("", _LITERAL.sub("", lower)).split(";")[0].replace("general", "").replace("g/通用格式", "")
    if re.search("[ymd]", bare) and not re.search("[hs0#?]", bare):
        if "d" not in bare:
            return Trait.WITHOUT_DAY if "y" in bare or bare.count("m") >= 3 else None
        return None if "y" in bare or "e" in bare else Trait.WITHOUT_YEAR
    return Trait.OTHER_MONEY if _OTHER_MONEY.search(lower) else None


def trait_of_number(number: int, codes: dict[int, str]) -> Trait | None:
    """The same for a format number of a file that spells out some codes itself."""
    if (code := codes.get(number)) is not None:
        return trait_of_code(code)
    return Trait.WITHOUT_DAY if number in _WITHOUT_DAY else Trait.WITHOUT_YEAR if number in _WITHOUT_YEAR else None


def trait_of_shown_date(text: str) -> Trait | None:
    """The trait of a date that is shown as a text.

    >>> trait_of_shown_date("2023年11月"), trait_of_shown_date("2023-11-01")
    (<Trait.WITHOUT_DAY: 'without day'>, None)
    """
    if re.fullmatch(r"\d{4}\s*[年./-]\s*\d{1,2}\s*月?", text.strip()):
        return Trait.WITHOUT_DAY
    return Trait.WITHOUT_YEAR if re.fullmatch(r"\d{1,2}\s*月\s*\d{1,2}\s*日", text.strip()) else None
