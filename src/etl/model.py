"""The frozen values that stages exchange; every one remembers the cell it came from.

Rows and columns of a sheet count from 0 inside the program; `address` turns them into what Excel shows.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from etl.cell_account import CellRun
from etl.cell_traits import Trait
from etl.merged_ranges import MergedRanges, Rectangle


@dataclass(frozen=True)
class Display:
    """Shown form of a number whose format makes a reader take it for another one, or hides it."""

    shift: int = 0  # the point stands so many places further left than in the stored number
    decimals: int | None = None  # how many are shown; None: as many as there are
    text: str = ""  # what stands behind the number: 万元
    is_hidden: bool = False  # no digit is shown, at most `text`
    code: tuple[str, int, str] | None = None  # XM007: words before, least digits, words behind
    words: tuple[str, str] | None = None  # 约12户: those before and behind a number that keeps its scale


@dataclass(frozen=True)
class ShownNumber:
    """The number that a cell stores, with the display that makes another number of it."""

    stored: float | int
    display: Display


Cell = str | float | int | bool | date | datetime | time | timedelta | ShownNumber | None

SubmissionKey = tuple[str, str, str]  # of what is submitted: county code, period, report
SUBMISSION_KEY = ("county_code", "period", "report")  # its columns
Identity = tuple[str, str, str, str]  # of a file: county code, period, name, sha256


class Severity(StrEnum):
    """Weight of an issue: a critical one returns the report, a warning and a notice load and are shown."""

    CRITICAL = "critical"
    WARNING = "warning"
    NOTICE = "notice"


class Status(StrEnum):
    """Verdict on one report of one county for one period."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    NIL = "nil"
    MISSING = "missing"
    FAILED = "failed"
    EXEMPT = "exempt"


@dataclass(frozen=True)
class SourceFile:
    """One file of a county's folder, archived under its sha256 and safe to read at any time."""

    county_code: str
    period: str
    name: str  # relative to the county's period folder, as the county named it
    sha256: str
    size: int
    modified_at: datetime
    pull: int  # the ordinal of the pull that saw it first: a later pull is later whatever the clocks say
    received_at: datetime  # when that pull saw it
    path: Path  # the archived copy

    @property
    def identity(self) -> Identity:
        """Identity by which a file is known when it comes again: county code, period, name and content."""
        return self.county_code, self.period, self.name, self.sha256

    @property
    def arrival(self) -> tuple[int, datetime]:
        """Sort key that puts the file that came last at the end."""
        return self.pull, self.modified_at


