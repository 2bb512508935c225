"""Growth of a year of nights: `python -m benchmarks.once year [COUNTIES] [NIGHTS]`, in one process and without Prefect.

Every seventh night one county has sent a report again, every thirtieth one county's folder cannot be listed, all others find what the
one before found. Given is what the first night took, and what all that followed added: rows and bytes of each table, files and bytes of the archive.
"""

import os
import tempfile
import warnings
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import psycopg

from benchmarks.database import databases
from benchmarks.province import CONFIG, province
from benchmarks.scenarios import NIGHT
from etl.night.context import open_night
from etl.night.request import RunRequest
from etl.night.run import run_night
from etl.warehouse.address import plain

CHANGED_EVERY, FAILED_EVERY = 7, 30  # nights
PERIOD = "2024Q1"
SALES = "社会组织名称,农产品,销售渠道,成交额（元）\n甲协会,花椒,网络,{yuan}\n"
GIFTS = "捐赠编号,捐赠社会组织,捐赠日期,捐赠类型,金额（元）\nJZ1,甲协会,2024-02-01,资金,1000\n"
_ROWS = """
select schemaname || '.' || relname as name, n_live_tup, pg_total_relation_size(relid)
from pg_stat_user_tables where schemaname in ('ops', 'core') order by 1
"""
Sizes = dict[str, tuple[int, int]]  # what -> rows or files, bytes


class Year:
    """A province whose nights are played one after the other."""

    def __init__(self, folder: Path, url: str, counties: int) -> None:
        self._url = url
        self._inbox, self._home = folder / "inbox", folder / "var"
        self._counties = list(province(counties, folder).counties)
        for county in self._counties:
            self._send(county, "捐赠.csv", GIFTS)
            self._send(county, "消费帮扶.csv", SALES.format(yuan=100))
        own = {"ETL_HOME": self._home, "ETL_INBOX": self._inbox, "ETL_WAREHOUSE_URL": url, "ETL_CONFIG": CONFIG}
        os.environ.update({name: str(value) for name, value in own.items()} | {"ETL_JUDGES": "0", "ETL_READERS": "1"})

    def night(self, number: int) -> None:
        """Play one; the first is number 0."""
        county = self._counties[number % len(self._counties)]
        if number % CHANGED_EVERY == 1:
            self._send(county, "消费帮扶.csv", SALES.format(yuan=100 + number))
        gone, aside = self._inbox / county, self._inbox.with_name("aside")
        if number % FAILED_EVERY == 2:
            gone.rename(aside)
            gone.symlink_to("nowhere")  # as a share that is not mounted
        with open_night(RunRequest(NIGHT + timedelta(days=number), inbox=str(self._inbox))) as context:
            run_night(context)
        if gone.is_symlink():
            gone.unlink()
            aside.rename(gone)

    def sizes(self) -> Sizes:
        """Rows and bytes of the tables, and files and bytes of the archive."""
        with psycopg.connect(plain(self._url), autocommit=True) as server:
            server.execute("vacuum analyze")
            found: Sizes = {str(name): (int(rows), int(size)) for name, rows, size in server.execute(_ROWS).fetchall()}
        files = [path.stat().st_size for path in (self._home / "archive").rglob("*") if path.is_file()]
        return found | {"archive": (len(files), sum(files))}

    def _send(self, county: str, name: str, text: str) -> None:
        path = self._inbox / county / PERIOD / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def play(counties: int, nights: int) -> tuple[Sizes, Sizes]:
    """The sizes after the first night, and after all of them."""
    with warnings.catch_warnings():  # Great Expectations imports what Python has deprecated
        warnings.simplefilter("ignore", DeprecationWarning)
        import_module("etl.validate.judge")  # which a night without judging children imports late
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder)) as server, server.fresh(CONFIG) as url:
        year = Year(Path(folder), url, counties)
        year.night(0)
        first = year.sizes()
        for number in range(1, nights):
            year.night(number)
        return first, year.sizes()


def main(counties: str = "20", nights: str = "365") -> dict[str, dict[str, int]]:
    """The figures, by table."""
    first, last = play(int(counties), int(nights))
    figures = {}
    for name, (rows, size) in last.items():
        rows_then, size_then = first.get(name, (0, 0))
        if rows:
            figures[name] = {
                "rows": rows_then,
                "added": rows - rows_then,
                "bytes": size_then,
                "bytes_added": size - size_then,
            }
    return figures
