"""The files that `etl check` looks at: each alone, or all of them as one county's delivery.

Takes paths, gives them as the files of a county; ConfigError when a path is not there, or county and period are not known.
Opens a file only for its hash, and copies none.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from etl.errors import ConfigError
from etl.identity_numbers import mask
from etl.intake.inbox import as_text, is_litter, is_period
from etl.model import SourceFile
from etl.night.request import Config


@dataclass(frozen=True)
class Delivery:
    """The county and period that files are judged for."""

    county_code: str
    period: str


def files_below(paths: Iterable[Path]) -> list[Path]:
    """Every file named, and every file in the folders named; ConfigError when one is not there."""
    return [file for path in paths for file in _files_of(path)]


def delivery_of(paths: Iterable[Path], county: str | None, period: str | None, config: Config) -> Delivery | None:
    """The delivery that files are to be judged as, where an option says so; what the other one would say, folders do.

    `county` is a code. ConfigError when nothing says the one that was not given.
    """
    if county is None and period is None:
        return None
    folders = [_folders(path, config) for path in files_below(paths)]
    return Delivery(
        county or _only({of for of, _ in folders}, "county", "--county 513228"),
        period or _only({of for _, of in folders}, "period", "--period 2024Q1"),
    )


def single_file(path: Path, config: Config, number: int, now: datetime) -> SourceFile:
    """A file where it lies; its folders tell county and period when they are those of an inbox."""
    county, period = _folders(path, config)
    return SourceFile(
        county_code=county,
        period=period,
        name=mask(str(path)),
        sha256=str(number),  # nothing is archived: the number only tells the files of a batch apart
        size=path.stat().st_size,
        modified_at=now,
        pull=0,
        received_at=now,
        path=path,
    )


def delivered_files(paths: Iterable[Path], delivery: Delivery, now: datetime) -> list[SourceFile]:
    """All files as one pull of a county's folder would see them; ConfigError when two would bear the same name there."""
    named: dict[str, Path] = {}
    for given in paths:
        for path in _files_of(given):
            name = as_text(_inbox_name(path, given))
            if named.setdefault(name, path).resolve() != path.resolve():
                raise ConfigError(f"{named[name]} and {path} would both be called {name} in the county's folder")
    return [_delivered(path, name, delivery, now) for name, path in named.items()]


def _delivered(path: Path, name: str, delivery: Delivery, now: datetime) -> SourceFile:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    stat = path.stat()
    return SourceFile(
        county_code=delivery.county_code,
        period=delivery.period,
        name=mask(name),
        sha256=sha256,
        size=stat.st_size,
        modified_at=datetime.fromtimestamp(stat.st_mtime, UTC),
        pull=1,
        received_at=now,
        path=path,
    )


def _files_of(path: Path) -> list[Path]:
    if not path.exists():
        raise ConfigError(f"{path} does not exist")
    below = sorted(_files_below(path)) if path.is_dir() else [path]
    return [p for p in below if not is_litter(p.name)]


def links_below(paths: Iterable[Path]) -> list[Path]:
    """Links in the folders named, which are not followed: as in an inbox, what lies in a folder may be anybody's."""
    return [
        Path(folder, name)
        for path in paths
        for folder, folders, names in os.walk(path)
        for name in sorted([*folders, *names])
        if Path(folder, name).is_symlink()
    ]


def _files_below(path: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(path):
        yield from (file for name in names if not (file := Path(folder, name)).is_symlink() and file.is_file())


def _inbox_name(path: Path, given: Path) -> str:
    """A file's name below the period's folder: behind such a folder on its way, else below the folder that was given."""
    if path == given:
        return path.name
    parts = path.relative_to(given).parts
    periods = [place for place, part in enumerate(parts[:-1]) if is_period(part)]
    return "/".join(parts[periods[-1] + 1 :] if periods else parts)


def _folders(path: Path, config: Config) -> tuple[str, str]:
    """County and period that the folders of a file say, '' where they say none."""
    period_folder, county_folder = path.resolve().parent.name, path.resolve().parent.parent.name
    county = config.divisions.resolve_folder(county_folder)
    return county.code if county else "", period_folder if is_period(period_folder) else ""


def _only(found: set[str], what: str, option: str) -> str:
    """The one county or period that all files' folders say."""
    named = sorted(found - {""})
    if len(named) == 1 and "" not in found:
        return named[0]
    several = f"name more than one: {', '.join(named)}"
    why = several if len(named) > 1 else "do not all say it" if named else "do not say it"
    raise ConfigError(f"the {what} is missing: the folders of the files {why}; give it as {option}")
