"""Rules that look back: what a county reports now against what was accepted of it before. Adds issues, changes no value.

Takes a judged frame and the earlier rows of its counties, one version each (see `etl.warehouse.queries.previous_rows`): county_code and
period of the report they are held against, `is_same_period`, `said_in` (when and in which file they came), the key and the
columns that rules name. A row is the same row when its key is.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping

import numpy as np
import pandas as pd

from etl.contract.schema import Contract, NeverFalls, Stays
from etl.model import Issue, Severity
from etl.normalise.frame import ReportFrame
from etl.selection import Choice

UNIT = ["county_code", "period"]


def looks_back(contract: Contract) -> tuple[str, ...] | None:
    """The columns that a contract's rules compare with earlier ones; None when it has no such rule."""
    rules = [rule for rule in contract.rules if isinstance(rule, NeverFalls | Stays)]
    if not rules:
        return None
    return tuple(dict.fromkeys(name for rule in rules if isinstance(rule, NeverFalls) for name in rule.columns))


def check_since(frame: ReportFrame, earlier: pd.DataFrame) -> None:
    """Report every cumulative figure that fell; blanks and cells that were reported already are passed over."""
    for rule in frame.contract.rules:
        for column in rule.columns if isinstance(rule, NeverFalls) else ():
            _check_falls(frame, earlier, column, rule.severity)


def rows_gone(
    contract: Contract, choices: Iterable[Choice], data: pd.DataFrame | None, earlier: pd.DataFrame
) -> list[Issue]:
    """One issue for every row that was reported for the period and is missing now, also where 无 replaces all of them.

    Of a file in which no table was found it is not known whether rows are missing.
    """
    rule = next((rule for rule in contract.rules if isinstance(rule, Stays)), None)
    before = earlier.loc[earlier["is_same_period"].astype(bool)]
    if rule is None:
        return []
    keys = [*UNIT, *contract.key]
    there = _index(data, keys) if data is not None else pd.MultiIndex.from_arrays([[]] * len(keys))
    gone = before.loc[~_index(before, keys).isin(there)]
    understood = (c for c in choices if c.report == contract.report and (c.placed() or c.is_nil))
    of = {(choice.county_code, choice.period): choice for choice in understood}
    return [
        _gone(contract, rule.severity, of[row["county_code"], row["period"]], row)
        for row in gone.to_dict("records")
        if (row["county_code"], row["period"]) in of
    ]


def _index(rows: pd.DataFrame, keys: Collection[str]) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[list(keys)].astype(str))


def _gone(contract: Contract, severity: Severity, choice: Choice, row: Mapping[Hashable, object]) -> Issue:
    labels = "、".join(f"“{contract.column(name).label.zh}”{row[name]}" for name in contract.key)
    sheet = next((table.sheet for _, table in choice.placed()), None)
    return Issue(
        rule=f"{contract.report}.stays",
        severity=severity,
        message=f"{row['said_in']}里有{labels}，这次的《{contract.title.zh}》里没有了；如确已取消，请说明原因；如是漏报，请补上。",
        county_code=choice.county_code,
        period=choice.period,
        report=contract.report,
        source_file=choice.source.name,
        sheet=sheet,
        column_name=contract.key[0],
        value=None,
        expected="报送过的行仍在表里",
    )


def _check_falls(frame: ReportFrame, earlier: pd.DataFrame, column: str, severity: Severity) -> None:
    keys = [*UNIT, *frame.contract.key]
    known = earlier.loc[earlier[column].notna()].drop_duplicates(keys)
    found = pd.MultiIndex.from_frame(known[keys].astype(str)).get_indexer(_index(frame.data, keys))
    now = frame.data[column].to_numpy(dtype="int64", na_value=0)
    before = known[column].to_numpy(dtype="int64")
    usable = (found >= 0) & frame.data[column].notna().to_numpy() & ~frame.is_suspect(column, *frame.contract.key)
    was = np.zeros(len(now), dtype=np.int64)
    was[found >= 0] = before[found[found >= 0]]
    said_in = known["said_in"].to_numpy(dtype=object)
    kind = frame.contract.column(column)

    def figure(whole: int) -> str:
        return f"{kind.type.plain(whole):,}"

    def sentence(row: int, value: str) -> str:
        then = figure(was[row])
        if kind.type.is_money:  # the cell may be in 万元: both are said in yuan
            value, then = f"{value}（{figure(now[row])}元）", f"{then}元"
        return f"“{kind.label.zh}”是 {value}，{said_in[found[row]]}里是 {then}；累计数变小了，请核对。"

    rule = f"{frame.contract.report}.{column}.never_falls"
    frame.report(np.flatnonzero(usable & (now < was)), column, rule, severity, sentence, "不小于以前报送的数")
