"""Commands for readers of Great Expectations: the Data Docs of a run."""

from pathlib import Path
from typing import Annotated

import typer

from etl.commands.options import Run
from etl.commands.output import connection
from etl.settings import load_settings
from etl.terminal import tell

app = typer.Typer()


@app.command("data-docs")
def data_docs(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="where the pages go: a new or empty folder, or older ones")
    ],
    run_id: Run = None,
) -> None:
    """Great Expectations' Data Docs of a run, by default of the last with results, from the counts kept of it: static pages that load nothing from elsewhere."""
    from etl.validate.data_docs.folder import cleared_folder
    from etl.warehouse.queries.validation_results import kept_results

    with connection(load_settings()) as warehouse:
        kept = kept_results(warehouse, run_id)
    with cleared_folder(folder) as empty:
        from etl.validate.data_docs.site import render

        pages = render(empty, f"{kept.kind}-{kept.run_id}", kept.finished_at, kept.results)
    tell(f"{pages} reports of the run {kept.run_id}: {folder / 'index.html'}")
