"""Cells that repeat words of their own heading around the value: 受益30户 under 受益户数, 4篇报道 under 媒体报道数. Pure.

Words that stand in no name of the column are never taken away: 人均2000元 stays what it is under 户均增收, 预计30户 under 受益户数.
"""

import re

from etl.contract.schema import Column
from etl.text import fold_label

LONGEST_WORDS, SHORTEST_WORDS = 12, 2  # letters that are looked for at either end
_WORDS = re.compile("[一-鿿]+")
_LINKS = " \t\n:：为是,，。;；"


def without_label(text: str, column: Column) -> str:
    """A text without the words at its beginning and its end that a name of the column has; the text itself where it has none."""
    names = [fold_label(name) for name in (column.label.zh, *column.aliases)]
    bare = _cut(text.strip(_LINKS), names, at_end=False)
    return _cut(bare, names, at_end=True)


def _cut(text: str, names: list[str], *, at_end: bool) -> str:
    for length in range(min(LONGEST_WORDS, len(text) - 1), SHORTEST_WORDS - 1, -1):
        words = text[-length:] if at_end else text[:length]
        if _WORDS.fullmatch(words) and any(words in name for name in names):
            return (text[:-length] if at_end else text[length:]).strip(_LINKS)
    return text
