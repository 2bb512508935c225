"""Check references: values against the same column of another report. Critical ones mark their cells as faults.

They resolve against what the county submitted, accepted or not; a report that did not come is said once, not row by row.
"""

from collections.abc import Iterable

import numpy as np

from etl.contract.contract_rules import ContractRule
from etl.contract.schema import Contract
from etl.model import Issue, Severity
from etl.normalise.frame import ReportFrame
from etl.rules.refers_to import NOT_RECEIVED, WRONG_THERE, RefersTo
from etl.validate.evidence import CrossCheck, Evidence
from etl.validate.same_submission import SameSubmission
from etl.validate.waive import mark_faults


def check(rule: ContractRule, contract: Contract, evidence: Evidence) -> Iterable[Issue]:
    """Report every value that the other report does not have."""
    frame = evidence.frames.get(contract.report)
    if frame is None:
        return ()
    there = rule.finding.reads["there"]
    target = evidence.frames.get(there.report or contract.report)
    asked = frame.data[rule.column].notna().to_numpy() & ~frame.is_suspect(rule.column)
    came = np.zeros(len(frame.data), dtype=bool)
    known, unsure = came.copy(), came.copy()
    if target is not None:
        pair = SameSubmission(frame, target)
        came = pair.with_any(np.ones(len(target.data), dtype=bool))
        unsure = pair.with_any(target.is_suspect(there.column))
        known = np.isin(*pair.numbered(frame.data[rule.column], target.data[there.column]))
    orphans = np.flatnonzero(asked & came & ~known & ~unsure)
    sentence = rule.sentence
    frame.report(
        orphans,
        rule.column,
        rule.id,
        rule.severity,
        lambda row, value: sentence.filled(value=value),
        rule.expected,
    )
    if rule.severity is Severity.CRITICAL:
        mark_faults(frame, orphans, rule.column, rule.id, evidence.waivers)
    _say_once(frame, rule, NOT_RECEIVED, asked & ~came)
    _say_once(frame, rule, WRONG_THERE, asked & came & ~known & unsure)
    return ()


def _say_once(frame: ReportFrame, rule: ContractRule, case: str, is_asked: np.ndarray) -> None:
    """One notice for each table, at its first row."""
    rows = np.flatnonzero(is_asked)
    first = ~frame.data.iloc[rows].duplicated(["table"]).to_numpy()
    words, expected = rule.about.sentence(case), rule.about.expected(case)
    frame.report(rows[first], rule.column, rule.id, Severity.NOTICE, lambda row, value: words, expected)


CHECK = CrossCheck(RefersTo, check)
