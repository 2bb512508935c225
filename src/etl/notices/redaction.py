"""Redact numbers of persons from notices: takes text, gives it without identity, mobile and telephone numbers.

It hides too much rather than too little: the cell is named, and the county sees the number there.
"""

import re
from collections.abc import Sequence

HIDDEN = "［号码略］"
_WIDE = str.maketrans("０１２３４５６７８９－（）＋＊Ｘｘ", "0123456789-()+*XX")
_GAP = r"[\ \t\u3000\xa0]?[-—–]?[\ \t\u3000\xa0]?"
_FEWEST = re.compile(r"\d{4}|\d[\d \-－]{4,}\d")  # what every number below holds; most texts hold none
_NUMBERS = re.compile(
    rf"""
    \d{{6}}\*{{4,}}[0-9A-Za-z]*                                                  # an identity number, masked already
    | \d{{6}}{_GAP}(?:18|19|20)\d{{2}}{_GAP}\d{{2}}{_GAP}\d{{2}}{_GAP}\d{{3}}[0-9Xx] # the same, in groups
    | \d{{15,}}[Xx]?                                                             # mistyped ones, and those of before 1999
    | (?<!\d)(?:0|\(?(?:\+|00)?86\)?{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)      # mobile
    | (?<!\d)\(?0\d{{2,3}}\)?{_GAP}[1-9]\d{{2,3}}{_GAP}\d{{4}}(?!\d)                    # area code and telephone
    | (?:电话|手机|座机|传真|联系方式|tel|TEL|Tel)[^\d\n［]{{0,8}}(?P<called>\d[\d\ -]{{4,}}\d)   # whatever is called so
    """,
    re.VERBOSE,
)


def redact(text: str) -> str:
    """Text in which every number that may be a person's is hidden; applying it again changes nothing.

    >>> redact("D5 联系电话（028-8666 1234）、138 0013 8000，身份证510105********1234")
    'D5 联系电话（［号码略］）、［号码略］，身份证［号码略］'
    >>> redact("K11 累计拨付 1098800 元，2024-03-28，XM513326-2024-001")
    'K11 累计拨付 1098800 元，2024-03-28，XM513326-2024-001'
    """
    if not _FEWEST.search(text):
        return text
    narrow = text.translate(_WIDE)
    for found in reversed(list(_NUMBERS.finditer(narrow))):
        start, end = found.span("called") if found["called"] else found.span()
        text = text[:start] + HIDDEN + text[end:]
    return text


def redact_all(texts: Sequence[str | None]) -> Sequence[str | None]:
    """Texts of a column, of which most columns hold no number: each text is looked through once."""
    if not _FEWEST.search("\n".join(filter(None, texts))):
        return texts
    redacted = {text: redact(text) for text in set(filter(None, texts))}
    return [redacted.get(text, text) if text else text for text in texts]
