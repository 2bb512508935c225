"""Schema of config/contracts/*.yaml: strict, frozen models. Nothing here reads a file.

A contract is the only description of a report: recognition, typing, the expectations, the tables, the template, the
dictionary and the messages all come from it. Most reports are lists, a record a row. One that comes as an indicator form
(项目 | 单位 | 数量, a figure a row) says `shape: indicators`: its columns are the indicators, it has no key, and it is one
row a county and period (docs/reading.md, "Indicator forms").
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field, PrivateAttr, model_validator

from etl.contract.kinds import KINDS, Kinds
from etl.contract.type_name import TypeName
from etl.contract.written_rule import WrittenRule
from etl.model import Severity
from etl.rules.finding import Finding
from etl.rules.rule_kind import RuleKind
from etl.strict_yaml import Name, Strict
from etl.text import fold_label, without_numbering
from etl.types.column_type import Units

# what the warehouse adds to every row of mart.<report>; a contract may not use these names
RESERVED = frozenset(
    [
        "county_code",
        "county_name",
        "prefecture_code",
        "prefecture_name",
        "designation",
        "period",
        "extra",
        "submission_id",
        "source_file",
        "source_sheet",
        "source_row",
    ]
)


Measure = Literal["flow", "cumulative", "state"]


class Words(Strict):
    """The same words in Chinese, which counties and analysts read, and in English, which developers read."""

    zh: str
    en: str


class CodeLabel(Strict):
    """One code: its label for readers, what counties write for it, and the places whose names, and whose offices', mean it.

    Of a code for the province's own level the names that end in 省 may stand before a place's.
    """

    label: Words
    aliases: tuple[str, ...] = ()
    places: Literal["province", "prefecture", "county"] | None = None

    def written(self) -> tuple[str, ...]:
        return (self.label.zh, *self.aliases)


class CodeList(Strict):
    """A closed list of codes; every spelling belongs to one code only.

    Of one that is read when `contained`, a longer wording that has words of one code alone is that code, with a warning.
    """

    name: Name
    title: Words
    contained: bool = False
    codes: dict[str, CodeLabel] = Field(min_length=1)

    @model_validator(mode="after")
    def spellings_are_unique(self) -> "CodeList":
        seen: dict[str, str] = {}
        for code, entry in self.codes.items():
            for spelling in {fold_label(word) for word in (code, *entry.written())}:
                if seen.setdefault(spelling, code) != code:
                    raise ValueError(f"{self.name}: {spelling!r} means both {seen[spelling]} and {code}")
        return self

    def code_of(self) -> dict[str, str]:
        """Folded spelling -> code; the code itself is a spelling too."""
        return {fold_label(word): code for code, entry in self.codes.items() for word in (code, *entry.written())}

    def code_of_places(self, levels: Mapping[str, str]) -> dict[str, str]:
        """Folded name of a place -> the code of its level, also behind the province's name; `levels` are the places' own."""
        codes = {entry.places: code for code, entry in self.codes.items() if entry.places}
        own = self.codes[codes["province"]].written() if "province" in codes else ()
        above = ("", *(fold_label(word) for word in own if word.endswith("省") and len(word) > 1))
        return {up + name: codes[level] for name, level in levels.items() if level in codes for up in above}


class Column(Strict):
    """One column of a report, or one indicator of a form.

    A `personal` one is kept and shown to members of warehouse_reader_personal only. `unit` is what the official template writes amounts in; storage is in yuan. `measures` are what a row of an indicator
    form may give as the unit of a figure that is no amount; without them any of the vocabulary's. `measure` says what a figure is: of the
    period alone (flow), from some beginning to the end of the period (cumulative), or at its end (state); one that is an average does not add over counties.
    """

    name: Name
    label: Words
    description: Words
    aliases: tuple[str, ...] = ()
    type: TypeName
    required: bool = False
    personal: bool = False
    unit: str | None = None
    measures: tuple[str, ...] = ()
    codes: str | CodeList | None = None
    measure: Measure | None = None
    adds_over_counties: bool = True
    minimum: Decimal | None = Decimal(0)  # for figures; null allows negative ones

    @model_validator(mode="after")
    def type_has_what_it_needs(self) -> "Column":
        of = f"{self.name}: a column of type {self.type.name}"
        if self.type.has_codes != (self.codes is not None):
            raise ValueError(f"{of} {'needs a' if self.type.has_codes else 'has no'} code list")
        if self.type.is_money != (self.unit is not None):
            raise ValueError(f"{of} {'needs a' if self.type.is_money else 'has no'} unit")
        if self.measures and self.type.units is not Units.MEASURES:
            raise ValueError(f"{of} has no measures")
        if self.measure and not self.type.is_figure:
            raise ValueError(f"{of} is no figure and has no measure")
        if self.name in RESERVED:
            raise ValueError(f"{self.name}: this name is reserved for the warehouse")
        return self

    def headings(self) -> tuple[str, ...]:
        return (self.label.zh, *self.aliases)

    @property
    def adds_over_periods(self) -> bool:
        """True for what is of its period alone: what is cumulative or a state stands in the next period's report again."""
        return self.measure == "flow" and self.adds_over_counties

    @property
    def expected(self) -> str:
        """Value that should stand in a cell, in words and with an example."""
        return self.type.expected(self.unit)


class FigureHeadings(Strict):
    """Heading of the column of figures on an indicator form, where forms have several (本期数, 累计数).

    Without `read` a form has one such column, headed by a word of the vocabulary. The values under any other heading are
    kept in `extra`: with a warning, or without one where `beside` names it.
    """

    read: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


