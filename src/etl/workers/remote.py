"""Read files in another process or on another machine: takes archived files, gives their readings; knows no night.

Whoever reads has settings of its own (environment of that machine): its archive holds the same files (one shared folder),
its contracts must be the same. No secret travels, and no path but relative ones. What is read goes back by whoever asked
(a task's result), or through the archive.
"""

import multiprocessing
import os
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.errors import ConfigError
from etl.identity_marks import KEY_NAME, key_id
from etl.intake.archive import INCOMING, relocated
from etl.model import FileReading, SourceFile
from etl.secret_files import secret, secret_path
from etl.settings import load_settings
from etl.workers.reading_answer import Answer, encode
from etl.workers.reading_pool import reading_pool
from etl.workers.reading_wire import Known, MalformedAnswer, decode

MOST_SENT = 400  # half a kilobyte each: Prefect refuses parameters of more than 512 KiB
UNFETCHED = (OSError, MalformedAnswer)  # not there, or of another version


def read_remotely(
    sources: Sequence[SourceFile], fingerprint: str, with_passwords: Collection[str], marked_by: str
) -> list[FileReading]:
    """The readings of some files; ConfigError when this process may start no children, or would read otherwise than the
    night: by other contracts than those with this `fingerprint`, without the passwords of these counties, or with another
    key for the marks of persons' numbers than the one `marked_by` names."""
    if multiprocessing.current_process().daemon:
        raise ConfigError(
            "this worker may start no reading processes: start it with DASK_DISTRIBUTED__WORKER__DAEMON=False"
        )
    settings = load_settings()
    catalog, divisions = load_catalog(settings.config), load_divisions(settings.config)
    if catalog.fingerprint != fingerprint:
        raise ConfigError(f"{settings.config} on the machine that reads is not the configuration of the night")
    if lacking := set(with_passwords) - settings.passwords.keys():
        raise ConfigError(f"ETL_PASSWORDS on the machine that reads lacks {', '.join(sorted(lacking))}")
    if (key := key_here(settings.home)) != marked_by:
        fault = "not the night's" if key else "not there"
        path = secret_path(settings.home, KEY_NAME)
        raise ConfigError(f"{path} on the machine that reads is {fault}: copy it from the machine that runs the night")
    with reading_pool(settings, catalog, divisions) as pool:
        return list(pool.read(relocated(source, settings.archive) for source in sources))


def key_here(home: Path) -> str | None:
    """Name of the key by which this machine marks numbers of persons in keys; None when it has none, and never made here."""
    return key_id(secret(home, KEY_NAME)) if secret_path(home, KEY_NAME).exists() else None


def to_send(sources: Sequence[SourceFile]) -> list[list[SourceFile]]:
    """The files as they are sent elsewhere: without the paths of this machine, and so many at a time as Prefect takes."""
    bare = [replace(source, path=Path(source.sha256)) for source in sources]
    return [bare[start : start + MOST_SENT] for start in range(0, len(bare), MOST_SENT)]


def leave(archive: Path, name: str, readings: Sequence[FileReading], sources: Sequence[SourceFile]) -> None:
    """Put readings of some files into the archive for whoever asked for them, whole or not at all."""
    with tempfile.NamedTemporaryFile(dir=archive, prefix=INCOMING, delete=False) as file:
        file.write(encode(Answer(tuple(readings)), sources))
    os.replace(file.name, _left(archive, name))


def fetch(archive: Path, name: str, sources: Sequence[SourceFile], known: Known) -> list[FileReading]:
    """Take readings of these files out of the archive; one of UNFETCHED when that cannot be done."""
    left = _left(archive, name)
    readings = decode(left.read_bytes(), sources, known).readings
    left.unlink()
    return [*readings]


def _left(archive: Path, name: str) -> Path:
    """Under a name that every night clears away when it is a day old."""
    return archive / f"{INCOMING}{name}"
