"""Column type: everything that the program asks of one, so that nobody asks for a type by its name.

Takes nothing, gives a frozen value; reads no cell. Values are texts, days, or figures, which are whole numbers of 10**-scale
until they are stored.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from etl.model import Severity


class Units(StrEnum):
    """The units of measure that the figures of a column may be written in."""

    NONE = "none"
    MONEY = "money"  # a contract gives the one that the template writes
    MEASURES = "measures"  # 人, 户: a contract may give those that an indicator form may say


@dataclass(frozen=True)
class ColumnType:
    """One type, as contracts name it; `wanted` and `example` tell a county what should stand in a cell."""

    name: str
    label: str  # for readers of the database
    sql: str  # as PostgreSQL writes it
    wanted: str  # {unit} is the column's own
    number_format: str  # of a template's cells
    example: str = ""
    scale: int | None = None  # decimals of a figure; None: the values are no figures
    is_day: bool = False
    units: Units = Units.NONE
    stored_in: str = ""  # the unit of stored figures, where there is one
    rounded_to: str = ""  # the last decimal of a figure, in words; "": what has more decimals is refused
    has_codes: bool = False  # a contract gives a code list, and a template a drop-down
    when_cut: Severity | None = (
        None  # what a text weighs of which Excel has lost a part; None: such a one is never kept
    )
    is_registered: bool = (
        False  # a value with a sound check character is an organisation's, whatever else it looks like
    )
    checks: tuple[str, ...] = ()  # what its values are held against, besides being required

    @property
    def is_figure(self) -> bool:
        """True when the values are figures, which can be compared and added up."""
        return self.scale is not None

    @property
    def is_text(self) -> bool:
        """True when the values are texts."""
        return not (self.is_figure or self.is_day)

    @property
    def is_money(self) -> bool:
        """True when the figures are amounts of money."""
        return self.units is Units.MONEY

    @property
    def one(self) -> int:
        """The whole number that stands for 1: 100 of amounts, which are kept in fen."""
        return int(10 ** (self.scale or 0))

    def whole(self, value: Decimal) -> int:
        """A figure as a whole number of 10**-scale."""
        return int(value * self.one)

    def plain(self, whole: int) -> Decimal:
        """A figure as a person writes it.

        >>> ColumnType("amount", "金额", "numeric(18, 2)", "数字", "0.00", scale=2).plain(1250)
        Decimal('12.50')
        """
        return Decimal(int(whole)).scaleb(-(self.scale or 0))

    def expected(self, unit: str | None) -> str:
        """Value that should stand in a column that the template writes in `unit`, in words and with an example."""
        example = f"，如 {self.example}" if self.example else ""
        return self.wanted.format(unit=unit) + example
