"""The commands. Each loads what it needs when it is called, so that help and status do not wait for pandas or Prefect."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from etl import reminder_commands
from etl.errors import EtlError
from etl.settings import Settings, load_settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=(
        "County spreadsheets to one province warehouse. Settings come from the environment: "
        "ETL_HOME (default ./var), ETL_INBOX, ETL_WAREHOUSE_URL (default: embedded PostgreSQL), ETL_CONFIG."
    ),
)
warehouse_app = typer.Typer(no_args_is_help=True, help="Start, stop, find or migrate the warehouse.")
app.add_typer(warehouse_app, name="warehouse")
app.add_typer(reminder_commands.commands)

Period = Annotated[str | None, typer.Option(help="one period only, such as 2024Q1")]
Inbox = Annotated[str | None, typer.Option(help="folder or URL of the inbox; default: ETL_INBOX")]
Counties = Annotated[list[str] | None, typer.Option("--county", help="code or full name; may be given more than once")]
Reports = Annotated[list[str] | None, typer.Option("--report", help="report name; may be given more than once")]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON instead of a table")]


def main() -> None:
    """The `etl` command: an error that a person must act on is one sentence and an exit code, never a traceback."""
    try:
        app()
    except EtlError as error:
        print(f"etl: {error.message}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("etl: stopped; nothing of this run was published", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # `etl issues | head`


@app.command()
def demo() -> None:
    """Run the sample province: two nights of real files, what was returned and why, and the province's figures."""
    from etl.demo import run_demo

    run_demo(load_settings())


@app.command()
def run(period: Period = None, inbox: Inbox = None, county: Counties = None, report: Reports = None) -> None:
    """Run a night now: pull the inbox, read, validate, publish. Exit 0: it worked, 1: something failed, 2: wrong call."""
    from etl.run_flow import run_nightly

    _finish(run_nightly(load_settings(), period=period, inbox=inbox, counties=county, reports=report))


@app.command()
def rerun(
    county: Counties = None,
    report: Reports = None,
    inbox: Inbox = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what it would take up, and do nothing")] = False,
) -> None:
    """Take up again what failed: the counties whose last attempt failed, or those named."""
    from etl.run_flow import run_rerun

    settings = load_settings()
    if dry_run:
        with _connection(settings) as connection:
            from etl.warehouse.ledger import failed_counties

            waiting = failed_counties(connection)
        print("\n".join(f"{code}: {why}" for code, why in waiting.items()) or "nothing failed")
        return
    _finish(run_rerun(settings, counties=county, reports=report, inbox=inbox))


@app.command()
def status(
    county: Annotated[str | None, typer.Argument(help="one county: code or full name")] = None,
    period: Period = None,
    as_json: AsJson = False,
) -> None:
    """Who has reported and who has not: prefectures by report, then the counties that need something."""
    from etl.track import status as tables
    from etl.warehouse.ledger import latest_period, status_rows

    settings = load_settings()
    with _connection(settings) as connection:
        if not as_json:
            _print_if_nights_stopped(connection)
        wanted = period or (None if county else latest_period(connection))
        rows = status_rows(connection, period=wanted, county=_county_code(settings, county))
    if as_json:
        _print_json(rows)
    elif not rows:
        print(
            "nothing is due and nothing was received" + (f" for {period}" if period else "") + "; start with: etl run"
        )
    elif county:
        _print_table(tables.one_county(rows))
    else:
        _print_table(tables.overview(rows, list(dict.fromkeys(row["report"] for row in rows))))
        print(f"\n{tables.totals(rows)}\n")
        _print_table(tables.counties_in_need(rows))


