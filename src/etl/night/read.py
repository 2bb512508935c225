"""Read the files of a batch, prefecture by prefecture: takes archived files, gives what they say, decides nothing."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain

from etl.model import FileReading, SourceFile
from etl.night.context import RunContext
from etl.night.fan_out import FanOut, in_order
from etl.night.fetch import FilesByPrefecture
from etl.workers.reading_pool import ReadingPool


@dataclass(frozen=True)
class Readings:
    """Readings of files. A county of which one file could not be read, by our own fault, has failed: none of its files counts."""

    files: tuple[FileReading, ...] = ()
    failures: Mapping[str, str] = field(default_factory=dict)  # county code -> why

    @classmethod
    def of(cls, read: Iterable[FileReading]) -> "Readings":
        """Part readings into those that count and the counties that failed."""
        files = tuple(read)
        failures = {reading.source.county_code: reading.failure for reading in files if reading.failure is not None}
        return cls(files, failures).without(failures)

    def without(self, counties: Collection[str]) -> "Readings":
        """The readings without those of some counties."""
        return replace(self, files=tuple(one for one in self.files if one.source.county_code not in counties))


def read_files(
    context: RunContext,
    batch: FilesByPrefecture,
    readers: ReadingPool,
    fan_out: FanOut = in_order,
    on_file: Callable[[], None] = lambda: None,
) -> Readings:
    """Read the files of a batch; a call for each prefecture, and `on_file` hears of each file that is read."""
    prefectures = context.config.divisions.prefectures
    calls = [(prefectures[code].name, partial(_read_some, readers, files, on_file)) for code, files in batch.items()]
    return Readings.of(chain.from_iterable(fan_out(calls)))


def _read_some(readers: ReadingPool, sources: Sequence[SourceFile], on_file: Callable[[], None]) -> list[FileReading]:
    readings, asked = [], set(sources)
    for reading in readers.read(sources):
        readings.append(reading)
        if reading.source in asked:  # and no member of a zip
            on_file()
    return readings
