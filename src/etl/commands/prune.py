"""`etl prune`: old runs of Prefect's, old logs and results; archived files only where a period is named."""

from typing import TYPE_CHECKING, Annotated

import typer

from etl.commands import values
from etl.settings import load_settings
from etl.terminal import tell

if TYPE_CHECKING:
    from datetime import datetime

    from etl.settings import Settings

app = typer.Typer()
AGAIN = "nothing was removed; to do it: the same command with --yes"


@app.command()
def prune(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would go, and remove nothing")] = False,
    archive_before: Annotated[
        str | None,
        typer.Option(
            parser=values.period,
            metavar="2023Q1",
            help="archived files of periods that ended before this one began: asks for --yes",
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="remove the archived files")] = False,
) -> None:
    """Remove Prefect's runs, results and logs older than ETL_KEEP_DAYS. The warehouse keeps everything; the archive, too, unless told."""
    from datetime import UTC, datetime, timedelta

    settings, now = load_settings(), datetime.now(UTC)
    if archive_before is not None:
        _prune_archive(settings, archive_before, now, is_meant=yes and not dry_run)
        return
    before = now - timedelta(days=settings.keep_days)
    _prune_prefect(settings, before, dry_run=dry_run)


def _prune_archive(settings: "Settings", before: str, now: "datetime", *, is_meant: bool) -> None:
    from etl.warehouse.archive_prune import carry_out, plan
    from etl.warehouse.open_warehouse import open_warehouse
    from etl.warehouse.run_lock import run_lock

    with open_warehouse(settings) as engine, run_lock(engine, None, settings.run_wait_seconds):
        with engine.connect() as connection:
            wanted = plan(connection, settings.archive, before)
        tell(*wanted.lines())
        if not wanted.paths:
            return
        if is_meant:
            carry_out(engine, wanted, now)
        tell("removed" if is_meant else AGAIN)


def _prune_prefect(settings: "Settings", before: "datetime", *, dry_run: bool) -> None:
    import os
    from dataclasses import replace

    from flows.session import prefect_session

    with prefect_session(settings.home, api_url=os.environ.get("PREFECT_API_URL")) as session:
        session.wait_ready()
        from flows.prune_runs import prune, shrink

        gone, is_ours = prune(settings.home, before, dry_run=dry_run), session.is_a_server
    freed = shrink(settings.home / "prefect") if gone.runs and is_ours and not dry_run else 0
    tell(replace(gone, freed_bytes=gone.freed_bytes + freed).line(dry_run=dry_run))
