"""A folder of pages, written beside the old one and swapped: takes paths and bytes, gives what changed; a reader sees one night or the next.

The folder's name is a link to one of two that stand beside it. Where there can be no link (a mounted share, some file systems,
a folder that was there before) pages are replaced one by one, the first page last. What is the same keeps its bytes and its time.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from etl.errors import ConfigError

START = "index.html"
MARK = ".province-pages"  # stands in every folder of ours: nothing is removed from another


def key_of(*said: Iterable[str]) -> str:
    """Key of a content that says this, and by which other content is known to be another."""
    digest = hashlib.sha256()
    for part in chain.from_iterable(said):
        digest.update(part.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


class Made(NamedTuple):
    """Content that is made only when it is not there yet under its key; the same key means the same bytes."""

    key: str
    make: Callable[[], bytes]


Written = Iterable[tuple[str, Made]]


@dataclass(frozen=True)
class Outcome:
    """Counts of the files of a site: all, new or changed, gone; and what to open."""

    start: str  # what to open
    files: int
    changed: int
    gone: int

    @property
    def line(self) -> str:
        """The outcome as one line."""
        if not (self.changed or self.gone):
            return f"pages: nothing changed in {self.files} files; open {self.start}"
        gone = f", {self.gone} gone" if self.gone else ""
        return f"pages: {self.changed} of {self.files} files written{gone}; open {self.start}"


def write_folder(folder: Path, pages: Written) -> Outcome:
    """Write the pages below a folder; ConfigError when it holds something else or cannot be written."""
    folder = Path(os.path.abspath(folder))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            _refuse_what_is_not_ours(folder)
            if folder.is_symlink() or not folder.exists():
                return _swap(folder, pages)
            return _replace(folder, pages)
    except OSError as error:
        raise ConfigError(f"the pages' folder {folder} cannot be written: {error.strerror or error}") from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else writes this folder: a rerun may end while somebody types `etl site`."""
    with folder.with_name(f".{folder.name}.lock").open("w") as lock:
        with suppress(OSError):  # a share that knows no locks
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _refuse_what_is_not_ours(folder: Path) -> None:
    if folder.is_symlink() and not folder.exists():
        folder.unlink()
    if folder.exists() and not folder.is_dir():
        raise ConfigError(f"{folder} is a file; name a folder for the pages")
    if folder.exists() and not (folder / MARK).exists() and any(folder.iterdir()):
        raise ConfigError(f"{folder} holds other files than province pages; name a new or empty folder")


class _Night:
    """A new folder that takes what changed as it comes, and links to all else."""

    def __init__(self, new: Path, old: Path | None, mode: int) -> None:
        self._new, self._old, self._mode = new, old, mode
        self._kept: list[str] = []
        self._keys: dict[str, str] = {}
        self._known = {} if old is None else keys_of(old)
        self.changed = 0

    def take(self, pages: Written) -> None:
        """Write what is not as it was."""
        for path, content in pages:
            self._keys[path] = content.key
            new = content.make() if self._old is None else _new(self._old / path, content, self._known.get(path))
            if new is None:
                self._kept.append(path)
            else:
                _put(self._new / path, new, self._mode)
                self.changed += 1
        self.files = self.changed + len(self._kept)
        self.gone = 0 if self._old is None else len(_files(self._old)) - self._still_there()

    def _still_there(self) -> int:
        assert self._old is not None  # noqa: S101
        return sum((self._old / name).exists() for name in _files(self._new)) + len(self._kept)

    def complete(self) -> None:
        """Bring over what has not changed."""
        for path in self._kept:
            assert self._old is not None  # noqa: S101
            (self._new / path).parent.mkdir(parents=True, exist_ok=True, mode=_folder_mode(self._mode))
            try:
                os.link(self._old / path, self._new / path)
            except OSError:  # a file system without hard links
                shutil.copy2(self._old / path, self._new / path)
        _put(self._new / MARK, _as_mark(self._keys), self._mode)

    def remember(self) -> None:
        """Keep the keys beside what has not changed, where it came under others."""
        if self._old is not None and self._keys != self._known:
            _put(self._old / MARK, _as_mark(self._keys), self._mode)


def _swap(folder: Path, pages: Written) -> Outcome:
    old = folder.resolve() if folder.is_symlink() else None
    names = [folder.with_name(f".{folder.name}.{night}") for night in ("a", "b")]
    new = names[1] if old == names[0] else names[0]
    shutil.rmtree(new, ignore_errors=True)
    night = _Night(new, old, _mode(folder.parent))
    try:
        night.take(pages)
        if night.changed or night.gone:
            night.complete()
            if not _linked(folder, new):
                new.rename(folder)
            elif old is not None:
                shutil.rmtree(old, ignore_errors=True)
        else:
            night.remember()
    finally:
        if folder.resolve() != new:
            shutil.rmtree(new, ignore_errors=True)
    return Outcome(str(folder / START), night.files, night.changed, night.gone)


def _linked(folder: Path, new: Path) -> bool:
    """True when the folder's name now leads to the new one; False where there are no links and there was no folder."""
    link = folder.with_name(f".{folder.name}.link")
    link.unlink(missing_ok=True)
    try:
        link.symlink_to(new.name)
    except OSError:
        return False
    os.replace(link, folder)
    return True


def _replace(folder: Path, pages: Written) -> Outcome:
    """Replace what changed in a folder that is no link, each file at once, the first page last."""
    mode = _mode(folder)
    before, known, keys, changed = _files(folder), keys_of(folder), dict[str, str](), 0
    start: bytes | None = None
    if not (folder / MARK).exists():
        _put(folder / MARK, _as_mark({}), mode)
    for path, content in pages:
        keys[path] = content.key
        new = _new(folder / path, content, known.get(path))
        if path == START:
            start = new
        elif new is not None:
            _put(folder / path, new, mode)
            changed += 1
    if start is not None:
        _put(folder / START, start, mode)
        changed += 1
    if keys != known:
        _put(folder / MARK, _as_mark(keys), mode)
    gone = before - keys.keys()
    for path in gone:
        (folder / path).unlink()
    return Outcome(str(folder / START), len(keys), changed, len(gone))


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.name != MARK}


def keys_of(folder: Path) -> Mapping[str, str]:
    """Keys of what was made into a folder; none where that cannot be told."""
    try:
        found = json.loads((folder / MARK).read_text(encoding="utf-8") or "{}")
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _as_mark(keys: Mapping[str, str]) -> bytes:
    return json.dumps(keys, indent=0, sort_keys=True).encode("ascii")


def _new(path: Path, content: Made, key: str | None) -> bytes | None:
    """Bytes that must be written; None where the same stand there already."""
    if content.key == key and path.is_file():
        return None
    made = content.make()
    return None if _same(path, made) else made


def _same(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _put(path: Path, content: bytes, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(_folder_mode(mode))
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.chmod(mode)
    os.replace(part, path)


def _mode(folder: Path) -> int:
    """Mode of the pages: whoever may read the folder that they stand in may read them."""
    return 0o600 | (folder.stat().st_mode & 0o044)


def _folder_mode(mode: int) -> int:
    """The same of a folder, into which whoever reads must be able to go."""
    return mode | (mode & 0o444) >> 2
