"""`not_after_period`: what a row reports has happened, so its days are no later than the period, and no earlier than some day.

A year typed wrong (2042, 1923) is what it finds; a day before the period is none of its business, for lists go on over periods.
"""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from etl.rules.finding import Expectation, Finding, Needs, Reads
from etl.rules.rule import CRITICAL, WARNING, Rule, Sentence
from etl.rules.rule_kind import RuleKind
from etl.strict_yaml import Name

LEAVES_OUT = "a day after the end of its row's period"


class NotAfterPeriod(RuleKind):
    """Days of some columns are no later than the end of their row's period, and not before `since`."""

    ABOUT: ClassVar[Rule] = Rule(
        "{report}.{column}.not_after_period",
        (CRITICAL, WARNING),
        Sentence(
            "“{label}”写的是“{value}”，早于 {since} 或晚于本报告期结束的日子；请核对，特别是年份。",
            "{label} is {value}: before {since}, or after the end of the period.",
            expected="{since} 到本报告期结束之间的日期",
        ),
        remedy="请核对日期，特别是年份。",
        found_in="validate",
    )

    rule: Literal["not_after_period"]
    columns: tuple[Name, ...] = Field(min_length=1)
    since: date = date(1990, 1, 1)

    def findings(self) -> tuple[Finding, ...]:
        """Finding on each column."""
        return tuple(map(self._of, self.columns))

    def _of(self, column: str) -> Finding:
        since = self.since.isoformat()
        in_period = Expectation(
            "expect_days_not_after_their_period",
            {"column_A": column, "column_B": "period", "since": since, "ignore_row_if": "either_value_is_missing"},
            is_ours=True,
            nearest=Expectation("expect_column_values_to_be_between", {"column": column, "min_value": since}),
            leaves_out=LEAVES_OUT,
        )
        return Finding({"column": Reads(column, needs=Needs.DAYS)}, "column", in_period, words={"since": since})