class CarriesOver(Strict):
    """Rows of one period that the next period's template begins with: all but those where a column has one of some codes."""

    unless: dict[Name, tuple[str, ...]] = Field(default_factory=dict)


class Contract(Strict):
    """One report: how it is recognised, typed, judged, stored and explained.

    `version` is printed on its template; raise it when the template asks for something else.
    """

    report: Name
    version: int = Field(default=1, ge=1, le=9999)
    title: Words
    description: Words
    frequency: Literal["quarterly", "monthly", "annual"] = "quarterly"
    sheets: tuple[str, ...] = Field(min_length=1)
    shape: Literal["list", "indicators"] = "list"
    figures: FigureHeadings = FigureHeadings()
    key: tuple[Name, ...] = ()
    columns: tuple[Column, ...] = Field(min_length=1)
    rules: tuple[WrittenRule, ...] = ()
    carries_over: CarriesOver | None = None
    _kinds: Kinds = PrivateAttr(default_factory=lambda: KINDS)  # a default would be copied, with all that it holds

    def model_post_init(self, context: Any, /) -> None:
        """Keep the kinds that whoever loads the contract passes on."""
        self._kinds = Kinds.given_to(context)

    @model_validator(mode="after")
    def names_are_declared_once(self) -> "Contract":
        names = [column.name for column in self.columns]
        if doubled := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"{self.report}: columns declared twice: {', '.join(doubled)}")
        if unknown := sorted(self.named_by_rules() - set(names)):
            raise ValueError(f"{self.report}: key or rules name undeclared columns: {', '.join(unknown)}")
        if optional := [name for name in self.key if not self.column(name).required]:
            raise ValueError(f"{self.report}: columns of the key are not required: {', '.join(optional)}")
        if personal := [name for name in self.key if self.column(name).personal]:
            raise ValueError(
                f"{self.report}: columns of the key are personal: {', '.join(personal)}; analysts could join nothing"
            )
        return self

    @model_validator(mode="after")
    def shape_has_what_it_needs(self) -> "Contract":
        if (self.shape == "list") != bool(self.key):
            raise ValueError(f"{self.report}: a list has a key; an indicator form is one row and has none")
        if self.shape == "list" and self.figures != FigureHeadings():
            raise ValueError(f"{self.report}: figures are named only when the shape is indicators")
        if measured := [column.name for column in self.columns if self.shape == "list" and column.measures]:
            raise ValueError(f"{self.report}: only indicators have measures: {', '.join(measured)}")
        return self

    @model_validator(mode="after")
    def headings_are_unique(self) -> "Contract":
        seen: dict[str, str] = {}
        for column in self.columns:
            for heading in {folded for word in column.headings() for folded in self.spellings(word)}:
                if seen.setdefault(heading, column.name) != column.name:
                    raise ValueError(f"{self.report}: heading {heading!r} means both {seen[heading]} and {column.name}")
        return self

    def spellings(self, heading: str) -> tuple[str, ...]:
        """Forms in which a heading is compared: folded; an indicator also without its numbering and 其中."""
        return without_numbering(heading) if self.shape == "indicators" else (fold_label(heading),)

    @property
    def all_rules(self) -> tuple[RuleKind, ...]:
        """The rules that follow from the columns, those that follow from the key, and those written, in this order."""
        of_columns = [kind.of_column(column) for column in self.columns for kind in self._kinds.rule_kinds]
        of_key = [kind.of_key(self.key) for kind in self._kinds.rule_kinds]
        return (*(rule for rule in (*of_columns, *of_key) if rule is not None), *self.rules)

    def named_by_rules(self) -> set[str]:
        """The own columns that the key, the written rules and what carries over name."""
        unless = self.carries_over.unless if self.carries_over else {}
        return {*self.key, *unless, *(name for finding in _findings(self.rules) for name in finding.own_columns())}

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def when_cut(self, column: Column) -> Severity | None:
        """Severity of a text of which Excel has lost a part; rows are never told apart by such a one."""
        return Severity.CRITICAL if column.type.when_cut and column.name in self.key else column.type.when_cut

    def linked_reports(self) -> frozenset[str]:
        """The other reports that this report's rules look into."""
        reads = [read for finding in _findings(self.all_rules) for read in finding.reads.values()]
        return frozenset(read.report for read in reads if read.report is not None)

    def told_apart_by(self) -> frozenset[str]:
        """The columns of the key, and those that refer to another report's."""
        refer = (finding for finding in _findings(self.all_rules) if any(r.report for r in finding.reads.values()))
        return frozenset([*self.key, *(name for finding in refer for name in finding.own_columns())])

    def compared_with_previous(self) -> tuple[str, ...] | None:
        """The columns that rules hold against what was accepted before; None when no rule looks back."""
        rules = [rule for rule in self.all_rules if rule.LOOKS_BACK]
        columns = dict.fromkeys(name for finding in _findings(rules) for name in finding.own_columns())
        return tuple(columns) if rules else None

    def quoted_later(self) -> frozenset[str]:
        """The columns whose cells are quoted by what is checked after a report was judged by itself."""
        later = [finding for finding in _findings(self.all_rules) if finding.expectation is None]
        return frozenset(name for finding in later for name in finding.own_columns())


def _findings(rules: Iterable[RuleKind]) -> Iterator[Finding]:
    return (finding for rule in rules for finding in rule.findings())
