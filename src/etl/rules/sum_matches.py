"""`sum_matches`: a figure equals the sum of another report's figures over the rows with the same `by`, where that report came."""

from typing import ClassVar, Literal

from etl.rules.finding import Finding, Needs, Reads
from etl.rules.rule import CRITICAL, WARNING, Rule, Sentence
from etl.rules.rule_kind import RuleKind
from etl.strict_yaml import Name


class SumMatches(RuleKind):
    """`column` equals the sum of another report's column over the rows with the same `by`."""

    ABOUT: ClassVar[Rule] = Rule(
        "{report}.{column}.sum_matches.{of_report}",
        (CRITICAL, WARNING),
        Sentence(
            "“{label}”是 {value}，《{of_title}》里 {by_value} 的“{of_label}”相加是 {total}；请核对。",
            "{label} is {value}; {of_label} of {by_value} in {of_title} adds up to {total}.",
            expected="与《{of_title}》相加一致",
        ),
        remedy="请核对。",
        found_in="validate",
    )

    rule: Literal["sum_matches"]
    column: Name
    report: Name
    sum_of: Name
    by: Name

    def findings(self) -> tuple[Finding, ...]:
        """The figures that differ from their sum."""
        reads = {
            "column": Reads(self.column, needs=Needs.FIGURES),
            "by": Reads(self.by),
            "of": Reads(self.sum_of, self.report, Needs.FIGURES),
            "of_by": Reads(self.by, self.report),
        }
        return (Finding(reads, "column", compares=(("column", "of"), ("by", "of_by"))),)
