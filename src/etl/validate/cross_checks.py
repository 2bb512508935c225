"""Run the checks that look beyond a report's own rows: into other reports, and into what was accepted before.

Takes the evidence, adds issues to its frames and gives those that belong to no row; changes no value.
"""

from etl.contract.contract_rules import rules_of
from etl.errors import ContractError
from etl.model import Issue
from etl.validate import never_falls, refers_to, stays, sum_matches
from etl.validate.evidence import CrossCheck, Evidence

CrossChecks = tuple[CrossCheck, ...]
# sums after references: a row that belongs nowhere explains a sum that does not match
CHECKS: CrossChecks = (refers_to.CHECK, sum_matches.CHECK, never_falls.CHECK, stays.CHECK)


def cross_check(evidence: Evidence, checks: CrossChecks = CHECKS) -> list[Issue]:
    """Check the rules of all reports that came, one kind after the other; ContractError when nothing checks one of them."""
    catalog = evidence.catalog
    found: list[Issue] = []
    rules = {report: rules_of(catalog, catalog.contracts[report]) for report in evidence.reports()}
    own = {check.kind for check in checks}
    if unchecked := {
        rule.id for of in rules.values() for rule in of if not (rule.finding.expectation or type(rule.of) in own)
    }:
        raise ContractError(f"nothing checks the rules {', '.join(sorted(unchecked))}")
    for check in checks:
        for report, of_report in rules.items():
            for rule in of_report:
                if type(rule.of) is check.kind:
                    found += check.check(rule, catalog.contracts[report], evidence)
    return found
