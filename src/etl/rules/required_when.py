"""`required_when`: a column is filled in where another one has one of some codes."""

from typing import ClassVar, Literal

from pydantic import Field

from etl.rules.finding import Expectation, Finding, Reads
from etl.rules.rule import CRITICAL, WARNING, Rule, Sentence
from etl.rules.rule_kind import RuleKind
from etl.strict_yaml import Name


class RequiredWhen(RuleKind):
    """`column` is filled in where another column has one of these codes."""

    ABOUT: ClassVar[Rule] = Rule(
        "{report}.{column}.{id}",
        (CRITICAL, WARNING),
        Sentence(
            "“{when_label}”是{when_codes}时“{label}”必须填写，现在是“{value}”；请补填。",
            "Where {when_label} is {when_codes}, {label} must be filled in; it is {value}.",
            expected="“{when_label}”是{when_codes}时必须填写",
        ),
        remedy="请补填。",
        found_in="validate",
    )

    rule: Literal["required_when"]
    id: Name
    column: Name
    when: dict[Name, tuple[str, ...]] = Field(min_length=1, max_length=1)

    def findings(self) -> tuple[Finding, ...]:
        """The blanks in such rows."""
        ((name, codes),) = self.when.items()
        when = Reads(name, codes=codes)
        not_null = Expectation("expect_column_values_to_not_be_null", {"column": self.column}, where=when)
        return (Finding({"column": Reads(self.column), "when": when}, "column", not_null, words={"id": self.id}),)
