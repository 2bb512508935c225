"""`minimum` of a column of figures, zero unless the contract says otherwise: no figure is less."""

from decimal import Decimal
from typing import ClassVar, Self

from etl.model import Severity
from etl.rules.finding import Expectation, Finding, Needs, Reads
from etl.rules.rule import CRITICAL, Rule, Sentence
from etl.rules.rule_kind import DescribedColumn, RuleKind

NAME = "minimum"


class Minimum(RuleKind):
    """No figure of a column is less than some figure."""

    ABOUT: ClassVar[Rule] = Rule(
        "{report}.{column}.minimum",
        (CRITICAL,),
        Sentence(
            "“{label}”写的是“{value}”，应不小于 {minimum}；请更正。",
            "{label} is {value}; it must be at least {minimum}.",
            expected="不小于 {minimum}",
        ),
        remedy="请更正。",
        found_in="validate",
    )

    column: str
    minimum: Decimal
    severity: Severity = CRITICAL

    @classmethod
    def of_column(cls, column: DescribedColumn) -> Self | None:
        """Rule that `minimum` declares; `minimum: null` allows negative figures."""
        if NAME not in column.type.checks or column.minimum is None:
            return None
        return cls(column=column.name, minimum=column.minimum)

    def findings(self) -> tuple[Finding, ...]:
        """The figures that are less."""
        between = Expectation("expect_column_values_to_be_between", {"column": self.column, "min_value": self.minimum})
        column = Reads(self.column, needs=Needs.FIGURES)
        return (Finding({"column": column}, "column", between, words={"minimum": str(self.minimum)}),)
