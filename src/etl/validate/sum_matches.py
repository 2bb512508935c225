"""Check figures against the sum of another report's rows with the same `by`; where that report did not come nothing is said."""

from collections.abc import Iterable

import numpy as np

from etl.contract.contract_rules import ContractRule
from etl.contract.schema import Contract
from etl.model import Issue
from etl.normalise.frame import show
from etl.rules.sum_matches import SumMatches
from etl.validate.evidence import CrossCheck, Evidence
from etl.validate.same_submission import SameSubmission


def check(rule: ContractRule, contract: Contract, evidence: Evidence) -> Iterable[Issue]:
    """Report every figure that differs from the sum."""
    reads = rule.finding.reads
    by, of, of_by = reads["by"].column, reads["of"], reads["of_by"].column
    frame, other = evidence.frames.get(contract.report), evidence.frames.get(of.report or contract.report)
    if frame is None or other is None:
        return ()
    usable = ~other.is_suspect(of.column, of_by)
    pair = SameSubmission(frame, other)
    own, theirs = pair.numbered(frame.data[by], other.data[of_by])
    added = usable & other.data[of_by].notna().to_numpy()
    sums = other.data.loc[added, of.column].groupby(theirs[added], sort=False).sum()
    expected = sums.reindex(own).fillna(0).to_numpy(dtype="int64")
    written = frame.data[rule.column].fillna(0).to_numpy(dtype="int64")
    judged = (
        pair.with_any(np.ones(len(other.data), dtype=bool))
        & ~pair.with_any(~usable)
        & ~frame.is_suspect(rule.column, by)
        & frame.data[rule.column].notna().to_numpy()
    )
    kind, words = other.contract.column(of.column).type, rule.sentence

    def sentence(row: int, value: str) -> str:
        total = f"{expected[row] / kind.one:,.2f}{kind.stored_in}"
        return words.filled(value=value, total=total, by_value=show(frame.raw[by].at(row)))

    rows = np.flatnonzero(judged & (written != expected))
    frame.report(rows, rule.column, rule.id, rule.severity, sentence, rule.expected)
    return ()


CHECK = CrossCheck(SumMatches, check)
