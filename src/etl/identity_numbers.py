"""Identity numbers of persons (GB 11643) in texts: takes a text, gives where one stands, or the text with it masked.

Every writing counts: in one piece, with spaces, dashes, dots or marks that nobody sees between its digits, in full width, of
18 characters or, as before 1999, of 15. So that numbers of accounts, vouchers and papers stay whole, its region and its
birth date must exist, and where its form alone says little (spaced, or right beside other digits or letters) its check
character must be right. Pure; knows no column and no file.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from etl.types.credit_code import credit_code_in, is_credit_code

HIDDEN = "*" * 8
CELLS = "\x1f"  # stands between the texts of two adjoining cells where a row is looked through as one text
MASKED = re.compile(r"[1-9１-９][0-9０-９]{5}\*{8}[0-9０-９]{3}[0-9０-９XxＸｘ]")

# \ufffd stands in names for what nobody could see, ↵ for the end of a line
_INVISIBLE = "\ufffd\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
# no \s: what separates cells and rows is white space, too
_VISIBLE_WIDE = (
    r"\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000↵·•・‧∙⋅。．｡‐-―−－﹣﹘～’"  # those beyond ASCII
)
_VISIBLE = r" \t-\r\-_~.'`" + _VISIBLE_WIDE
_DIGIT, _LAST = "[0-9０-９]", "[0-9０-９XxＸｘ]"
_GAP = rf"[{_VISIBLE}{_INVISIBLE}]{{0,4}}"
_WIDE_GAP = rf"[{_VISIBLE}{_INVISIBLE}{CELLS}]{{0,4}}"
_NARROW = str.maketrans("０１２３４５６７８９Ｘｘx", "0123456789XXX")


def _spread(gap: str, *places: str) -> str:
    return gap.join(places)


# from the birth year on, which rules out nearly everything at once; the region before it is looked at afterwards
_BORN = _spread(_WIDE_GAP, f"(?:[1１]{_WIDE_GAP}[9９]|[2２]{_WIDE_GAP}[0０])", _DIGIT, _DIGIT, "[01０１]", _DIGIT)
_OF_18 = re.compile(_spread(_WIDE_GAP, _BORN, "[0-3０-３]", _DIGIT, _DIGIT, _DIGIT, _DIGIT, _LAST))
_REGION = re.compile(_spread(_WIDE_GAP, "[1-8１-８]", *[_DIGIT] * 5) + rf"{_WIDE_GAP}\Z")
_LONGEST_REGION, _LONGEST = 6 * 5, 18 * 5
_OF_15 = re.compile(
    rf"[1-8１-８](?<!{_DIGIT}.){_GAP}"
    + _spread(_GAP, *[_DIGIT] * 7, "[01０１]", _DIGIT, "[0-3０-３]", *[_DIGIT] * 4)
    + rf"(?!{_DIGIT})"
)
_PLACE = re.compile(_LAST)
# the same in UTF-8 without separators of ASCII, as a text is looked at first; any other separator or digit is a closer look
GAPS = b" \t\n\r\x0b\x0c-_.~'`"
_BETWEEN_18 = GAPS + CELLS.encode()
_COMPACT_18 = [  # one a century: what begins with fixed bytes is found four times as fast
    re.compile(century + rb"(?<=[1-8][0-9]{5}..)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9Xx]") for century in (b"19", b"20")
]
_COMPACT_15 = re.compile(rb"[1-8][0-9]{7}[01][0-9][0-3][0-9]{4}")
_ODD = re.compile(f"[０-９]|[0-9{CELLS}][{_VISIBLE}]{{0,4}}[{_VISIBLE_WIDE}{_INVISIBLE}Ｘｘ]")
_PERHAPS_ODD = re.compile(f"[０-９{_VISIBLE_WIDE}{_INVISIBLE}Ｘｘ]")  # much faster, where digits are many
_UNSEEN = re.compile(f"[{_INVISIBLE}]+")
# province; prefecture, 90 for counties of the province itself; county (GB/T 2260, and what it was since 1984)
_DIVISION = re.compile("(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])(?:0[1-9]|[1-6][0-9]|70|90)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class IdentityNumber:
    """One number in a text: the places of its characters there, and the number itself, which is never to be kept."""

    places: tuple[int, ...]
    number: str
    is_certain: bool  # its check character is right

    @property
    def span(self) -> tuple[int, int]:
        """Place of the first character, and the place behind the last."""
        return self.places[0], self.places[-1] + 1


def find(text: str, latest: date = date.max) -> list[IdentityNumber]:
    """The identity numbers in a text from its beginning to its end; nobody is born after `latest`.

    >>> [one.number for one in find("510105 1990 0101 1237，511023900101123")]
    ['510105199001011237', '511023900101123']
    """
    is_odd = has_odd_letter(text)
    found = [*_of_18(text, latest)] if is_odd or may_hold_18(text) else []
    found += _of_15(text, latest) if is_odd or _may_hold_15(text) else ()
    kept: list[IdentityNumber] = []
    starts: list[int] = []  # of those that are kept, which overlap none of each other
    for one in sorted(found, key=lambda one: (not one.is_certain, one.places)):
        start, end = one.span
        place = bisect_right(starts, start)
        is_free = not place or kept[place - 1].span[1] <= start
        if is_free and (place == len(kept) or end <= kept[place].span[0]):
            kept.insert(place, one)
            starts.insert(place, start)
    return kept


def may_hold(text: str) -> bool:
    """False when no identity number can stand in a text: what nearly every text is told by, however long."""
    return may_hold_18(text) or _may_hold_15(text) or has_odd_letter(text)


def may_hold_18(text: str) -> bool:
    """False when no number of 18 characters can stand in a text without odd letters."""
    compact = text.encode("utf-8", "surrogatepass").translate(None, _BETWEEN_18)
    return any(born.search(compact) for born in _COMPACT_18)


def _may_hold_15(text: str) -> bool:
    return _COMPACT_15.search(text.encode("utf-8", "surrogatepass").translate(None, GAPS)) is not None


def has_odd_letter(text: str) -> bool:
    """True when a digit is none of ASCII, or what stands behind one may belong to a number and is none."""
    return not text.isascii() and _PERHAPS_ODD.search(text) is not None and _ODD.search(text) is not None


def is_of_an_organisation(text: str) -> bool:
    """True for a text that is nothing but a sound credit code, however it is written: it may look like a person's number."""
    return is_credit_code(credit_code_in(text))


