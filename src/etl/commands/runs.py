"""The command that lists runs: how each stands, and what it came to."""

from datetime import UTC, datetime

import typer

from etl.commands.options import AsJson
from etl.commands.output import connection, print_json, print_table
from etl.settings import load_settings
from etl.terminal import tell

app = typer.Typer()


@app.command()
def runs(as_json: AsJson = False) -> None:
    """The latest runs: when, of what kind, whether they live, and what they came to. Every command takes their short ids."""
    from etl.commands.tables.runs import outcome, runs_table
    from etl.warehouse.queries.runs import runs as latest_runs

    with connection(load_settings()) as warehouse:
        rows = latest_runs(warehouse)
    now = datetime.now(UTC)
    rows = [{**row, "outcome": outcome(row, now)} for row in rows]
    if as_json:
        print_json(rows)
    elif rows:
        print_table(runs_table(rows))
    else:
        tell("no run yet; start with: etl run")
