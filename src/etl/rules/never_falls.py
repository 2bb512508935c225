"""`never_falls`: a cumulative figure is no less than the county reported before, for the same row of the period or of the last one."""

from typing import ClassVar, Literal

from pydantic import Field

from etl.rules.finding import Finding, Needs, Reads
from etl.rules.rule import CRITICAL, WARNING, Rule, Sentence
from etl.rules.rule_kind import RuleKind
from etl.strict_yaml import Name


class NeverFalls(RuleKind):
    """Cumulative figures do not fall."""

    LOOKS_BACK: ClassVar[bool] = True
    ABOUT: ClassVar[Rule] = Rule(
        "{report}.{column}.never_falls",
        (CRITICAL, WARNING),
        Sentence(
            "“{label}”是 {value}，{said_in}里是 {before}；累计数变小了，请核对。",
            "{label} is {value} and was {before} in {said_in}: a cumulative figure fell.",
            expected="不小于以前报送的数",
        ),
        remedy="请核对。",
        found_in="validate",
    )

    rule: Literal["never_falls"]
    columns: tuple[Name, ...] = Field(min_length=1)

    def findings(self) -> tuple[Finding, ...]:
        """The figures that fell, column by column."""
        return tuple(Finding({"column": Reads(name, needs=Needs.FIGURES)}, "column") for name in self.columns)
