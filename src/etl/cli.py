"""The `etl` command: puts the commands together, and turns an error that a person must act on into one sentence."""

import os
import sys

import typer

from etl.commands import expectations, headings, init, notify, query, rules, run, servers
from etl.errors import EtlError

app = typer.Typer(
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
app.add_typer(query.app)
app.add_typer(headings.app)
app.add_typer(rules.app)
app.add_typer(expectations.app)
app.add_typer(notify.app)
app.add_typer(servers.app, name="warehouse", help="Start, stop, find or migrate the warehouse.")


def main() -> None:
    """The `etl` command: an error that a person must act on is one sentence and an exit code, never a traceback."""
    try:
        app()
    except EtlError as error:
        print(f"etl: {error.message}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("etl: stopped; nothing of this run was published", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # `etl issues | head`
