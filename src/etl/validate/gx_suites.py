"""The suites of Great Expectations as its users keep them: takes the catalog, gives JSON for `mart.<report>`.

Money is in yuan, as the mart has it. What a suite cannot say is listed beside it. Great Expectations is not needed for this.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from etl.contract.catalog import Catalog
from etl.contract.contract_rules import ContractRule, rules_of
from etl.contract.schema import Contract
from etl.contract.typing_rules import typing_rules
from etl.model import Severity
from etl.validate.checks import Check, checks_of

IN_ANOTHER_REPORT = "it looks into another report"
BEFORE = "it looks at what was accepted before"
NO_SUCH = "Great Expectations has no such expectation"
AS_WRITTEN = "it looks at the cell as it was written"
IN_PART = "it is exported in part: {nearest} does not find {leaves_out}"
GX_SEVERITY = {Severity.CRITICAL: "critical", Severity.WARNING: "warning", Severity.NOTICE: "info"}


@dataclass(frozen=True)
class NotExported:
    """A rule that a suite does not hold, or not all of it."""

    report: str
    rule: str
    severity: Severity
    why: str


def gx_suite(catalog: Catalog, contract: Contract) -> dict[str, Any]:
    """The suite of one report; ids stay the same as long as the rules do."""
    return {
        "name": contract.report,
        "id": _id(contract.report),
        "expectations": [_expectation(check) for check in checks_of(catalog, contract) if _has_expectation(check)],
        "meta": {
            "great_expectations_version": version("great_expectations"),
            "table": f"mart.{contract.report}",
            "title": contract.title.zh,
            "contracts": catalog.fingerprint,
        },
        "notes": f"{contract.title.en}: for mart.{contract.report}; amounts are in yuan",
    }


def not_exported(catalog: Catalog, contract: Contract) -> list[NotExported]:
    """The rules of a report that its suite does not hold as they are: those of its contract, then those of its cells."""
    report = contract.report
    in_part = {check.rule: _why_in_part(check) for check in checks_of(catalog, contract)}
    reasons = [(rule, in_part.get(rule.id, _why_not(rule))) for rule in rules_of(catalog, contract)]
    of_contract = [NotExported(report, rule.id, rule.severity, why) for rule, why in reasons if why]
    return of_contract + [NotExported(report, one.id, one.severity, AS_WRITTEN) for one in typing_rules(contract)]


def _why_not(rule: ContractRule) -> str:
    return BEFORE if rule.of.LOOKS_BACK else IN_ANOTHER_REPORT


def _has_expectation(check: Check) -> bool:
    return not check.expectation.is_ours or check.expectation.nearest is not None


def _why_in_part(check: Check) -> str | None:
    expected = check.expectation
    if not expected.is_ours:
        return None
    if expected.nearest is None:
        return NO_SUCH
    if not expected.leaves_out:
        return None
    return IN_PART.format(nearest=expected.nearest.type, leaves_out=expected.leaves_out)


def _expectation(check: Check) -> Mapping[str, Any]:
    expected = check.expectation.nearest or check.expectation
    return {
        "type": expected.type,
        "kwargs": dict(expected.arguments),
        "meta": {"rule": check.rule, "expected": check.expected},
        "severity": GX_SEVERITY[check.severity],
        "id": _id(check.rule),
    }


def _id(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"county-etl/{name}"))
