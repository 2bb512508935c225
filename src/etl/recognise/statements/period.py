"""Periods as people write them: takes a text of a title, a line or a name, gives the stretches of months it names. Pure.

Years, half-years, quarters, months and ranges of them, in digits, Chinese numerals or abbreviations (2023-Q4), with or
without a year; 截至 with a day. A day without 截至 is a date and no period, as is the number of a document (〔2023〕12号).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from etl.text import fold_label, remembering

_DIGITS = str.maketrans("〇○零一二三四五六七八九壹贰叁肆伍陆柒捌玖", "000123456789123456789")
_CHINESE_YEAR = re.compile(r"[二贰][〇○零0][〇○零一二三四五六七八九壹贰叁肆伍陆柒捌玖]{2}(?=年)")
_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_ROMAN = ("i", "ii", "iii", "iv")
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TO = "[-–—~～至到]"
_YEAR = r"(?:(?<![0-9a-z])(20\d\d)年?度?|(?<![0-9a-z])(\d\d)年度?)"
_MONTH = r"(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])[日号]"
_FIRST_DAY, _LAST_DAY = "0?1[日号]?", "(?:3[01]|2[89])[日号]?"  # of a stretch; an event may go on over other days
_QUARTER = "([一二三四1-4]|iv|i{1,3})"
_AND = "[、,和及]"
_LISTED = "0,12"  # more in a row are no months and no quarters, and each would be looked for from every other
_START = r"(?<![\d年个第])"


@dataclass(frozen=True)
class Stretch:
    """Some months that a text names; `year` is None where it names none, `last` counts on past 12 into later years.

    Of a moment (截至2023年12月31日) it is the month that ends with it.
    """

    text: str
    year: int | None
    first: int
    last: int
    is_moment: bool = False
    is_year: bool = False  # named as a year: each of its quarters is a part of it, as one is none of 1-12月
    is_since_january: bool = False  # 本年累计, 今年以来: from January to whatever it ends with

    def contradicts(self, starts_on: date, ends_on: date) -> bool:
        """True when a report on the time between two days is none on these months.

        The year alone says nothing against a quarter of it; a moment is one of the period's months.
        """
        if self.is_year:
            return self.year is not None and not starts_on.year == ends_on.year == self.year
        if self.is_since_january:
            return starts_on.month != 1
        first, last = starts_on.month, ends_on.month + 12 * (ends_on.year - starts_on.year)
        shift = 0 if self.year is None else 12 * (self.year - starts_on.year)
        if self.is_moment:
            return not first <= self.last + shift <= last
        return (self.first + shift, self.last + shift) != (first, last)


def _year(*found: str | None) -> int | None:
    text = next(filter(None, found), None)
    return None if text is None else int(text) if len(text) == 4 else 2000 + int(text)


def _month(text: str) -> int:
    return 1 if text == "元" else int(text) if text.isdecimal() else _NUMERALS.index(text) + 1


def _as_of(found: re.Match[str]) -> Stretch:
    month = _month(found[3])
    return Stretch(found[0], _year(found[1], found[2]), month, month, is_moment=True)


def _range(found: re.Match[str]) -> Stretch:
    year, until = _year(found[1], found[2]), _year(found[4], found[5])
    later = 12 * (until - year) if year and until else 0
    return Stretch(found[0], year, _month(found[3]), _month(found[6]) + later)


def _quarter(found: re.Match[str]) -> Stretch:
    last = 3 * _number(found[3] or found[4])
    return Stretch(found[0], _year(found[1], found[2]), last - 2, last)


def _quarters(found: re.Match[str]) -> Stretch:
    return Stretch(found[0], _year(found[1], found[2]), 3 * _number(found[3]) - 2, 3 * _number(found[4]))


def _first_quarters(found: re.Match[str]) -> Stretch:
    return Stretch(found[0], _year(found[1], found[2]), 1, 3 * _number(found[3]))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else (_NUMERALS if text in _NUMERALS else _ROMAN).index(text) + 1


def _years(found: re.Match[str]) -> Stretch:
    return Stretch(found[0], int(found[1]), 1, 12 * (int(found[2]) - int(found[1]) + 1))


def _end_of_year(found: re.Match[str]) -> Stretch:
    return Stretch(found[0], _year(found[1], found[2]), 12, 12, is_moment=True)


def _months(found: re.Match[str]) -> Stretch:
    return Stretch(found[0], _year(found[1], found[2]), _month(found[3]), _month(found[4]))


def _range_of_days(found: re.Match[str]) -> Stretch:
    year, until = int(found[1]), int(found["y"] or found[1])
    return Stretch(found[0], year, int(found["m"]), int(found["n"]) + 12 * (until - year))


def _half(found: re.Match[str]) -> Stretch:
    first = 1 if found[3] in "上1" else 7
    return Stretch(found[0], _year(found[1], found[2]), first, first + 5)


def _one_month(found: re.Match[str]) -> Stretch:
    month = _month(found[3])
    return Stretch(found[0], _year(found[1], found[2]), month, month)


def _whole_year(found: re.Match[str]) -> Stretch:
    return Stretch(found[0], _year(found[1], found[2]), 1, 12, is_year=True)


def _fiscal_year(found: re.Match[str]) -> Stretch:
    return Stretch(found[0], _year(found[2] or found[3]), 1, 12, is_year=True)


def _republic_year(found: re.Match[str]) -> Stretch:
    return Stretch(found[0], 1911 + int(found[1]), 1, 12, is_year=True)


def _all_months(found: re.Match[str]) -> Stretch:
    return Stretch(found[0], _year(found[1], found[2]), 1, 12)


def _since_january(found: re.Match[str]) -> Stretch:
    return Stretch(found[0], None, 1, 12, is_since_january=True)


def _some_month(found: re.Match[str]) -> Stretch:
    """One written 2024.3, which may be no more than when the file was made."""
    return Stretch(found[0], int(found[1]), int(found[3]), int(found[3]), is_moment=True)


def _english_month(found: re.Match[str]) -> Stretch:
    month = _ENGLISH.index(found[1][:3]) + 1
    return Stretch(found[0], int(found[2]), month, month)


def _quarter_before_year(found: re.Match[str]) -> Stretch:
    last = 3 * int(found[1] or found[2])
    return Stretch(found[0], _year(found[3] or found[4]), last - 2, last)


# 截至, 数据截止日期：, 统计时点：; a day by which to report is none
_AS_OF = "(?:(?<!报)(?<!交)(?<!送)截[至止](?:日期?|时间|时点|到)?|统计时点):?"

# in this order; what one form has taken no later one sees. Each has year (4 or 2 digits) and month in groups 1 to 3
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Stretch] | None], ...] = (
    (re.compile(r"[(]20\d\d[)]第?\d+号"), None),
    (re.compile(rf"{_AS_OF}(?:{_YEAR})?{_MONTH}月(?:{_DAY}|底|末)?"), _as_of),
    (re.compile(rf"(?:{_YEAR})?{_MONTH}月(?:{_DAY}|底|末)[为截]?止"), _as_of),
    (re.compile(rf"{_AS_OF}(20\d\d)()[-./](1[0-2]|0?[1-9])(?:[-./]\d{{1,2}}日?)?"), _as_of),
    (re.compile(rf"{_AS_OF}(?:{_YEAR}(?<=年)|()年)[底末终]"), _end_of_year),
    (re.compile(r"民国(\d{2,3})年"), _republic_year),
    (re.compile(r"fy()(20\d\d|\d\d)(?!\d)|(?<!\d)(20\d\d)()(?:财|会计)年度?"), _fiscal_year),
    (re.compile("(?:本年度?|年度|全年)累计|(?:今|本|开)年(?:初|1月)?以来|年初(?:以来|至今)|1月以来"), _since_january),
    (re.compile(rf"(?:{_YEAR}(?<=年)|(?<!\d))(?:全年(?!级)|1月?{_TO}12月)"), _all_months),
    (re.compile(rf"{_YEAR}{_MONTH}月{_FIRST_DAY}{_TO}(?:{_YEAR})?{_MONTH}月{_LAST_DAY}"), _range),
    (re.compile(rf"()(){_START}{_MONTH}月{_FIRST_DAY}{_TO}()(){_MONTH}月{_LAST_DAY}"), _range),
    (
        re.compile(
            rf"(?<!\d)(20\d\d)(?P<s>[-./])(?P<m>1[0-2]|0?[1-9])(?P=s){_FIRST_DAY}{_TO}(?:(?P<y>20\d\d)(?P=s))?(?P<n>1[0-2]|0?[1-9])(?P=s){_LAST_DAY}(?!\d)"
        ),
        _range_of_days,
    ),
    (re.compile(rf"(?:{_YEAR})?{_MONTH}月{_DAY}|(?<!\d)20\d\d(?P<s>[-./])\d{{1,2}}(?P=s)\d{{1,2}}(?!\d)"), None),
    (re.compile(rf"{_YEAR}{_MONTH}月?份?{_TO}(?:{_YEAR})?{_MONTH}月"), _range),
    (
        re.compile(rf"(?<![0-9a-z])(20\d\d)()[-./](1[0-2]|0?[1-9]){_TO}(?:(20\d\d)()[-./])?(1[0-2]|0?[1-9])(?![\d.])"),
        _range,
    ),
    (re.compile(rf"(?:{_YEAR}|(?<!\d))前([二三四2-4])个?季度"), _first_quarters),
    (
        re.compile(
            rf"(?:{_YEAR}|(?<!\d))第?{_QUARTER}季?度?(?:{_TO}|{_AND})第?(?:[一二三四1-4]季?度?{_AND}第?){{{_LISTED}}}{_QUARTER}季度?"
        ),
        _quarters,
    ),
    (re.compile(r"(?<![0-9a-z])(?:q([1-4])|([1-4])q)[-./]?(?:(20\d\d)|(\d\d))(?![\d.])"), _quarter_before_year),
    (
        re.compile(rf"(?:{_YEAR})?[-./]?(?:第?(?<![a-z]){_QUARTER}季度?|(?<![a-z])q([1-4])(?![0-9a-z]))"),
        _quarter,
    ),
    (
        re.compile(
            rf"(?:{_YEAR}|{_START}){_MONTH}月?份?(?:{_AND}(?:1[0-2]|0?[1-9]|[一二三四五六七八九十元]{{1,2}})月?份?){{{_LISTED}}}{_AND}{_MONTH}月"
        ),
        _months,
    ),
    (re.compile(rf"(?:{_YEAR})?([上下])半年"), _half),
    (re.compile(rf"(?:{_YEAR})?[-./]?(?<![a-z])h([12])(?![0-9a-z])"), _half),
    (re.compile(rf"(?<![a-z])({'|'.join(_ENGLISH)})[a-z]*\.?,?(20\d\d)(?!\d)"), _english_month),
    (re.compile(rf"()()(?<![\d年]){_MONTH}月?{_TO}()(){_MONTH}月"), _range),
    (re.compile(rf"{_YEAR}{_MONTH}月(?!\d)"), _one_month),
    (re.compile(r"(?<![0-9a-z])(20\d\d)()[-./](1[0-2]|0[1-9])(?![-./0-9])"), _one_month),
    (re.compile(r"(?<![0-9a-z])(20\d\d)()(1[0-2]|0[1-9])(?![0-9a-z])"), _one_month),
    (re.compile(r"(?<![0-9a-z])(20\d\d)()[./_](1[0-2]|0?[1-9])(?![-./_0-9])"), _some_month),
    (re.compile(rf"(?<!\d)(20\d\d)年?{_TO}(20\d\d)年度?"), _years),
    (re.compile(rf"()()(?<![\d年个第]){_MONTH}月(?:份|(?=[^一-龥]|报|$))"), _one_month),
    (re.compile(rf"{_YEAR}(?<=[年度])"), _whole_year),
    # 2023 alone, as sheets and files are called; a template's version, a number of things or of a document is none
    (
        re.compile(
            r"(?<![\da-z.,/-])(20[12]\d)()(?![\da-z.,/%-]|版|修订|[元万千百亿人户个家名亩吨斤件套条次项份批号字])"
        ),
        _whole_year,
    ),
)


def _stretches(folded: str) -> tuple[Stretch, ...]:
    folded = _CHINESE_YEAR.sub(lambda found: found[0].translate(_DIGITS), folded)
    found: list[tuple[int, Stretch]] = []
    for pattern, read in _FORMS:
        for match in pattern.finditer(folded):
            if read is not None:
                found.append((match.start(), read(match)))
        folded = pattern.sub(lambda match: "\0" * len(match[0]), folded)
    return tuple(stretch for _, stretch in sorted(found, key=lambda one: one[0]))


_remembered = remembering(_stretches)
# the first letter that a period may have, and the last, from behind
_FIRST = re.compile("[0-9a-z〇○零一二三四五六七八九十元上下前半第年月季截至止底末日号度份贰本今全民统]")
_LAST = re.compile("[0-9a-z〇○零一二三四五六七八九十元年月季底末日号度份终计来]")


def stretches_in(text: str) -> tuple[Stretch, ...]:
    """The stretches of months that a text names, in its order.

    >>> [(s.year, s.first, s.last) for s in stretches_in("二〇二三年第四季度、2024年1-3月")]
    [(2023, 10, 12), (2024, 1, 3)]
    >>> stretches_in("川民发〔2023〕12号，2024年4月10日")
    ()
    """
    folded = fold_label(text)
    first, last = _FIRST.search(folded), _LAST.search(folded[::-1])
    if first is None or last is None or (until := len(folded) - last.start()) < first.end() + 1:
        return ()
    # with a letter on each side, which may deny it; the counties' titles differ in what stands before
    return _remembered(folded[max(first.start() - 1, 0) : until + 1])
