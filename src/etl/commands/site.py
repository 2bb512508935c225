"""The command that writes the province pages: what stands in the warehouse, as static HTML in a folder."""

from pathlib import Path
from typing import Annotated

import typer

from etl.commands import values
from etl.settings import load_settings
from etl.terminal import tell

app = typer.Typer()


@app.command()
def site(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="new, empty, or of earlier pages")],
    periods: Annotated[int, typer.Option(min=0, help="so many periods before the current one")] = 4,
    audience: Annotated[
        str,
        typer.Option(
            parser=values.audience,
            metavar="|".join(values.AUDIENCES),
            help="public: nothing that contracts mark as personal, and of issues the rule and the count only",
        ),
    ] = "internal",
) -> None:
    """Write pages for people who would rather look than query: who owes what, how money and projects go, county by county."""
    from etl.night.request import load_config
    from etl.site.publish import publish_site
    from etl.warehouse.open_warehouse import open_warehouse

    settings = load_settings()
    config = load_config(settings.config)
    with open_warehouse(settings) as engine:
        tell(publish_site(engine, config, str(folder), audience, periods).line)  # type: ignore[arg-type]
