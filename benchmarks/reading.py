"""Cost of reading a workbook and of recognising its tables, apart. Takes an inbox, gives milliseconds a file.

In a night both happen in one go in the reading processes; here a few files are read in this one, and its CPU time is told
apart. `answer` is packing a reading for the parent and unpacking it there, but for the cells, which stay packed.
"""

import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.garbage import all_is_imported
from etl.model import SourceFile
from etl.recognise import reading
from etl.settings import Settings
from etl.workers.reading_answer import Answer, encode
from etl.workers.reading_wire import decode, known_names

FILES = 20


def main(inbox: str) -> dict[str, float]:
    """CPU milliseconds a file, averaged."""
    config = Settings().config
    catalog = load_catalog(config)
    reader = reading.FileReader(catalog, load_divisions(config))
    spent: dict[str, float] = defaultdict(float)
    reading.read_bytes = _timed(reading.read_bytes, spent)
    reading.read_content = _timed(reading.read_content, spent)
    chosen = spread(Path(inbox), FILES)
    all_is_imported()  # as in a process that reads
    known = known_names(catalog)
    encode(Answer(reader.read_all(source(chosen[0]))), [source(chosen[0])])  # what is done once a process
    spent.clear()
    for path in chosen:
        started = time.process_time()
        readings = reader.read_all(source(path))
        spent["all"] += time.process_time() - started
        started = time.process_time()
        decode(encode(Answer(readings), [source(path)]), [source(path)], known)
        spent["answer"] += time.process_time() - started
    ms = {part: 1000 * seconds / len(chosen) for part, seconds in spent.items()}
    return {"ms read": ms["read"], "ms recognise": ms["all"] - ms["read"], "ms answer": ms["answer"]}


def _timed(inner: Callable[..., Any], spent: dict[str, float]) -> Callable[..., Any]:
    def timed(*args: Any) -> Any:
        started = time.process_time()
        try:
            return inner(*args)
        finally:
            spent["read"] += time.process_time() - started

    return timed


def spread(inbox: Path, most: int) -> list[Path]:
    """At most so many files, from all over the inbox."""
    paths = sorted(path for path in inbox.rglob("*") if path.is_file())
    return paths[:: -(-len(paths) // most)]


def source(path: Path) -> SourceFile:
    """File of an inbox as the readers take it."""
    moment = datetime(2024, 4, 8, tzinfo=UTC)
    county, period = path.parts[-3:-1]
    return SourceFile(county, period, path.name, path.stem, path.stat().st_size, moment, 1, moment, path)
