"""The sample province: two nights over the files that come with the program, shown as they happen, then its figures.

Takes an ETL_HOME that holds nothing but an earlier demo; never touches a home or a warehouse with real data in it.
"""

import shutil
from datetime import datetime
from pathlib import Path

from rich.table import Table

from etl.commands.run_flow import prefect, run
from etl.commands.tables import status as tables
from etl.config.calendar import TIMEZONE
from etl.console import Screen, screen
from etl.errors import ConfigError
from etl.night.request import load_config
from etl.settings import Settings, shipped
from etl.site.publish import publish_site
from etl.terminal import tell
from etl.warehouse.embedded.server import stop
from etl.warehouse.open_warehouse import open_for_reading, open_warehouse
from etl.warehouse.queries.overview import status_rows
from etl.warehouse.queries.query import query

PERIOD = "2024Q1"
# the sample is of 2024: the nights go by the clock of that spring, so that nobody is late by years
NIGHT1 = datetime(2024, 4, 9, 2, tzinfo=TIMEZONE)
MORNING = datetime(2024, 4, 9, 8, 30, tzinfo=TIMEZONE)
NIGHT2 = datetime(2024, 4, 12, 2, tzinfo=TIMEZONE)
PAGES = "pages"
ON_A_SHARE = "511133"  # the county whose folder lies on a share that is not mounted in the first night
SUMMARY = f"SELECT * FROM mart.province_summary WHERE period = '{PERIOD}'"


def run_demo(settings: Settings) -> None:
    """Both nights with a rerun between them, the status, what was returned, and the province summary; about a minute."""
    _empty(settings)
    inbox = settings.home / "demo" / "inbox"
    console = screen()
    with prefect(settings) as session:
        from flows.nightly import nightly
        from flows.rerun import rerun

        _receive(console, "night1", inbox, NIGHT1)
        share = _unmount(inbox)
        tell(*run(session, nightly, period=PERIOD, inbox=str(inbox), now=NIGHT1).lines())
        console.rule(f"rerun, {MORNING:%Y-%m-%d %H:%M}: the share of {ON_A_SHARE} is mounted again", align="left")
        _mount(inbox, share)
        tell(*run(session, rerun, inbox=str(inbox), now=MORNING).lines())
        _tell_status(console, settings)
        _receive(console, "night2", inbox, NIGHT2)
        tell(*run(session, nightly, period=PERIOD, inbox=str(inbox), now=NIGHT2).lines())
        _tell_status(console, settings)
        _tell_province(console, settings)
    tell(
        "",
        f'The warehouse stays in {settings.home}. Ask it: etl sql "SELECT * FROM mart.county_summary LIMIT 5"',
        _pages(settings),
    )


def _empty(settings: Settings) -> None:
    """Make the home ready: what an earlier demo left is removed, anything else is refused."""
    if settings.warehouse_url:
        raise ConfigError("the demo uses the embedded warehouse; unset ETL_WAREHOUSE_URL and start again")
    if settings.site:
        raise ConfigError("the demo writes pages of its own; unset ETL_SITE and start again")
    if not shipped("sample").is_dir():
        raise ConfigError(f"the sample province is not there: {shipped('sample')}; install the program again")
    marker = settings.home / "demo"
    if (settings.home / "archive").exists() and not marker.exists():
        raise ConfigError(f"{settings.home} holds real data; set ETL_HOME to another folder for the demo")
    stop(settings)
    for name in ("archive", "warehouse", "demo"):
        shutil.rmtree(settings.home / name, ignore_errors=True)
    marker.mkdir(parents=True)


def _receive(console: Screen, night: str, inbox: Path, now: datetime) -> None:
    shutil.copytree(shipped("sample") / night, inbox, dirs_exist_ok=True)
    files = sum(path.is_file() for path in inbox.rglob("*"))
    console.rule(f"{night}, {now:%Y-%m-%d %H:%M}: the inbox holds {files} files", align="left")


def _unmount(inbox: Path) -> Path:
    """Make of one county's folder a link to a share that is not there, and give where its files are meanwhile."""
    folder, share = inbox / ON_A_SHARE, inbox.with_name("share")
    folder.rename(share)
    folder.symlink_to(inbox.with_name("not-mounted"))
    return share


def _mount(inbox: Path, share: Path) -> None:
    (inbox / ON_A_SHARE).unlink()
    share.rename(inbox / ON_A_SHARE)


def _tell_status(console: Screen, settings: Settings) -> None:
    with open_warehouse(settings) as engine, engine.connect() as connection:
        rows = status_rows(connection, period=PERIOD)
    console.print()
    console.print(tables.overview(rows, list(dict.fromkeys(row["report"] for row in rows))))
    console.print()


def _pages(settings: Settings) -> str:
    """The line that says what to open: pages of both nights' outcome, which also a run writes where ETL_SITE is set."""
    with open_warehouse(settings) as engine:
        written = publish_site(engine, load_config(settings.config), str(settings.home / "demo" / PAGES))
    return f"The pages of the province, for a browser: {written.start}"


def _tell_province(console: Screen, settings: Settings) -> None:
    console.rule(SUMMARY, align="left")
    with open_for_reading(settings) as engine:
        answer = query(engine, SUMMARY)
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, value in zip(answer.columns, answer.rows[0], strict=True):
        table.add_row(name, str(value))
    console.print(table)
