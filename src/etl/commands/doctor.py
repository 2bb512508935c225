"""The command that looks at everything a night needs: settings, this machine, and what is reached from it. Changes nothing."""

import os
from collections.abc import Iterator, Set
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from etl.channel_settings import Channels
from etl.commands.options import AsJson
from etl.commands.output import connection, print_json, print_table
from etl.errors import EtlError
from etl.settings import Settings, settings_and_faults
from etl.terminal import tell

if TYPE_CHECKING:
    from etl.commands.checkups.finding import Finding
    from etl.night.request import Config
    from etl.warehouse.open_warehouse import Connection

app = typer.Typer()


@app.command()
def doctor(
    send: Annotated[bool, typer.Option("--send", help="send the operators one message by each channel")] = False,
    archive: Annotated[bool, typer.Option("--archive", help="compare every archived file with its hash")] = False,
    as_json: AsJson = False,
) -> None:
    """Look at settings, versions, inbox, warehouse, Prefect, mail, disk, archive, calendar and logs. Exit 1: something is wrong;
    2: a setting is, and what hangs on it was not looked at."""
    from etl.commands.checkups.environment import settings_in_force, unknown_names
    from etl.commands.checkups.finding import Standing, wrong
    from etl.commands.tables.checkups import findings_table, settings_table, sum_of

    settings, faults = settings_and_faults()
    effective = settings_in_force(settings, os.environ, faults)
    found = [
        *unknown_names(os.environ),
        *(wrong("settings", fault) for fault in faults.values()),
        *_findings(settings, faults.keys(), datetime.now(UTC), send=send, archive=archive),
    ]
    if as_json:
        print_json([*map(vars, effective), *map(vars, found)])
    else:
        print_table(settings_table(effective))
        tell("")
        print_table(findings_table(found))
        tell("", sum_of(found))
    if any(one.standing is Standing.WRONG for one in found):
        raise typer.Exit(2 if faults else 1)


def _findings(settings: Settings, faults: Set[str], now: datetime, *, send: bool, archive: bool) -> "Iterator[Finding]":
    """Look at one thing after the other; of what a wrong setting names nothing can be said."""
    from etl.commands.checkups import machine, places, reach
    from etl.commands.checkups.finding import look, wrong
    from etl.config.calendar import TIMEZONE
    from etl.night.request import load_config

    yield machine.versions()
    yield machine.disk(settings)
    yield machine.log_files(settings)
    yield reach.prefect(settings, os.environ)
    yield places.returns(settings)
    yield places.site(settings)
    if faults.isdisjoint(Channels.model_fields):
        yield from reach.mail(settings, now, sends=send)
    config = None
    try:
        config = load_config(settings.config)
        yield machine.configuration(config)
        yield machine.calendar_years(config.calendar, now.astimezone(TIMEZONE).date())
    except EtlError as error:
        yield wrong("config", error.message)
    if faults.isdisjoint(("warehouse_url", "reader_url")):
        yield from _with_warehouse(settings, config, now, archive=archive)
    else:
        yield look("warehouse", "not looked at, as a setting that names it is wrong")
        yield from _on_disk(settings, config, None, archive=archive)


def _with_warehouse(
    settings: Settings, config: "Config | None", now: datetime, *, archive: bool
) -> "Iterator[Finding]":
    from etl.commands.checkups import reach
    from etl.commands.checkups.finding import look, wrong

    if settings.warehouse_url is None and not (settings.home / "warehouse").exists():
        yield look("warehouse", "the embedded one, which the first run makes")
        yield from _on_disk(settings, config, None, archive=archive)
        return
    try:
        with connection(settings) as opened:
            yield from reach.warehouse(opened, config, now)
            yield reach.reader(settings)
            yield from _on_disk(settings, config, opened, archive=archive)
    except EtlError as error:
        yield wrong("warehouse", error.message)
        yield from _on_disk(settings, config, None, archive=archive)


def _on_disk(
    settings: Settings, config: "Config | None", opened: "Connection | None", *, archive: bool
) -> "Iterator[Finding]":
    """Inbox and archive, held against the ledger where there is one."""
    from etl.commands.checkups import machine, reach
    from etl.commands.checkups.finding import look
    from etl.console import Progress
    from etl.warehouse.queries.ledger import archived_paths, has_ledger

    ledger: Any = opened if opened is not None and has_ledger(opened) else None
    if config is None:
        yield look("inbox", "not looked at, as config/ says which folders are counties")
    else:
        yield from reach.inbox(settings, config, ledger)
    expected = None if ledger is None else archived_paths(ledger)
    with Progress(is_quiet=not archive).stage("archive") as bar:
        if archive:
            bar.expect(len(expected or ()))
        yield from machine.archive(settings.archive, expected, hashes=archive, on_file=bar.advance)
