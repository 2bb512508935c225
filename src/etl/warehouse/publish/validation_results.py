"""Keep what each expectation came to in one run: takes counts by rule, writes them in a transaction of their own.

Never holds a value of a county, and never waits long: the run is published already.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from etl.rules.expectation_result import ExpectationResult
from etl.warehouse.schema.tables import validation_result

SECONDS = 10  # the server ends a statement that takes longer, and whoever waits for the night's summary hears of it


def store_results(engine: sa.Engine, run_id: str, results: Sequence[ExpectationResult]) -> None:
    """One row for each expectation; TransientError when the warehouse is not there or busy with something else."""
    rows = [
        {
            "run_id": run_id,
            "report": result.report,
            "rule": result.rule,
            "expectation": result.expectation,
            "arguments": dict(result.arguments),
            "column_names": list(result.columns),
            "severity": str(result.severity),
            "evaluated": result.evaluated,
            "failed": result.failed,
            "issues": result.issues,
            "success": not result.failed,
        }
        for result in results
    ]
    if not rows:
        return
    with engine.begin() as connection:
        connection.execute(sa.text(f"set local statement_timeout = '{SECONDS}s'"))
        connection.execute(sa.insert(validation_result), rows)
