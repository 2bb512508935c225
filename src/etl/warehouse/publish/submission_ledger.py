"""Submissions in the ledger, inside a publication: takes an open transaction, never commits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from etl.model import SubmissionKey
from etl.validate.verdicts import SUBMISSION_COLUMNS
from etl.warehouse.engine import Driver
from etl.warehouse.publish.arrival_times import arrival_times
from etl.warehouse.publish.copying import copy_rows
from etl.warehouse.publish.versions import Decision, Version

Facts = Mapping[SubmissionKey, tuple[Any, ...]]  # of each submission, in the order of SUBMISSION_COLUMNS

_STORED = """
select county_code, period, report, pull, modified_at, status, sha256, digest, submission_id, is_latest,
       in_use_from is not null and in_use_to is null
from ops.submission
where period = any(%(periods)s)
  and (is_latest or in_use_from is not null and in_use_to is null or sha256 = any(%(files)s))
"""
_ARRIVED_AGAIN = """
update ops.submission s set pull = again.pull, modified_at = again.modified_at
from (select unnest(%(ids)s::bigint[]) as id, unnest(%(pulls)s::bigint[]) as pull,
             unnest(%(moments)s::timestamptz[]) as modified_at) as again
where s.submission_id = again.id
"""
_STORED_COLUMNS = (
    *("submission_id", "run_id", *SUBMISSION_COLUMNS),
    *("digest", "decided_at", "is_latest", "in_use_from", "arrived_at"),
)


def stored_versions(driver: Driver, facts: Facts) -> list[Version]:
    """The versions in the ledger that decide, beside those that came, which of them counts."""
    sha256 = SUBMISSION_COLUMNS.index("sha256")
    periods = sorted({period for _, period, _ in facts})
    if not periods:
        return []
    files = sorted({record[sha256] for record in facts.values()})
    found = driver.execute(_STORED, {"periods": periods, "files": files})
    return [
        Version((str(county), str(period), str(report)), (pull, modified_at), *more)  # type: ignore[arg-type]
        for county, period, report, pull, modified_at, *more in found
    ]


def numbered(driver: Driver, new: Sequence[Version]) -> dict[SubmissionKey, int]:
    """The numbers for new versions, ascending in their order."""
    numbers = driver.execute(
        "select nextval('ops.submission_id_seq') from generate_series(1, %s)", [len(new)]
    ).fetchall()
    return {version.key: int(str(number)) for version, (number,) in zip(new, numbers, strict=True)}


def store_submissions(
    driver: Driver,
    run_id: str,
    facts: Facts,
    decision: Decision,
    ids: Mapping[SubmissionKey, int],
    decided_at: datetime,
) -> None:
    """Let stored versions step back, then store the new ones under their numbers."""
    _step_back(driver, decision, decided_at)
    arrived = arrival_times(
        driver, [dict(zip(SUBMISSION_COLUMNS, facts[one.key], strict=True)) for one in decision.new]
    )
    records = [
        (
            *(ids[version.key], run_id),
            *facts[version.key],
            *(version.digest, decided_at, version.key in decision.latest),
            *(decided_at if version.key in decision.in_use else None, arrived_at),
        )
        for version, arrived_at in zip(decision.new, arrived, strict=True)
    ]
    copy_rows(driver, "ops", "submission", _STORED_COLUMNS, records)


def _step_back(driver: Driver, decision: Decision, decided_at: datetime) -> None:
    driver.execute(
        "update ops.submission set is_latest = false where submission_id = any(%s)", [decision.no_longer_latest]
    )
    driver.execute(
        "update ops.submission set in_use_to = %s where submission_id = any(%s)",
        [decided_at, decision.no_longer_in_use],
    )
    driver.execute(
        _ARRIVED_AGAIN,
        {
            "ids": [number for number, _ in decision.arrived_again],
            "pulls": [pull for _, (pull, _) in decision.arrived_again],
            "moments": [modified_at for _, (_, modified_at) in decision.arrived_again],
        },
    )
