"""The folder that Data Docs are rendered into: takes its path, gives it empty; never removes what is not of Data Docs."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.errors import ConfigError

OURS = frozenset({"index.html", "expectations", "validations", "static"})
MARK = "created by Great Expectations"  # stands in the title of the first page


@contextmanager
def cleared_folder(folder: Path) -> Iterator[Path]:
    """The folder without earlier pages; ConfigError when something else is in it or it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = {entry.name for entry in folder.iterdir()}
        if there and not (there <= OURS and _is_ours(folder / "index.html")):
            raise ConfigError(f"{folder} holds other files than Data Docs; name a new or empty folder")
        for name in there:
            entry = folder / name
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
        yield folder
    except OSError as error:
        raise ConfigError(f"{folder} cannot be written: {error.strerror or error}") from error


def _is_ours(page: Path) -> bool:
    return page.is_file() and MARK in page.read_text(encoding="utf-8", errors="replace")
