"""Cells of a row under a heading: the row itself, whether a cell is blank, and where a table's columns stand. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from etl.model import Cell

Row = Sequence[Cell]


@dataclass(frozen=True)
class Layout:
    """Where a table's columns stand: those with a field, those a record must fill in, the figures, and the last of all."""

    mapped: frozenset[int]
    required: tuple[int, ...]
    figures: frozenset[int]
    key: tuple[int, ...]
    serials: frozenset[int]
    last: int  # cells to the right of it are no part of the table


def is_blank(cell: Cell) -> bool:
    return cell is None or cell == "" or (isinstance(cell, str) and not cell.strip())
