"""Damaged workbooks of every format: each ends with a verdict, in time, in memory, and the next one is read as before.

Deterministic: a failure names the seed of its file, and `damaged(seed)` makes it again.
"""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.model import FileReading, SourceFile
from etl.settings import ReadingLimits
from etl.workers.reading_pool import ReadingPool
from tests.campaigns import DAMAGED_FILES, FIRST_DAMAGED_FILE
from tests.fuzz.mutations import MUTATIONS
from tests.workbooks.content import Fault, Sheet
from tests.workbooks.ods import build_ods
from tests.workbooks.spreadsheetml import build_spreadsheetml
from tests.workbooks.text import build_csv, build_html
from tests.workbooks.xls import build_xls
from tests.workbooks.xlsb import build_xlsb
from tests.workbooks.xlsx import build_xlsx, pack_zip

CONFIG = Path(__file__).resolve().parents[2] / "config"
SECONDS, MEMORY = 20, 1 << 30  # generous: a sound file of this size takes milliseconds and megabytes
SHORTEST, LONGEST = 16, 100_000  # bytes: less is not worth damaging, more is only slow
LIMITS = ReadingLimits(max_unzipped_mb=64, max_cells_per_sheet=1_000_000, max_cells_per_file=2_000_000, max_text_mb=16)


@cache
def sound_files() -> dict[str, bytes]:
    """One sound file of every format."""
    rows = [
        ["附件3", "", "", "", ""],
        ["社会组织帮扶项目台账", "", "", "", ""],
        ["序号", "项目编号", "项目名称", "计划投资（万元）", "开工日期"],
        *[[n, f"XM{n:04}", f"道路建设项目{n}\n二期", n * 1.25, date(2024, 1, 1 + n % 28)] for n in range(1, 25)],
        ["", Fault("#REF!"), True, 0.5, ""],
        ["合计", "", "", 375.0, ""],
    ]
    sheet = Sheet(rows, name="台账", merges=[(1, 0, 1, 4), (5, 2, 6, 2)], hidden_rows=frozenset({7}))
    hidden = Sheet([["内部"]], name="隐藏", hidden=True)
    return {
        "xlsx": build_xlsx([sheet, hidden]),
        "xls": build_xls([sheet, hidden]),
        "xlsb": build_xlsb([sheet, hidden]),
        "ods": build_ods([sheet, hidden]),
        "xml": build_spreadsheetml([sheet, hidden]),
        "html": build_html(sheet, encoding="gb18030", charset="gb2312"),
        "csv": build_csv(rows, encoding="gb18030"),
        "zip": pack_zip({"一.xlsx": build_xlsx([sheet]), "二.csv": build_csv(rows)}),
    }


def damaged(seed: int) -> tuple[str, bytes]:
    """The format and the bytes of one damaged file."""
    chance = random.Random(seed)  # noqa: S311
    kind = sorted(MUTATIONS)[seed % len(MUTATIONS)]
    content = sound_files()[kind]
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        if SHORTEST <= len(content) <= LONGEST:
            content = chance.choice(MUTATIONS[kind])(content, chance)
    return kind, content or b"\0"


def sources(folder: Path, seeds: range) -> Iterator[SourceFile]:
    """The damaged files, written as they are asked for; a sound one after every hundred."""
    for seed in seeds:
        kind, content = damaged(seed)
        yield _stored(folder, f"{seed}.{kind}", content)
        if seed % 100 == 0:
            yield _stored(folder, f"sound{seed}.xlsx", sound_files()["xlsx"])


def _stored(folder: Path, name: str, content: bytes) -> SourceFile:
    path = folder / name
    path.write_bytes(content)
    now = datetime(2024, 4, 1, tzinfo=UTC)
    return SourceFile("510104", "2024Q1", name, "0" * 64, len(content), now, 1, now, path)


def is_verdict(reading: FileReading) -> bool:
    """True when a reading is something to report to the county: what was found, or why nothing was."""
    return reading.failure is None and bool(reading.tables or reading.nil_reports or reading.issues)


@pytest.fixture
def pool() -> Iterator[ReadingPool]:
    catalog, divisions = load_catalog(CONFIG), load_divisions(CONFIG)
    with ReadingPool(
        catalog, divisions, workers=2, seconds_per_file=SECONDS, memory_bytes=MEMORY, limits=LIMITS
    ) as opened:
        yield opened


@pytest.mark.long
@pytest.mark.campaign
def test_every_damaged_file_ends_with_a_verdict(pool: ReadingPool, tmp_path: Path) -> None:
    kinds: Counter[str] = Counter()
    bad = []
    expected = None
    for reading in pool.read(sources(tmp_path, range(FIRST_DAMAGED_FILE, FIRST_DAMAGED_FILE + DAMAGED_FILES))):
        reading.source.path.unlink(missing_ok=True)
        kinds[reading.kind] += 1
        if reading.source.name.startswith("sound"):
            content = (reading.tables, reading.issues and [issue.rule for issue in reading.issues])
            expected = expected or content
            assert content == expected, (reading.source.name, reading.failure)
        elif reading.kind != "zip" and not is_verdict(reading):
            bad.append((reading.source.name, reading.failure))
        bad += [(reading.source.name, i.message) for i in reading.issues if "停止" in i.message]
    assert not bad, "\n".join(map(str, bad))
    assert kinds["xlsx"] > 0
    assert kinds["unreadable"] > 0
