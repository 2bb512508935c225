"""What lies in the inbox: `<county code or name>/<period>/<files>`, in a folder or behind any fsspec URL.

Takes a URL, gives the files with who sent them and for when, and says what it could not place. Never opens a file.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import fsspec

from etl.calendar import parse_period
from etl.errors import ConfigError, TransientError
from etl.model import Issue, Severity
from etl.reference import Divisions

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


def open_inbox(url: str) -> tuple[Any, str]:
    """The file system and root path behind an inbox URL; ConfigError when the kind of URL is unknown or nothing is there."""
    try:
        filesystem, root = fsspec.core.url_to_fs(url)
        exists = filesystem.isdir(root)
    except (ValueError, ImportError) as error:
        raise ConfigError(
            f"the inbox {url!r} cannot be opened: {error}; set ETL_INBOX or --inbox to a folder"
        ) from error
    except Exception as error:  # every file system has its own errors; all of them mean that it cannot be reached
        raise TransientError(f"the inbox {url!r} cannot be reached: {error}") from error
    if not exists:
        raise ConfigError(f"the inbox {url!r} is not a folder; set ETL_INBOX or --inbox to the folder of the counties")
    return filesystem, root


def list_inbox(
    filesystem: Any,
    root: str,
    divisions: Divisions,
    is_wanted: Callable[[str, str], bool] = lambda county_code, period: True,
) -> Listing:
    """Every file below the county folders that is wanted; folders that name no county or period become issues."""
    files: list[InboxFile] = []
    issues: list[Issue] = []
    failures: dict[str, str] = {}
    for entry in sorted(filesystem.ls(root, detail=True), key=lambda e: str(e["name"])):
        folder = as_text(_last_part(entry))
        if entry["type"] != "directory":
            if not is_litter(folder):
                issues.append(_unplaced(folder, "文件应放在“县（区）代码/报告期”文件夹里"))
            continue
        county = divisions.resolve_folder(folder)
        if county is None:
            issues.append(_unplaced(folder, "不是四川省的县级行政区划代码或名称，文件夹里的文件都没有读取"))
            continue
        try:
            _list_county(filesystem, entry["name"], county.code, is_wanted, files, issues)
        except OSError as error:
            failures[county.code] = f"{folder}: {error.strerror or error}"
    return Listing(tuple(files), tuple(issues), failures)


def _list_county(
    filesystem: Any,
    folder: str,
    county_code: str,
    is_wanted: Callable[[str, str], bool],
    files: list[InboxFile],
    issues: list[Issue],
) -> None:
    for entry in sorted(filesystem.ls(folder, detail=True), key=lambda e: str(e["name"])):
        name = as_text(_last_part(entry))
        if entry["type"] != "directory" or not is_period(name):
            if not is_litter(name):
                reason = "不在报告期文件夹里" if entry["type"] != "directory" else "不是报告期（如 2024Q1）"
                issues.append(_unplaced(f"{_last_part({'name': folder})}/{name}", reason, county_code))
            continue
        if not is_wanted(county_code, name):
            continue
        for path, info in filesystem.find(entry["name"], detail=True).items():
            relative = path[len(entry["name"]) :].lstrip("/")
            if not is_litter(relative.rsplit("/", 1)[-1]):
                size = int(info.get("size") or 0)
                files.append(InboxFile(county_code, name, as_text(relative), path, size, modified_at(info)))


def is_period(name: str) -> bool:
    """Whether a folder's name is the id of a period."""
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
    """Whether a file is what a desktop or office program leaves behind (~$…, .DS_Store, Thumbs.db)."""
    return name.casefold().startswith(LITTER)


def _last_part(entry: dict[str, Any]) -> str:
    return str(entry["name"]).rstrip("/").rsplit("/", 1)[-1]


def modified_at(info: dict[str, Any]) -> datetime:
    """When a file was last written to, as its file system says; 1970 where it does not."""
    stamp = info.get("mtime") or info.get("LastModified") or info.get("last_modified") or info.get("created") or 0
    if isinstance(stamp, datetime):
        return stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)
    return datetime.fromtimestamp(float(stamp), UTC)


def _unplaced(name: str, reason: str, county_code: str = "") -> Issue:
    return Issue(
        rule="inbox.unplaced",
        severity=Severity.WARNING,
        message=f"收件箱里的“{name}”没有读取：{reason}。",
        county_code=county_code,
        source_file=name,
        value=name,
        expected="<县级代码或名称>/<报告期>/<文件>",
    )
