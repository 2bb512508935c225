"""Cells of a row under a heading: the row itself, whether a cell is blank, and where a table's columns stand. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.model import Cell, ShownNumber

Row = Sequence[Cell]
_FIGURE = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[百千万亿]*元|%|人|户|个)?")


@dataclass(frozen=True)
class Layout:
    """Positions of a table's columns: those with a field, those a record must fill in, the figures, and the last of all."""

    mapped: frozenset[int]
    required: tuple[int, ...]
    figures: frozenset[int]
    key: tuple[int, ...]
    serials: frozenset[int]
    last: int  # cells to the right of it are no part of the table


def is_figure(cell: Cell) -> bool:
    """True for a number, stored as one or written out; a year, a day or words with a number in them are none."""
    if isinstance(cell, str):
        return _FIGURE.fullmatch(cell.strip().replace(",", "").replace("，", "")) is not None
    return isinstance(cell, int | float | ShownNumber) and not isinstance(cell, bool)


def filled(row: Row) -> list[Cell]:
    """The cells of a row that are not blank, from left to right."""
    return [cell for cell in row if cell != "" and not is_blank(cell)]  # most blank ones are of no text


def is_blank(cell: Cell) -> bool:
    """True for an empty cell and for one of nothing but white space."""
    return cell is None or cell == "" or (isinstance(cell, str) and not cell.strip())
