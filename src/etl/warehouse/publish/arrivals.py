"""Remember what a pull brought before anything is judged: takes archived files, writes them into the ledger, decides nothing.

In a transaction of its own, so that a night which is killed or fails later has lost no file, when it came, or in which
order: the next run, or a rerun after the inbox was emptied, finds them in the archive. Readers of the marts see none of it.
"""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from etl.model import SourceFile
from etl.warehouse.engine import driver_of, failures_translated
from etl.warehouse.locks import PUBLISH, wait_for
from etl.warehouse.publish.copying import copy_rows

_COLUMNS = (
    *("county_code", "period", "name", "sha256", "size", "modified_at", "archive_path", "pull"),
    *("first_seen_at", "first_seen_run", "decided_under"),
)


def record_arrivals(engine: sa.Engine, run_id: str, sources: Sequence[SourceFile], archive: Path) -> int:
    """Write the files that the ledger does not know; gives how many. TransientError when the warehouse breaks off."""
    if not sources:
        return 0
    with failures_translated(), engine.begin() as connection:
        driver = driver_of(connection)
        wait_for(driver, PUBLISH)
        found = driver.execute(
            "select county_code, period, name, sha256 from ops.file where period = any(%s)",
            [sorted({source.period for source in sources})],
        )
        known = set(found.fetchall())
        rows = {
            one.identity: (
                *(*one.identity, one.size, one.modified_at),
                *(one.path.relative_to(archive).as_posix(), one.pull, one.received_at, run_id, ""),
            )
            for one in sources
        }
        new = [row for identity, row in rows.items() if identity not in known]
        return copy_rows(driver, "ops", "file", _COLUMNS, new)
