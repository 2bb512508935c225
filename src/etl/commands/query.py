"""Commands that ask: status, issues, changes, runs, waivers, SQL, and what would happen to a file. They store nothing."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from etl.commands.options import AsCsv, AsJson, County, Period, Report
from etl.commands.output import code_of, connection, print_csv, print_json, print_json_line, print_table
from etl.settings import load_settings
from etl.terminal import tell

app = typer.Typer()


@app.command()
def status(
    county: Annotated[str | None, typer.Argument(help="one county: code or full name")] = None,
    period: Period = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show who has reported and who has not: prefectures by report, then the counties that need something."""
    from etl.commands.tables import status as tables
    from etl.warehouse.queries.overview import latest_period, status_rows, unread_files

    settings = load_settings()
    with connection(settings) as warehouse:
        if not (as_json or as_csv):
            _print_if_nights_stopped(warehouse)
        wanted = period or (None if county else latest_period(warehouse))
        rows = status_rows(warehouse, period=wanted, county=code_of(settings, county))
        unread = [] if as_json or as_csv else unread_files(warehouse, wanted, code_of(settings, county))
    if as_json or as_csv:
        (print_json if as_json else print_csv)(rows)
    elif not rows:
        tell("nothing is due and nothing was received" + (f" for {period}" if period else "") + "; start with: etl run")
    elif county:
        print_table(tables.one_county(rows))
    else:
        print_table(tables.overview(rows, list(dict.fromkeys(row["report"] for row in rows))))
        tell("", tables.totals(rows), "")
        print_table(tables.counties_in_need(rows))
    if unread:
        tell("", "files in which nothing was found:", *(f"  {file}" for file in unread))


def _print_if_nights_stopped(warehouse: Any) -> None:
    from etl.notices.missed_runs import sentence
    from etl.warehouse.queries.notice_ledger import last_nights

    last = last_nights(warehouse)
    if last.finished_at and (trouble := sentence(last, datetime.now(UTC))):
        tell(trouble)


@app.command()
def issues(
    county: County = None,
    report: Report = None,
    period: Period = None,
    severity: Annotated[str | None, typer.Option(help="critical, warning or notice")] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """The issues that stand: file, sheet, cell, what was seen and what to do."""
    from etl.commands.tables import status as tables
    from etl.warehouse.queries.overview import issues_rows

    settings = load_settings()
    with connection(settings) as warehouse:
        rows = issues_rows(warehouse, county=code_of(settings, county), report=report, period=period, severity=severity)
    if as_json or as_csv:
        (print_json if as_json else print_csv)(rows)
    elif rows:
        print_table(tables.issues(rows))
    else:
        tell("no issues")


@app.command()
def changes(
    county: County = None, report: Report = None, period: Period = None, as_json: AsJson = False, as_csv: AsCsv = False
) -> None:
    """Show what counties changed when they sent a report again: rows added and gone, cells with their old and new value."""
    from etl.commands.tables.history import changes_table
    from etl.warehouse.queries.overview import changes_rows

    settings = load_settings()
    with connection(settings) as warehouse:
        rows = changes_rows(warehouse, county=code_of(settings, county), report=report, period=period)
    if as_json or as_csv:
        (print_json if as_json else print_csv)(rows)
    elif rows:
        print_table(changes_table(rows))
    else:
        tell("nothing was changed by a report that was sent again")


@app.command()
def runs(as_json: AsJson = False) -> None:
    """The latest runs: when, of what kind, how they ended and why."""
    from etl.commands.tables.history import runs_table
    from etl.warehouse.queries.overview import runs as runs_rows

    with connection(load_settings()) as warehouse:
        rows = runs_rows(warehouse)
    if as_json:
        print_json(rows)
    elif rows:
        print_table(runs_table(rows))
    else:
        tell("no run yet; start with: etl run")


@app.command()
def waivers(as_json: AsJson = False) -> None:
    """The rules that are waived for a time: in force, expired or withdrawn, and how many issues each has softened."""
    from etl.commands.tables import waivers as listed
    from etl.night.request import TIMEZONE, load_config
    from etl.warehouse.publish.waiver_ledger import recorded_waivers, softened_issues

    settings = load_settings()
    configured, today = load_config(settings.config).waivers, datetime.now(TIMEZONE).date()
    with connection(settings) as warehouse:
        rows = listed.rows(configured, recorded_waivers(warehouse), softened_issues(warehouse), today)
    if as_json:
        print_json(rows)
    elif rows:
        print_table(listed.table(rows))
    else:
        tell("no waivers; config/waivers.yaml says how one is written")


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(help="files, or folders of files", metavar="FILE_OR_FOLDER...")],
    county: Annotated[
        str | None, typer.Option(help="judge all files as one delivery of this county: code or full name")
    ] = None,
    period: Annotated[str | None, typer.Option(help="and for this period, such as 2024Q1")] = None,
    rows: Annotated[bool, typer.Option("--rows", help="the typed rows that would load, too")] = False,
    account: Annotated[bool, typer.Option("--account", help="what every cell was taken for, too")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a file, a line each, as they come")] = False,
) -> None:
    """Try some files out: show how each sheet and column is understood, and the issues. Nothing is stored."""
    from etl.commands.check import Wanted, check_delivery, check_files
    from etl.commands.checked_files import delivery_of, links_below
    from etl.commands.tables.checked import Tally, lines
    from etl.console import screen
    from etl.night.request import load_config

    settings, now, wanted = load_settings(), datetime.now(UTC), Wanted(rows, account)
    config, tally, width = load_config(settings.config), Tally(), screen().width
    delivery = delivery_of(paths, county, period, config)
    judged = (
        check_files(paths, settings, config, now, wanted)
        if delivery is None
        else check_delivery(paths, delivery, settings, config, now, wanted)
    )
    for described in judged:
        tally.add(described)
        if as_json:
            print_json_line(described)
        else:
            tell(*lines(described, width))
    for link in links_below(paths):
        tell(f"{link} is a link, and none below a folder is followed", to=sys.stderr)
    tell(tally.total, to=sys.stderr if as_json else sys.stdout)


@app.command()
def sql(
    statement: Annotated[str, typer.Argument(help="one SELECT, run by an account that only reads")],
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Ask the warehouse as an analyst may: schemas mart and ref."""
    from etl.warehouse.open_warehouse import open_for_reading
    from etl.warehouse.queries.query import query

    with open_for_reading(load_settings()) as engine:
        answer = query(engine, statement)
    if as_json or as_csv:
        rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
        (print_json if as_json else print_csv)(rows)
        return
    from rich.table import Table

    table = Table(*answer.columns, box=None, pad_edge=False)
    for row in answer.rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    print_table(table)
