"""Pages in a place that fsspec knows by its URL: takes paths and bytes, writes what is new, the first page last.

What stands there is remembered in one file beside the pages, so that an unchanged page is neither read nor written.
"""

import hashlib
import json
from contextlib import closing

import fsspec

from etl.errors import ConfigError, TransientError
from etl.site.folder import MARK, START, Made, Outcome, Written, made
from etl.text import without_password

LOCAL = "file://"


def is_remote(target: str) -> bool:
    """True for a URL, False for a folder's path.

    >>> is_remote("s3://bucket/pages"), is_remote("/srv/pages"), is_remote("file:///srv/pages")
    (True, False, False)
    """
    return "://" in target and not target.startswith(LOCAL)


def write_remote(target: str, pages: Written) -> Outcome:
    """Write the pages below a URL; ConfigError when it cannot be understood, TransientError when it cannot be reached."""
    shown = without_password(target)
    filesystem, root = _opened(target)
    place = _Remote(filesystem, root)
    try:
        return place.write(pages, f"{shown.rstrip('/')}/{START}")
    except OSError as error:
        raise TransientError(f"the pages' place {shown} cannot be written: {error.strerror or error}") from error


def ask(target: str) -> None:
    """Ask the place behind a URL whether pages stand there; OSError when nobody answers, ConfigError as above."""
    filesystem, root = _opened(target)
    filesystem.exists(f"{root}/{START}")


def _opened(target: str) -> tuple[fsspec.AbstractFileSystem, str]:
    try:
        filesystem, root = fsspec.core.url_to_fs(target)
    except (ValueError, ImportError) as error:
        raise ConfigError(f"ETL_SITE {without_password(target)} cannot be used: {error}") from error
    return filesystem, root.rstrip("/")


class _Remote:
    """One place, and the digests of what stands there."""

    def __init__(self, filesystem: fsspec.AbstractFileSystem, root: str) -> None:
        self._filesystem, self._root = filesystem, root

    def write(self, pages: Written, start: str) -> Outcome:
        """Write what is not as it was, then the first page, then what is remembered; last let go what is no page any more."""
        before, now = self._remembered(), dict[str, str]()
        first: bytes | None = None
        changed = 0
        for path, content in pages:
            now[path] = content.key if isinstance(content, Made) else hashlib.sha256(content).hexdigest()
            if path == START:
                first = made(content)
            elif before.get(path) != now[path]:
                self._put(path, made(content))
                changed += 1
        if first is not None and before.get(START) != now[START]:
            self._put(START, first)
            changed += 1
        gone = before.keys() - now.keys()
        if changed or gone:
            self._put(MARK, json.dumps(now).encode())
        for path in gone:
            self._filesystem.rm_file(f"{self._root}/{path}")
        return Outcome(start, len(now), changed, len(gone))

    def _put(self, path: str, content: bytes) -> None:
        full = f"{self._root}/{path}"
        self._filesystem.makedirs(full.rpartition("/")[0], exist_ok=True)
        self._filesystem.pipe_file(full, content)

    def _remembered(self) -> dict[str, str]:
        try:
            with closing(self._filesystem.open(f"{self._root}/{MARK}", "rb")) as file:
                found = json.loads(file.read())
        except FileNotFoundError:
            return {}
        except ValueError:  # half written: everything is written again
            return {}
        return found if isinstance(found, dict) else {}
