"""A county's inbox, a configuration of its own that a test may change, and a warehouse; nights run in the test's process."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from etl.settings import PROJECT
from etl.warehouse.engine import connect
from etl.warehouse.queries.overview import status_rows
from tests.integration.one_night import one_night
from tests.shut_files import shut_to_us

COUNTY, PERIOD = "510821", "2024Q1"
SALES = "社会组织名称,农产品,销售渠道,成交额（元）\n甲协会,花椒,{channel},{yuan}\n"
GIFTS = "捐赠编号,捐赠社会组织,捐赠日期,捐赠类型,金额（元）\nJZ1,甲协会,2024-02-01,资金,{yuan}\n"
NIGHT = datetime(2024, 4, 8, 18, tzinfo=UTC)
DAY = timedelta(days=1)


class CountyWithRules:
    """Files that come, rules that change, and what became of a report."""

    def __init__(self, folder, url, monkeypatch):
        for name, value in {
            "ETL_HOME": folder / "home",
            "ETL_INBOX": folder / "inbox",
            "ETL_CONFIG": folder / "config",
            "ETL_WAREHOUSE_URL": url,
            "ETL_JUDGES": 0,  # a file or two is judged sooner than children are there
        }.items():
            monkeypatch.setenv(name, str(value))
        self.inbox, self.config = folder / "inbox", folder / "config"
        shutil.copytree(PROJECT / "config", self.config)
        self._server = sa.make_url(url).query
        self.engine = connect(url)
        self.empty()

    def empty(self):
        shutil.rmtree(self.inbox, ignore_errors=True)
        self.inbox.mkdir()

    def send(self, name, text):
        path = self.inbox / COUNTY / PERIOD / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def one_night_without(self, name, now):
        """A night for which one file cannot be read."""
        self.send(name, "")
        socket = Path(str(self._server.get("host", "/"))) / f".s.PGSQL.{self._server.get('port')}"
        with shut_to_us(self.inbox / COUNTY / PERIOD / name):
            if "port" in self._server and not os.access(socket, os.W_OK, effective_ids=True):
                pytest.skip("root without its rights over files does not reach a server that another account runs")
            return one_night(now)

    def allow(self, spelling):
        self.change("contracts/sale.yaml", "[网络, 电商,", f"[网络, 电商, {spelling},")

    def change(self, name, before, after):
        path = self.config / name
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")

    def waive(self, until):
        path = self.config / "waivers.yaml"
        text = path.read_text(encoding="utf-8")
        assert text.rstrip().endswith("waivers: []")
        waiver = f"""waivers:
  - {{rule: sale.sold_yuan.minimum, county: "{COUNTY}", report: sale, period: {PERIOD}, reason: 冲回上季度, allowed_by: 省厅,
     expires_on: {until}}}"""
        path.write_text(text.replace("waivers: []", waiver), encoding="utf-8")

    def status(self, report="sale"):
        with self.engine.connect() as connection:
            rows = status_rows(connection, PERIOD, COUNTY)
        return next((row["status"], row["in_use"]) for row in rows if row["report"] == report)

    def sold(self):
        with self.engine.connect() as connection:
            return list(connection.scalars(sa.text("select sold_yuan from mart.sale")))

    def count(self, table):
        with self.engine.connect() as connection:
            return connection.scalar(sa.text(f"select count(*) from {table}"))
