"""Check that rows reported for the period are still there, also where 无 replaces all of them.

Of a file in which no table was found it is not known whether rows are missing.
"""

from collections.abc import Hashable, Iterable, Mapping

import pandas as pd

from etl.contract.contract_rules import ContractRule
from etl.contract.schema import Contract
from etl.model import Issue
from etl.rules.stays import Stays
from etl.selection import Choice
from etl.validate.evidence import CrossCheck, Evidence, identity


def check(rule: ContractRule, contract: Contract, evidence: Evidence) -> Iterable[Issue]:
    """One issue for every row that is gone."""
    previous = evidence.previous_rows.get(contract.report)
    if previous is None or previous.empty:
        return []
    before = previous.loc[previous["is_same_period"].astype(bool)]
    frame = evidence.frames.get(contract.report)
    gone = before if frame is None else before.loc[~_are_in(frame.data, before, contract)]
    understood = (one for one in evidence.choices.get(contract.report, ()) if one.placed() or one.is_nil)
    of = {(choice.county_code, choice.period): choice for choice in understood}
    return [
        _gone(rule, contract, of[row["county_code"], row["period"]], row)
        for row in gone.to_dict("records")
        if (row["county_code"], row["period"]) in of
    ]


def _are_in(data: pd.DataFrame, before: pd.DataFrame, contract: Contract) -> pd.Series:
    there = identity(before, contract.key).isin(identity(data, contract.key))
    return pd.Series(there, index=before.index)


def _gone(rule: ContractRule, contract: Contract, choice: Choice, row: Mapping[Hashable, object]) -> Issue:
    values = "、".join(f"“{contract.column(name).label.zh}”{row[name]}" for name in contract.key)
    return Issue(
        rule=rule.id,
        severity=rule.severity,
        message=rule.sentence.filled(said_in=row["said_in"], row=values),
        county_code=choice.county_code,
        period=choice.period,
        report=contract.report,
        source_file=choice.source.name,
        sheet=next((table.sheet for _, table in choice.placed()), None),
        column_name=rule.column,
        value=None,
        expected=rule.expected,
    )


CHECK = CrossCheck(Stays, check)
