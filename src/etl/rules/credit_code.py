"""A column of unified social credit codes: every one has the shape and the check character of GB 32100-2015.

Never repairs one: an O that should be a zero is said, not exchanged.
"""

from typing import ClassVar, Self

from etl.model import Severity
from etl.rules.finding import Expectation, Finding, Reads
from etl.rules.rule import CRITICAL, Rule, Sentence
from etl.rules.rule_kind import DescribedColumn, RuleKind
from etl.types.credit_code import ALPHABET, SHAPE

NAME = "credit_code"
LENGTH = 18


class CreditCode(RuleKind):
    """Every value of a column is a unified social credit code."""

    ABOUT: ClassVar[Rule] = Rule(
        "{report}.{column}.credit_code",
        (CRITICAL,),
        Sentence(
            "“{label}”写的是“{value}”，不是正确的统一社会信用代码：{why}；请对照登记证书更正。",
            "{label} is {value}, which is no unified social credit code: {why}.",
            expected="GB 32100-2015 规定的 18 位代码",
        ),
        remedy="请对照登记证书更正。",
        found_in="validate",
        reasons={
            "identity number": Sentence("填的是身份证号", "it is an identity number"),
            "letter": Sentence(
                "第 {place} 位是“{letter}”，代码里不用这个字符", "{letter}, at place {place}, is not used in codes"
            ),
            "short": Sentence("只有 {length} 位，应为 18 位", "it has {length} characters and should have 18"),
            "long": Sentence("有 {length} 位，应为 18 位", "it has {length} characters and should have 18"),
            "region": Sentence("第 3 至 8 位应是数字（登记机关行政区划码）", "places 3 to 8 should be digits"),
            "check": Sentence("校验码不符，有一位或几位写错了", "the check character does not fit"),
        },
    )

    column: str
    severity: Severity = CRITICAL

    @classmethod
    def of_column(cls, column: DescribedColumn) -> Self | None:
        """Rule that the type of a column implies, if any."""
        return cls(column=column.name) if NAME in column.type.checks else None

    def findings(self) -> tuple[Finding, ...]:
        """Finding on texts that are no such code."""
        shaped = Expectation("expect_column_values_to_match_regex", {"column": self.column, "regex": SHAPE})
        codes = Expectation(
            "expect_column_values_to_be_credit_codes",
            {"column": self.column},
            is_ours=True,
            nearest=shaped,
            leaves_out="a check character that is wrong",
        )
        return (Finding({"column": Reads(self.column)}, "column", codes),)

    def why(self, stored: str) -> str:
        """Reason why the code is wrong: its length, a letter the standard does not use, or the check character.

        >>> CreditCode(column="credit_code").why("91350100M000100Y4")
        '只有 17 位，应为 18 位'
        >>> CreditCode(column="credit_code").why("9135O100M000100Y43")
        '第 5 位是“O”，代码里不用这个字符'
        """
        reason = self.ABOUT.reason
        if "*" * 8 in stored:
            return reason("identity number")
        if len(stored) != LENGTH:
            return reason("short" if len(stored) < LENGTH else "long", length=len(stored))
        for place, letter in enumerate(stored, 1):
            if letter not in ALPHABET:
                return reason("letter", place=place, letter=letter)
        return reason("check" if stored[2:8].isdigit() else "region")
