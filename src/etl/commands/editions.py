"""Commands of editions: keep what is published under a name, list what was, and say what has changed since."""

import shlex
from datetime import datetime
from typing import Annotated

import typer

from etl.commands import values
from etl.commands.options import AsJson
from etl.commands.output import print_json, print_table
from etl.settings import load_settings
from etl.terminal import note, tell

app = typer.Typer(no_args_is_help=True)
_MOMENT = "as it was then, such as '2024-04-10 08:00'; without it: as it is now"


@app.command()
def freeze(
    period: Annotated[str, typer.Argument(parser=values.period, metavar="2024Q1", help="the period, such as 2024Q1")],
    name: Annotated[str, typer.Option(help="the name that it is asked by, such as 第一季度公报; no two have one name")],
    reason: Annotated[str, typer.Option(help="what it is frozen for")],
    by: Annotated[str, typer.Option(help="who answers for it")],
    as_of: Annotated[datetime | None, typer.Option(parser=values.moment, metavar="MOMENT", help=_MOMENT)] = None,
) -> None:
    """Keep a period's figures as they stand under a name: later files and mended views change them no more."""
    from etl.night.request import load_config
    from etl.warehouse.editions import Edition, freeze
    from etl.warehouse.open_warehouse import open_warehouse
    from etl.warehouse.schema.migrate import migrate
    from etl.warehouse.schema.scripts import quoted

    settings = load_settings()
    config = load_config(settings.config)
    with open_warehouse(settings) as engine:
        migrate(engine, config.catalog, config.divisions)
        moment, rows = freeze(engine, Edition(name, period, by, reason), as_of, note)
    tell(f"{name}: {period} as of {moment:%Y-%m-%d %H:%M:%S}, {rows} rows of summaries")
    asked = f"SELECT * FROM mart.province_summary_in({quoted(name)})"
    tell(f"etl sql {_typed(asked)}; etl export DIR --edition {_typed(name)}")


@app.command("list")
def list_editions(as_json: AsJson = False) -> None:
    """Every edition: of which period and moment, by whom, why, and how many reports came anew since."""
    from etl.commands.tables.editions import editions_table
    from etl.warehouse.open_warehouse import open_for_reading
    from etl.warehouse.queries.editions import editions

    with open_for_reading(load_settings()) as engine, engine.connect() as connection:
        rows = editions(connection)
    if as_json:
        print_json(rows)
    elif rows:
        print_table(editions_table(rows))
    else:
        tell("no edition yet; freeze one with: etl edition freeze 2024Q1 --name … --reason … --by …")


@app.command()
def diff(
    edition: Annotated[str, typer.Argument(help="an edition")],
    other: Annotated[str | None, typer.Argument(help="a later one of the same period; without it: now")] = None,
    as_json: AsJson = False,
) -> None:
    """Compare an edition with what stands now, or with a later one, and say which county's report changed which figure."""
    from etl.commands.tables.editions import difference_lines, differences_table, revisions_table
    from etl.warehouse.open_warehouse import open_for_reading
    from etl.warehouse.queries.editions import differences

    with open_for_reading(load_settings()) as engine, engine.connect() as connection:
        figures, revisions = differences(connection, edition, other)
    if as_json:
        print_json([{"figures": figures, "revisions": revisions}])
        return
    for line in difference_lines(edition, other, figures, revisions):
        tell(line)
    if figures:
        print_table(differences_table(figures))
    if revisions:
        print_table(revisions_table(revisions))


def _typed(word: str) -> str:
    """Write a word as a shell takes it whole: in double quotes where nothing in it means something there."""
    return shlex.quote(word) if set(word) & set('"$`\\!') else f'"{word}"'
