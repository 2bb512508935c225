"""An inbox of very many files: the parent's memory does not grow with them, for they are read and judged some hundreds at a time."""

import csv
import io
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest
import xlsxwriter

from benchmarks.county_rows import FEWEST, county_rows
from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.contract.schema import Contract
from etl.settings import PROJECT
from tests.campaigns import FILES_IN_ONE_INBOX
from tests.integration.operator import ETL, Operator

CONFIG = PROJECT / "config"
MOST_MIB = 600
PERIODS = [f"{year}Q{quarter}" for year in range(2021, 2025) for quarter in range(1, 5)][:13]
EARLIER = timedelta(days=1096)  # so that no row is of a day after the first period

Lines = list[list[object]]


def lines(contract: Contract, rows: list[dict[str, object]]) -> Lines:
    headings = [c.label.zh if c.unit is None else f"{c.label.zh}（{c.unit}）" for c in contract.columns]
    values = [[row.get(column.name) for column in contract.columns] for row in rows]
    return [headings, *([v - EARLIER if isinstance(v, date) else v for v in row] for row in values)]


def as_csv(written: Lines) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(written)
    return file.getvalue().encode()


def as_xlsx(written: Lines) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for n, line in enumerate(written):
            sheet.write_row(n, 0, line)
    return file.getvalue()


def deliveries() -> Iterator[tuple[str, bytes]]:
    """Path in the inbox and content: one report a file, every fifth a workbook; all counties for one period, then the next."""
    contracts = load_catalog(CONFIG).contracts
    for period in PERIODS:
        for code, county in load_divisions(CONFIG).counties.items():
            for n, (report, rows) in enumerate(county_rows(code, county.name, FEWEST).items()):
                written = lines(contracts[report], rows)  # type: ignore[arg-type]
                kind, content = ("xlsx", as_xlsx(written)) if n % 5 == 0 else ("csv", as_csv(written))
                yield f"{code}/{period}/{contracts[report].title.zh}.{kind}", content


def peak_of(process: "subprocess.Popen[bytes]") -> float:
    """Wait until a process ends; the most memory that it ever held itself, in MiB."""
    peak = 0.0
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
        except OSError:
            break
        peak = max(peak, *(int(kib) / 1024 for kib in re.findall(r"VmHWM:\s*(\d+) kB", status)), 0.0)
        time.sleep(0.02)
    return peak


@pytest.mark.long
@pytest.mark.campaign
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from Linux's /proc")
def test_the_parent_stays_small_however_many_files_came(tmp_path: Path, make_operator: Callable[..., Operator]) -> None:
    operator = make_operator(tmp_path)
    for path, content in islice(deliveries(), FILES_IN_ONE_INBOX):
        file = operator.inbox / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    began = time.monotonic()
    log = tmp_path / "log"
    with log.open("wb") as out:
        process = subprocess.Popen([*ETL, "run"], env=operator.environment, stdout=out, stderr=out)
        peak = peak_of(process)
    said = log.read_text(encoding="utf-8")
    assert process.returncode == 0, said
    print(f"{FILES_IN_ONE_INBOX} files in {time.monotonic() - began:.0f} s, the parent's peak {peak:.0f} MiB")
    assert f"{FILES_IN_ONE_INBOX} reports accepted" in said, said
    assert 50 < peak < MOST_MIB
