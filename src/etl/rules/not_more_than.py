"""`not_more_than`: the first figure of a row is at most the second; where one is blank nothing is said."""

from typing import ClassVar, Literal

from etl.rules.finding import Expectation, Finding, Needs, Reads
from etl.rules.rule import CRITICAL, WARNING, Rule, Sentence
from etl.rules.rule_kind import RuleKind
from etl.strict_yaml import Name


class NotMoreThan(RuleKind):
    """The first figure is at most the second."""

    ABOUT: ClassVar[Rule] = Rule(
        "{report}.{smaller}.not_more_than.{larger}",
        (CRITICAL, WARNING),
        Sentence(
            "“{smaller_label}”（{value}）大于“{larger_label}”（{larger_beside}）；请核对并更正。",
            "{smaller_label} ({value}) is more than {larger_label} ({larger_beside}).",
            expected="不大于“{larger_label}”",
        ),
        remedy="请核对并更正。",
        found_in="validate",
    )

    rule: Literal["not_more_than"]
    columns: tuple[Name, Name]

    def findings(self) -> tuple[Finding, ...]:
        """The figures that are more."""
        smaller, larger = self.columns
        pair = Expectation(
            "expect_column_pair_values_a_to_be_greater_than_b",
            {"column_A": larger, "column_B": smaller, "or_equal": True, "ignore_row_if": "either_value_is_missing"},
        )
        reads = {"smaller": Reads(smaller, needs=Needs.FIGURES), "larger": Reads(larger, needs=Needs.FIGURES)}
        return (Finding(reads, "smaller", pair, compares=(("smaller", "larger"),)),)
