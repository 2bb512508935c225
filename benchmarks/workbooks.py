"""Inboxes for the benchmark: takes counties, rows and a variant, gives a folder <county>/2024Q1/<one workbook>.

A workbook is tidy: nine sheets named as their reports, a title, a line with sender and unit, the official headings, the
rows. A folder that is there already is taken as it is: the same name means the same content.
"""

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

import xlsxwriter

from benchmarks.county_rows import Reports, Row, county_rows
from benchmarks.faults import broken
from benchmarks.province import CONFIG, Province
from etl.contract.catalog import load_catalog
from etl.contract.schema import Column, Contract

PERIOD = "2024Q1"
HEADING_ROWS = 3  # title, sender and unit, headings
SHEET_UNIT = "万元"  # an amount in another unit says so in its heading
WRITTEN = datetime(2024, 4, 8, 9, tzinfo=UTC)
LAYOUT = 1  # counts up when workbooks come to look otherwise, so that kept ones are not taken for them


@dataclass(frozen=True)
class Order:
    """One workbook to write."""

    code: str
    name: str
    rows: int
    folder: Path
    has_faults: bool
    seed: int = 1


def inbox(where: Province, rows: int, work: Path, *, has_faults: bool = False, workers: int = 1) -> Path:
    """The inbox of all counties; with `has_faults` something is wrong in every row of every file."""
    kind = "faults" if has_faults else "clean"
    folder = work / f"inbox-{LAYOUT}-{kind}-{len(where.counties)}x{rows}"
    if not folder.exists():
        unfinished = _emptied(folder)
        orders = [Order(code, name, rows, unfinished, has_faults) for code, name in where.counties.items()]
        with ProcessPoolExecutor(workers) as pool:
            list(pool.map(write_workbook, orders, chunksize=4))
        unfinished.rename(folder)
    return folder


def inbox_with_one_changed(where: Province, rows: int, work: Path) -> Path:
    """The clean inbox, in which the first county has sent other figures an hour later."""
    clean = inbox(where, rows, work)
    folder = clean.with_name(clean.name.replace("clean", "one"))
    if not folder.exists():
        unfinished = _emptied(folder)
        shutil.copytree(clean, unfinished, copy_function=partial(os.link, follow_symlinks=False), dirs_exist_ok=True)
        code, name = next(iter(where.counties.items()))
        shutil.rmtree(unfinished / code)  # its file is linked: written over, the clean one would change too
        path = write_workbook(Order(code, name, rows, unfinished, has_faults=False, seed=2))
        os.utime(path, times=(WRITTEN.timestamp() + 3600,) * 2)
        unfinished.rename(folder)
    return folder


def write_workbook(order: Order) -> Path:
    """Write one county's workbook into the inbox."""
    reports = county_rows(order.code, order.name, order.rows, order.seed)
    path = order.folder / order.code / PERIOD / f"{order.name}2024年第一季度帮扶报表.xlsx"
    path.parent.mkdir(parents=True)
    _write(path, order.name, broken(reports) if order.has_faults else reports)
    os.utime(path, times=(WRITTEN.timestamp(),) * 2)
    return path


def _write(path: Path, county: str, reports: Reports) -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": WRITTEN})
        for report, contract in _contracts().items():
            sheet = book.add_worksheet(contract.title.zh)
            for n, cells in enumerate(_lines(county, contract, reports.get(report, []))):
                sheet.write_row(n, 0, cells)


@cache
def _contracts() -> dict[str, Contract]:
    return load_catalog(CONFIG).contracts


def _lines(county: str, contract: Contract, rows: list[Row]) -> Iterator[list[object]]:
    yield [f"{county}{contract.title.zh}（2024年第一季度）"]
    yield [f"填报单位：{county}民政局", None, f"单位：{SHEET_UNIT}"]
    yield [_heading(column) for column in contract.columns]
    for row in rows:
        yield [row.get(column.name) for column in contract.columns]


def _heading(column: Column) -> str:
    written = column.label.zh
    return written if column.unit in (None, SHEET_UNIT) else f"{written}（{column.unit}）"


def _emptied(folder: Path) -> Path:
    unfinished = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    return unfinished
