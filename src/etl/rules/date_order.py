"""`date_order`: the days of a row come in this order; blanks are passed over."""

from itertools import combinations
from typing import ClassVar, Literal

from pydantic import Field

from etl.rules.finding import Expectation, Finding, Needs, Reads
from etl.rules.rule import CRITICAL, WARNING, Rule, Sentence
from etl.rules.rule_kind import RuleKind
from etl.strict_yaml import Name


class DateOrder(RuleKind):
    """Days come in this order."""

    ABOUT: ClassVar[Rule] = Rule(
        "{report}.{earlier}.date_order.{later}",
        (CRITICAL, WARNING),
        Sentence(
            "“{earlier_label}”（{value}）晚于“{later_label}”（{later_beside}）；请核对并更正。",
            "{earlier_label} ({value}) is later than {later_label} ({later_beside}).",
            expected="不晚于“{later_label}”",
        ),
        remedy="请核对并更正。",
        found_in="validate",
    )

    rule: Literal["date_order"]
    columns: tuple[Name, ...] = Field(min_length=2)

    def findings(self) -> tuple[Finding, ...]:
        """One for each pair of days, so that a blank between two of them hides nothing."""
        return tuple(_later(*pair) for pair in combinations(self.columns, 2))


def _later(earlier: str, later: str) -> Finding:
    pair = Expectation(
        "expect_column_pair_values_a_to_be_greater_than_b",
        {"column_A": later, "column_B": earlier, "or_equal": True, "ignore_row_if": "either_value_is_missing"},
    )
    reads = {"earlier": Reads(earlier, needs=Needs.DAYS), "later": Reads(later, needs=Needs.DAYS)}
    return Finding(reads, "earlier", pair, compares=(("earlier", "later"),))
