"""From judged frames to verdicts: what each county's report became, its issues, and the rows that may load.

A critical issue returns the whole report of that county and period, and nothing of it loads (docs/reading.md, "The verdict").
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from itertools import chain

import numpy as np
import pandas as pd

from etl.config.waivers import Waiver
from etl.contract.schema import Contract
from etl.model import ISSUE_COLUMNS, SUBMISSION_KEY, ColumnMatch, Issue, Severity, Status, SubmissionKey
from etl.normalise.frame import ReportFrame, issue_frame
from etl.selection import Choice, Selection
from etl.validate.waive import apply_waivers


@dataclass(frozen=True)
class Submission:
    """The verdict on one report of one county and period; its fields are the columns of every frame of submissions.

    (pull, modified_at) says which of two came later.
    """

    county_code: str
    period: str
    report: str
    source_file: str
    sha256: str
    pull: int
    modified_at: datetime
    received_at: datetime
    status: str
    row_count: int
    critical_issues: int
    warnings: int
    notices: int


SUBMISSION_COLUMNS = tuple(one.name for one in fields(Submission))
PART_COLUMNS = (*SUBMISSION_KEY, "source_file", "sha256")
MATCH_COLUMNS = ("column_letters", "heading", "field", "unit", "unit_source", "matched_by", "other_units")
# of a table: the file where it is another than the submission's, the sheet, and between which rows it stands
TABLE_COLUMNS = ("source_file", "sheet", "first_row", "last_row")
MAP_COLUMNS = (*SUBMISSION_KEY, *TABLE_COLUMNS, *MATCH_COLUMNS)


@dataclass(frozen=True)
class Judgement:
    """Verdicts of one night: frames in the columns above; `rows` holds only what is accepted, by report; `parts` the files of
    reports that came in several.

    `issues` has a column `waived` too: why an issue that was critical is only a warning.
    """

    submissions: pd.DataFrame
    issues: pd.DataFrame
    rows: dict[str, pd.DataFrame]
    column_map: pd.DataFrame
    parts: pd.DataFrame

    def without(self, returned: Collection[SubmissionKey]) -> "Judgement":
        """The same but for some reports that came back; they have no rows."""

        def others(frame: pd.DataFrame) -> pd.DataFrame:
            keys = frame[[*SUBMISSION_KEY]].itertuples(index=False, name=None)
            return frame.loc[[key not in returned for key in keys]].reset_index(drop=True)

        return replace(
            self,
            submissions=others(self.submissions),
            issues=others(self.issues),
            column_map=others(self.column_map),
            parts=others(self.parts),
        )


def decide_verdicts(
    selection: Selection,
    frames: Mapping[str, ReportFrame],
    unplaced: Sequence[Issue] = (),
    waivers: Sequence[Waiver] = (),
) -> Judgement:
    """The verdict on every choice, with all issues and the rows of what is accepted.

    `unplaced` are the issues of what belongs to no county or period, `waivers` those in force.
    """
    read = {(c.county_code, c.period, c.report) for c in selection.choices if c.placed() or c.is_nil}
    issues = apply_waivers(_all_issues(selection, frames, unplaced), waivers, read)
    submissions = _submissions(selection.choices, issues)
    is_accepted = submissions["status"] == Status.ACCEPTED
    accepted = set(submissions.loc[is_accepted, [*SUBMISSION_KEY]].itertuples(index=False, name=None))
    rows = {report: _rows_of(frame, accepted) for report, frame in frames.items()}
    column_map = _column_map(selection.choices, frames)
    return Judgement(submissions, issues, rows, column_map, _parts(selection.choices))


def _rows_of(frame: ReportFrame, accepted: Collection[SubmissionKey]) -> pd.DataFrame:
    """The rows of the tables of some units."""
    report = frame.contract.report
    loads = np.array([(one.source.county_code, one.source.period, report) in accepted for one in frame.tables])
    rows = loads[frame.data["table"].to_numpy()]
    return (frame.data if rows.all() else frame.data.loc[rows]).drop(columns="table")


def _all_issues(selection: Selection, frames: Mapping[str, ReportFrame], unplaced: Sequence[Issue]) -> pd.DataFrame:
    read = [*unplaced, *selection.file_issues, *(issue for choice in selection.choices for issue in choice.issues)]
    parts = [issue_frame(read), *(frame.issues() for frame in frames.values())]
    filled = [part for part in parts if len(part)]
    issues = pd.concat(filled, ignore_index=True) if filled else issue_frame([])
    return issues[list(ISSUE_COLUMNS)].astype({"source_row": "Int64"})


def _submissions(choices: Sequence[Choice], issues: pd.DataFrame) -> pd.DataFrame:
    counts = issues.dropna(subset=["report"]).groupby([*SUBMISSION_KEY, "severity"]).size().to_dict()

    def count(choice: Choice, severity: Severity) -> int:
        return int(counts.get((choice.county_code, choice.period, choice.report, str(severity)), 0))

    records = []
    for choice in choices:
        critical = count(choice, Severity.CRITICAL)
        status = Status.RETURNED if critical else Status.NIL if choice.is_nil else Status.ACCEPTED
        records.append(
            Submission(
                county_code=choice.county_code,
                period=choice.period,
                report=choice.report,
                source_file=choice.source.name,
                sha256=choice.source.sha256,
                pull=choice.source.pull,
                modified_at=choice.source.modified_at,
                received_at=choice.source.received_at,
                status=str(status),
                row_count=sum(len(table.rows) for _, table in choice.placed()),
                critical_issues=critical,
                warnings=count(choice, Severity.WARNING),
                notices=count(choice, Severity.NOTICE),
            )
        )
    return pd.DataFrame([vars(one) for one in records], columns=SUBMISSION_COLUMNS)


def _parts(choices: Sequence[Choice]) -> pd.DataFrame:
    """Every file of the reports that came in several files."""
    records = [
        (choice.county_code, choice.period, choice.report, source.name, source.sha256)
        for choice in choices
        if choice.parts
        for source in (*(part.source for part in choice.parts), choice.source)
    ]
    return pd.DataFrame(records, columns=PART_COLUMNS)


def _column_map(choices: Sequence[Choice], frames: Mapping[str, ReportFrame]) -> pd.DataFrame:
    """Meaning of the columns of every table; it is worked out once for tables that have the same."""
    own_unit: dict[int, dict[str, str | None]] = defaultdict(dict)
    for frame in frames.values():
        for (position, column), others in frame.own_unit.items():
            said = json.dumps(others, ensure_ascii=False, sort_keys=True) if others else None
            own_unit[id(frame.tables[position].table)][column] = said
    records: list[tuple[str | None, ...]] = []
    found: dict[tuple[str, int, frozenset[tuple[str, str | None]]], range] = {}
    tables, of_tables = [], []
    for choice in choices:
        for source, table in choice.placed():
            own = own_unit.get(id(table), {})
            key = choice.report, id(table.columns), frozenset(own.items())
            if key not in found:
                mapped = _mapped_columns(frames[choice.report].contract, table.columns, own)
                found[key] = range(len(records), len(records) + len(mapped))
                records += mapped
            file = None if source.name == choice.source.name else source.name
            rows_of_sheet = (table.rows[0] + 1, table.rows[-1] + 1) if table.rows else (0, 0)
            key_of_table = choice.county_code, choice.period, choice.report
            tables.append((*key_of_table, file, table.sheet, *rows_of_sheet))
            of_tables.append(found[key])
    shared = pd.DataFrame(tables, columns=MAP_COLUMNS[: -len(MATCH_COLUMNS)])
    matches = pd.DataFrame(records, columns=MATCH_COLUMNS)
    rows = np.repeat(np.arange(len(tables)), np.fromiter(map(len, of_tables), np.int64))
    which = np.fromiter(chain.from_iterable(of_tables), np.int64)
    return pd.concat(
        [shared.take(rows).reset_index(drop=True), matches.take(which).reset_index(drop=True)], axis="columns"
    )


def _mapped_columns(
    contract: Contract, columns: Sequence[ColumnMatch], own_unit: Mapping[str, str | None]
) -> list[tuple[str | None, ...]]:
    """Columns in the order of MATCH_COLUMNS; in those of `own_unit` cells name their unit, another than the column's where it says so."""
    template_unit = {column.name: column.unit for column in contract.columns}
    records: list[tuple[str | None, ...]] = []
    for match in columns:
        unit, source = match.unit, match.unit_source
        if match.field and unit is None and template_unit[match.field]:
            unit, source = template_unit[match.field], "template"
        if match.field in own_unit:
            source = "cell"
        records.append(
            (match.place, match.heading, match.field, unit, source, match.matched_by, own_unit.get(match.field or ""))
        )
    return records
