"""Quick look at the texts of a sheet for identity numbers: takes them by column, says False when none can stand there.

It is what nearly every sheet is told by, so it looks at kinds of characters only, in one pass; what it lets through is
searched by `etl.identity_numbers`, whose meaning it never narrows. Pure; knows no column's meaning and no file.
"""

import re
from collections.abc import Sequence

from etl.identity_numbers import GAPS, has_odd_letter, may_hold_18

END = "|"  # stands between texts; one inside a text ends it, which at worst lets more through
_COLUMNS = f"{END}\x1e{END}"
_KINDS = {
    b"0": b"0123456789",
    b"X": b"Xx",
    b"A": b"ABCDEFGHIJKLMNOPQRSTUVWYZabcdefghijklmnopqrstuvwyz",
    b"_": GAPS,
    b"o": b"\xc2\xcd\xe1\xe2\xe3\xef",  # first byte of what may be a wide digit, or may separate digits
    b"|": END.encode(),
    b"\n": b"\x1e",
}


def _table() -> bytes:
    kinds = {byte: kind[0] for kind, of in _KINDS.items() for byte in of}
    return bytes(kinds.get(byte, ord(".")) for byte in range(256))


_TABLE = _table()
_CONTINUED = bytes(range(0x80, 0xC0))  # bytes of a letter behind its first
_WIDE_DIGIT = re.compile("[０-９]")
# digits with no digit or letter right before them; with 18 in one piece they are a code or an account
_ALONE = rb"[^0XA](?![0XA]{18})(?:0_{0,4}+)"
_OF_15 = re.compile(_ALONE + rb"{14}0(?![0XA])")
# a number over two texts is alone at both ends, and one of the two has at least nine of its characters
_ENDS, _ENDS_LONG = re.compile(_ALONE + rb"{1,17}+\|"), re.compile(_ALONE + rb"{9,17}+\|")
_BEGIN = rb"(?=[0oX_])(?!XA|[0XA]{18})[_o]{0,4}(?:0++(?!A)|o|X(?![0XA]))"
_BEGINS, _BEGINS_LONG = re.compile(rb"\|" + _BEGIN), re.compile(rb"\|(?![0XA]{18})[_o]{0,4}(?:0_{0,4}+){8}")
_RUNS_ON = re.compile(_ALONE + rb"{1,17}+\|++" + _BEGIN)


def may_hold_in(rows: str, columns: Sequence[str]) -> bool:
    """False when no identity number stands in a text, or over two neighbours in a row; END stands between any two texts.

    `columns` are beside each other; `rows` are those that are no columns, text by text.
    """
    texts = (rows, *columns)
    whole = f"|{_COLUMNS.join(texts)}|".encode("utf-8", "surrogatepass").translate(_TABLE, _CONTINUED)
    kinds = whole.split(b"\n")
    if any(b"o" in of and _is_odd(text, of) for text, of in zip(texts, kinds, strict=True)):
        return True
    if b"0" * 15 in _dense(whole) and any(map(_holds_one, texts, kinds)):
        return True
    return _BEGINS.search(whole) is not None and (_RUNS_ON.search(kinds[0]) is not None or _run_on(kinds[1:]))


def _dense(kinds: bytes) -> bytes:
    """Kinds without what separates digits."""
    return kinds.replace(b"_", b"")


def _is_odd(texts: str, kinds: bytes) -> bool:
    return (b"0o" in _dense(kinds) or _WIDE_DIGIT.search(texts) is not None) and has_odd_letter(texts)


def _holds_one(texts: str, kinds: bytes) -> bool:
    """True when one text may hold a number."""
    return b"0" * 15 in _dense(kinds) and (may_hold_18(texts) or _OF_15.search(kinds) is not None)


def _run_on(columns: Sequence[bytes]) -> bool:
    """True when texts of a column may have the rest of what one before it ends with."""
    ending: list[bytes] = []  # columns on the left with a text that ends with a digit
    for column in columns:
        if ending and _BEGINS.search(column):
            ends = _ENDS if _BEGINS_LONG.search(column) else _ENDS_LONG
            if any(map(ends.search, ending)):
                return True
        if b"0|" in _dense(column):
            ending.append(column)
    return False
