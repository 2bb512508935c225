"""Publication of one run: the frozen values that `publish` writes; never looks at a database.

Frames hold one thing a row, in the columns named here and, of what was judged, in `etl.model` and `etl.validate.verdicts`; more columns do no harm. Blank is None, NaN or NA alike.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import pandas as pd

from etl.contract.catalog import Catalog
from etl.model import ISSUE_COLUMNS, SUBMISSION_KEY, SubmissionKey
from etl.validate.verdicts import MAP_COLUMNS, PART_COLUMNS, SUBMISSION_COLUMNS
from etl.warehouse.publish.impact import NO_IMPACT, Impact
from etl.warehouse.publish.runs import RunRecord

FILE_COLUMNS = (
    *("county_code", "period", "name", "sha256", "size", "modified_at", "archive_path", "kind", "pull", "received_at"),
)
ROW_COLUMNS = ("county_code", "period", "source_file", "source_sheet", "source_row", "extra")  # and the contract's
ATTEMPT_COLUMNS = ("county_code", "period", "state", "message")
OBLIGATION_COLUMNS = (*SUBMISSION_KEY, "due_on", "exempt_reason")
EXPLANATION_COLUMNS = (
    *(*SUBMISSION_KEY, "rule", "column_name", "row_key", "sheet", "cell", "source_row"),
    *("value", "explanation", "since_period"),
)
WAIVER_COLUMNS = ("rule", "county_code", "report", "period", "reason", "allowed_by", "expires_on")


@dataclass(frozen=True, eq=False)
class Publication:
    """Everything that one run found out.

    `files`: every file that was read; `decided_under` may be there too: the fingerprint, which is the rule, or '' for a
    file of which only some reports were judged, so that the next night reads it again.
    `submissions`: at most one for each county, period and report; (pull, modified_at) says which of two came later.
    `rows`: by report, those of accepted submissions; figures are Int64 in the contract's smallest unit (amount 1/100 yuan,
    number 1/10000), dates datetime64, the rest str. `issues`: report is None for one that concerns a whole file; `waived`
    may be there too. `parts`: the files of each report that came in several. `explanations`: of warnings
    of these submissions, by their counties. `attempts`: state ok or failed.
    `obligations`: all that each county named in it owes for the periods named in it. `waivers`: all there are, or None to
    leave them as they were.
    """

    run: RunRecord
    finished_at: datetime
    files: pd.DataFrame = field(default_factory=partial(pd.DataFrame, columns=FILE_COLUMNS))
    submissions: pd.DataFrame = field(default_factory=partial(pd.DataFrame, columns=SUBMISSION_COLUMNS))
    rows: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    issues: pd.DataFrame = field(default_factory=partial(pd.DataFrame, columns=ISSUE_COLUMNS))
    column_map: pd.DataFrame = field(default_factory=partial(pd.DataFrame, columns=MAP_COLUMNS))
    parts: pd.DataFrame = field(default_factory=partial(pd.DataFrame, columns=PART_COLUMNS))
    explanations: pd.DataFrame = field(default_factory=partial(pd.DataFrame, columns=EXPLANATION_COLUMNS))
    attempts: pd.DataFrame = field(default_factory=partial(pd.DataFrame, columns=ATTEMPT_COLUMNS))
    obligations: pd.DataFrame = field(default_factory=partial(pd.DataFrame, columns=OBLIGATION_COLUMNS))
    waivers: pd.DataFrame | None = None

    def check(self, catalog: Catalog) -> None:
        """ValueError when a frame is not what it must be: a mistake of the program, never of a county."""
        expected: list[tuple[str, pd.DataFrame, Iterable[str]]] = [
            ("files", self.files, FILE_COLUMNS),
            ("submissions", self.submissions, SUBMISSION_COLUMNS),
            ("issues", self.issues, ISSUE_COLUMNS),
            ("column_map", self.column_map, MAP_COLUMNS),
            ("parts", self.parts, PART_COLUMNS),
            ("explanations", self.explanations, EXPLANATION_COLUMNS),
            ("attempts", self.attempts, ATTEMPT_COLUMNS),
            ("obligations", self.obligations, OBLIGATION_COLUMNS),
        ]
        for report, frame in self.rows.items():
            columns = [column.name for column in catalog.contracts[report].columns]
            expected.append((f"rows of {report}", frame, (*ROW_COLUMNS, *columns)))
        for name, frame, wanted in expected:
            if absent := [column for column in wanted if column not in frame.columns]:
                raise ValueError(f"{name}: columns are missing: {', '.join(absent)}")
        if self.submissions.duplicated([*SUBMISSION_KEY]).any():
            raise ValueError("submissions: more than one for the same county, period and report")


@dataclass(frozen=True)
class Published:
    """Result of a publication: new submissions by status, those that were the same as before, and what was written."""

    decided_at: datetime
    new: Mapping[str, int]
    unchanged: int
    rows: Mapping[str, int]
    issues: int
    submission_ids: Mapping[SubmissionKey, int]  # of the new ones
    impact: Impact = NO_IMPACT  # which verdicts and figures it moved, where that was asked for
