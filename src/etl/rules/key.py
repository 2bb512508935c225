"""`key` of a report: no two rows of a county and period are alike in it, however it is written (`etl.key_folding`).

An indicator form, which has no key, comes once.
"""

from typing import ClassVar, Self

from etl.model import Severity
from etl.rules.finding import WITHIN, WRITTEN_OTHERWISE, Expectation, Finding, Reads
from etl.rules.rule import CRITICAL, Rule, Sentence
from etl.rules.rule_kind import RuleKind

ROW, FORM = "row", "form"


class Key(RuleKind):
    """Of a list the rows after the first with the same key are at fault, of an indicator form every form after the first.

    Two forms are both named and never added up, for one may be a township's or last year's.
    """

    ABOUT: ClassVar[Rule] = Rule(
        "{report}.key",
        (CRITICAL,),
        {
            ROW: Sentence(
                "{labels}（{value}）与 {first_row} 的行重复{why}；请删除重复的行，或更正编号。",
                "{labels} ({value}) repeats the row at {first_row}{why}.",
                expected="不重复",
            ),
            FORM: Sentence(
                "《{title}》每县每期只报一张，{first_place}和{place}各有一张，不能相加；请只留下全县的一张，其余的表删除或另存。",
                "{title} comes once a county and period; there is one at {first_place} and one at {place}.",
                expected="每县每期一张表",
            ),
        },
        remedy="请删除重复的行，或更正编号；多出的表删除或另存。",
        found_in="validate",
        reasons={
            WRITTEN_OTHERWISE: Sentence(
                "，只是写法（全角半角、大小写、空格、横线、括号或看不见的字符）不同", ", which is written otherwise"
            )
        },
    )

    columns: tuple[str, ...]
    severity: Severity = CRITICAL

    @classmethod
    def of_key(cls, key: tuple[str, ...]) -> Self | None:
        """Every report has this rule."""
        return cls(columns=key)

    def findings(self) -> tuple[Finding, ...]:
        """The rows, or the forms, that came before."""
        columns = {"column_list": [*WITHIN, *self.columns], "ignore_row_if": "any_value_is_missing"}
        unique = Expectation(
            "expect_compound_columns_to_be_unique_when_folded",
            columns,
            is_ours=True,
            nearest=Expectation("expect_compound_columns_to_be_unique", columns),
            leaves_out="keys that differ only in how they are written" if self.columns else "",
        )
        reads = {f"part{number}": Reads(name) for number, name in enumerate(self.columns, 1)}
        return (Finding(reads, None, unique, case=ROW if self.columns else FORM, is_repeat=True),)
