"""Amounts of money in capital numerals, as cheques write them: 壹拾贰万伍仟元整. Takes a text, gives yuan, exact. Pure."""

import re
from decimal import Decimal

_DIGITS = {name: number for number, name in enumerate("零壹贰叁肆伍陆柒捌玖")} | {"两": 2, "弍": 2, "叄": 3, "陸": 6}
_SMALL = {"拾": 10, "佰": 100, "仟": 1000}
_FORM = re.compile(
    "(?:人民币[:：]?)?([零壹贰叁肆伍陆柒捌玖两弍叄陸拾佰仟万亿萬億]+)[元圆圓](?:整|正|([零壹贰叁肆伍陆柒捌玖]角)?零?([壹贰叁肆伍陆柒捌玖]分)?整?)?"
)


def capital_amount(text: str) -> Decimal | None:
    """The yuan of a text in capital numerals; None where it is none, or says the same place twice.

    >>> capital_amount("壹拾贰万伍仟元整"), capital_amount("叁佰零伍元伍角整"), capital_amount("12万元")
    (Decimal('125000'), Decimal('305.5'), None)
    >>> capital_amount("万元")
    """
    found = _FORM.fullmatch(text)
    if found is None or (yuan := _whole(found[1].replace("萬", "万").replace("億", "亿"))) is None:
        return None
    tenths = _DIGITS[found[2][0]] if found[2] else 0
    hundredths = _DIGITS[found[3][0]] if found[3] else 0
    return yuan + Decimal(10 * tenths + hundredths) / 100


def _whole(text: str) -> Decimal | None:
    """A whole number: parts before 亿 and 万 and what is left, each of at most four places."""
    total = 0
    for name, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        part, sign, rest = text.partition(name) if name else (text, "", "")
        if name and not sign:
            continue
        number = _below_ten_thousand(part)
        if number is None or (name and not part):  # 万元 alone is a unit and no amount
            return None
        total, text = total + number * size, rest
    return Decimal(total)


def _below_ten_thousand(text: str) -> int | None:
    number, digit, last = 0, None, 10**4
    for letter in text:
        if letter in _SMALL:
            size = _SMALL[letter]
            if size >= last:
                return None
            number, digit, last = number + (1 if digit is None else digit) * size, None, size
        elif letter in _DIGITS and (digit is None or digit == 0):
            digit = _DIGITS[letter]
        else:
            return None
    return number + (digit or 0)
