"""The command that gives counties their workbooks back, marked, as a night does by itself where ETL_RETURNS is set."""

from typing import Annotated

import typer

from etl.commands.options import Counties, Period
from etl.errors import ConfigError
from etl.settings import load_settings
from etl.terminal import tell

app = typer.Typer()


@app.command()
def returns(
    out: Annotated[
        str | None, typer.Option(help="folder or URL (sftp://, s3://), never inside the inbox; default: ETL_RETURNS")
    ] = None,
    county: Counties = None,
    period: Period = None,
) -> None:
    """Every county's own workbooks with their faults marked, one folder a county; what is mended goes away again."""
    from etl.night.request import load_config
    from etl.returned.give_back import give_back
    from etl.warehouse.open_warehouse import open_warehouse

    settings = load_settings()
    place = out or settings.returns
    if place is None:
        raise ConfigError("no place is set; set --out or ETL_RETURNS to a folder or a URL outside the inbox")
    config = load_config(settings.config)
    with open_warehouse(settings) as engine:
        given = give_back(
            settings, engine, config.catalog, config.divisions, place, period=period, counties=tuple(county or ())
        )
    tell(given.headline, *(f"  {one}" for one in given.written))
    for one in given.lost:
        tell(f"  not given back, its archived file is gone (etl doctor --archive): {one}")
