"""The one way labels are folded, and identity numbers and passwords are masked; pure functions on text."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import TypeVar

LONGEST_REMEMBERED = 40
LONGEST_LINE = 200  # a title, or who reports for which period
R = TypeVar("R")
# white space, and what nobody sees: joiners, marks of direction, soft hyphens
_SPACES = re.compile("[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
_ROUND = str.maketrans({"【": "(", "】": ")", "[": "(", "]": ")", "〔": "(", "〕": ")", "{": "(", "}": ")"})
_MARKS = re.compile(r"^[*★☆※]+|[*★☆※]+$")
# what stands before an indicator's name on a form: 一、 (一) 1. 1.1、 ① - # 其中：
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.,]|[(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)]|其中[:、]?|[-—–·•#]"
    r"|\d{1,2}(?:\.\d{1,2})*[、.,)](?!\d)|\d{1,2}(?:\.\d{1,2})+(?=[一-龥]))"
)
_CIRCLED = re.compile(r"^[\s\u3000]*[\u2460-\u2473]")
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789XX")
# GB 11643-1999: region (6), birth date (8), sequence (3), check character; people also write them in groups
_IDENTITY = re.compile(r"(?<!\d)([1-9]\d{5})\s?((?:18|19|20)\d{2})(\d{2})(\d{2})\s?(\d{3}[0-9Xx])(?![0-9A-Za-z])")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def fold_label(label: object) -> str:
    """A label as it is compared: NFKC, no white space at all, one kind of bracket, no asterisks, casefolded.

    >>> fold_label(" 面 积（㎡）\\n*")
    '面积(m2)'
    """
    text = str(label)
    return _folded(text) if len(text) <= LONGEST_REMEMBERED else _folded.__wrapped__(text)


@lru_cache(maxsize=65536)  # headings, codes and words for nothing come again and again
def _folded(text: str) -> str:
    folded = _SPACES.sub("", unicodedata.normalize("NFKC", text).translate(_ROUND)).casefold()
    return _MARKS.sub("", folded)


def remembering(function: Callable[..., R], most: int = 4096) -> Callable[..., R]:
    """A pure function of texts that remembers what it gave for short ones: long ones, of hostile files, are not kept."""
    remembered = lru_cache(maxsize=most)(function)
    return lambda *texts: (remembered if sum(map(len, texts)) <= LONGEST_LINE else function)(*texts)


def without_numbering(label: object) -> tuple[str, ...]:
    """A label folded, then ever less of it as its numbering and 其中 are taken off: the first that is known is meant.

    >>> without_numbering("（一）其中：1. 社会团体")
    ('(一)其中:1.社会团体', '其中:1.社会团体', '1.社会团体', '社会团体')
    """
    labels = [fold_label(label)]
    if circled := _CIRCLED.match(str(label)):
        labels.append(fold_label(str(label)[circled.end() :]))
    while (rest := fold_label(_NUMBERING.sub("", labels[-1]))) not in ("", labels[-1]):
        labels.append(rest)
    return tuple(labels)


def tidy(text: str) -> str:
    """Text without white space (U+3000 included) and invisible marks at its ends; what stands inside is kept.

    >>> tidy(" 雪域镇\\u3000")
    '雪域镇'
    """
    return text.strip("\ufeff\u200b \t\r\n\u3000\xa0\x0b\x0c")


def has_odd_digit(text: str) -> bool:
    """True when a text has a character that NFKC would turn into a digit although it is none: a footnote mark, a power, ½.

    >>> has_odd_digit("12.5①"), has_odd_digit("12²"), has_odd_digit("１2．5")
    (True, True, False)
    """
    return not text.isascii() and any(
        unicodedata.category(letter) == "No"
        or (unicodedata.category(letter) == "Nd" and letter not in "0123456789０１２３４５６７８９")
        for letter in text
    )


def escape_formula(text: str) -> str:
    """Text that no spreadsheet takes for a formula when it opens a CSV: one that begins like one gets an apostrophe.

    >>> escape_formula("=HYPERLINK(1)"), escape_formula("-3.50"), escape_formula("台账")
    ("'=HYPERLINK(1)", '-3.50', '台账')
    """
    is_number = re.fullmatch(r"-?\d+(?:\.\d+)?", text)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and text != "" and not is_number else text


def mask_identity_numbers(text: str) -> str:
    """Text with the birth date of every identity number hidden: first 6, eight asterisks, last 4.

    A number counts as one when its birth date exists; right behind a letter
    only when its check character (GB 11643-1999) is right as well.

    >>> mask_identity_numbers("身份证510105199001011234。")
    '身份证510105********1234。'
    >>> mask_identity_numbers("凭证510105199013011234")
    '凭证510105199013011234'
    """
    narrow = text.translate(_WIDE_DIGITS)
    masked = text
    for found in reversed(list(_IDENTITY.finditer(narrow))):
        start, end = found.span()
        has_letter_before = start > 0 and narrow[start - 1].isascii() and narrow[start - 1].isalpha()
        if not _is_day(*(int(found[group]) for group in (2, 3, 4))):
            continue
        if has_letter_before and not _has_check_character("".join(found.groups())):
            continue  # a voucher such as PZ510821202401150001 is county, day and number
        masked = masked[: start + 6] + "********" + masked[end - 4 :]
    return masked


def _has_check_character(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, _IDENTITY_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17].upper()


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def without_password(url: str) -> str:
    """A URL as it may be shown and kept; it hides too much rather than too little.

    >>> without_password("sftp://etl:s/3@cret@host/in"), without_password("/srv/inbox")
    ('sftp://etl:***@host/in', '/srv/inbox')
    """
    return re.sub(r"(://[^:@/]*):.*@", r"\1:***@", url)
