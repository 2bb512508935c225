"""`refers_to`: a value stands in the same column of another report of the county and period, however it is written there.

It is looked for in what the county submitted, accepted or not. What keeps it from being looked for is a notice, said once.
"""

from typing import ClassVar, Literal

from pydantic import Field

from etl.model import Severity
from etl.rules.finding import Finding, Reads
from etl.rules.rule import CRITICAL, NOTICE, WARNING, Rule, Sentence
from etl.rules.rule_kind import RuleKind
from etl.strict_yaml import Name

MISSING, BUT_ZEROS, LOOKS_ALIKE = "missing", "but_zeros", "looks_alike"
NOT_RECEIVED, WRONG_THERE = "not_received", "wrong_there"


class RefersTo(RuleKind):
    """A value of `columns` stands in the same columns of another report."""

    ABOUT: ClassVar[Rule] = Rule(
        "{report}.{column}.refers_to.{there_report}",
        (CRITICAL, WARNING, NOTICE),
        {
            MISSING: Sentence(
                "“{label}”写的是“{value}”，本期《{there_title}》里没有；请核对编号，或在《{there_title}》里补上。",
                "{label} is {value}, which {there_title} of this period does not have.",
                expected="《{there_title}》里有的{label}",
            ),
            BUT_ZEROS: Sentence(
                "“{label}”写的是“{value}”，本期《{there_title}》里没有，那里有的是“{nearly}”，只差数字前面的 0；请把编号写成一样的。",
                "{label} is {value}, and {there_title} of this period has {nearly}: they differ in leading zeros.",
                expected="《{there_title}》里有的{label}",
            ),
            LOOKS_ALIKE: Sentence(
                "“{label}”写的是“{value}”，本期《{there_title}》里没有，那里有的是“{nearly}”，看起来是同一个编号；请核对，并把编号写成一样的。",
                "{label} is {value}, and {there_title} of this period has {nearly}, which looks like the same number.",
                expected="《{there_title}》里有的{label}",
            ),
            NOT_RECEIVED: Sentence(
                "本期没有收到《{there_title}》，没有核对“{label}”。",
                "{there_title} of this period has not come; {label} was not looked up.",
                expected="两张报表都报送",
            ),
            WRONG_THERE: Sentence(
                "《{there_title}》的“{label}”有错误，更正后才能核对这一列。",
                "{label} of {there_title} has errors; this column can be looked up once they are mended.",
                expected="两张报表都报送",
            ),
        },
        remedy="请核对编号，或在另一张报表里补上。",
        found_in="validate",
    )

    rule: Literal["refers_to"]
    columns: tuple[Name, ...] = Field(min_length=1, max_length=1)
    to: Name

    def findings(self) -> tuple[Finding, ...]:
        """The values that are not there."""
        (column,) = self.columns
        reads = {"column": Reads(column), "there": Reads(column, self.to)}
        return (Finding(reads, "column", compares=(("column", "there"),), case=MISSING),)

    def severities(self) -> tuple[Severity, ...]:
        """As the contract has it; a notice where nothing was looked up."""
        return tuple(dict.fromkeys((self.severity, NOTICE)))
