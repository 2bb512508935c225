"""Remove old runs from Prefect's server, ours or the operator's: takes a moment, gives how many went. Knows our flows only."""

import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowFilter, FlowFilterName, FlowRunFilter, LogFilter
from prefect.client.schemas.objects import TERMINAL_STATES

from etl.operations.log_prune import logs, prune_logs, prune_results
from flows.deployments import FLOWS
from flows.read import read

OURS = [*(flow.name for flow, _ in FLOWS), read.name]
PAGE = 200  # the most that the API gives
LOGS_WITHIN_SECONDS = 30.0  # the server removes them after it has answered


@dataclass(frozen=True)
class Pruned:
    """Runs that ended before a moment, and room on the disk, which went or would go."""

    before: datetime
    runs: int
    freed_bytes: int

    def line(self, *, dry_run: bool = False) -> str:
        """The sentence on it."""
        would = "would go" if dry_run else "removed"
        ended = f"{self.runs} runs of Prefect's that ended before {self.before:%Y-%m-%d}"
        return f"{would}: {ended}, and {self.freed_bytes / 1e6:.1f} MB"


def prune(home: Path, before: datetime, *, dry_run: bool = False) -> Pruned:
    """Remove old runs from the server, and old logs and results from this home."""
    runs = prune_runs(before, dry_run=dry_run)
    freed = prune_logs(logs(home), before, dry_run=dry_run)
    freed += prune_results(home / "prefect" / "storage", before, dry_run=dry_run)
    return Pruned(before, runs, freed)


def prune_runs(before: datetime, *, dry_run: bool) -> int:
    """Remove our flow runs that ended before a moment, with their task runs, logs and artifacts."""
    with get_client(sync_client=True) as client:
        gone = 0
        while page := _ended(client, before, offset=gone if dry_run else 0):
            gone += len(page)
            if not dry_run:
                _remove(client, page)
    return gone


def _remove(client: SyncPrefectClient, flow_runs: list[UUID]) -> None:
    """Remove runs with what the server does not remove along with them, and wait until their logs are gone."""
    these = FlowRunFilter.model_validate({"id": {"any_": flow_runs}})
    while artifacts := client.read_artifacts(flow_run_filter=these, limit=PAGE):
        for artifact in artifacts:
            client.delete_artifact(artifact.id)
    for flow_run in flow_runs:
        client.delete_flow_run(flow_run)
    written = LogFilter.model_validate({"flow_run_id": {"any_": flow_runs}})
    deadline = time.monotonic() + LOGS_WITHIN_SECONDS
    while client.read_logs(log_filter=written, limit=1) and time.monotonic() < deadline:
        time.sleep(0.2)


def shrink(folder: Path) -> int:
    """Give the room of what was removed back to the disk, unless a server is at work on the database; bytes that were freed."""
    database = folder / "prefect.db"
    if not database.is_file():
        return 0
    before = database.stat().st_size
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(database, timeout=1)) as connection:
        connection.execute("vacuum")  # one that was stopped in the middle of something has it locked
    return before - database.stat().st_size


def _ended(client: SyncPrefectClient, before: datetime, offset: int) -> list[UUID]:
    runs = FlowRunFilter.model_validate(
        {
            "end_time": {"before_": before},
            "state": {"type": {"any_": [state.value for state in TERMINAL_STATES]}},
        }
    )
    flows = FlowFilter(name=FlowFilterName(any_=OURS))
    found = client.read_flow_runs(flow_filter=flows, flow_run_filter=runs, limit=PAGE, offset=offset)
    return [run.id for run in found]
