"""A large night in batches of some counties each, so that memory stays bounded.

Every rule looks at one county and period at a time (its rows, its other reports, what it sent before), so judging counties
apart says the same as judging them together. All batches are published in one transaction, at the end.
"""

from collections.abc import Iterator

from etl.model import SourceFile
from etl.night.fetch import FilesByPrefecture


def divide(to_read: FilesByPrefecture, most: int) -> list[FilesByPrefecture]:
    """The files to read, by prefecture, in batches of about `most`; a county is never divided."""
    return [{code: tuple(files) for code, files in batch.items()} for batch in _batches(to_read, most)]


def _batches(to_read: FilesByPrefecture, most: int) -> Iterator[dict[str, list[SourceFile]]]:
    batch: dict[str, list[SourceFile]] = {}
    for prefecture, sources in to_read.items():
        by_county: dict[str, list[SourceFile]] = {}
        for source in sources:
            by_county.setdefault(source.county_code, []).append(source)
        for files in by_county.values():
            if batch and sum(map(len, batch.values())) + len(files) > most:
                yield batch
                batch = {}
            batch.setdefault(prefecture, []).extend(files)
    if batch:
        yield batch


def file_count(batch: FilesByPrefecture) -> int:
    """Number of files in a batch."""
    return sum(map(len, batch.values()))
