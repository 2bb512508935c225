"""The money unit of a table's amounts from everything stated of it: takes a heading block and statements, gives one decision. Pure.

Order of precedence: the cell (read later, value by value), the heading or the group over it, a row of units under it, a comment
on it or a line about that column, the nearest line above or beside the table, a note below it, the lines of the table before on
the same sheet, the print header, the sheet's or the file's name, a cover sheet, the template. A line reaches the columns that
the template has in the report's main unit and whose heading names none. Statements that agree are evidence; every other one is
a finding at its place, critical where nothing nearer says the unit of some amount.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from etl.model import ColumnMatch
from etl.recognise.header_block import HeaderBlock
from etl.recognise.statements.placed import PlacedUnit
from etl.recognise.statements.unit_lines import UnitLines


class UnitFinding(StrEnum):
    """Reason why a statement about units is an issue."""

    UNCLEAR = "unclear"  # speaks of a unit that nobody can read
    SEVERAL = "several"  # two statements that reach the same amounts
    OTHER_THAN_HEADING = "other_than_heading"  # says another unit than a heading
    OTHER_THAN_TABLE = (
        "other_than_table"  # a name, a print header or a cover says another unit than the lines at the table
    )
    NOT_OF_TABLE = "not_of_table"  # stands below the table or speaks of something else, and says another unit


Finding = tuple[UnitFinding, PlacedUnit, bool]  # and whether figures depend on it


@dataclass(frozen=True)
class UnitsSaid:
    """All statements about one table's units, by place; those of `apart` in the order in which they count."""

    above: Sequence[PlacedUnit] = ()  # and beside it
    within: Sequence[PlacedUnit] = ()  # between its rows
    below: Sequence[PlacedUnit] = ()
    comments: Sequence[tuple[int, PlacedUnit]] = ()  # on its headings: the column, and what is said
    apart: Sequence[PlacedUnit] = ()  # the print header, the names of sheet and file, cover sheets
    carried: str | None = None  # the unit of the table before on the sheet


@dataclass(frozen=True)
class UnitDecision:
    """The unit of the amounts whose heading names none: by field, where it is not the template's; and what is to be said."""

    units: Mapping[str, str] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()  # fields that take the unit of the other amounts' headings
    unit: str | None = None  # of the whole table, for the next one on the sheet
    findings: tuple[Finding, ...] = ()

    def taken_by(self, block: HeaderBlock) -> frozenset[str]:
        """The units that a table's columns of amounts are read in."""
        return frozenset(
            match.unit or self.units.get(str(match.field)) or block.amounts[str(match.field)]
            for match in block.amount_columns
        )


def decide_unit(block: HeaderBlock, columns: Sequence[ColumnMatch], said: UnitsSaid) -> UnitDecision:
    """The decision for the columns of one table."""
    decision = _Decision(block, columns)
    if not decision.named:
        return UnitDecision(unit=said.carried)
    for index, one in said.comments:
        decision.hear_comment(index, one)
    for one in (*said.above, *said.within, *said.below, *said.apart):
        decision.hear_of_column(one)
    decision.hear_lines([*reversed(said.above)], said.below)
    nearest = decision.unit or said.carried
    decision.unit = nearest
    decision.hear_apart(said.apart)
    decision.hear_others(said)
    return decision.made(nearest)