class Mark(StrEnum):
    """Nature of a cell where the value alone would mislead.

    Equal to no text of a cell, of which control characters are taken: cells that are equal are read once.
    """

    UNCALCULATED = "\x01uncalculated"  # a formula whose result was never saved: the value is missing, not blank
    PICTURE = "\x01picture"  # an embedded picture (WPS DISPIMG) instead of a value
    PERCENT = "\x01percent"  # shown as a percentage: 0.5 means 50%


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet from A1 on: `rows[r][c]`, ragged; empty cells None or '', error cells their text (#REF!)."""

    sheet: str  # '' for CSV
    rows: Sequence[Sequence[Cell]]
    merges: tuple[Rectangle, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    widths: Mapping[int, float] = field(default_factory=dict)  # of columns, in characters, where the file says them
    marks: Mapping[tuple[int, int], Mark | Display] = field(default_factory=dict)  # by (row, column)
    traits: Mapping[tuple[int, int], Trait] = field(default_factory=dict)
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)  # "" where the text is kept elsewhere
    print_lines: tuple[str, ...] = ()  # of the header and footer that are printed on every page, and of text boxes
    is_1904: bool = False  # numbers that are days count from 1904
    template: str = ""  # what the file says in a property of its own that it was made from
    may_hold_persons: bool = True  # False where the texts of no cells can hold an identity number

    @cached_property
    def merged(self) -> MergedRanges:
        """The merges by the rows that they touch."""
        return MergedRanges(self.merges)


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One finding: where it stands, what was seen, what is expected, and a sentence for the county.

    Its fields are the columns of every frame of issues, in this order, over which digests in the ledger are taken.
    """

    county_code: str = ""
    period: str = ""
    report: str | None = None
    source_file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    source_row: int | None = None
    column_name: str | None = None
    rule: str
    severity: Severity
    value: str | None = None
    expected: str | None = None
    message: str


ISSUE_COLUMNS = tuple(one.name for one in fields(Issue))


@dataclass(frozen=True)
class ColumnMatch:
    """Meaning of one column of a table; `field` is None for a heading that no contract knows.

    On an indicator form it is one cell, in the sheet row `row`, and `heading` is the label of that row.
    """

    index: int
    heading: str
    field: str | None
    unit: str | None = None
    unit_source: str | None = None  # cell, heading, sheet, template
    matched_by: str = "label"  # label, alias, near, unknown
    row: int | None = None

    @property
    def place(self) -> str:
        """Letters that Excel shows over the column, or the address of the one cell."""
        return column_letters(self.index) if self.row is None else address(self.row, self.index)


@dataclass(frozen=True)
class TotalRow:
    """A row that only totals: its kind (合计, 小计, …) and the raw cells of the mapped columns."""

    row: int
    label: str
    cells: dict[str, Cell]
    first_row: int  # the first table row it may total, for a 小计: the row after the one before


@dataclass(frozen=True)
class Table:
    """One report's table on one sheet: raw values by column, with the sheet rows they came from.

    An indicator form is one row: the first of its indicators stands for them all, each column has a row of its own.
    Between processes the cells are packed: a column is then an Arrow array or a list (`recognise.packing`).
    """

    report: str
    sheet: str
    header_rows: tuple[int, int]
    columns: tuple[ColumnMatch, ...]
    rows: tuple[int, ...]
    values: Mapping[str, list[Cell]]  # field -> one raw cell per row
    extra: Mapping[str, list[Cell]] = field(default_factory=dict)  # unknown heading -> one raw cell per row
    totals: tuple[TotalRow, ...] = ()


@dataclass(frozen=True)
class SheetReading:
    """Reading of one sheet: a report's table, an explanation, a hidden sheet, empty, or not understood."""

    sheet: str
    taken_for: str
    cells: tuple[CellRun, ...] = ()  # its account, where somebody asked


@dataclass(frozen=True)
class Explanation:
    """Words of a county on a warning that went back to it: which one, at which value, and why it is true as it stands."""

    report: str
    rule: str
    column_name: str | None
    sheet: str
    cell: str
    value: str
    text: str
    row: int | None = None  # where it is of every warning in one


@dataclass(frozen=True)
class FileReading:
    """Everything one file said: its tables, what each sheet was taken for, and the issues found so far."""

    source: SourceFile
    kind: str  # xlsx, xls, xlsb, ods, csv
    tables: tuple[Table, ...] = ()
    nil_reports: tuple[str, ...] = ()  # reports confirmed to be zero
    sheets: tuple[SheetReading, ...] = ()
    issues: tuple[Issue, ...] = ()
    failure: str | None = None  # our own trouble with the file: nothing is known of it, and an operator acts
    township: str | None = None  # the one whose part of the county's reports the file is; None: the county's own
    explanations: tuple[Explanation, ...] = ()
    made_from: str = ""  # how the hash begins of the file that went back marked and became this one

    def is_made_from(self, other: "FileReading") -> bool:
        """True when another file went back marked and became this one: whatever the clocks say, it came later."""
        return bool(self.made_from) and other.source.sha256.startswith(self.made_from)

    def only(self, reports: Collection[str]) -> "FileReading":
        """The reading with nothing but some reports in it."""
        return replace(
            self,
            tables=tuple(table for table in self.tables if table.report in reports),
            nil_reports=tuple(report for report in self.nil_reports if report in reports),
            issues=tuple(issue for issue in self.issues if issue.report in reports),
            explanations=tuple(one for one in self.explanations if one.report in reports),
        )

    def located(self) -> tuple[Issue, ...]:
        """The issues, each bound to the county, period and file they belong to."""
        source = self.source
        return tuple(
            replace(issue, county_code=source.county_code, period=source.period, source_file=source.name)
            for issue in self.issues
        )


def column_letters(index: int) -> str:
    """The letters Excel shows over a column counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The A1 address of a cell whose row and column count from 0.

    >>> address(2, 3)
    'D3'
    """
    return f"{column_letters(column)}{row + 1}"
