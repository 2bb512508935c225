"""The program `etl`: its commands put together. Takes nothing, gives the Typer app that `etl.cli` runs."""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from etl.commands import (
    at_desk,
    at_prefect,
    doctor,
    editions,
    expectations,
    exports,
    headings,
    init,
    notify,
    prune,
    query,
    returns,
    rules,
    run,
    runs,
    servers,
    site,
    standing,
    templates,
)
from etl.stopping import CommandStopped
from etl.terminal import be_quiet, tell


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
    pretty_exceptions_enable=False,
    help=(
        "County spreadsheets to one province warehouse. Settings come from the environment: "
        "ETL_HOME (default ./var), ETL_INBOX, ETL_WAREHOUSE_URL (default: embedded PostgreSQL), ETL_CONFIG."
    ),
)


def _tell_version(asked: bool) -> None:
    if asked:
        from importlib import metadata

        tell(f"county-etl {metadata.version('county-etl')}")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[  # noqa: ARG001 - heard when it is read
        bool,
        typer.Option("--version", is_eager=True, callback=_tell_version, help="say which this is"),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="print nothing but what was asked for and what is in question")
    ] = False,
) -> None:
    """Hear what goes for every command."""
    be_quiet(quiet)


app.add_typer(run.app)
app.add_typer(init.app)
app.add_typer(standing.app)
app.add_typer(runs.app)
app.add_typer(query.app)
app.add_typer(exports.app)
app.add_typer(editions.app, name="edition", help="Keep published figures under a name, and say what changed since.")
app.add_typer(returns.app)
app.add_typer(headings.app)
app.add_typer(rules.app)
app.add_typer(site.app)
app.add_typer(expectations.app)
app.add_typer(templates.app)
app.add_typer(at_desk.app)
app.add_typer(notify.app)
app.add_typer(at_prefect.app)
app.add_typer(prune.app)
app.add_typer(doctor.app)
app.add_typer(servers.app, name="warehouse", help="Start, stop, find or migrate the warehouse.")
