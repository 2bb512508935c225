"""From one contract: every check on one report's own rows, as an expectation with the words for the county.

A check names the cell it marks, its severity, and the sentence; the expectation finds the rows. Expectations are data:
Great Expectations' own name and arguments, over columns as the mart has them. Nothing is run here, and GX is not needed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from etl.contract.catalog import Catalog
from etl.contract.contract_rules import ContractRule, rules_of
from etl.contract.schema import Contract
from etl.model import Severity
from etl.normalise.frame import ReportFrame
from etl.rules.expectation_result import ExpectationResult
from etl.rules.finding import CodesOf, Expectation
from etl.validate.row_words import row_words

Sentence = Callable[[ReportFrame], Callable[[int, str], str]]


@dataclass(frozen=True)
class Expected:
    """An expectation by Great Expectations' name, and its arguments as they go into JSON; money is in yuan."""

    type: str
    arguments: Mapping[str, Any]
    is_ours: bool = False  # Great Expectations has none of this name
    nearest: "Expected | None" = None  # of an expectation of ours: what Great Expectations has in its place
    leaves_out: str = ""  # what that one does not find

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it looks at."""
        named = [self.arguments[name] for name in ("column", "column_A", "column_B") if name in self.arguments]
        condition = self.arguments.get("row_condition")
        return (*named, *self.arguments.get("column_list", ()), *([condition["column"]["name"]] if condition else ()))


@dataclass(frozen=True)
class Check:
    """One expectation and what to say of the rows that fail it; `reads` are all the columns it looks at."""

    rule: str
    column: str
    severity: Severity
    expectation: Expected
    expected: str
    sentence: Sentence
    reads: tuple[str, ...]
    is_repeat: bool = False  # only the rows after the first of each group are at fault

    def result(self, report: str, evaluated: int, failed: int, issues: int) -> ExpectationResult:
        """Result of the check over a report's rows."""
        what = self.expectation
        return ExpectationResult(
            report, self.rule, what.type, what.arguments, what.columns, self.severity, evaluated, failed, issues
        )


def checks_of(catalog: Catalog, contract: Contract) -> list[Check]:
    """All checks of a contract on its own rows, columns first, then the key, then the rules."""
    return [
        Check(
            rule=rule.id,
            column=rule.column,
            severity=rule.severity,
            expectation=_in_json(catalog, contract, rule.finding.expectation),
            expected=rule.expected,
            sentence=_sentence(rule),
            reads=rule.finding.own_columns(),
            is_repeat=rule.finding.is_repeat,
        )
        for rule in rules_of(catalog, contract)
        if rule.finding.expectation is not None
    ]


def _in_json(catalog: Catalog, contract: Contract, expectation: Expectation) -> Expected:
    """The expectation with codes and figures as JSON has them."""

    def plain(value: object) -> object:
        if isinstance(value, CodesOf):
            return list(catalog.codes_of(contract.column(value.column)).codes)
        return _number(value) if isinstance(value, Decimal) else value

    arguments = {name: plain(value) for name, value in expectation.arguments.items()}
    if where := expectation.where:
        arguments["row_condition"] = {
            "type": "comparison",
            "column": {"name": where.column},
            "operator": "IN",
            "parameter": list(where.codes),
        }
    nearest = _in_json(catalog, contract, expectation.nearest) if expectation.nearest else None
    return Expected(expectation.name, arguments, expectation.is_ours, nearest, expectation.leaves_out)


def _number(figure: Decimal) -> int | float:
    return int(figure) if figure == figure.to_integral_value() else float(figure)


def _sentence(rule: ContractRule) -> Sentence:
    def for_frame(frame: ReportFrame) -> Callable[[int, str], str]:
        sentence, words = rule.sentence, row_words(rule, frame)
        return lambda row, value: sentence.filled(value=value, **{name: word(row) for name, word in words.items()})

    return for_frame
