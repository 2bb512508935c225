"""What is registered with Prefect, and when it runs. `etl serve` runs these; see docs/operations.md for a work pool."""

from prefect import serve

from flows.nightly import nightly
from flows.rerun import rerun

TIMEZONE = "Asia/Shanghai"
NIGHTLY = "0 2 * * *"


def serve_all() -> None:
    """Register every deployment and run them in this process until it is stopped."""
    serve(
        nightly.to_deployment("nightly", cron=NIGHTLY, timezone=TIMEZONE, concurrency_limit=1),
        rerun.to_deployment("rerun", concurrency_limit=1),
        print_starting_message=False,
    )
