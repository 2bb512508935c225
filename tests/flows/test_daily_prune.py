"""`etl serve` prunes by itself: once a day, beside the schedule, and whatever goes wrong ends nothing."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import psutil
import pytest

from etl.config.calendar import TIMEZONE
from etl.settings import Settings
from flows import daily_prune
from flows.daily_prune import prune_daily, seconds_until_due
from flows.prune_runs import Pruned
from tests.flows.prefect_server import take_migrated_database, wait_until
from tests.flows.served_ui import Served
from tests.integration.operator import Operator
from tests.warm_process import begin

SERVES = """
import sys
from datetime import UTC, datetime, timedelta, tzinfo
from etl.config import calendar

class SoonSix(tzinfo):  # where it is twenty seconds to six when anybody first asks
    offset = None
    def utcoffset(self, when):
        if self.offset is None:
            now = datetime.now(UTC).time()
            past = timedelta(hours=now.hour, minutes=now.minute, seconds=now.second)
            SoonSix.offset = timedelta(hours=5, minutes=59, seconds=40) - past
        return self.offset
    def dst(self, when):
        return timedelta(0)

calendar.TIMEZONE = SoonSix()
sys.argv = ["etl", "serve"]
from etl.cli import main
main()
"""


def test_it_is_due_once_a_day_after_night_and_backup() -> None:
    before = datetime(2024, 4, 9, 5, 30, tzinfo=TIMEZONE)
    assert [seconds_until_due(before + timedelta(minutes=30 * more)) for more in (0, 1, 2)] == [1800, 86400, 84600]


def test_what_goes_wrong_is_said_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[datetime] = []

    def prune(home: Path, before: datetime) -> Pruned:
        asked.append(before)
        if len(asked) == 1:
            raise OSError("no server answers")
        return Pruned(before, 2 if len(asked) == 2 else 0, 0)

    def wait(_now: datetime) -> float:
        if len(asked) == 3:
            raise asyncio.CancelledError
        return 0

    monkeypatch.setattr(daily_prune, "prune", prune)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(prune_daily(Settings(home=tmp_path, keep_days=30), wait))
    failed, removed = capsys.readouterr().err.splitlines()
    assert failed == "pruning broke off: OSError: no server answers; tomorrow again, or now: etl prune"
    assert removed.startswith("removed: 2 runs of Prefect's that ended before ")
    assert datetime.now(TIMEZONE) - asked[-1] >= timedelta(days=30)


@pytest.mark.long
def test_etl_serve_prunes_at_six(tmp_path: Path) -> None:
    """The loop itself, on a server of its own, in a time zone where it is nearly six."""
    operator = Operator(tmp_path / "operator")
    take_migrated_database(operator.home / "prefect")
    (tmp_path / "script.py").write_text(SERVES, encoding="utf-8")
    program = begin(str(tmp_path / "script.py"), environment=operator.environment)
    try:
        wait_until(lambda: "serving on " in program.output or "Traceback" in program.errors)
        url = program.output.split("serving on ")[1].split("/api;")[0]
        path = operator.home / "secrets" / "prefect"
        served = Served(psutil.Process(program.pid), [], program.err, url, path.read_text(), path)
        wait_until(lambda: {one["name"] for one in served.find("deployments")} >= {"nightly", "remind"})
        old, new = (served.start("remind", state={"type": "COMPLETED", "name": "Completed"}) for _ in range(2))
        with closing(sqlite3.connect(operator.home / "prefect" / "prefect.db", timeout=30)) as database, database:
            ended = "update flow_run set end_time = '2020-01-01 00:00:00.000000' where id = ?"
            assert database.execute(ended, [old]).rowcount == 1
        wait_until(lambda: "removed: 1 run" in program.errors, seconds=60)
        left = {one["id"] for one in served.find("flow_runs")}
        assert (old in left, new in left) == (False, True)
    finally:
        program.kill()
