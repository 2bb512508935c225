"""Widths of columns as files write them: takes a length with its unit, gives characters as Excel counts them. Pure."""

import re

WIDEST = 255.0  # that Excel holds
POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 7.2 / 2.54, "pc": 12.0, "px": 0.75, "ch": 5.25}
POINTS_OF_CHARACTER, POINTS_BESIDE = 5.25, 3.75  # seven pixels, and five around the text
_LENGTH = re.compile(r"\s*(\d{1,5}(?:\.\d{1,20})?)\s*(pt|in|cm|mm|pc|px|ch)\s*")


def in_characters(length: str) -> float:
    """A length in characters, which may have the unit ch; 0 for what is none.

    >>> in_characters("2.54cm"), in_characters("45.75pt"), in_characters("wide"), in_characters("9999cm")
    (13.0, 8.0, 0.0, 255.0)
    """
    found = _LENGTH.fullmatch(length)
    if found is None:
        return 0.0
    points, beside = float(found[1]) * POINTS[found[2]], 0 if found[2] == "ch" else POINTS_BESIDE
    return min(max(round((points - beside) / POINTS_OF_CHARACTER, 2), 0.0), WIDEST)
