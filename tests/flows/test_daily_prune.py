"""`etl serve` prunes by itself: once a day, beside the schedule, and whatever goes wrong ends nothing."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from etl.config.calendar import TIMEZONE
from etl.settings import Settings
from flows import daily_prune
from flows.daily_prune import prune_daily, seconds_until_due
from flows.prune_runs import Pruned


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
