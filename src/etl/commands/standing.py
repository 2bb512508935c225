"""Commands on how things stand: who has reported, which issues stand, what was changed, which rules are waived. They store nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from etl.commands.options import AsCsv, AsJson, County, OneCounty, Period, Report, Severity
from etl.commands.output import connection, print_csv, print_json, print_page, print_table
from etl.settings import load_settings
from etl.terminal import tell

app = typer.Typer()
LINES_AROUND = 5  # the sum with blank lines, the line on how many more, and the prompt
LEAST_ROOM = 6  # lines for counties in need; a screen with fewer left is full before them, and they get
ROOM_BELOW = 12  # of the next one


@app.command()
def status(
    county: OneCounty = None,
    period: Period = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="every county that needs something, not a screenful of them")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    as_html: Annotated[bool, typer.Option("--html", help="print a page for a browser, with a map, instead")] = False,
) -> None:
    """Show who has reported and who has not: prefectures by report, then the counties that need something.

    Of the latest period of each frequency that is over, unless another is asked for.
    """
    from etl.commands.tables import status as tables
    from etl.config.calendar import TIMEZONE
    from etl.warehouse.queries.overview import current_periods, periods, status_rows

    if as_html:
        _print_page(county, period)
        return
    now = datetime.now(UTC)
    with connection(load_settings()) as warehouse:
        current = [] if period or county else current_periods(warehouse, now.astimezone(TIMEZONE).date())
        wanted: list[str | None] = [*current] or [period]
        rows = [row for one in wanted for row in status_rows(warehouse, period=one, county=county)]
        above, below = ([], []) if as_json or as_csv else _troubles(warehouse, now, wanted, county)
        there = [] if rows else periods(warehouse)
    if as_json or as_csv:
        (print_json if as_json else print_csv)(rows)
        return
    tell(*above)
    if not rows:
        tell(_nothing_for(period or county, there))
    elif county:
        print_table(tables.one_county(rows))
    else:
        _print_province(rows, [*above, *below], everyone=everyone)
    tell(*below)


def _nothing_for(wanted: str | None, there: Sequence[str]) -> str:
    said = f" for {wanted}; there is something for {', '.join(there)}" if there else "; start with: etl run"
    return f"nothing is due and nothing was received{said}"


def _print_page(county: str | None, period: str | None) -> None:
    from etl.night.request import load_config
    from etl.site.status import status_html

    settings = load_settings()
    config = load_config(settings.config)
    with connection(settings) as warehouse:
        print_page(status_html(warehouse, config, settings.site_audience, county=county, period=period))


def _print_province(rows: list[dict[str, Any]], beside: list[str], *, everyone: bool) -> None:
    """Period by period the prefectures by report, then the counties in need: on a terminal no more than have room on it."""
    from etl.commands.tables import status as tables
    from etl.console import screen

    console = screen()
    for period in dict.fromkeys(row["period"] for row in rows):
        of_period = [row for row in rows if row["period"] == period]
        above = tables.overview(of_period, sorted({row["report"] for row in of_period}), console.width)
        print_table(above)
        tell("", tables.totals(of_period), "")
        in_need = tables.counties_in_need(of_period).row_count
        taken = len(console.render_lines(above)) + sum(len(console.render_lines(one)) for one in beside)
        room = console.height - taken - LINES_AROUND
        is_cut = console.is_terminal and not everyone
        shown = tables.fitting(console, of_period, room if room >= LEAST_ROOM else ROOM_BELOW) if is_cut else in_need
        print_table(tables.counties_in_need(of_period, shown))
        if shown < in_need:
            tell(
                f"and {in_need - shown} more: etl status --all"
                + (f" --period {period}" if len(rows) > len(of_period) else "")
            )


def _troubles(
    warehouse: Any, now: datetime, wanted: list[str | None], county: str | None
) -> tuple[list[str], list[str]]:
    """Lines on what keeps the rows from being all there is to say: above them on nights, below them on files and waivers."""
    from etl.config.calendar import TIMEZONE
    from etl.notices.missed_runs import sentence
    from etl.warehouse.queries.lapsed_waivers import lapsed_waivers
    from etl.warehouse.queries.notice_ledger import last_nights
    from etl.warehouse.queries.overview import unread_files

    last = last_nights(warehouse)
    trouble = sentence(last, now) if last.finished_at else None
    unread = [file for one in wanted for file in unread_files(warehouse, one, county)]
    lapsed = [] if county else lapsed_waivers(warehouse, now.astimezone(TIMEZONE).date())
    below = ["", "files in which nothing was found:", *(f"  {file}" for file in unread)] if unread else []
    if lapsed:
        below += ["", "waivers that are over (etl replay --preview says what changes, etl replay does it):"]
        below += [f"  {one.sentence}" for one in lapsed]
    return [trouble, ""] if trouble else [], below


@app.command()
def issues(
    county: County = None,
    report: Report = None,
    period: Period = None,
    severity: Severity = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """The issues that stand: file, sheet, cell, what was seen and what to do."""
    from etl.commands.tables import status as tables
    from etl.warehouse.queries.overview import issues_rows

    with connection(load_settings()) as warehouse:
        rows = issues_rows(warehouse, county=county, report=report, period=period, severity=severity)
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

    with connection(load_settings()) as warehouse:
        rows = changes_rows(warehouse, county=county, report=report, period=period)
    if as_json or as_csv:
        (print_json if as_json else print_csv)(rows)
    elif rows:
        print_table(changes_table(rows))
    else:
        tell("nothing was changed by a report that was sent again")


@app.command()
def waivers(as_json: AsJson = False) -> None:
    """The rules that are waived for a time: in force, expired or withdrawn, and how many issues each has softened."""
    from etl.commands.tables import waivers as listed
    from etl.config.calendar import TIMEZONE
    from etl.night.request import load_config
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
    if not as_json and any(row["state"] != "in force" and row["issues"] for row in rows):
        tell("", "issues of waivers that are over stay softened until: etl replay (--preview says what changes)")
