"""Names, tags, logs and the bar of a run: takes what a run is told and came to, on a real Prefect server where it needs one."""

import logging
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest

from etl.errors import TransientError
from etl.night.request import RunRequest
from etl.night.summary import Summary
from tests.flows.prefect_server import Prefect, wait_until
from tests.warm_process import begin

NIGHT = Summary("3f0c1d2e-0", "nightly", "inbox", files_seen=3, files_read=3, seconds=1.0)
NOW = datetime(2026, 11, 29, 18, tzinfo=UTC)  # 02:00 of the next day in the province


@pytest.fixture(scope="module")
def name_of() -> Callable[..., str]:
    """The function; Prefect is imported by the one worker that comes to these tests."""
    return import_module("flows.run_names").name_of


@pytest.mark.parametrize(
    ("kind", "parameters", "name"),
    [
        ("nightly", {}, "nightly 2026-11-30"),
        ("nightly", {"period": "2024Q1"}, "nightly 2026-11-30 2024Q1"),
        ("rerun", {"counties": ["513228 黑水县"]}, "rerun 513228 黑水县"),
        ("rerun", {"counties": ["黑水县"]}, "rerun 513228 黑水县"),
        ("rerun", {"counties": ["513228", "513229x", "511133"]}, "rerun 513228 黑水县、513229x and 1 more"),
        ("rerun", {"run": "3f0c1d2e"}, "rerun 3f0c1d2e"),
        ("replay", {"period": "2024Q1", "preview": True}, "replay 2024Q1 preview"),
        ("replay", {"preview": False}, "replay 2026-11-30"),
    ],
)
def test_a_run_is_named_by_what_it_does(name_of, kind, parameters, name):
    with import_module("flows.by_hand").told(now=NOW):
        assert name_of(kind, parameters) == name


@pytest.mark.parametrize(
    ("summary", "outcome"),
    [
        (NIGHT, "published"),
        (replace(NIGHT, files_read=0), "nothing-new"),
        (replace(NIGHT, failed={"513228 黑水县": "not mounted"}), "county-failed"),
        (replace(NIGHT, folders_gone=("513228 黑水县",)), "inbox-in-question"),
        (None, "nothing-published"),
    ],
    ids=["published", "nothing-new", "county-failed", "inbox-in-question", "nothing-published"],
)
def test_tags_say_kind_period_and_outcome(summary, outcome):
    tags = import_module("flows.run_names").tags_of_end(RunRequest(NOW, period="2024Q1"), summary)
    assert set(tags) == {"kind:nightly", "period:2024Q1", f"outcome:{outcome}"}


def record(error: Exception, message: str = "Task run failed with exception") -> logging.LogRecord:
    return logging.LogRecord("prefect.task_runs", logging.ERROR, "", 0, message, (), (type(error), error, None))


def test_an_error_that_says_who_acts_has_no_traceback_and_a_fault_of_ours_has_one():
    filters = import_module("flows.log_filters")
    said, fault = record(TransientError("the warehouse is gone")), record(ValueError("a bug"))
    assert filters.InWords().filter(said)
    assert filters.InWords().filter(fault)
    assert (said.exc_info, bool(fault.exc_info)) == (None, True)
    assert not filters.InWords().filter(
        record(TransientError("x"), "Engine execution exited with unexpected exception")
    )


PROGRAM = """
import sys
from pathlib import Path
from flows.session import prefect_session
with prefect_session(Path(sys.argv[1]), api_url=sys.argv[2]) as session:
    from prefect import flow
    from etl.errors import TransientError
    from flows.artifacts import ReadingProgress
    from flows.run_log import log_in_words
    from flows.task_runs import in_task, task_runs, tried_again
    session.wait_ready()

    @flow
    def night(long_seconds):
        bar = ReadingProgress(long_seconds, step_seconds=0)
        bar.expect(4)
        for _ in range(3):
            bar.advance()
        bar.finish()

    tries = []

    def fails_once():
        tries.append(1)
        if len(tries) == 1:
            raise TransientError("the warehouse is gone")

    @flow
    def again():
        log_in_words()
        in_task("publish it", fails_once)

    def trouble(given):
        return "511133 马边彝族自治县: not mounted" if given == "half" else ""

    @flow
    def reads():
        fan_out = task_runs(tried_again, "read", trouble=trouble)
        print(fan_out([("乐山市", lambda: "half"), ("自贡市", lambda: "all")]))

    night(0)
    night(60)
    again()
    reads()
"""


@pytest.fixture(scope="module")
def played(prefect_url: str, tmp_path_factory: pytest.TempPathFactory) -> Prefect:
    """The server that has recorded the program's runs."""
    tmp_path = tmp_path_factory.mktemp("story")
    program = tmp_path / "bar.py"
    program.write_text(PROGRAM, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ETL_", "PREFECT_"))}
    done = begin(str(program), str(tmp_path / "home"), prefect_url, environment=kept).end()
    assert (done.returncode, done.stdout) == (0, "['half', 'all']\n"), done.stderr
    prefect = Prefect(prefect_url, tmp_path)
    wait_until(lambda: has_ended(prefect, "again", 1) and has_ended(prefect, "reads", 2))
    return prefect


def has_ended(prefect: Prefect, flow: str, task_runs: int) -> bool:
    """True once the server, which records task runs behind the events that tell of them, has the end of each."""
    runs = prefect.ask("task_runs/filter", flows={"name": {"any_": [flow]}})
    return len(runs) == task_runs and all(run["state_type"] in ("COMPLETED", "FAILED") for run in runs)


def test_long_reading_has_one_bar_and_short_reading_none(played: Prefect) -> None:
    bars: list[dict[str, Any]] = played.ask("artifacts/filter", artifacts={"key": {"any_": ["reading"]}})
    of_four = [bar for bar in bars if bar["description"] == "read: 4 files"]  # other tests' nights are there, too
    assert [(bar["type"], bar["data"]) for bar in of_four] == [("progress", 100.0)]


def test_what_is_tried_again_says_so_without_a_traceback(played: Prefect) -> None:
    (run,) = played.ask("task_runs/filter", task_runs={"name": {"any_": ["publish it"]}})
    assert (run["state_type"], run["run_count"]) == ("COMPLETED", 2)
    logs = played.ask("logs/filter", logs={"task_run_id": {"any_": [run["id"]]}})
    assert [log["message"] for log in logs if "Retry 1/3 will start 2 second(s) from now" in log["message"]]
    assert not [log["message"] for log in logs if "Traceback" in log["message"]]


def test_a_prefecture_with_a_failed_county_is_a_failed_task_run_that_names_it_and_is_not_tried_again(
    played: Prefect,
) -> None:
    runs = played.ask("task_runs/filter", flows={"name": {"any_": ["reads"]}})
    assert sorted((run["name"], run["state_type"], run["state"]["message"], run["run_count"]) for run in runs) == [
        ("read 乐山市", "FAILED", "511133 马边彝族自治县: not mounted", 1),
        ("read 自贡市", "COMPLETED", "", 1),
    ]
