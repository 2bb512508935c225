"""Cost of marking workbooks: of the corpus's files against reading them, and of a thousand marks in a large one, with its memory.

Takes an inbox, gives processor time a file in milliseconds, seconds and MiB. Each file gets as many marks as a bad one has.
"""

import gc
import io
import resource
import time
from pathlib import Path

import xlsxwriter

from benchmarks.reading import source
from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.garbage import all_is_imported
from etl.marking.return_file import returned_file
from etl.model import Issue, Severity
from etl.recognise.reading import FileReader
from etl.returned.explanation import Explainer
from etl.returned.return_facts import ReturnFacts
from etl.settings import ReadingLimits, Settings

MARKS = 12  # of a file
LARGE_ROWS, LARGE_COLUMNS, LARGE_MARKS = 12_000, 20, 1_000
LIMITS = ReadingLimits()
FACTS = ReturnFacts("黑水县", "2024年第一季度", "台账.xlsx", "0" * 64)


def main(inbox: str) -> dict[str, float]:
    """All of it, in this process; the large one first, so that its memory is its own."""
    catalog = load_catalog(Settings().config)
    explainer = Explainer(catalog)
    large = _large()
    gc.collect()
    all_is_imported()  # as in a process that marks
    before = _peak_mib()
    started = time.process_time()
    marked = returned_file(large, explainer.plan(FACTS, _issues("Sheet1", LARGE_MARKS, LARGE_ROWS)), LIMITS)
    figures = {
        "s large": time.process_time() - started,
        "MiB large": _peak_mib() - before,
        "MB large": len(large) / 1e6,
    }
    assert len(marked) > len(large)
    reader = FileReader(catalog, load_divisions(Settings().config))
    paths = sorted(path for path in Path(inbox).rglob("*") if path.is_file())
    reader.read_all(source(paths[0]))
    spent = {"read": 0.0, "mark": 0.0}
    for path in paths:
        started = time.process_time()
        (reading, *_) = reader.read_all(source(path))
        spent["read"] += time.process_time() - started
        content = path.read_bytes()
        sheet = next((one.sheet for one in reading.sheets), "")
        started = time.process_time()
        returned_file(content, explainer.plan(FACTS, _issues(sheet, MARKS, 12)), LIMITS)
        spent["mark"] += time.process_time() - started
    return {f"ms {what}": 1000 * seconds / len(paths) for what, seconds in spent.items()} | figures


def _issues(sheet: str, count: int, rows: int) -> list[Issue]:
    """Issues all over the rows of a sheet."""
    places = [(4 + number * max(rows // count, 1), "CDEFG"[number % 5]) for number in range(count)]
    return [
        Issue(
            report="project",
            sheet=sheet,
            cell=f"{column}{row}",
            source_row=row,
            rule="project.planned_yuan.type",
            column_name="planned_yuan",
            severity=Severity.CRITICAL if row % 2 else Severity.WARNING,
            value="若干",
            message=f"{column}{row} “计划投资”写的是“若干”，不是具体的数；请填写以万元为单位的数字，如 12.50。",
        )
        for row, column in places
    ]


def _large() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        page = book.add_worksheet("Sheet1")
        for row in range(LARGE_ROWS):
            page.write_row(
                row, 0, [f"项目{row}-{column}" if column % 2 else row + column for column in range(LARGE_COLUMNS)]
            )
    return target.getvalue()


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
