"""Traits of cells: what a format shows of a cell and its value does not tell. Plain values."""

from enum import StrEnum


class Trait(StrEnum):
    """Looks of a cell that its value does not show, and for which a reader takes the cell for something else."""

    STRUCK = "struck"  # all of it is struck through
    PARTLY_STRUCK = "partly struck"
    RAISED = "raised"  # a part of it is a footnote's mark or a power
    OTHER_MONEY = "other money"  # its number format names a currency or a scale of its own: $, €, 美元, W
    WITHOUT_DAY = "without day"  # a date of which year and month are shown
    WITHOUT_YEAR = "without year"
