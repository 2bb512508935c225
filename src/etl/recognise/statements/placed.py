"""Statements with the cell that makes them. Plain values."""

from dataclasses import dataclass

from etl.recognise.statements.money_unit import UnitStatement
from etl.recognise.statements.period import Stretch
from etl.recognise.statements.standing import Standing

Place = tuple[int, int]  # row and column of a cell, from 0


@dataclass(frozen=True)
class PlacedUnit:
    """What a line states of money units, with its cell and whole text."""

    cell: Place
    text: str
    statement: UnitStatement


@dataclass(frozen=True)
class PlacedStretch:
    """The months that a line names, with its cell and whole text."""

    cell: Place
    text: str
    stretch: Stretch


@dataclass(frozen=True)
class PlacedStanding:
    """The standing that a line gives to what is below it, with its cell and whole text."""

    cell: Place
    text: str
    standing: Standing
