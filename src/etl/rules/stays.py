"""`stays`: a row that was reported for the period is there when the report is sent again."""

from typing import ClassVar, Literal

from etl.rules.finding import Finding
from etl.rules.rule import CRITICAL, WARNING, Rule, Sentence
from etl.rules.rule_kind import RuleKind


class Stays(RuleKind):
    """Rows do not disappear."""

    NEEDS_KEY: ClassVar[bool] = True
    LOOKS_BACK: ClassVar[bool] = True
    ABOUT: ClassVar[Rule] = Rule(
        "{report}.stays",
        (CRITICAL, WARNING),
        Sentence(
            "{said_in}里有{row}，这次的《{title}》里没有了；如确已取消，请说明原因；如是漏报，请补上。",
            "{said_in} has {row}, which {title} no longer has.",
            expected="报送过的行仍在表里",
        ),
        remedy="如确已取消，请说明原因；如是漏报，请补上。",
        found_in="validate",
    )

    rule: Literal["stays"]

    def findings(self) -> tuple[Finding, ...]:
        """The rows that are gone."""
        return (Finding({}),)
