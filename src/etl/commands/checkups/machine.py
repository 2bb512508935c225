"""Look at this machine: versions, configuration and calendar, disk, log files and the archive -> findings. Opens no county's file but to hash it."""

import platform
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path

from etl.commands.checkups.finding import Finding, look, ok, wrong
from etl.config.calendar import TIMEZONE, Calendar
from etl.disk_room import fullness
from etl.intake.archive_check import check_archive
from etl.night.request import Config
from etl.settings import Settings
from etl.text import first_of

LITTLE_ROOM = 1 << 30  # bytes; a province's quarter is 5 MB, its nights' temporary files some hundred
SHOWN = 3  # names of files in a sentence
PACKAGES = ("prefect", "great_expectations", "pandas", "SQLAlchemy")


def versions() -> Finding:
    """The program, Python, and the packages that decide most."""
    parts = [f"county-etl {version('county-etl')}", f"Python {platform.python_version()}"]
    return ok("versions", ", ".join([*parts, *(f"{name} {version(name)}" for name in PACKAGES)]))


def configuration(config: Config) -> Finding:
    """Contents of the configuration, counted."""
    counted = f"{len(config.catalog.contracts)} reports, {len(config.divisions.counties)} counties"
    return ok("config", f"{config.folder}: {counted}, {len(config.waivers)} waivers")


def calendar_years(calendar: Calendar, today: date) -> Finding:
    """The years whose working days are known, and the one to be added."""
    years = sorted({holiday.last.year for holiday in calendar.holidays})
    known = ", ".join(str(year) for year in years if not calendar.missing_holidays(year))
    unknown = calendar.unknown_year(today)
    if unknown is None:
        return ok("calendar", f"working days are known of {known}")
    missing = "、".join(calendar.missing_holidays(unknown))
    text = f"{unknown} lacks {missing} in config/calendar.yaml (known: {known}); on its days no county gets mail"
    return (wrong if unknown == today.year else look)("calendar", text)


def disk(settings: Settings) -> Finding:
    """Room on the disk that everything is written to."""
    folder = next(place for place in (settings.home, *settings.home.parents) if place.exists())
    usage = shutil.disk_usage(folder)
    text = f"{usage.free / 1e9:.1f} GB of {usage.total / 1e9:.1f} are free at {folder}"
    if fullness(folder):
        return wrong("disk", f"{text}; make room, then: etl run")
    return (look if usage.free < LITTLE_ROOM else ok)("disk", text)


def log_files(settings: Settings) -> Finding:
    """Places of log files, and how large each is."""
    candidates = [settings.home / "prefect" / "client.log", settings.home / "prefect" / "server.log"]
    candidates += [settings.home / "warehouse" / "log"]
    there = [f"{path} ({_size(path)}, {_written(path)})" for path in candidates if path.is_file()]
    return ok("logs", "; ".join([*there, "of the service: journalctl -u county-etl"]))


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.1f} MB"


def _written(path: Path) -> str:
    return f"written {datetime.fromtimestamp(path.stat().st_mtime, TIMEZONE):%Y-%m-%d %H:%M}"


def archive(
    folder: Path, expected: set[str] | None, *, hashes: bool, on_file: Callable[[], None] = lambda: None
) -> Iterator[Finding]:
    """The archive against the ledger's list of its files, if there is one; with `hashes` every file against its name."""
    found = check_archive(folder, hashes=hashes, on_file=on_file)
    how = "each is what its name says" if hashes else "not compared with their hashes: etl doctor --archive"
    restore = f"rsync -a BACKUP/archive/ {folder}/, then: etl rerun"
    missing = sorted((expected or set()) - found.names)
    if found.damaged:
        yield wrong("archive", f"{_some(found.damaged)} not what came: the hash differs; {restore}")
    if missing:
        yield wrong("archive", f"{_some(missing)} in the ledger and not there; {restore}")
    if not found.damaged and not missing:
        yield ok("archive", f"{len(found.names)} files, {found.bytes / 1e6:.1f} MB, in {folder}; {how}")


def _some(names: list[str]) -> str:
    return f"{first_of(names, SHOWN)} {'are' if len(names) > 1 else 'is'}"
