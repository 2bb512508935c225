"""The program `etl`: its commands put together. Takes nothing, gives the Typer app that `etl.cli` runs."""

from typing import Any

import typer
from typer.core import TyperGroup

from etl.commands import (
    at_prefect,
    expectations,
    headings,
    init,
    notify,
    prune,
    query,
    rules,
    run,
    runs,
    servers,
    standing,
)
from etl.stopping import CommandStopped


class Program(TyperGroup):
    """The group of all commands."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stopped:
            raise CommandStopped from stopped


app = typer.Typer(
    cls=Program,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=(
        "County spreadsheets to one province warehouse. Settings come from the environment: "
        "ETL_HOME (default ./var), ETL_INBOX, ETL_WAREHOUSE_URL (default: embedded PostgreSQL), ETL_CONFIG."
    ),
)
app.add_typer(run.app)
app.add_typer(init.app)
app.add_typer(standing.app)
app.add_typer(runs.app)
app.add_typer(query.app)
app.add_typer(headings.app)
app.add_typer(rules.app)
app.add_typer(expectations.app)
app.add_typer(notify.app)
app.add_typer(at_prefect.app)
app.add_typer(prune.app)
app.add_typer(servers.app, name="warehouse", help="Start, stop, find or migrate the warehouse.")
