"""The one way labels are folded, passwords masked and long lists cut; pure functions on text."""

import re
import unicodedata
from collections.abc import Callable, Sequence
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


def without_password(url: str) -> str:
    """A URL as it may be shown and kept; it hides too much rather than too little.

    >>> without_password("sftp://etl:s/3@cret@host/in"), without_password("/srv/inbox")
    ('sftp://etl:***@host/in', '/srv/inbox')
    >>> without_password("https://host/in?token=3")
    'https://host/in?***'
    """
    return re.sub(r"(://[^\s?#]*)[?#].*", r"\1?***", re.sub(r"(://[^:@/]*):.*@", r"\1:***@", url))


def first_of(names: Sequence[str], most: int, between: str = ", ") -> str:
    """The first of some names, and how many more there are.

    >>> first_of(["旺苍", "黑水", "炉霍"], 2), first_of(["旺苍", "黑水"], 2, "、")
    ('旺苍, 黑水 and 1 more', '旺苍、黑水')
    """
    more = len(names) - most
    return between.join(names[:most]) + (f" and {more} more" if more > 0 else "")