class _Decision:
    """One decision being made."""

    def __init__(self, block: HeaderBlock, columns: Sequence[ColumnMatch]) -> None:
        self._amounts = block.amounts
        is_list = columns is block.columns  # a form's are its cells
        amounts = block.amount_columns if is_list else [one for one in columns if one.field in self._amounts]
        self.named = {str(one.field): one.unit for one in amounts}
        self._fields = {one.index: str(one.field) for one in amounts}
        self._main = block.main_unit
        self._reached = [
            name for name, unit in self.named.items() if unit is None and self._amounts[name] == self._main
        ]
        self._block, self._columns = block, columns
        self._of_column: dict[str, str] = {}
        self._findings: list[Finding] = []
        self.unit: str | None = None

    @cached_property
    def _lines(self) -> UnitLines:
        """Most tables have no line about units, and need none of it."""
        return UnitLines(self._block, self._columns, self._amounts)

    def hear_comment(self, index: int, one: PlacedUnit) -> None:
        """A comment on a heading speaks of that column alone."""
        if (name := self._fields.get(index)) is not None:
            self._hear_of_column(one, [name])

    def hear_of_column(self, one: PlacedUnit) -> None:
        """A line that is limited to some columns."""
        self._hear_of_column(one, [name for name in self._lines.columns_of(one) if name in self.named])

    def _hear_of_column(self, one: PlacedUnit, names: Iterable[str]) -> None:
        for name in names:
            heading, known = self.named[name], self._of_column.get(name)
            if heading is not None:
                if heading not in one.statement.units:
                    self._add(UnitFinding.OTHER_THAN_HEADING, one, depends=False)
            elif one.statement.is_unclear:
                self._add(UnitFinding.UNCLEAR, one, depends=known is None)
            elif self._of_column.setdefault(name, one.statement.units[0]) not in one.statement.units:
                self._add(UnitFinding.SEVERAL, one, depends=True)

    def hear_lines(self, above: Sequence[PlacedUnit], below: Sequence[PlacedUnit]) -> None:
        """The lines above and beside a table, nearest first, and its notes: the first decides for all of it."""
        for one in (*filter(self._lines.is_of_table, above), *filter(self._lines.is_note, below)):
            if self._lists_the_templates(one):
                continue
            if one.statement.is_unclear:
                self._add(UnitFinding.UNCLEAR, one, depends=bool(self._reached))
            elif self.unit is None:
                self.unit = one.statement.units[0]
                self._against_headings(one)
            elif one.statement.units != (self.unit,):
                self._add(UnitFinding.SEVERAL, one, depends=bool(self._reached))

    def hear_apart(self, apart: Sequence[PlacedUnit]) -> None:
        """Hear what is said further away, which decides only where nothing at the table does."""
        for one in filter(self._lines.is_of_table, apart):
            if self._lists_the_templates(one):
                continue
            depends = bool(self._reached) and self.unit is None
            if one.statement.is_unclear:
                self._add(UnitFinding.UNCLEAR, one, depends=depends)
            elif self.unit is None:
                self.unit = one.statement.units[0]
                self._against_headings(one)
            elif one.statement.units != (self.unit,):
                self._add(UnitFinding.OTHER_THAN_TABLE, one, depends=False)

    def hear_others(self, said: UnitsSaid) -> None:
        """Lines between the rows, and those around the table that do not say that they are about it."""
        taken = self.unit or self._main
        for one in said.within:
            if not self._lines.columns_of(one) and one.statement.units != (taken,):
                self._add(UnitFinding.SEVERAL, one, depends=bool(self._reached))
        heard = {*filter(self._lines.is_of_table, said.above), *filter(self._lines.is_note, said.below)}
        for one in (*said.above, *said.below):
            if one in heard or self._lines.columns_of(one) or self._lines.is_about_unknown(one):
                continue
            if one.statement.units != (taken,):
                self._add(UnitFinding.NOT_OF_TABLE, one, depends=bool(self._reached) and self.unit is None)

    def made(self, unit: str | None) -> UnitDecision:
        """The decision; `unit` is that of the lines at the table."""
        if self._reached and self.unit is None and not self._findings and (beside := self._of_other_headings()):
            assumed = tuple(name for name in self._reached if name not in self._of_column)
            return UnitDecision(dict.fromkeys(assumed, beside) | self._of_column, assumed, None)
        units = dict.fromkeys(self._reached, self.unit) if self.unit else {}
        return UnitDecision(units | self._of_column, (), unit, tuple(dict.fromkeys(self._without_headings())))

    def _without_headings(self) -> Iterator[Finding]:
        """The findings; where every heading names its unit, these decide, and a line that agrees with one of them is none."""
        said = {unit for unit in self.named.values() if unit}
        for why, one, depends in self._findings:
            if self._reached or why is UnitFinding.OTHER_THAN_HEADING:
                yield why, one, depends
            elif not said & set(one.statement.units):
                yield UnitFinding.OTHER_THAN_HEADING, one, False

    def _against_headings(self, one: PlacedUnit) -> None:
        """A statement about the whole table that decides nothing, since every heading names its unit."""
        said = {unit for unit in self.named.values() if unit}
        if not self._reached and not said & set(one.statement.units):
            self._add(UnitFinding.OTHER_THAN_HEADING, one, depends=False)

    def _lists_the_templates(self, one: PlacedUnit) -> bool:
        """单位：元、万元 over columns that the template has in just these."""
        units = set(one.statement.units)
        return len(units) > 1 and units == {self._amounts[name] for name in self.named}

    def _of_other_headings(self) -> str | None:
        """The one unit that the headings beside name, where it is not the template's: 需求资金（元） | 认领金额."""
        said = {unit for name, unit in self.named.items() if unit and self._amounts[name] == self._main}
        return said.pop() if len(said) == 1 and self._main not in said else None

    def _add(self, why: UnitFinding, one: PlacedUnit, *, depends: bool) -> None:
        self._findings.append((why, one, depends))
