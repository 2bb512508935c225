"""`required: true` of a column: every row has a value."""

from typing import ClassVar, Self

from etl.model import Severity
from etl.rules.finding import Expectation, Finding, Reads
from etl.rules.rule import CRITICAL, Rule, Sentence
from etl.rules.rule_kind import DescribedColumn, RuleKind


class Required(RuleKind):
    """Every row has a value in a column."""

    ABOUT: ClassVar[Rule] = Rule(
        "{report}.{column}.required",
        (CRITICAL,),
        Sentence(
            "“{label}”必须填写，现在是“{value}”；请补填。",
            "{label} must be filled in; it is {value}.",
            expected="必须填写",
        ),
        remedy="请补填。",
        found_in="validate",
    )

    column: str
    severity: Severity = CRITICAL

    @classmethod
    def of_column(cls, column: DescribedColumn) -> Self | None:
        """Rule that `required: true` declares."""
        return cls(column=column.name) if column.required else None

    def findings(self) -> tuple[Finding, ...]:
        """The blanks."""
        not_null = Expectation("expect_column_values_to_not_be_null", {"column": self.column})
        return (Finding({"column": Reads(self.column)}, "column", not_null),)
