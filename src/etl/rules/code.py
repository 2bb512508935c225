"""A column with a code list: every value is one of its codes."""

from typing import ClassVar, Self

from etl.model import Severity
from etl.rules.finding import CodesOf, Expectation, Finding, Reads
from etl.rules.rule import CRITICAL, Rule, Sentence
from etl.rules.rule_kind import DescribedColumn, RuleKind

NAME = "code"


class Code(RuleKind):
    """Every value of a column is a code of its list."""

    ABOUT: ClassVar[Rule] = Rule(
        "{report}.{column}.code",
        (CRITICAL,),
        Sentence(
            "“{label}”写的是“{value}”，不在可选的范围里；请从{column_choices}中选填一项。",
            "{label} is {value}, which is none of {column_choices}.",
            expected="{column_choices}",
        ),
        remedy="请从可选的范围里选填一项。",
        found_in="validate",
        kept_from_waivers="a word that no code list has would be counted nowhere; add it to the code list instead",
    )

    column: str
    severity: Severity = CRITICAL

    @classmethod
    def of_column(cls, column: DescribedColumn) -> Self | None:
        """Rule that the type of a column implies, if any."""
        return cls(column=column.name) if NAME in column.type.checks else None

    def findings(self) -> tuple[Finding, ...]:
        """The words that the list does not have."""
        in_set = Expectation(
            "expect_column_values_to_be_in_set", {"column": self.column, "value_set": CodesOf(self.column)}
        )
        return (Finding({"column": Reads(self.column)}, "column", in_set),)
