"""Commands that get figures out of the warehouse into files."""

import errno
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from etl.commands import values
from etl.commands.options import Counties, Period
from etl.errors import ConfigError
from etl.settings import load_settings
from etl.terminal import note, tell

app = typer.Typer()


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="the folder that the files are written into")],
    views: Annotated[
        list[str] | None,
        typer.Argument(metavar="[VIEW]...", help="views of mart, such as project; all but histories unless named"),
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            parser=values.export_format,
            metavar="xlsx|csv|parquet",
            help="xlsx and csv with Chinese headings and labels, parquet for programs, with names and codes",
        ),
    ] = "xlsx",
    period: Period = None,
    county: Counties = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(parser=values.moment, metavar="MOMENT", help="as it was then, such as '2024-04-10 08:00'"),
    ] = None,
) -> None:
    """Write views of mart into files, each with a page on what it is: of which moment, what was chosen, what each column means."""
    from etl.contract.catalog import load_catalog
    from etl.exports.export import Wanted, export_views, left_out
    from etl.warehouse.open_warehouse import open_for_reading
    from etl.warehouse.queries.mart_rows import one_moment

    settings = load_settings()
    catalog = load_catalog(settings.config)
    wanted = Wanted(form, tuple(name.removeprefix("mart.") for name in views or ()), period, tuple(county or ()), as_of)
    with open_for_reading(settings) as engine, one_moment(engine) as mart:
        try:
            for done in export_views(mart, catalog, wanted, folder):
                tell(f"{done.path}: {done.rows} rows")
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise ConfigError(f"{folder} cannot be written: {error.strerror or error}") from error
        if missed := left_out(mart, wanted):
            note(f"not written, as they cannot be chosen from so: {', '.join(missed)}")
