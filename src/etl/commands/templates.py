"""The command that writes the workbooks which counties fill in. Needs a warehouse only for what was reported before."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from etl.commands.options import Counties, Period
from etl.commands.output import connection
from etl.errors import ArgumentError
from etl.settings import load_settings
from etl.terminal import tell

if TYPE_CHECKING:
    from etl.config.division_files import County
    from etl.night.request import Config
    from etl.templates.report_sheet import TemplateFor

app = typer.Typer()


@app.command()
def templates(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="where the workbooks go")],
    period: Period = None,
    county: Counties = None,
    prefilled: Annotated[
        bool, typer.Option("--prefilled", help="begin with what the county reported last and goes on")
    ] = False,
) -> None:
    """Write a workbook for each county with every report that it owes, for the period that is over unless another is asked for."""
    from etl.config.calendar import TIMEZONE, latest_ended
    from etl.console import Progress
    from etl.night.request import load_config
    from etl.templates.workbook import template_workbook

    settings = load_settings()
    config = load_config(settings.config)
    wanted = period or latest_ended(datetime.now(TIMEZONE).date()).id
    rows: Mapping[str, Mapping[str, Any]] = {}
    if prefilled:
        from etl.warehouse.queries.carried_rows import carried_rows

        with connection(settings) as warehouse:
            rows = {name: carried_rows(warehouse, one, wanted) for name, one in config.catalog.contracts.items()}
    found = [*_wanted(config, wanted, frozenset(county or config.divisions.counties), rows)]
    if not found:
        raise ArgumentError(f"nothing is owed for {wanted}, so there is no template of it")
    with Progress().stage("write", len(found)) as bar:
        for whose, asked in found:
            _write(out / f"{whose.code}_{whose.name}_{wanted}.xlsx", template_workbook(config.catalog, asked))
            bar.advance()
    tell(f"{len(found)} workbooks for {wanted}: {out}")


def _wanted(
    config: "Config", period_id: str, counties: frozenset[str], rows: Mapping[str, Mapping[str, Any]]
) -> "Iterator[tuple[County, TemplateFor]]":
    """A template for each county that owes something, with the rows of those reports that carry over."""
    from etl.config.calendar import parse_period
    from etl.templates.report_sheet import TemplateFor

    period = parse_period(period_id)
    due = [one for one in config.obligations.due(config.divisions, period) if not one.exempt_reason]
    for code in sorted(counties):
        owed = tuple(one.report for one in due if one.county_code == code)
        if owed:
            own = {report: rows[report][code] for report in owed if code in rows.get(report, {})}
            whose = config.divisions.counties[code]
            yield whose, TemplateFor(whose, period, owed, config.calendar.due_on(period), own)


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise ArgumentError(f"{path} cannot be written: {error.strerror}") from error
