"""Numbers in Chinese numerals: amounts as cheques write them (壹拾贰万伍仟元整) or in small ones (十二万五千元), and counts (三十户). Pure.

Takes a text, gives an exact number. A number that leaves a place to be guessed is none: 一千五元, 百元, and 十二万五 without a unit.
"""

import re
from decimal import Decimal

_CAPITAL, _LITTLE = "零壹贰叁肆伍陆柒捌玖", "〇一二三四五六七八九"
_DIGITS = {name: number for names in (_CAPITAL, _LITTLE) for number, name in enumerate(names)}
_DIGITS |= {"两": 2, "弍": 2, "叄": 3, "陸": 6}
_SMALL = {"拾": 10, "佰": 100, "仟": 1000, "十": 10, "百": 100, "千": 1000}
NUMERALS = f"{''.join(_DIGITS)}{''.join(_SMALL)}万亿萬億"
_FORM = re.compile(
    rf"(?:[(]?大写[)]?[:：]?)?(?:人民币[:：]?)?([{NUMERALS}]+)[元圆圓块](?:整|正|([零壹贰叁肆伍陆柒捌玖]角)?零?([壹贰叁肆伍陆柒捌玖]分)?整?)?"
)


def capital_amount(text: str) -> Decimal | None:
    """The yuan of a text in capital numerals; None where it is none, or says the same place twice.

    >>> capital_amount("壹拾贰万伍仟元整"), capital_amount("叁佰零伍元伍角整"), capital_amount("12万元")
    (Decimal('125000'), Decimal('305.5'), None)
    >>> capital_amount("十二万五千元"), capital_amount("万元"), capital_amount("百元"), capital_amount("一千五元")
    (Decimal('125000'), None, None, None)
    """
    found = _FORM.fullmatch(text)
    if found is None or (yuan := whole_number(found[1])) is None:
        return None
    tenths = _DIGITS[found[2][0]] if found[2] else 0
    hundredths = _DIGITS[found[3][0]] if found[3] else 0
    return yuan + Decimal(10 * tenths + hundredths) / 100


def whole_number(text: str) -> Decimal | None:
    """A whole number: parts before 亿 and 万 and what is left, each of at most four places; None where one has to be guessed.

    >>> whole_number("三十"), whole_number("十二万"), whole_number("百"), whole_number("一千五"), whole_number("一二")
    (Decimal('30'), Decimal('120000'), None, None, None)
    """
    text = text.replace("萬", "万").replace("億", "亿")
    is_guess = text[-1:] in _DIGITS and text[-2:-1] not in ("", *_DIGITS, "十", "拾")  # 一千五, 十二万五
    if is_guess or text[:1] not in (*_DIGITS, "十", "拾"):
        return None
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
