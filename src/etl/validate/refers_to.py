"""Check references: values against the same column of another report. Critical ones mark their cells as faults.

They resolve against what the county submitted, accepted or not; a report that did not come is said once, not row by row.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from etl.contract.contract_rules import ContractRule
from etl.contract.schema import Contract
from etl.model import Issue, Severity
from etl.normalise.alike import Folding, folded_by_looks, folded_without_zeros
from etl.normalise.frame import ReportFrame
from etl.rules.refers_to import BUT_ZEROS, LOOKS_ALIKE, NOT_RECEIVED, WRONG_THERE, RefersTo
from etl.validate.evidence import CrossCheck, Evidence
from etl.validate.same_submission import SameSubmission
from etl.validate.waive import mark_faults

# what a value may have been meant for, the surer first
NEAR: Mapping[str, Folding] = {BUT_ZEROS: folded_without_zeros, LOOKS_ALIKE: folded_by_looks}


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
    nearly: dict[str, dict[int, str]] = {}
    if target is not None:
        pair = SameSubmission(frame, target)
        came = pair.with_any(np.ones(len(target.data), dtype=bool))
        unsure = pair.with_any(target.is_suspect(there.column))
        columns = frame.data[rule.column], target.data[there.column]
        known = np.isin(*pair.numbered(*columns))
        lost = np.flatnonzero(asked & came & ~known)
        nearly = {case: _near(pair, *columns, lost, folding) for case, folding in NEAR.items()}
    orphans = np.flatnonzero(asked & came & ~known & ~unsure)

    def sentence(row: int, value: str) -> str:
        for case, of_case in nearly.items():
            if row in of_case:
                return rule.about.sentences[case].filled(value=value, nearly=of_case[row])
        return rule.sentence.filled(value=value)

    frame.report(orphans, rule.column, rule.id, rule.severity, sentence, rule.expected)
    if rule.severity is Severity.CRITICAL:
        mark_faults(frame, orphans, rule.column, rule.id, evidence.waivers)
    _report_once(frame, rule, NOT_RECEIVED, asked & ~came)
    _report_once(frame, rule, WRONG_THERE, asked & came & ~known & unsure)
    return ()


def _near(
    pair: SameSubmission, own: "pd.Series[str]", other: "pd.Series[str]", rows: np.ndarray, folding: Folding
) -> dict[int, str]:
    """For some of the own rows the value of the other report that is the same once both are folded, where there is one."""
    if not len(rows):
        return {}
    numbers, theirs = pair.numbered(own, other, folding)
    value_of = dict(zip(theirs.tolist(), other.tolist(), strict=True))
    return {int(row): value_of[numbers[row]] for row in rows if numbers[row] in value_of}


def _report_once(frame: ReportFrame, rule: ContractRule, case: str, is_asked: np.ndarray) -> None:
    """One notice for each table, at its first row."""
    rows = np.flatnonzero(is_asked)
    first = ~frame.data.iloc[rows].duplicated(["table"]).to_numpy()
    words, expected = rule.about.sentence(case), rule.about.expected(case)
    frame.report(rows[first], rule.column, rule.id, Severity.NOTICE, lambda row, value: words, expected)


CHECK = CrossCheck(RefersTo, check)
