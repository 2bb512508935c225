"""Two keys of a county and period that differ only in the zeros that their numbers begin with: 001 beside 1 may be one row twice."""

from typing import ClassVar, Self

from etl.model import Severity
from etl.rules.finding import WITHIN, Alike, Expectation, Finding, Reads
from etl.rules.rule import WARNING, Rule, Sentence
from etl.rules.rule_kind import RuleKind


class LeadingZeros(RuleKind):
    """Keys differ in more than leading zeros; Excel takes them off a number, and a clerk may not."""

    ABOUT: ClassVar[Rule] = Rule(
        "{report}.key.leading_zeros",
        (WARNING,),
        Sentence(
            "{labels}（{value}）与 {first_row} 只差数字前面的 0；如果是同一行，请删除重复的行；不是同一行的，请统一编号的写法。",
            "{labels} ({value}) differs from {first_row} in leading zeros only.",
            expected="不只差前面的 0",
        ),
        remedy="如果是同一行，请删除重复的行；不是同一行的，请统一编号的写法。",
        found_in="validate",
    )

    columns: tuple[str, ...]
    severity: Severity = WARNING

    @classmethod
    def of_key(cls, key: tuple[str, ...]) -> Self | None:
        """Every list has this rule."""
        return cls(columns=key) if key else None

    def findings(self) -> tuple[Finding, ...]:
        """The rows after the first that are not quite the same."""
        agree = Expectation(
            "expect_compound_columns_to_agree_in_leading_zeros",
            {"column_list": [*WITHIN, *self.columns], "ignore_row_if": "any_value_is_missing"},
            is_ours=True,
        )
        reads = {f"part{number}": Reads(name) for number, name in enumerate(self.columns, 1)}
        return (Finding(reads, None, agree, alike=Alike.BUT_ZEROS),)
