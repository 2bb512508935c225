"""Commands that get figures out of the warehouse into files, and trace them back to the cells that they came from."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from etl.commands import values
from etl.commands.options import AsJson, Counties, County, Period
from etl.commands.output import print_json
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
    edition: Annotated[str | None, typer.Option(help="as it was published under this name: etl edition list")] = None,
) -> None:
    """Write views of mart into files, each with a page on what it is: of which moment, what was chosen, what each column means."""
    from etl.contract.catalog import load_catalog
    from etl.exports.export import Wanted, export_views, left_out
    from etl.warehouse.open_warehouse import open_for_reading
    from etl.warehouse.queries.mart_rows import one_moment

    settings = load_settings()
    catalog = load_catalog(settings.config)
    values.one_of({"--as-of": as_of is not None, "--edition": edition is not None})
    named = tuple(name.removeprefix("mart.") for name in views or ())
    wanted = Wanted(form, named, period, tuple(county or ()), as_of, edition)
    with open_for_reading(settings) as engine, one_moment(engine) as mart:
        with _written_into(folder):
            for done in export_views(mart, catalog, wanted, folder):
                tell(f"{done.path}: {done.rows} rows")
        if missed := left_out(mart, wanted):
            note(f"not written, as they cannot be chosen from so: {', '.join(missed)}")


@contextmanager
def _written_into(folder: Path) -> Iterator[None]:
    """ConfigError where a folder that was named cannot be written; a full disk stays what it is."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise ConfigError(f"{folder} cannot be written: {error.strerror or error}") from error


@app.command()
def dictionary(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="the folder for dictionary.md and dictionary.html")],
) -> None:
    """Write what every view, column and code of the warehouse means, as Markdown and as one HTML page."""
    from etl.contract.catalog import load_catalog
    from etl.exports.dictionary.entries import dictionary as entries_of
    from etl.exports.dictionary.markdown import dictionary_page
    from etl.exports.dictionary.page import dictionary_html
    from etl.warehouse.open_warehouse import open_for_reading
    from etl.warehouse.queries.mart_rows import one_moment

    settings = load_settings()
    with open_for_reading(settings) as engine, one_moment(engine) as mart:
        entries = entries_of(load_catalog(settings.config), mart.views)
    for name, text in (("dictionary.md", dictionary_page(entries)), ("dictionary.html", dictionary_html(entries))):
        with _written_into(folder / name):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        tell(f"{folder / name}: {len(entries)} views")


@app.command()
def trace(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="a report, or a summary such as province_summary")],
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY", help="its key, columns with / between them; of a summary 2024Q1 or 黑水县/2024Q1"
        ),
    ],
    column: Annotated[str, typer.Argument(metavar="COLUMN", help="the column, by name or Chinese label")],
    county: County = None,
    period: Period = None,
    as_json: AsJson = False,
) -> None:
    """Say which cell a figure came from, in which words and by which steps; or which rows a summary's figure is made of."""
    from etl.commands.answers import print_answer
    from etl.commands.trace import Question, cell_lines, trace_cells, trace_summary
    from etl.night.request import load_config
    from etl.warehouse.queries.query import Answer

    settings = load_settings()
    config, question = load_config(settings.config), Question(report.removeprefix("mart."), key, column, county, period)
    if not question.is_of_summary:
        cells = trace_cells(question, settings, config)
        if as_json:
            print_json(cells)
        else:
            for cell in cells:
                tell(*cell_lines(cell))
        return
    summed = trace_summary(question, settings, config)
    if as_json:
        print_json(summed.rows)
    else:
        names = ("county_code", "county_name", "row_key", "value", "source_file", "source_sheet", "cell")
        print_answer(Answer(names, [tuple(row[name] for name in names) for row in summed.rows]), None)
    said = f"{len(summed.rows)} rows come to {summed.total}; mart.{summed.view} says {summed.figure}"
    tell(said, to=sys.stderr if as_json else sys.stdout)
    if not summed.agrees:
        raise typer.Exit(1)
