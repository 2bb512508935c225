"""A kind of rule: the strict model of what a contract writes, what is said where it is broken, and what it finds.

Every kind is one module of this room; `registry` lists them. A kind is data: it reads no contract, no cell and no file.
"""

from abc import abstractmethod
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar, Protocol, Self, get_args

from etl.model import Severity
from etl.rules.finding import Finding
from etl.rules.rule import Rule
from etl.strict_yaml import Strict
from etl.types.column_type import ColumnType


class DescribedColumn(Protocol):
    """A column as a contract describes it: what a rule may follow from."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> ColumnType: ...
    @property
    def required(self) -> bool: ...
    @property
    def minimum(self) -> Decimal | None: ...


class RuleKind(Strict):
    """One rule of a contract; the class is the kind.

    A contract writes it under `rules:` when it has a field `rule`, with its name. Others follow from a column or the key.
    """

    ABOUT: ClassVar[Rule]  # as it is of any report
    NEEDS_KEY: ClassVar[bool] = False  # it tells rows apart, which those of indicator forms cannot be
    LOOKS_BACK: ClassVar[bool] = False  # it holds the columns that it reads against what was accepted before

    severity: Severity

    @classmethod
    def written_as(cls) -> str | None:
        """The name that a contract writes, if it writes rules of this kind."""
        field = cls.model_fields.get("rule")
        return None if field is None else str(get_args(field.annotation)[0])

    @classmethod
    def of_column(cls, column: DescribedColumn) -> Self | None:  # noqa: ARG003
        """The rule that follows from how a column is described, if one does."""
        return None

    @classmethod
    def of_key(cls, key: tuple[str, ...]) -> Self | None:  # noqa: ARG003
        """The rule that follows from a report's key, which an indicator form has not; if one does."""
        return None

    @abstractmethod
    def findings(self) -> tuple[Finding, ...]:
        """Findings of the rule, each with an id of its own."""

    def severities(self) -> tuple[Severity, ...]:
        """Severities that its issues may have, the worst first."""
        return (self.severity,)

    def id_of(self, finding: Finding, report: str) -> str:
        """Id of one finding in a report."""
        return self.ABOUT.id_of(report=report, **finding.names())

    def about(self, finding: Finding, report: str) -> Rule:
        """Description of one finding, as it is of a report; labels are still to be put in."""
        return replace(self.ABOUT.given(report=report, **finding.names()), severities=self.severities())

    def why(self, stored: str) -> str:  # noqa: ARG002
        """{why} of a sentence: what is wrong with a text as it is stored, where the rule can say it."""
        return ""
