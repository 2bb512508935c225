"""One thing that a rule of a contract finds, as data: the cell it marks, the columns it reads, the expectation that finds it.

Names columns and reports, and knows neither their types nor their labels: whoever has the contracts puts these in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from etl.types.column_type import ColumnType

WITHIN = ("county_code", "period")  # rows are compared with rows of one county and period only
WRITTEN_OTHERWISE = "written otherwise"  # the reason of a repeat that is not written as the first row is


class Needs(Enum):
    """Requirement on the values of a column that a rule reads."""

    ANY = "values of any type"
    FIGURES = "figures"
    DAYS = "days"

    def are_met_by(self, kind: ColumnType) -> bool:
        """True when a column of some type has such values."""
        return {Needs.ANY: True, Needs.FIGURES: kind.is_figure, Needs.DAYS: kind.is_day}[self]


class Alike(Enum):
    """The rows that a finding groups: those that are alike in what it reads."""

    FOLDED = "however they are written"
    BUT_ZEROS = "but for leading zeros, however they are written"


@dataclass(frozen=True)
class Reads:
    """A column that is read: of the rule's own report, or of another one of the same county and period."""

    column: str
    report: str | None = None
    needs: Needs = Needs.ANY
    codes: tuple[str, ...] = ()  # the codes that the rule names, which the column's list has to have


@dataclass(frozen=True)
class CodesOf:
    """In place of an argument: the codes of a column's list."""

    column: str


@dataclass(frozen=True)
class Expectation:
    """An expectation by the name that Great Expectations gives it, and its arguments.

    A Decimal is a figure of the marked column as it is published (yuan); where columns are kept as other whole numbers it is
    turned into one. `where` narrows the rows down to those in which a column has one of some codes. Of an expectation that
    is ours `nearest` is the one that Great Expectations has in its place, if any, and `leaves_out` what that does not find.
    """

    name: str
    arguments: Mapping[str, object]
    where: Reads | None = None
    is_ours: bool = False  # Great Expectations has none of this name
    nearest: "Expectation | None" = None
    leaves_out: str = ""


@dataclass(frozen=True)
class Finding:
    """One id of a rule. Without an expectation, the check of the rule's name in validate/ finds it.

    `reads` has every column by the part it plays, which templates ask for: of the part `larger` the id takes {larger}, the
    column's name, and {larger_report}; sentences take {larger_label}, {larger_title} (of its report), {larger_codes} (those
    named), {larger_choices} (the whole list), and of the row at fault {larger_beside}, the cell with its value.
    """

    reads: Mapping[str, Reads]
    marks: str | None = None  # the part whose cell is marked; None: the first column of the key, or of the report
    expectation: Expectation | None = None
    compares: tuple[tuple[str, str], ...] = ()  # parts whose values are held against each other: they are of one type
    words: Mapping[str, str] = field(default_factory=dict)  # further parameters of the id and the sentences
    case: str = ""  # which of the rule's sentences is said
    is_repeat: bool = False  # only the rows after the first of each group are at fault
    alike: Alike = Alike.FOLDED

    def own_columns(self) -> tuple[str, ...]:
        """The columns of the rule's own report that are read."""
        return tuple(dict.fromkeys(read.column for read in self.reads.values() if read.report is None))

    def names(self) -> dict[str, str]:
        """The parameters of the id."""
        columns = {part: read.column for part, read in self.reads.items()}
        reports = {f"{part}_report": read.report for part, read in self.reads.items() if read.report is not None}
        return {**columns, **reports, **self.words}
