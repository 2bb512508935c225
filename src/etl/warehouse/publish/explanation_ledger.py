"""Explanations of a publication in the ledger: takes an open transaction, writes ops.explanation."""

from collections.abc import Mapping

import pandas as pd

from etl.model import SUBMISSION_KEY, SubmissionKey
from etl.warehouse.engine import Driver
from etl.warehouse.publish.copying import copy_rows
from etl.warehouse.publish.publication import EXPLANATION_COLUMNS
from etl.warehouse.publish.python_rows import plain_rows

_COLUMNS = (
    *("submission_id", "rule", "column_name", "row_key", "sheet", "cell", "source_row"),
    *("value", "explanation", "since_period"),
)


def store_explanations(driver: Driver, explanations: pd.DataFrame, ids: Mapping[SubmissionKey, int]) -> int:
    """Write what is explained of some submissions, in place of what was; gives how many. `ids` are new ones and those that stayed."""
    rows = [
        (ids[key], *record[len(SUBMISSION_KEY) :])
        for record in plain_rows(explanations, EXPLANATION_COLUMNS)
        if (key := (str(record[0]), str(record[1]), str(record[2]))) in ids
    ]
    if rows:
        driver.execute("delete from ops.explanation where submission_id = any(%s)", [sorted({row[0] for row in rows})])
        copy_rows(driver, "ops", "explanation", _COLUMNS, rows)
    return len(rows)
