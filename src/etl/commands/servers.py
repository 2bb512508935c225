"""Commands of the warehouse itself: start, stop, find and migrate it."""

from typing import Annotated

import typer

from etl.settings import load_settings
from etl.terminal import note

app = typer.Typer(no_args_is_help=True)


@app.command()
def start(
    listen: Annotated[
        int | None,
        typer.Option(
            min=1024, max=65535, metavar="PORT", help="and let accounts with a password in at this port of 127.0.0.1"
        ),
    ] = None,
) -> None:
    """Start the embedded PostgreSQL and leave it running; the last line is its SQLAlchemy URL."""
    from etl.warehouse.embedded.server import start as start_server

    address = start_server(load_settings(), listen)
    if listen is not None:
        print(f"it listens at 127.0.0.1:{listen}, database warehouse; accounts are made by: etl warehouse grant NAME")
    print(address)


@app.command()
def stop() -> None:
    """Stop the embedded PostgreSQL."""
    from etl.warehouse.embedded.server import stop as stop_server

    print("stopped" if stop_server(load_settings()) else "was not running")


@app.command()
def url(
    libpq: Annotated[bool, typer.Option("--libpq", help="as psql, pandas and DuckDB take it")] = False,
    reader: Annotated[bool, typer.Option("--reader", help="of the account that only reads")] = False,
) -> None:
    """Print the warehouse's SQLAlchemy URL; that of the embedded one names the file with its password."""
    from etl.warehouse.address import plain
    from etl.warehouse.embedded.server import reader_url
    from etl.warehouse.embedded.server import url as server_url

    address = (reader_url if reader else server_url)(load_settings())
    print(plain(address) if libpq else address)


@app.command()
def grant(
    name: Annotated[str, typer.Argument(metavar="NAME", help="the account: small letters, digits and _")],
    prefecture: Annotated[
        str | None,
        typer.Option(metavar="CODE_OR_NAME", help="it sees the counties of this prefecture only; default: all"),
    ] = None,
    personal: Annotated[
        bool, typer.Option("--personal", help="it sees names and telephone numbers of persons, too")
    ] = False,
) -> None:
    """Make an analyst's account, or change what one may see; its new password is said once, in the last line."""
    from etl.commands.values import prefecture as prefecture_of
    from etl.warehouse.analysts import grant_account

    of = prefecture_of(prefecture) if prefecture else None
    password = grant_account(load_settings(), name, of, personal=personal)
    print(f"{name} reads mart and ref{f', of the counties of {of} only' if of else ''}; its password:")
    print(password)


@app.command()
def migrate() -> None:
    """Create or bring up to date every schema, table, view and role. Runs by itself before every night, too."""
    from etl.night.request import load_config
    from etl.warehouse.open_warehouse import open_warehouse
    from etl.warehouse.publish.statistics import first_statistics
    from etl.warehouse.schema.left_open import left_open
    from etl.warehouse.schema.migrate import migrate as migrate_database

    settings = load_settings()
    config = load_config(settings.config)
    with open_warehouse(settings) as engine:
        migrate_database(engine, config.catalog, config.divisions, note, progress=note)
        first_statistics(engine)
        with engine.connect() as connection:
            open_to_readers = left_open(connection)
    print("the warehouse is up to date")
    if open_to_readers:
        print(
            "readers may still do more than read; an administrator of the server forbids it by:",
            *open_to_readers,
            sep="\n  ",
        )


@app.command("accept-key")
def accept_key() -> None:
    """Go on with the identity key of this home, or a new one, after the warehouse's was lost for good."""
    from etl.night.identity_key import accept_key as accept
    from etl.night.request import load_config
    from etl.warehouse.open_warehouse import open_warehouse
    from etl.warehouse.schema.migrate import migrate as migrate_database

    settings = load_settings()
    config = load_config(settings.config)
    with open_warehouse(settings) as engine:
        migrate_database(engine, config.catalog, config.divisions)
        accept(engine, settings.home)
    print("accepted; masked identity numbers in keys match none of before until this has marked them anew: etl replay")
