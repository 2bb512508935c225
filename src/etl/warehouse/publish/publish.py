"""Publish a run: takes an engine, the catalog and a Publication, writes all of it in one transaction, or nothing.

Readers see the state before or the state after. What is the same as before is not written again, and rows of core are
never updated or deleted: which of them are in use is said by the interval of their submission.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from etl.contract.catalog import Catalog
from etl.model import SubmissionKey
from etl.warehouse.blockers import naming_blockers
from etl.warehouse.engine import Driver, driver_of, failures_translated
from etl.warehouse.locks import PUBLISH, wait_for
from etl.warehouse.publish.changes import store_changes
from etl.warehouse.publish.copying import copy_columns, copy_rows
from etl.warehouse.publish.duty_ledger import store_attempts, store_obligations, store_waivers
from etl.warehouse.publish.explanation_ledger import store_explanations
from etl.warehouse.publish.file_ledger import store_files
from etl.warehouse.publish.impact import NO_IMPACT, Impact, Snapshot
from etl.warehouse.publish.one_ahead import one_ahead
from etl.warehouse.publish.publication import Publication, Published
from etl.warehouse.publish.submission_ledger import numbered, store_submissions, stored_versions
from etl.warehouse.publish.submitted import Submitted
from etl.warehouse.publish.versions import Decision, decide

_CLOSED = """
update ops.run set state = 'finished', finished_at = %(finished_at)s, counts = %(counts)s,
    contracts_fingerprint = %(contracts_fingerprint)s, flow_run = %(flow_run)s, message = null
where run_id = %(run_id)s
"""
_RECORDED = """
insert into ops.run (run_id, kind, period, inbox, started_at, finished_at, state, contracts_fingerprint,
    counts, flow_run)
values (%(run_id)s, %(kind)s, %(period)s, %(inbox)s, %(started_at)s, %(finished_at)s, 'finished',
    %(contracts_fingerprint)s, %(counts)s, %(flow_run)s)
"""
_PART_COLUMNS = ("submission_id", "source_file", "sha256")


def publish(
    engine: sa.Engine,
    catalog: Catalog,
    publication: Publication,
    *,
    batches: Sequence[Callable[[], Publication]] = (),
    compares: bool = False,
    stores: bool = True,
    say: Callable[[str], None] = lambda line: None,
) -> Published:
    """Write what a run found out; TransientError when the server breaks off, and then nothing is written.

    Repeating it, or parts of it in another run, changes nothing; a version that arrived earlier never displaces one
    that arrived later, whichever is published first. `batches` are more of the same run, of other counties, fetched one
    after the other so that they need not fit into memory together. `compares`: say which verdicts and figures it moves.
    Without `stores` all of it is taken back in the end. `say` is told for whom it has to wait, and which reader it ended.
    """
    periods = {*publication.submissions["period"], *publication.obligations["period"]}
    with failures_translated(), engine.connect() as connection, connection.begin() as transaction:
        driver = driver_of(connection)
        with naming_blockers(engine, driver, say, ends_readers=True):
            wait_for(driver, PUBLISH)
            before = Snapshot.read(driver, periods) if compares else None
            decided_at = _record_run(driver, publication)
            parts = [_write(driver, catalog, batch(), decided_at) for batch in batches]
            parts.append(_write(driver, catalog, publication, decided_at))
            impact = before.until(Snapshot.read(driver, periods)) if before else NO_IMPACT
        if not stores:
            transaction.rollback()
    return _sum(decided_at, parts, impact)


def _sum(decided_at: datetime, parts: Sequence[Published], impact: Impact) -> Published:
    new, rows = Counter[str](), Counter[str]()
    for part in parts:
        new.update(part.new)
        rows.update(part.rows)
    ids = {key: number for part in parts for key, number in part.submission_ids.items()}
    unchanged, issues = sum(part.unchanged for part in parts), sum(part.issues for part in parts)
    return Published(decided_at, dict(new), unchanged, dict(rows), issues, ids, impact)


def _write(driver: Driver, catalog: Catalog, publication: Publication, decided_at: datetime) -> Published:
    publication.check(catalog)
    submitted = Submitted.of(publication)
    stored = stored_versions(driver, submitted.facts)
    decision, ids, rows = Decision(), dict[SubmissionKey, int](), dict[str, int]()
    for one in one_ahead(submitted.reports(catalog, publication.rows)):
        decision = decide(stored, one.versions, decision)
        ids |= numbered(driver, decision.new[len(ids) :])
        if one.rows:
            rows[one.report] = copy_columns(driver, "core", one.report, one.rows_of(ids))
        for table, columns in one.totals_of(ids):
            copy_columns(driver, "core", table, columns)
    store_submissions(driver, publication.run.run_id, submitted.facts, decision, ids, decided_at)
    issues = copy_columns(driver, "ops", "issue", submitted.issues_of(ids, publication.run.run_id))
    copy_columns(driver, "ops", "column_map", submitted.column_map_of(ids))
    copy_rows(driver, "ops", "part", _PART_COLUMNS, submitted.parts_of(ids))
    store_changes(driver, catalog, ids, decision.replaced)
    standing = {one.key: one.submission_id for one in stored if one.is_latest and one.submission_id is not None}
    store_explanations(driver, publication.explanations, standing | ids)
    issues += store_files(driver, publication.run, publication.files, submitted.file_issues, decided_at)
    store_attempts(driver, publication.run.run_id, publication.attempts, decided_at)
    store_obligations(driver, publication.obligations, decided_at)
    store_waivers(driver, publication.run.run_id, publication.waivers, decided_at)
    new = Counter(version.status for version in decision.new)
    return Published(decided_at, dict(new), len(decision.unchanged), rows, issues, ids)


def _record_run(driver: Driver, publication: Publication) -> datetime:
    """Close the run in the ledger, and give the moment of this publication: later than any before, whatever the clock.

    A run that failed published nothing: if its clock was years ahead, this one's need not be.
    """
    run = publication.run
    found = driver.execute(
        "select max(finished_at) from ops.run where state = 'finished' and run_id <> %s", [run.run_id]
    ).fetchone()
    last = found[0] if found else None
    decided_at = publication.finished_at
    if isinstance(last, datetime) and last >= decided_at:
        decided_at = last + timedelta(microseconds=1)
    values = {
        "run_id": run.run_id,
        "kind": run.kind,
        "period": run.period,
        "inbox": run.inbox,
        "started_at": run.started_at,
        "finished_at": decided_at,
        "contracts_fingerprint": run.contracts_fingerprint,
        "counts": None if run.counts is None else json.dumps(dict(run.counts), ensure_ascii=False),
        "flow_run": run.flow_run,
    }
    if driver.execute(_CLOSED, values).rowcount == 0:
        driver.execute(_RECORDED, values)
    return decided_at
