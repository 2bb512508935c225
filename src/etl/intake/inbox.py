"""List the inbox: `<county code or name>/<period>/<files>`, in a folder or on another machine.

Takes a file system, gives the files with who sent them and for when, and says what it could not place. Never opens a file,
and lists no folder of a county's through a link. Names are given without identity numbers; only `key`, which is never kept, has what
the file system calls a file.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from etl.config.calendar import parse_period, period_named
from etl.config.divisions import Divisions
from etl.errors import ConfigError, TransientError
from etl.identity_numbers import mask
from etl.intake.file_time import moment
from etl.intake.local_inbox import NotAFile
from etl.model import Issue
from etl.rules.reading.files import INBOX_UNPLACED
from etl.text import without_password

DEEPEST = 32  # folders below one another in a period's; a server, or a patient county, may have any number
# types of entries that say themselves why they are not read; others depend on where they lie
NEVER_READ = ("link", "odd name", "too deep")
# what desktops and office programs leave behind; never a submission
LITTER = ("~$", ".~", ".ds_store", "thumbs.db", "desktop.ini", "._")


@dataclass(frozen=True)
class InboxFile:
    """One file as the inbox lists it; `key` opens it on the inbox's file system."""

    county_code: str
    period: str
    name: str
    key: str
    size: int
    modified_at: datetime


@dataclass(frozen=True)
class Listing:
    """All files of an inbox, what could not be placed, and the counties whose folder could not be read."""

    files: tuple[InboxFile, ...]
    issues: tuple[Issue, ...] = ()
    failures: dict[str, str] = field(default_factory=dict)  # county code -> why
    folders: frozenset[str] = frozenset()  # codes of the counties that have a folder, readable or not


def list_inbox(
    filesystem: Any,
    root: str,
    divisions: Divisions,
    is_wanted: Callable[[str, str], bool] = lambda county_code, period: True,
) -> Listing:
    """Every file below the county folders that is wanted; folders that name no county or period become issues.

    TransientError when the inbox itself cannot be listed; a county's folder that cannot be is a failure of that county.
    """
    files: list[InboxFile] = []
    issues: list[Issue] = []
    failures: dict[str, str] = {}
    folders: set[str] = set()
    try:
        entries = _entries(filesystem, root)
    except OSError as error:
        shown = repr(without_password(root))
        raise TransientError(f"the inbox {shown} cannot be listed: {error.strerror or error}") from error
    for entry in entries:
        folder = as_text(_last_part(entry))
        if entry["type"] not in ("directory", "link"):  # a link is the operator's, and listed as what it leads to
            if not is_litter(folder):
                issues.append(unplaced(folder, "odd name" if entry["type"] == "odd name" else "no folder"))
            continue
        county = divisions.resolve_folder(folder)
        if county is None:
            issues.append(unplaced(folder, "no county"))
            continue
        folders.add(county.code)
        try:
            _list_county(filesystem, entry["name"], county.code, is_wanted, files, issues)
        except OSError as error:
            failures[county.code] = mask(f"{folder}: {error.strerror or error}")
    return Listing(tuple(files), tuple(issues), failures, frozenset(folders))


def _list_county(
    filesystem: Any,
    folder: str,
    county_code: str,
    is_wanted: Callable[[str, str], bool],
    files: list[InboxFile],
    issues: list[Issue],
) -> None:
    taken: set[str] = set()
    for entry in _entries(filesystem, folder):
        name = as_text(_last_part(entry))
        shown = f"{_last_part({'name': folder})}/{name}"
        period = name if is_period(name) else period_named(name)
        # of two folders for one period the first by name, which is the id, counts: files of one name would be mixed up
        if entry["type"] != "directory" or period is None or period in taken:
            if not is_litter(name):
                otherwise = "no period" if entry["type"] == "directory" else "no period folder"
                why = entry["type"] if entry["type"] in NEVER_READ else otherwise
                issues.append(unplaced(shown, why, county_code))
            continue
        taken.add(period)
        if not is_wanted(county_code, period):
            continue
        names: Counter[str] = Counter()
        for info in _files_below(filesystem, entry["name"]):
            relative = mask(as_text(info["name"][len(entry["name"]) :].lstrip("/")))
            if is_litter(relative.rsplit("/", 1)[-1]):
                continue
            names[relative] += 1
            if names[relative] > 1:  # only what was masked can be alike
                relative = f"{relative}（{names[relative]}）"
            if info["type"] != "file":  # what is no file could wait for ever when it is opened, or lead anywhere
                why = info["type"] if info["type"] in NEVER_READ else "no file"
                issues.append(unplaced(f"{shown}/{relative}".rstrip("/"), why, county_code))
                continue
            size = int(info.get("size") or 0)
            files.append(InboxFile(county_code, period, relative, info["name"], size, modified_at(info)))


def _files_below(filesystem: Any, folder: str, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Everything below a folder but folders; OSError when one cannot be listed, which fsspec's `find` would leave out.

    A folder that has become a link since it was listed is given as one, and one that lies too deep as it is.
    """
    if depth > DEEPEST:
        yield {"name": folder, "type": "too deep"}
        return
    try:
        entries = _entries(filesystem, folder)
    except NotAFile as error:
        yield {"name": folder, "type": error.why}
        return
    for entry in entries:
        if entry["type"] == "directory":
            yield from _files_below(filesystem, entry["name"], depth + 1)
        else:
            yield entry


def _entries(filesystem: Any, folder: str) -> list[dict[str, Any]]:
    """Entries of a folder, by name; an object store may list the folder itself, too."""
    listed = sorted(filesystem.ls(folder, detail=True), key=lambda entry: str(entry["name"]))
    return [entry for entry in listed if str(entry["name"]).rstrip("/") != folder.rstrip("/")]


def is_period(name: str) -> bool:
    """True when a folder's name is the id of a period."""
    try:
        parse_period(name)
    except ConfigError:
        return False
    return True


def as_text(name: str) -> str:
    """A file's name as text that a database takes: one in another encoding than the system's is read as GB18030.

    >>> as_text("台账.xlsx"), as_text(os.fsdecode("台账.xlsx".encode("gb18030")))
    ('台账.xlsx', '台账.xlsx')
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def is_litter(name: str) -> bool:
    """True for files that desktop and office programs leave behind (~$…, .DS_Store, Thumbs.db)."""
    return name.casefold().startswith(LITTER)


def _last_part(entry: dict[str, Any]) -> str:
    return str(entry["name"]).rstrip("/").rsplit("/", 1)[-1]


def modified_at(info: dict[str, Any]) -> datetime:
    """Time at which a file was last written, from its file system; 1970 where that has none, or one of no calendar."""
    return moment(info.get("mtime")) or datetime.fromtimestamp(0, UTC)


def unplaced(unmasked: str, why: str, county_code: str = "") -> Issue:
    """The issue that says of something in the inbox that it was not read, and why."""
    name = mask(unmasked)
    return Issue(
        rule=INBOX_UNPLACED.id,
        severity=INBOX_UNPLACED.severity,
        message=INBOX_UNPLACED.sentence(name=name, why=INBOX_UNPLACED.reason(why)),
        county_code=county_code,
        source_file=name,
        value=name,
        expected=INBOX_UNPLACED.expected(),
    )
