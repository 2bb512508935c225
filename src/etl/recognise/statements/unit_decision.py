"""The money unit of a table's amounts from everything stated of it: takes a heading block and statements, gives one decision. Pure.

Order of precedence: the cell (read later, value by value), the heading or the group over it, a row of units under it, a line
about that column, the nearest line above the table, a note below it, the lines of the table before on the same sheet, the sheet's or
the file's name, print header or cover sheet, the template. A line reaches the columns that the template has in the report's
main unit and whose heading names none. Statements that agree are evidence; every other one is a finding at its cell.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from etl.model import ColumnMatch
from etl.recognise.header_block import HeaderBlock
from etl.recognise.statements.placed import PlacedUnit
from etl.text import fold_label

_WHOLE_TABLE = frozenset(
    "注说明备以上下表中本内的所有全部各项金额资款物数币种货人民计量均都皆为是统一请按用系:;()、,=-单位价值投捐赠 额据"
)
_NOTE = ("注", "附注", "说明", "备注", "以上", "表中", "本表", "上表", "表内", "填表说明", "填报说明")


class UnitFinding(StrEnum):
    """Why a statement about units is an issue."""

    UNCLEAR = "unclear"  # speaks of a unit that nobody can read, where the unit of some amount depends on it
    SEVERAL = "several"  # two statements that reach the same amounts
    OTHER_THAN_HEADING = "other_than_heading"  # a line says another unit than every heading
    NOT_OF_TABLE = "not_of_table"  # stands below the table or speaks of something else, and says another unit


@dataclass(frozen=True)
class UnitDecision:
    """The unit of the amounts whose heading names none: by field, where it is not the template's; and what is to be said."""

    units: Mapping[str, str] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()  # fields that take the unit of the other amounts' headings
    unit: str | None = None  # of the whole table, for the next one on the sheet
    findings: tuple[tuple[UnitFinding, PlacedUnit], ...] = ()


def is_note(text: str) -> bool:
    """Whether a line below a table says that it is about the table above."""
    return fold_label(text).startswith(_NOTE)


def decide_unit(
    block: HeaderBlock,
    columns: Sequence[ColumnMatch],
    above: Sequence[PlacedUnit],
    within: Sequence[PlacedUnit],
    below: Sequence[PlacedUnit],
    carried: str | None,
) -> UnitDecision:
    """The decision for the columns of one table from the lines above it, between its rows and below it; `carried` is the unit
    of the table before on the sheet."""
    amounts = {column.name: str(column.unit) for column in block.contract.columns if column.type.is_money}
    named = {column.field: column.unit for column in columns if column.field in amounts}
    if not named:
        return UnitDecision()
    main = Counter(amounts.values()).most_common(1)[0][0]
    open_fields = [name for name, unit in named.items() if unit is None]
    reached = [name for name in open_fields if amounts[name] == main]
    lines = _Lines(block, columns, amounts)
    units = {
        name: unit for one in (*above, *within, *below) for name, unit in lines.of_columns(one, open_fields).items()
    }
    findings: list[tuple[UnitFinding, PlacedUnit]] = []
    decided: PlacedUnit | None = None
    for one in [*reversed([line for line in above if lines.is_of_table(line)]), *filter(lines.is_note, below)]:
        statement = one.statement
        if set(statement.units) == set(amounts.values()) and len(statement.units) > 1:
            continue  # 单位：元、万元 over amounts that the template has in just these
        if statement.is_unclear:
            findings.append((UnitFinding.UNCLEAR, one))
        elif decided is None:
            decided = one
        elif decided.statement.units != statement.units:
            findings.append((UnitFinding.SEVERAL, one))
    unit = decided.statement.units[0] if decided else carried
    taken = unit or main
    for one in [*within, *(line for line in below if not lines.is_note(line))]:
        if lines.is_about_columns(one):
            continue
        if one.statement.is_unclear or one.statement.units != (taken,):
            findings.append((UnitFinding.SEVERAL if one in within else UnitFinding.NOT_OF_TABLE, one))
    if not reached:
        findings = _against_headings(named, [one for _, one in findings] + ([decided] if decided else []))
    elif unit:
        units = dict.fromkeys(reached, unit) | units
    elif not findings and (beside := _of_other_headings(named, amounts, main)):
        assumed = tuple(name for name in reached if name not in units)
        return UnitDecision(dict.fromkeys(assumed, beside) | units, assumed, None)
    return UnitDecision(units, (), unit, tuple(findings))


def _of_other_headings(named: Mapping[str, str | None], amounts: Mapping[str, str], main: str) -> str | None:
    """The one unit that the headings beside name, where it is not the template's: 需求资金（元） | 认领金额."""
    said = {unit for name, unit in named.items() if unit and name and amounts[name] == main}
    return said.pop() if len(said) == 1 and main not in said else None


def _against_headings(
    named: Mapping[str, str | None], lines: Collection[PlacedUnit]
) -> list[tuple[UnitFinding, PlacedUnit]]:
    """Lines that say another unit than all headings, which decide."""
    said = {unit for unit in named.values() if unit}
    return [(UnitFinding.OTHER_THAN_HEADING, one) for one in lines if not said & set(one.statement.units)]


class _Lines:
    """Tells what lines are about, for one report."""

    def __init__(self, block: HeaderBlock, columns: Sequence[ColumnMatch], amounts: Collection[str]) -> None:
        self._headings = {
            column.name: [fold_label(word) for word in column.headings()]
            for column in block.contract.columns
            if column.name in amounts
        }
        for match in columns:
            if match.field in self._headings:
                self._headings[match.field].append(fold_label(match.heading))
        self._titles = [fold_label(word) for word in (block.contract.title.zh, *block.contract.sheets)]

    def of_columns(self, line: PlacedUnit, fields: Collection[str]) -> dict[str, str]:
        """The unit of each column that a line is limited to."""
        if line.statement.is_unclear:
            return {}
        return {name: line.statement.units[0] for name in self._named(line) if name in fields}

    def is_about_columns(self, line: PlacedUnit) -> bool:
        """Whether a line is about some columns of the report, and not the whole table."""
        return bool(self._named(line))

    def is_of_table(self, line: PlacedUnit) -> bool:
        """Whether a line above the heading is about the table and not about a column or something else."""
        if self._named(line):
            return False
        about = line.statement.about
        if line.statement.is_bracket:  # a title, whatever it calls the table
            return True
        return "单位" in about or "unit" in about or set(about) <= _WHOLE_TABLE or any(t in about for t in self._titles)

    def is_note(self, line: PlacedUnit) -> bool:
        """Whether a line below the table says that it is about the table above."""
        return is_note(line.text) and not line.statement.is_bracket and self.is_of_table(line)

    def _named(self, line: PlacedUnit) -> list[str]:
        about = line.statement.about.rpartition("其他")[2] if "其他" in line.statement.about else line.statement.about
        if len(about) < 2 or line.statement.is_bracket:
            return []
        found = {
            name: max((len(word) for word in words if len(word) > 2 and word in about), default=0)
            for name, words in self._headings.items()
        }
        longest = max(found.values(), default=0)
        return [name for name, length in found.items() if length == longest > 0]
