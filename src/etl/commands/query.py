"""Commands that try something out: a file, as a night would take it, and a statement of SQL. They store nothing."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from etl.commands import values
from etl.commands.options import AsCsv, AsJson
from etl.commands.output import print_json_line
from etl.errors import ArgumentError
from etl.settings import load_settings
from etl.terminal import tell

app = typer.Typer()


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(help="files, or folders of files", metavar="FILE_OR_FOLDER...")],
    county: Annotated[
        str | None,
        typer.Option(
            parser=values.county,
            metavar="CODE_OR_NAME",
            autocompletion=values.counties_like,
            help="judge all files as one delivery of this county: code or full name",
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(parser=values.period, metavar="2024Q1", help="and for this period, such as 2024Q1"),
    ] = None,
    rows: Annotated[bool, typer.Option("--rows", help="the typed rows that would load, too")] = False,
    account: Annotated[bool, typer.Option("--account", help="what every cell was taken for, too")] = False,
    return_to: Annotated[
        Path | None,
        typer.Option(
            "--return", metavar="OUT", help="write each file with its faults marked: a folder, or a new .xlsx"
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a file, a line each, as they come")] = False,
) -> None:
    """Try some files out: show how each sheet and column is understood, and the issues. Nothing is stored."""
    from etl.commands.check import Wanted, check_paths
    from etl.commands.checked_files import delivery_of, links_below
    from etl.commands.tables.checked import Tally, lines
    from etl.console import screen
    from etl.night.request import load_config

    settings, now, wanted = load_settings(), datetime.now(UTC), Wanted(rows, account)
    config, tally, width = load_config(settings.config), Tally(), screen().width
    delivery = delivery_of(paths, county, period, config)
    back: Any = None
    if return_to is not None:
        from etl.commands.returned_files import ReturnFolder

        back = ReturnFolder(return_to, settings, config, now)
    heard = back.hear if back else lambda _: None
    for described in check_paths(paths, delivery, settings, config, now, wanted, heard):
        tally.add(described)
        if as_json:
            print_json_line(described)
        else:
            tell(*lines(described, width))
    for link in links_below(paths):
        tell(f"{link} is a link, and none below a folder is followed", to=sys.stderr)
    tell(tally.total, to=sys.stderr if as_json else sys.stdout)
    for path in back.written if back else ():
        tell(f"marked: {path}", to=sys.stderr if as_json else sys.stdout)


@app.command()
def sql(
    statement: Annotated[
        str | None,
        typer.Argument(help="one SELECT, run by an account that only reads; without it: from standard input"),
    ] = None,
    file: Annotated[Path | None, typer.Option("-f", "--file", help="read the statement from a file")] = None,
    expanded: Annotated[bool, typer.Option("-x", "--expanded", help="a line for each column of a row")] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    bom: Annotated[bool, typer.Option("--bom", help="with --csv: the mark by which Excel knows UTF-8")] = False,
    parquet: Annotated[Path | None, typer.Option(help="write a Parquet file, with exact figures")] = None,
) -> None:
    """Ask the warehouse as an analyst may: schemas mart and ref."""
    from etl.commands.answers import print_answer, statement_of, write_answer
    from etl.warehouse.open_warehouse import open_for_reading
    from etl.warehouse.queries.query import query

    form = values.one_of({"-x": expanded, "--json": as_json, "--csv": as_csv, "--parquet": parquet is not None})
    if bom and not as_csv:
        raise ArgumentError("--bom is for --csv")
    asked = statement_of(statement, file)
    with open_for_reading(load_settings()) as engine:
        answer = query(engine, asked)
    if parquet is not None:
        tell(f"{parquet}: {write_answer(parquet, answer)} rows")
    else:
        print_answer(answer, form, bom=bom)
