"""The command that writes the province pages: what stands in the warehouse, as static HTML in a folder or elsewhere."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from etl.commands import values
from etl.errors import ArgumentError
from etl.settings import load_settings
from etl.terminal import tell

app = typer.Typer()


@app.command()
def site(
    folder: Annotated[
        str | None, typer.Argument(metavar="[DIR]", help="new, empty, or of earlier pages, or a URL; default: ETL_SITE")
    ] = None,
    periods: Annotated[
        int | None, typer.Option(min=0, help="so many periods before the current one; default: ETL_SITE_PERIODS")
    ] = None,
    audience: Annotated[
        str | None,
        typer.Option(
            parser=values.audience,
            metavar="|".join(values.AUDIENCES),
            help="public: nothing that contracts mark as personal, and of issues the rule and the count only",
        ),
    ] = None,
    serve: Annotated[bool, typer.Option("--serve", help="then show them on this machine, until stopped")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="of --serve; 0: any")] = 0,
) -> None:
    """Write pages for people who would rather look than query: who owes what, how money and projects go, county by county."""
    from etl.intake.outbox import local_folder
    from etl.night.request import load_config
    from etl.site.publish import publish_site, returned_to
    from etl.warehouse.open_warehouse import open_warehouse

    settings = load_settings()
    target = folder or settings.site or (str(settings.home / "pages") if serve else None)
    if target is None:
        raise ArgumentError("name a folder for the pages, or set ETL_SITE")
    here = local_folder(target)
    if serve and here is None:
        raise ArgumentError("--serve shows a folder of this machine; name one: etl site DIR --serve")
    config = load_config(settings.config)
    kept = settings.site_periods if periods is None else periods
    with open_warehouse(settings) as engine:
        edition = audience or settings.site_audience
        returned_at = returned_to(settings, config)
        outcome = publish_site(engine, config, target, edition, kept, returned_at, settings)  # type: ignore[arg-type]
        tell(outcome.line)
    if serve and here is not None:
        _show(here, port)


def _show(folder: Path, port: int) -> None:
    """Serve the pages on this machine until somebody stops it."""
    from etl.site.serving import LOOPBACK, page_server

    with suppress(KeyboardInterrupt), page_server(folder, port) as server:
        tell(f"open http://{LOOPBACK}:{server.server_address[1]}/; stop with Ctrl-C")
        server.serve_forever()
    tell("stopped; the pages stay where they are")
