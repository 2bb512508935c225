"""Warnings that a county has explained: takes what its files say and what stands in the warehouse, gives the explanations that hold.

An explanation holds for a warning of the same report, rule and column with the same value: at the same cell, or in the row with
the same key, wherever that stands now and in later periods. What stands beside a row of a template holds for every warning in it.
A critical issue cannot be explained away.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa

from etl.foreign_text import visible
from etl.key_folding import fold_key
from etl.model import Explanation, FileReading, Severity, SourceFile, SubmissionKey
from etl.normalise.frame import ReportFrame
from etl.selection import Choice
from etl.warehouse.publish.publication import EXPLANATION_COLUMNS
from etl.warehouse.queries.explanations import Explained, standing_explanations

ANY_RULE = ""  # of an explanation that is of a row
LONGEST_VALUE = 300  # of a value as it went back to the county


@dataclass(frozen=True)
class _Warning:
    """A warning that may have been explained, and the key of its row."""

    of: SubmissionKey
    rule: str
    column: str
    sheet: str
    cell: str
    source_row: int | None
    value: str
    row_key: str


def explained(
    engine: sa.Engine,
    choices: Sequence[Choice],
    readings: Sequence[FileReading],
    frames: Mapping[str, ReportFrame],
    issues: pd.DataFrame,
) -> pd.DataFrame:
    """The warnings among some issues that are explained, by what came or by what was said of the same before."""
    with engine.connect() as connection:
        before = standing_explanations(connection, sorted({choice.county_code for choice in choices}))
    if not before and not any(one.explanations for one in readings):
        return pd.DataFrame(columns=EXPLANATION_COLUMNS)
    said = _said(choices, readings)
    causes = {(one.county_code, one.report, one.rule) for one in before}
    causes |= {(key[0], key[2], one.rule) for key, of_key in said.items() for one in of_key}
    records = []
    for warning in _warnings(issues, frames, causes) if causes else ():
        told = _told(warning, said[warning.of]) or _told_before(warning, before)
        if told:
            place = (warning.sheet or None, warning.cell or None, warning.source_row)
            records.append(
                (*warning.of, warning.rule, warning.column or None, warning.row_key, *place, warning.value, *told)
            )
    return pd.DataFrame(records, columns=EXPLANATION_COLUMNS)


def _said(choices: Iterable[Choice], readings: Iterable[FileReading]) -> dict[SubmissionKey, list[Explanation]]:
    """By report what its own files explain; [] for those that explain nothing."""
    of_file: dict[SourceFile, Sequence[Explanation]] = {one.source: one.explanations for one in readings}
    found: dict[SubmissionKey, list[Explanation]] = defaultdict(list)
    for choice in choices:
        key = choice.county_code, choice.period, choice.report
        for source in (choice.source, *(part.source for part in choice.parts)):
            found[key] += [one for one in of_file.get(source, ()) if one.report == choice.report]
    return found


def _warnings(
    issues: pd.DataFrame, frames: Mapping[str, ReportFrame], causes: set[tuple[str, str, str]]
) -> Iterator[_Warning]:
    warnings = issues.loc[(issues["severity"] == Severity.WARNING) & issues["waived"].isna()]
    warnings = warnings.loc[warnings["county_code"].isin({county for county, _, _ in causes})]
    for record in warnings.to_dict("records"):
        said: dict[str, Any] = {str(name): None if pd.isna(value) else value for name, value in record.items()}
        if not causes & {(said["county_code"], said["report"], rule) for rule in (said["rule"], ANY_RULE)}:
            continue
        row = None if said["source_row"] is None else int(said["source_row"])
        yield _Warning(
            (said["county_code"], said["period"], said["report"]),
            said["rule"],
            said["column_name"] or "",
            said["sheet"] or "",
            said["cell"] or "",
            row,
            said["value"] or "",
            _row_key(frames.get(said["report"]), said, row),
        )


def _row_key(frame: ReportFrame | None, issue: Mapping[str, Any], row: int | None) -> str:
    """The key of the row that an issue is about; "" for one that is about no row."""
    if frame is None or row is None or not frame.contract.key:
        return ""
    data = frame.data
    place = {"county_code": issue["county_code"], "period": issue["period"], "source_sheet": issue["sheet"] or ""}
    found = data["source_row"] == row
    for name, value in place.items():
        found &= data[name] == value
    if issue["source_file"]:
        found &= data["source_file"] == issue["source_file"]
    if not found.any():
        return ""
    values = data.loc[found, [*frame.contract.key]].iloc[0]
    return " | ".join("" if pd.isna(value) else fold_key(value) for value in values)


def _told(warning: _Warning, explanations: Sequence[Explanation]) -> tuple[str, str] | None:
    """Explanation of a warning in the file itself, and the period: at its cell, else the only one of its value, else beside its row."""
    shown = visible(warning.value)[:LONGEST_VALUE]
    alike = [
        one
        for one in explanations
        if (one.rule, one.column_name or "", one.value.strip()) == (warning.rule, warning.column, shown.strip())
    ]
    at_cell = [one for one in alike if (one.sheet, one.cell) == (warning.sheet, warning.cell)]
    in_row = [one for one in explanations if one.sheet == warning.sheet and one.row == warning.source_row is not None]
    texts = {one.text for one in at_cell or alike or in_row}
    return (texts.pop(), warning.of[1]) if len(texts) == 1 else None


def _told_before(warning: _Warning, before: Sequence[Explained]) -> tuple[str, str] | None:
    """Explanation of the same value of the same row, the last one up to this period, and the period of the first."""
    wanted = (warning.of[0], warning.of[2], warning.rule, warning.column, warning.row_key, warning.value)
    for one in reversed(before):
        same = (one.county_code, one.report, one.rule, one.column_name or "", one.row_key, one.value or "")
        if same == wanted and one.period <= warning.of[1]:
            return one.explanation, one.since_period
    return None
