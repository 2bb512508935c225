"""Results of the expectations of a run, as they were kept. Takes a connection, gives plain values."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from etl.errors import ConfigError
from etl.model import Severity
from etl.rules.expectation_result import ExpectationResult
from etl.warehouse.queries.runs import run_asked
from etl.warehouse.schema.tables import run, validation_result


@dataclass(frozen=True)
class KeptResults:
    """One run and its results, report by report."""

    run_id: str
    kind: str
    finished_at: datetime
    results: tuple[ExpectationResult, ...]


def kept_results(connection: sa.Connection, run_id: str | None = None) -> KeptResults:
    """The results of a run, by default of the last that has any; ConfigError when there are none."""
    run_id = run_asked(connection, run_id) if run_id else None
    kept = sa.select(run.c.run_id, run.c.kind, run.c.finished_at).where(
        sa.exists().where(validation_result.c.run_id == run.c.run_id)
    )
    chosen = kept.order_by(run.c.finished_at.desc()).limit(1) if run_id is None else kept.where(run.c.run_id == run_id)
    found = connection.execute(chosen).one_or_none()
    if found is None and run_id is None:
        raise ConfigError("no run has left validation results yet; a night that reads files does: etl run")
    if found is None:
        raise ConfigError(f"the run {run_id} has left no validation results; the runs are listed by: etl runs")
    rows = connection.execute(
        sa.select(validation_result)
        .where(validation_result.c.run_id == found.run_id)
        .order_by(validation_result.c.report, validation_result.c.rule)
    )
    results = tuple(
        ExpectationResult(
            report=row.report,
            rule=row.rule,
            expectation=row.expectation,
            arguments=row.arguments,
            columns=tuple(row.column_names),
            severity=Severity(row.severity),
            evaluated=row.evaluated,
            failed=row.failed,
            issues=row.issues,
        )
        for row in rows
    )
    return KeptResults(found.run_id, found.kind, found.finished_at, results)
