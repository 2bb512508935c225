"""The command that opens the desk. It stores nothing and needs no warehouse."""

import ipaddress
from typing import Annotated

import typer

from etl.errors import ArgumentError
from etl.garbage import all_is_imported
from etl.settings import load_settings
from etl.stopping import saying_when_stopped
from etl.terminal import tell

app = typer.Typer()
LOOPBACK, PORT = "127.0.0.1", 8620


@app.command()
def desk(
    listen: Annotated[
        str, typer.Option(metavar="ADDRESS", help="of this machine on the office network; a code is asked for then")
    ] = LOOPBACK,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free")] = PORT,
) -> None:
    """Open a page where a file is dropped and comes back at once with its faults marked; nothing is stored."""
    from etl.commands.desk.admission import Admission
    from etl.commands.desk.checking import Checking
    from etl.commands.desk.opening import asked_check
    from etl.commands.desk.server import DeskServer
    from etl.night.request import load_config

    try:
        address = ipaddress.ip_address(listen)
    except ValueError:
        raise ArgumentError(f"{listen!r} is no address; --listen takes one of this machine, such as 10.0.0.5") from None
    settings = load_settings()
    config = load_config(settings.config)
    admission = Admission(has_code=not address.is_loopback)
    counties = {code: county.name for code, county in config.divisions.counties.items()}
    with saying_when_stopped("the desk is closed; nothing was stored"), Checking(settings, config) as checking:
        most = settings.reading_limits.max_file_mb << 20
        try:
            server = DeskServer((listen, port), admission, asked_check(checking, counties), counties, most)
        except OSError as error:
            raise ArgumentError(
                f"{listen}:{port} cannot be listened on: {error.strerror}; --port names another"
            ) from error
        with server:
            host = f"[{listen}]" if address.version == 6 else listen
            tell(f"the desk is open until Ctrl-C: http://{host}:{server.server_port}/")
            if admission.code:
                tell(
                    f"code: {admission.code}",
                    "not encrypted on its way: for the office network, behind no address of the internet",
                )
            all_is_imported()
            server.serve_forever()
