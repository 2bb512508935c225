"""Rules that look from one report into another of the same county and period: references and sums.

They resolve against what the county submitted, accepted or not; a report that did not come is said once, not row by row.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from etl.config.waivers import Waiver
from etl.contract.schema import RefersTo, SumMatches
from etl.model import Severity
from etl.normalise.frame import PlacedTable, ReportFrame, show
from etl.validate.waive import mark_faults


def check_across(frames: dict[str, ReportFrame], waivers: Sequence[Waiver] = ()) -> None:
    """Add the issues of every rule that spans two reports; `frames` are all reports that are judged together."""
    rules = [(frame, rule) for frame in frames.values() for rule in frame.contract.rules]
    for frame, rule in rules:
        if isinstance(rule, RefersTo):
            _check_reference(frame, rule, frames.get(rule.to), waivers)
    for frame, rule in rules:  # after the references: a row that belongs nowhere explains a sum that does not match
        if isinstance(rule, SumMatches):
            _check_sum(frame, rule, frames.get(rule.report))


class _Units:
    """Whose the rows of two frames are, as numbers: a county and period has the same number in both."""

    def __init__(self, frame: ReportFrame, other: ReportFrame) -> None:
        numbers: dict[tuple[str, str], int] = {}
        self.own, self.other = (
            np.array([numbers.setdefault(_unit(one), len(numbers)) for one in f.tables])[f.data["table"].to_numpy()]
            for f in (frame, other)
        )
        self._count = len(numbers)

    def numbered(self, own: pd.Series, other: pd.Series) -> tuple[np.ndarray, np.ndarray]:
        """Numbers for the values of the own and the other rows: the same for equal values of one county and period."""
        codes, distinct = pd.factorize(pd.concat([own, other], ignore_index=True), use_na_sentinel=False)
        numbers = np.concatenate([self.own, self.other]) * len(distinct) + codes
        return numbers[: len(own)], numbers[len(own) :]

    def with_any(self, rows: np.ndarray) -> np.ndarray:
        """The own rows whose county and period has any of these rows of the other frame."""
        there: np.ndarray = np.zeros(self._count, dtype=bool)
        there[self.other[rows]] = True
        found: np.ndarray = there[self.own]
        return found


def _unit(placed: PlacedTable) -> tuple[str, str]:
    return placed.source.county_code, placed.source.period


def _check_reference(frame: ReportFrame, rule: RefersTo, target: ReportFrame | None, waivers: Sequence[Waiver]) -> None:
    column = rule.columns[0]
    rule_id = f"{frame.contract.report}.{column}.refers_to.{rule.to}"
    label = frame.contract.column(column).label.zh
    asked = frame.data[column].notna().to_numpy() & ~frame.is_suspect(column)
    came = np.zeros(len(frame.data), dtype=bool)
    known, unsure = came.copy(), came.copy()
    title = frame.titles.get(rule.to, rule.to)
    if target is not None:
        title = target.contract.title.zh
        units = _Units(frame, target)
        came = units.with_any(np.ones(len(target.data), dtype=bool))
        unsure = units.with_any(target.is_suspect(column))
        known = np.isin(*units.numbered(frame.data[column], target.data[column]))
    orphans = np.flatnonzero(asked & came & ~known & ~unsure)
    frame.report(
        orphans,
        column,
        rule_id,
        rule.severity,
        lambda row, value: f"“{label}”写的是“{value}”，本期《{title}》里没有；请核对编号，或在《{title}》里补上。",
        f"《{title}》里有的{label}",
    )
    if rule.severity is Severity.CRITICAL:
        mark_faults(frame, orphans, column, rule_id, waivers)
    _say_once(frame, column, rule_id, np.flatnonzero(asked & ~came), f"本期没有收到《{title}》，没有核对“{label}”。")
    wrong_there = f"《{title}》的“{label}”有错误，更正后才能核对这一列。"
    _say_once(frame, column, rule_id, np.flatnonzero(asked & came & ~known & unsure), wrong_there)


def _check_sum(frame: ReportFrame, rule: SumMatches, other: ReportFrame | None) -> None:
    """A figure against the sum of another report's rows with the same `by`; units whose other report did not come pass."""
    if other is None:
        return
    usable = ~other.is_suspect(rule.sum_of, rule.by)
    units = _Units(frame, other)
    own, theirs = units.numbered(frame.data[rule.by], other.data[rule.by])
    added = usable & other.data[rule.by].notna().to_numpy()
    sums = other.data.loc[added, rule.sum_of].groupby(theirs[added], sort=False).sum()
    expected = sums.reindex(own).fillna(0).to_numpy(dtype="int64")
    written = frame.data[rule.column].fillna(0).to_numpy(dtype="int64")
    judged = (
        units.with_any(np.ones(len(other.data), dtype=bool))
        & ~units.with_any(~usable)
        & ~frame.is_suspect(rule.column, rule.by)
        & frame.data[rule.column].notna().to_numpy()
    )
    label, title = frame.contract.column(rule.column).label.zh, other.contract.title.zh
    of = other.contract.column(rule.sum_of)

    def sentence(row: int, value: str) -> str:
        total = expected[row] / of.type.one
        by = show(frame.raw[rule.by].at(row))
        return (
            f"“{label}”是 {value}，《{title}》里 {by} 的“{of.label.zh}”相加是 {total:,.2f}{of.type.stored_in}；请核对。"
        )

    rule_id = f"{frame.contract.report}.{rule.column}.sum_matches.{rule.report}"
    expectation = f"与《{title}》相加一致"
    frame.report(
        np.flatnonzero(judged & (written != expected)), rule.column, rule_id, rule.severity, sentence, expectation
    )


def _say_once(frame: ReportFrame, column: str, rule: str, rows: np.ndarray, words: str) -> None:
    """One notice for each table, at its first row."""
    first = ~frame.data.iloc[rows].duplicated(["table"]).to_numpy()
    frame.report(rows[first], column, rule, Severity.NOTICE, lambda row, value: words, "两张报表都报送")
