"""The commands of the morning: remind counties and operators, and say whether nights still run."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from etl.commands.options import Quiet
from etl.errors import TransientError
from etl.settings import load_settings
from etl.terminal import is_quiet, tell

app = typer.Typer()


@app.command()
def remind(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="print what counties would get, and send nothing")] = False,
    test: Annotated[bool, typer.Option("--test", help="send the operators one message by each channel, now")] = False,
    quiet: Quiet = False,  # noqa: ARG001 - heard when it is read
) -> None:
    """Tell counties by mail what was returned or is due, and the operators what went wrong. Runs at 08:30 on working days."""
    if dry_run:
        _print_drafts(datetime.now(UTC))
        return
    if test:
        from etl.notices.morning import try_channels

        reminded = try_channels(load_settings(), datetime.now(UTC))
    else:
        from etl.commands.run_flow import run_remind

        reminded = run_remind(load_settings())
    if reminded.failed or reminded.troubles or not is_quiet():
        tell(*reminded.lines())
    if reminded.failed:
        raise typer.Exit(1)


@app.command()
def heartbeat() -> None:
    """Exit 1 with a sentence when no nightly run has finished for 26 hours, or the last found an empty inbox: for a watcher."""
    from etl.notices.missed_runs import sentence
    from etl.warehouse.open_warehouse import open_warehouse
    from etl.warehouse.queries.notice_ledger import last_nights

    settings = load_settings()
    try:
        with open_warehouse(settings) as engine, engine.connect() as connection:
            trouble = sentence(last_nights(connection), datetime.now(UTC))
    except TransientError as error:
        raise TransientError(
            f"whether nights still run cannot be told: {error.message}; what is wrong: etl doctor"
        ) from error
    if trouble:
        raise TransientError(trouble)


def _print_drafts(now: datetime) -> None:
    from etl.notices.missed_runs import sentence
    from etl.notices.morning import drafts, open_round, why_not
    from etl.notices.operator_letter import holidays_missing

    settings = load_settings()
    silent = settings.model_copy(update={"smtp_url": None, "webhooks": None})
    with open_round(silent, now) as this:
        notices, stopped = drafts(this), sentence(this.last_nights(), now)
        holidays = holidays_missing(this.config.calendar, this.today)
    for notice in notices:
        count = len(this.contacts.get(notice.county_code, ()))
        to = f"{count} addresses" if count else "no address in contacts.csv"
        tell(f"--- {notice.county_code} ({to}) {notice.subject}", *notice.text.split("\n"), "")
    tell(f"{len(notices)} counties have something to be notified of")
    for why in filter(None, (why_not(settings, now), stopped and f"counties get no mail: {stopped}", holidays)):
        tell(why)
