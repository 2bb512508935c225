"""One slip of the keyboard between two labels: a letter too many or too few, two exchanged. Pure."""

SHORTEST = (
    4  # shorter labels differ by one letter and mean different things: 户数, 人数; only a subject may stand before one
)
SHORTEST_SUBSTITUTED = (
    8  # one letter for another turns 收款单位 into 付款单位; only the credit code's label is long enough
)
HARMLESS = frozenset("的之总额")  # the only letters that may be too many, but for one written twice
TELLING = frozenset("未不数")  # the letters that may not be missing: 入驻组织 are names, 入驻组织数 is a figure


def with_one_less(label: str) -> set[str]:
    """A label, and all that is left of it without one letter."""
    return {label, *(label[:place] + label[place + 1 :] for place in range(len(label)))}


def is_slip(heading: str, label: str) -> bool:
    """True when one slip turns a heading into a label, and the label means the same."""
    if min(len(heading), len(label)) < SHORTEST or abs(len(heading) - len(label)) > 1:
        return False
    if len(heading) == len(label):
        differ = [place for place, (a, b) in enumerate(zip(heading, label, strict=True)) if a != b]
        if len(differ) == 1:
            return len(label) >= SHORTEST_SUBSTITUTED
        exchanged = len(differ) == 2 and differ[1] == differ[0] + 1
        return exchanged and heading[differ[0]] == label[differ[1]] and heading[differ[1]] == label[differ[0]]
    if len(label) > len(heading):
        extra = _one_more(label, heading)
        return extra is not None and (label[extra] in HARMLESS or label[extra] in label[max(extra - 1, 0) : extra])
    missing = _one_more(heading, label)
    return missing is not None and heading[missing] not in TELLING


def _one_more(longer: str, shorter: str) -> int | None:
    """The last place of the one letter that the longer label has more; None when they differ otherwise.

    >>> _one_more("受益益户数", "受益户数")
    2
    """
    places = (p for p in reversed(range(len(longer))) if longer[:p] + longer[p + 1 :] == shorter)
    return next(places, None)