def mask(text: str, latest: date = date.max) -> str:
    """Text with all of every identity number hidden but its first six and its last four characters.

    >>> mask("身份证510105199001011234。"), mask("凭证510105199013011234")
    ('身份证510105********1234。', '凭证510105199013011234')
    """
    return cover(text, find(text, latest)) if may_hold(text) else text


def cover(text: str, numbers: Iterable[IdentityNumber], mark: Callable[[str], str] = lambda number: "") -> str:
    """Text with these numbers, which were found in it, hidden, each with its mark behind it; what separates two cells stays."""
    for one in sorted(numbers, key=lambda one: one.places, reverse=True):
        start, end = one.span
        hidden = one.places[6:-4]
        masks = dict.fromkeys(hidden, "*") | {hidden[0]: "*" * (len(HIDDEN) - len(hidden) + 1)}
        stays = {*one.places, *(place for place in range(start, end) if text[place] == CELLS)}
        shown = (masks.get(place, text[place]) for place in range(start, end) if place in stays)
        text = text[:start] + "".join(shown) + mark(one.number) + text[end:]
    return text


def cut_short(text: str, length: int) -> str:
    """Beginning of a text, at most so long; it ends before a number that it would end in, of which nothing would be known.

    >>> cut_short("身份证510105199001011237", 12), cut_short("身份证510105199001011237。", 21)
    ('身份证', '身份证510105199001011237')
    """
    if len(text) <= length:
        return text
    spans = (one.span for one in find(text[: length + _LONGEST]))
    return text[: next((start for start, end in spans if start < length < end), length)]


def _of_18(text: str, latest: date) -> Iterator[IdentityNumber]:
    start = 0
    while born := _OF_18.search(text, start):
        start = born.start() + 1
        window = text[max(0, born.start() - _LONGEST_REGION) : born.start()]
        if region := _REGION.search(window):
            offset = born.start() - len(window)
            places = [offset + region.start() + one.start() for one in _PLACE.finditer(region[0])]
            places += [born.start() + one.start() for one in _PLACE.finditer(born[0])]
            if one := _checked(text, tuple(places), latest):
                yield one


def _checked(text: str, places: tuple[int, ...], latest: date) -> IdentityNumber | None:
    number = "".join(text[place] for place in places).translate(_NARROW)
    if not _is_region(number) or not _is_day(int(number[6:10]), number[10:12], number[12:14], latest):
        return None
    one = IdentityNumber(places, number, _has_check_character(number))
    if CELLS in text[places[0] : places[-1]]:
        is_split = text.count(CELLS, places[0], places[-1]) == 1 and not _adjoins(text, places)
        return one if one.is_certain and is_split else None
    if one.is_certain:
        return one
    stands_alone = not _is_spaced(text, places) and not _adjoins(text, places)
    return one if stands_alone and not is_credit_code(number) else None


def _of_15(text: str, latest: date) -> Iterator[IdentityNumber]:
    for found in _OF_15.finditer(text):
        places = tuple(found.start() + one.start() for one in _PLACE.finditer(found[0]))
        number = "".join(text[place] for place in places).translate(_NARROW)
        is_day = _is_region(number) and _is_day(1900 + int(number[6:8]), number[8:10], number[10:12], latest)
        if is_day and not _adjoins(text, places) and _is_even(text, places):
            yield IdentityNumber(places, number, is_certain=False)


def _is_even(text: str, places: tuple[int, ...]) -> bool:
    """True when one kind of separator, if any, stands between the digits: an amount and a telephone number are no number."""
    return len({text[a + 1 : b] for a, b in pairwise(places)} - {""}) < 2


def _is_spaced(text: str, places: tuple[int, ...]) -> bool:
    between = "".join(text[a + 1 : b] for a, b in pairwise(places))
    return _UNSEEN.sub("", between) != ""


def _adjoins(text: str, places: tuple[int, ...]) -> bool:
    """True when a digit or a letter of ASCII, or what was hidden before, stands right beside; what nobody sees is left aside."""
    before = _UNSEEN.sub("", text[max(0, places[0] - 2 * len(HIDDEN)) : places[0]])
    behind = _UNSEEN.sub("", text[places[-1] + 1 : places[-1] + 1 + len(HIDDEN)])
    sides = (before[-1:].translate(_NARROW), behind[:1].translate(_NARROW))
    return before.endswith(HIDDEN) or any(side.isascii() and side.isalnum() for side in sides)


def _is_region(number: str) -> bool:
    return _DIVISION.match(number) is not None


def _is_day(year: int, month: str, day: str, latest: date) -> bool:
    try:
        return date(1900, 1, 1) <= date(year, int(month), int(day)) <= latest
    except ValueError:
        return False


def _has_check_character(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17]