@app.command()
def issues(
    county: Annotated[str | None, typer.Option(help="code or full name")] = None,
    report: Annotated[str | None, typer.Option(help="report name")] = None,
    period: Period = None,
    severity: Annotated[str | None, typer.Option(help="critical, warning or notice")] = None,
    as_json: AsJson = False,
) -> None:
    """The issues that stand: file, sheet, cell, what was seen and what to do. Default: critical ones and warnings."""
    from etl.track import status as tables
    from etl.warehouse.ledger import issues_rows

    settings = load_settings()
    with _connection(settings) as connection:
        rows = issues_rows(
            connection, county=_county_code(settings, county), report=report, period=period, severity=severity
        )
    if as_json:
        _print_json(rows)
    elif rows:
        _print_table(tables.issues(rows))
    else:
        print("no issues")


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(help="files, or folders of files", metavar="FILE_OR_FOLDER...")],
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a file, a line each, as they come")] = False,
) -> None:
    """What would happen to some files: how each sheet and column is understood, and the issues. Nothing is stored."""
    from etl.check import check_files, files_below
    from etl.night.orders import load_config
    from etl.track.checked import Tally, lines

    settings = load_settings()
    tally = Tally()
    for told in check_files(files_below(paths), settings, load_config(settings.config)):
        tally.add(told)
        print(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(lines(told)), flush=True)
    print(tally.total, file=sys.stderr if as_json else sys.stdout)


@app.command()
def sql(
    statement: Annotated[str, typer.Argument(help="one SELECT; it runs as warehouse_reader, read-only")],
    as_json: AsJson = False,
) -> None:
    """Ask the warehouse as an analyst may: schemas mart and ref."""
    from etl.warehouse.opened import opened
    from etl.warehouse.query import query

    with opened(load_settings()) as engine:
        answer = query(engine, statement)
    if as_json:
        _print_json([dict(zip(answer.columns, row, strict=True)) for row in answer.rows])
        return
    from rich.table import Table

    table = Table(*answer.columns, box=None, pad_edge=False)
    for row in answer.rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    _print_table(table)


@app.command()
def serve() -> None:
    """Register the schedules (nightly at 02:00, reminders at 08:30, Asia/Shanghai) and run them until stopped."""
    from etl.run_flow import serve_deployments

    serve_deployments(load_settings())


@warehouse_app.command("start")
def warehouse_start() -> None:
    """Start the embedded PostgreSQL and leave it running; the last line is its SQLAlchemy URL."""
    from etl.warehouse.server import start

    print(start(load_settings()))


@warehouse_app.command("stop")
def warehouse_stop() -> None:
    """Stop the embedded PostgreSQL."""
    from etl.warehouse.server import stop

    print("stopped" if stop(load_settings()) else "was not running")


@warehouse_app.command("url")
def warehouse_url() -> None:
    """Print the warehouse's SQLAlchemy URL, password included if there is one."""
    from etl.warehouse.server import url

    print(url(load_settings()))


@warehouse_app.command("migrate")
def warehouse_migrate() -> None:
    """Create or bring up to date every schema, table, view and role. Runs by itself before every night, too."""
    from etl.night.orders import load_config
    from etl.warehouse.migrate import migrate
    from etl.warehouse.opened import opened

    settings = load_settings()
    config = load_config(settings.config)
    with opened(settings) as engine:
        migrate(engine, config.catalog, config.divisions)
    print("the warehouse is up to date")


def _finish(summary: Any) -> None:
    for line in summary.lines():
        print(line)
    if summary.failed:
        raise typer.Exit(1)


@contextmanager
def _connection(settings: Settings) -> Iterator[Any]:
    from etl.warehouse.opened import opened

    with opened(settings) as engine, engine.connect() as connection:
        yield connection


def _county_code(settings: Settings, name: str | None) -> str | None:
    if name is None:
        return None
    from etl.night.orders import county_code
    from etl.reference import load_divisions

    return county_code(load_divisions(settings.config), name)


def _print_if_nights_stopped(connection: Any) -> None:
    from etl.tell.pulse import sentence
    from etl.warehouse.notice_ledger import last_nights

    last = last_nights(connection)
    if last.finished_at and (trouble := sentence(last, datetime.now(UTC))):
        print(trouble)


def _print_json(rows: list[Any]) -> None:
    print(json.dumps([dict(row) for row in rows], ensure_ascii=False, default=str, indent=1))


def _print_table(table: Any) -> None:
    from etl.console import screen

    screen().print(table)
