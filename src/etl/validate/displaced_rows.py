"""Hold a file that came later against what is in use: where it has mostly other rows, it may complete that or replace it.

Takes judged reports and the rows that were accepted before, gives issues that belong to no row. A file of the same name
replaces the one before; under another name it is asked about, for a supplement would take away what it adds to.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

import numpy as np
import pandas as pd

from etl.contract.schema import Contract
from etl.key_folding import fold_key
from etl.model import Issue, Severity
from etl.normalise.frame import ReportFrame
from etl.rules.reading.submissions import SUBMISSION_DISPLACED
from etl.selection import Choice
from etl.validate.evidence import identity


def displaced_rows(
    contract: Contract, frame: ReportFrame | None, choices: Sequence[Choice], accepted: pd.DataFrame
) -> Iterator[Issue]:
    """An issue for each report that would take away rows in use; `accepted` has county_code, period, `came_in` (the names
    of the files that brought a row's version) and the key."""
    same = [*contract.key]
    kept = np.zeros(len(accepted), dtype=bool)
    if frame is not None:
        kept = identity(accepted, same).isin(identity(frame.data, same))
    versions = accepted.assign(kept=kept).groupby(["county_code", "period"], sort=False)
    before = {place: (rows["came_in"].iloc[0], len(rows), int((~rows["kept"]).sum())) for place, rows in versions}
    for choice in choices:
        files, count, lost = before.get((choice.county_code, choice.period), ((), 0, 0))
        if lost and _is_whole(choice) and (case := _case(choice, files, is_other=lost * 2 > count)):
            yield _issue(choice, case, {"used": choice.source.name, "displaced": files[0], "count": lost})


def _is_whole(choice: Choice) -> bool:
    """True when it is known which rows a file has: something was read, and nothing of it is in question for its reading."""
    is_faulty = any(issue.severity is Severity.CRITICAL for issue in choice.issues)
    return (choice.is_nil or bool(choice.placed())) and not is_faulty


def _case(choice: Choice, files: Sequence[str], *, is_other: bool) -> str:
    came = [choice.source.name, *(part.source.name for part in choice.parts)]
    if {*map(_name, came)} & {*map(_name, files)}:
        return "rows gone" if is_other else ""
    return "later rows" if is_other else "rows gone"


def _name(file: str) -> str:
    """Name of a file, without its format and folder."""
    return fold_key(PurePosixPath(file).stem)


def _issue(choice: Choice, case: str, words: Mapping[str, object]) -> Issue:
    rule = SUBMISSION_DISPLACED
    return Issue(
        rule=rule.id,
        severity=Severity.CRITICAL if case == "later rows" else Severity.WARNING,
        message=rule.sentence(case, **words),
        county_code=choice.county_code,
        period=choice.period,
        report=choice.report,
        source_file=choice.source.name,
        value=str(words["displaced"]),
        expected=rule.expected(case),
    )
