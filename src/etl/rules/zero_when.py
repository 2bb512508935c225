"""`zero_when`: a figure is blank or zero where another column has one of some codes."""

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from etl.rules.finding import Expectation, Finding, Needs, Reads
from etl.rules.rule import CRITICAL, WARNING, Rule, Sentence
from etl.rules.rule_kind import RuleKind
from etl.strict_yaml import Name


class ZeroWhen(RuleKind):
    """`column` is blank or zero where another column has one of these codes."""

    ABOUT: ClassVar[Rule] = Rule(
        "{report}.{column}.{id}",
        (CRITICAL, WARNING),
        Sentence(
            "“{when_label}”是{when_codes}时“{label}”应为 0，现在是“{value}”；请核对。",
            "Where {when_label} is {when_codes}, {label} should be 0; it is {value}.",
            expected="“{when_label}”是{when_codes}时为 0 或不填",
        ),
        remedy="请核对。",
        found_in="validate",
    )

    rule: Literal["zero_when"]
    id: Name
    column: Name
    when: dict[Name, tuple[str, ...]] = Field(min_length=1, max_length=1)

    def findings(self) -> tuple[Finding, ...]:
        """The other figures in such rows."""
        ((name, codes),) = self.when.items()
        when = Reads(name, codes=codes)
        zero = {"column": self.column, "min_value": Decimal(0), "max_value": Decimal(0)}
        between = Expectation("expect_column_values_to_be_between", zero, where=when)
        column = Reads(self.column, needs=Needs.FIGURES)
        return (Finding({"column": column, "when": when}, "column", between, words={"id": self.id}),)
