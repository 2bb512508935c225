"""Let off what is waived: takes issues and the waivers in force, gives the issues with the critical ones among them softened.

Changes nothing but an issue's severity and what is said with it: a value stays as it was read.
"""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from etl.config.waivers import Waiver
from etl.model import SUBMISSION_KEY, Severity, SubmissionKey
from etl.normalise.frame import ReportFrame


def apply_waivers(issues: pd.DataFrame, waivers: Sequence[Waiver], read: Collection[SubmissionKey]) -> pd.DataFrame:
    """The issues with a column `waived`; every critical one that a waiver covers is a warning that says so.

    `read` are the units of which rows, or a confirmed zero, were read: of the others there is nothing to accept, so
    nothing is let off. Of several waivers the first counts.
    """
    issues = issues.assign(waived=pd.Series(None, index=issues.index, dtype=object))
    rules = {waiver.rule for waiver in waivers}
    asked = issues.loc[
        (issues["severity"] == Severity.CRITICAL) & issues["rule"].isin(rules), ["rule", *SUBMISSION_KEY]
    ]
    asked = asked[pd.MultiIndex.from_frame(asked[[*SUBMISSION_KEY]]).isin(list(read))]
    covering = np.full(len(asked), -1)
    for number in reversed(range(len(waivers))):
        of_rule = (asked["rule"] == waivers[number].rule).to_numpy()
        if of_rule.any():
            covering[of_rule & _in_scope(asked, waivers[number])] = number
    covered = asked.index[covering >= 0]
    issues.loc[covered, "severity"] = str(Severity.WARNING)
    issues.loc[covered, "waived"] = _by_issue([waiver.words for waiver in waivers], covering)
    clauses = [f"（已豁免，不因此退回：{waiver.reason}；有效期至 {waiver.expires_on}。）" for waiver in waivers]
    issues.loc[covered, "message"] += _by_issue(clauses, covering)
    return issues


def _by_issue(words: list[str], covering: np.ndarray) -> np.ndarray:
    """For every issue that is covered the words of its waiver."""
    found: np.ndarray = np.array([*words, None], dtype=object)[covering[covering >= 0]]
    return found


def mark_faults(frame: ReportFrame, rows: np.ndarray, column: str, rule: str, waivers: Sequence[Waiver]) -> None:
    """Mark the cells of a critical rule, so that no later rule repeats the fault.

    Where a waiver lets a value stand nobody will mend it, so there the later rules look at it all the same.
    """
    asked = frame.data.iloc[rows][["county_code", "period", column]].assign(report=frame.contract.report)
    stands = np.zeros(len(rows), dtype=bool)
    for waiver in waivers:
        if waiver.rule == rule:
            stands |= _in_scope(asked, waiver) & asked[column].notna().to_numpy()
    frame.mark_suspect(rows[~stands], column)


def _in_scope(rows: pd.DataFrame, waiver: Waiver) -> np.ndarray:
    """Mask of the rows of the waiver's county, report and period."""
    within: np.ndarray = np.ones(len(rows), dtype=bool)
    for name in SUBMISSION_KEY:
        if (wanted := getattr(waiver, name)) is not None:
            within &= (rows[name] == wanted).to_numpy()
    return within
