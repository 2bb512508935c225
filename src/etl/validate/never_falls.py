"""Check cumulative figures against those accepted before; blanks and cells that were reported already are passed over."""

from collections.abc import Iterable

import numpy as np

from etl.contract.contract_rules import ContractRule
from etl.contract.schema import Contract
from etl.model import Issue
from etl.rules.never_falls import NeverFalls
from etl.validate.evidence import CrossCheck, Evidence, identity


def check(rule: ContractRule, contract: Contract, evidence: Evidence) -> Iterable[Issue]:
    """Report every figure that fell."""
    frame, previous = evidence.frames.get(contract.report), evidence.previous_rows.get(contract.report)
    if frame is None or previous is None or previous.empty:
        return ()
    key, column = contract.key, rule.column
    known = previous.loc[previous[column].notna()]
    rows = identity(known, key)
    known, rows = known.loc[~rows.duplicated()], rows[~rows.duplicated()]
    found = rows.get_indexer(identity(frame.data, key))
    now = frame.data[column].to_numpy(dtype="int64", na_value=0)
    before = known[column].to_numpy(dtype="int64")
    usable = (found >= 0) & frame.data[column].notna().to_numpy() & ~frame.is_suspect(column, *key)
    was = np.zeros(len(now), dtype=np.int64)
    was[found >= 0] = before[found[found >= 0]]
    said_in = known["said_in"].to_numpy(dtype=object)
    kind, words = contract.column(column).type, rule.sentence

    def sentence(row: int, value: str) -> str:
        then = f"{kind.plain(was[row]):,}{kind.stored_in}"
        if kind.is_money:  # the cell may be in 万元: both are said in yuan
            value = f"{value}（{kind.plain(now[row]):,}{kind.stored_in}）"
        return words.filled(value=value, before=then, said_in=said_in[found[row]])

    frame.report(np.flatnonzero(usable & (now < was)), column, rule.id, rule.severity, sentence, rule.expected)
    return ()


CHECK = CrossCheck(NeverFalls, check)
