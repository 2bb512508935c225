"""Result of a rule's expectation over the rows of a report, as counts. Data only; knows no value of any county."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from etl.model import Severity


@dataclass(frozen=True)
class ExpectationResult:
    """One expectation over the rows of a report, as counts: no value and no cell of any county.

    `expectation` and `arguments` are what Great Expectations calls them, over `mart.<report>`. `failed` are the rows that
    break it, `issues` those of them that were reported: no repeat, and no cell that another rule had found at fault.
    """

    report: str
    rule: str
    expectation: str
    arguments: Mapping[str, Any]
    columns: tuple[str, ...]
    severity: Severity
    evaluated: int
    failed: int
    issues: int

    def plus(self, other: "ExpectationResult") -> "ExpectationResult":
        """The same expectation over these rows and others."""
        return replace(
            self,
            evaluated=self.evaluated + other.evaluated,
            failed=self.failed + other.failed,
            issues=self.issues + other.issues,
        )
