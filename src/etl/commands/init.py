"""`etl init`: a config folder of one's own. Takes an empty place, gives a copy of what comes with the program."""

import shlex
import shutil
from pathlib import Path
from typing import Annotated

import typer

from etl.errors import ConfigError
from etl.settings import shipped
from etl.terminal import tell

app = typer.Typer()


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="where config/ is to stand", metavar="DIR")]) -> None:
    """Write config/ into a folder: contracts, code lists, calendar, obligations and waivers, to be edited there."""
    written = write_config(folder)
    tell(f"written: {written}", "keep it under version control, and have every command find it:")
    tell(f"export ETL_CONFIG={shlex.quote(str(written))}")


def write_config(folder: Path) -> Path:
    """The new folder config/, whole or not at all; ConfigError where one is already or none can be made."""
    config = folder.expanduser().resolve() / "config"
    if config.exists():
        raise ConfigError(f"{config} exists; name another folder, nothing was written")
    new = config.with_name("config.new")
    try:
        shutil.rmtree(new, ignore_errors=True)  # what an init that was stopped left
        # copyfile: the program's own copy may be read-only; contacts.csv is a checkout's own, never the program's
        shutil.copytree(shipped("config"), new, copy_function=shutil.copyfile, ignore=lambda *_: {"contacts.csv"})
        for path in (new, *new.rglob("*")):  # mostly by root, and read by the account that runs the program
            path.chmod(0o755 if path.is_dir() else 0o644)
        new.rename(config)
    except OSError as error:
        raise ConfigError(f"{config} cannot be written: {error.strerror or error}") from error
    return config
