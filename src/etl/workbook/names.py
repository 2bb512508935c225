"""Names as they can be shown: sheet and file names without what hides, reorders or floods. Never used to open anything."""

import hashlib
from collections import Counter
from collections.abc import Sequence

from etl.foreign_text import visible
from etl.identity_numbers import cut_short

LONGEST = 120  # characters; Excel allows 31 for a sheet, file systems 255 bytes for a file


def shown_name(name: str) -> str:
    """A name with its hidden characters made visible, cut to a readable length and still told from others.

    >>> shown_name("汇总表")
    '汇总表'
    >>> shown_name("表\\x07\\u202e一")
    '表��一'
    """
    cleaned = visible(name)
    if len(cleaned) <= LONGEST:
        return cleaned
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{cut_short(cleaned, LONGEST - 10)}…{mark}"


def shown_names(names: Sequence[str]) -> list[str]:
    """Shown names that differ from each other as the names did: the second of two alike gets a number.

    >>> shown_names(["表", "表\\u200b", "表\\u200c", "表"])
    ['表', '表�', '表�（2）', '表（2）']
    """
    taken: Counter[str] = Counter()
    shown = []
    for name in map(shown_name, names):
        taken[name] += 1
        shown.append(name if taken[name] == 1 else f"{name}（{taken[name]}）")
    return shown
