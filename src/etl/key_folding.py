"""The one way keys, references and names are compared: a letter becomes another or none, one by one, whatever stands beside it.

Takes texts, gives them as they are compared; what is kept is the text as it was written. Width, case, the kinds of dash, bracket
and white space and what nobody sees make no difference. A letter that only looks like another does: 活动① is not 活动1. SQL is
given the same table (`etl.warehouse.marts.fold_key`), so that nobody else's notion of a letter decides.
"""

from functools import cache, lru_cache
from itertools import chain
from string import ascii_uppercase

# RE2, Python and PostgreSQL read it alike: texts in which nothing is folded but the case of ASCII, and that is nearly all
PLAIN = "^[0-9A-Za-z一-鿿()/.,_-]*$"
LONGEST_REMEMBERED = 40
_DASHES = "‐‑‒–—―⁃−─━˗ー⸺⸻﹘﹣－︱︲ｰ"
_OPENING = "[{〔【〖〘〚﹙﹛﹝（［｛︵︷︹︻"
_CLOSING = "]}〕】〗〙〛﹚﹜﹞）］｝︶︸︺︼"
_WIDE = range(0xFF01, 0xFF5F)  # ！ to ～, which stand as far behind ! to ~
_CASED = range(0x41, 0x530)  # Latin, Greek, Cyrillic
# white space and controls, soft hyphens, joiners, marks of direction and of variants
_UNSEEN = (
    *((0x00, 0x20), (0x7F, 0xA0), (0xAD, 0xAD), (0x34F, 0x34F), (0x600, 0x605), (0x61C, 0x61C), (0x6DD, 0x6DD)),
    *((0x70F, 0x70F), (0x890, 0x891), (0x8E2, 0x8E2), (0x115F, 0x1160), (0x1680, 0x1680), (0x180B, 0x180E)),
    *((0x2000, 0x200F), (0x2028, 0x202F), (0x205F, 0x206F), (0x2800, 0x2800), (0x3000, 0x3000), (0x3164, 0x3164)),
    *((0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFB)),
)
LEADING_ZEROS = "(^|[^0-9.])0+([0-9])"  # RE2 and Python read it alike; 1.05 is not 1.5


@cache
def folding_table() -> dict[str, str]:
    """Every letter that is compared as another, with that one; "" for those that do not count."""
    table = {chr(code): chr(code).lower() for code in _CASED if len(chr(code).lower()) == 1}
    table |= {chr(code): chr(code - 0xFEE0).lower() for code in _WIDE}
    table |= dict.fromkeys(_DASHES, "-") | dict.fromkeys(_OPENING, "(") | dict.fromkeys(_CLOSING, ")")
    unseen = chain.from_iterable(range(first, last + 1) for first, last in _UNSEEN)
    table |= dict.fromkeys(map(chr, unseen), "")
    return {letter: folded for letter, folded in sorted(table.items()) if letter != folded}


@cache
def folded_beginnings() -> bytes:
    """The bytes of UTF-8 that a letter begins with which is compared as another, or not at all, but for the case of ASCII."""
    return bytes({letter.encode()[0] for letter in folding_table()} - {*ascii_uppercase.encode()})


def fold_key(value: object) -> str:
    """A key as it is compared. Leading zeros are told apart.

    >>> fold_key("JZ－001\\u202c"), fold_key("jz—001"), fold_key(" JZ-1 "), fold_key("【试】")
    ('jz-001', 'jz-001', 'jz-1', '(试)')
    """
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return _folded(text) if len(text) <= LONGEST_REMEMBERED else _folded.__wrapped__(text)


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    return text.translate(_by_code())


@cache
def _by_code() -> dict[int, str]:
    return {ord(letter): folded for letter, folded in folding_table().items()}
