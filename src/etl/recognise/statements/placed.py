"""Statements with the place that makes them. Plain values."""

from dataclasses import dataclass
from enum import StrEnum

from etl.model import address
from etl.recognise.statements.money_unit import UnitStatement
from etl.recognise.statements.period import Stretch
from etl.recognise.statements.standing import Standing

Place = tuple[int, int]  # row and column of a cell, from 0


class Where(StrEnum):
    """Kinds of places, in the words of a message."""

    TITLE = "标题"  # and any other line above a table
    GROUP = "表头"  # over figures: a group, or a heading that names a period itself
    LINE = "说明"  # a line between the rows, below or beside them
    COMMENT = "批注"
    PRINTED = "页眉、页脚或文本框"
    SHEET = "工作表名"
    FILE = "文件名"
    COVER = "封面或说明"  # a sheet that holds no table


@dataclass(frozen=True)
class Spot:
    """Place of a statement: a cell, a comment at one, or what belongs to no cell of the sheet.

    `sheet` is the sheet that says it where that is not the one it is said about; "" for none.
    """

    where: Where
    cell: Place | None = None
    sheet: str | None = None

    def __str__(self) -> str:
        """The place as a message names it.

        >>> str(Spot(Where.TITLE, (3, 0))), str(Spot(Where.COMMENT, (3, 0))), str(Spot(Where.FILE))
        ('A4', 'A4 的批注', '文件名')
        """
        at = address(*self.cell) if self.cell else ""
        if self.where is Where.COVER:
            return f"工作表“{self.sheet}”的 {at}".rstrip()
        return f"{at} 的批注" if self.where is Where.COMMENT else at or str(self.where)


@dataclass(frozen=True)
class PlacedUnit:
    """Statement of a text on money units, with its place and all of it."""

    spot: Spot
    text: str
    statement: UnitStatement


@dataclass(frozen=True)
class PlacedStretch:
    """The months that a text names, with its place and all of it."""

    spot: Spot
    text: str
    stretch: Stretch


@dataclass(frozen=True)
class PlacedStanding:
    """The standing that a text gives to what it is about, with its place and all of it."""

    spot: Spot
    text: str
    standing: Standing
