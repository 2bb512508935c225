"""Two runs of ours and one of somebody's on a Prefect server of its own, then pruned: prints what is left, as JSON."""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.session import prefect_session

with prefect_session(Path(sys.argv[1]), api_url=None) as session:
    session.wait_ready()
    from prefect import flow
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import ArtifactCreate, LogCreate
    from prefect.states import Completed

    from flows.prune_runs import prune_runs, shrink

    with get_client(sync_client=True) as client:
        for name in ("nightly", "rerun", "elsewhere"):
            run = client.create_flow_run(flow(print, name=name), name=name, state=Completed())
            client.create_logs(
                [LogCreate(name=name, level=20, message=name, timestamp=datetime.now(UTC), flow_run_id=run.id)]
            )
            client.create_artifact(ArtifactCreate(key=name, type="markdown", data=name, flow_run_id=run.id))
        later = datetime.now(UTC) + timedelta(hours=1)
        found = {
            "listed": prune_runs(later, dry_run=True),
            "gone": prune_runs(later, dry_run=False),
            "again": prune_runs(later, dry_run=False),
            "runs": [run.name for run in client.read_flow_runs()],
            "logs": [log.message for log in client.read_logs()],
            "artifacts": [artifact.key for artifact in client.read_artifacts()],
        }
shrink(Path(sys.argv[1]) / "prefect")
print(json.dumps(found))
