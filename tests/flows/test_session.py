"""A session on real Prefect: each test runs a program of its own, as Prefect keeps settings and threads in its process."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import psutil
import pytest

from tests.warm_process import LONGEST, Program, begin

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
import time
from pathlib import Path

import psutil

from flows.local_server import ServerOptions
from flows.session import PrefectUnavailable, prefect_session

HOME, ROLE = Path(sys.argv[1]), sys.argv[2]


class Flaky(Exception):
    pass


def only_flaky(_task, _run, state):
    return isinstance(state.result(raise_on_failure=False), Flaky)


def define_night():
    from prefect import flow, task
    from prefect.artifacts import create_markdown_artifact
    from prefect.futures import wait
    from prefect.states import Completed, Failed
    from prefect.task_runners import ThreadPoolTaskRunner

    tried = []

    @task(task_run_name="read {place}", retries=2, retry_condition_fn=only_flaky)
    def read(place):
        tried.append(place)
        if place == "p03":
            raise ValueError("never mends")
        if place == "p07" and tried.count(place) == 1:
            raise Flaky("mends")

    @task(task_run_name="validate {report}")
    def validate(report):
        return report

    @flow(name="night", flow_run_name="night {period}", task_runner=ThreadPoolTaskRunner(max_workers=4))
    def night(period):
        tried.clear()
        reading = read.map([f"p{n:02}" for n in range(21)])
        wait(reading)
        wait(validate.map([f"r{n}" for n in range(9)]))
        failed = [future for future in reading if future.state.is_failed()]
        create_markdown_artifact(f"# {period}: {len(failed)} failed", key="night")
        if period == "2024Q1":
            return Completed(name="Published", message=f"{len(failed)} of 21 failed")
        return Failed(name="Unpublished", message=f"{len(failed)} of 21 failed")

    @flow(name="endless")
    def endless():
        print("running", flush=True)
        time.sleep(600)

    return night, endless


def play(session):
    if ROLE == "unanswered":
        session.wait_ready(timeout=1)
    if ROLE == "orphan":
        psutil.Process().children()[0].kill()
    if ROLE == "scheduling":
        return register(session)
    night, endless = define_night()
    session.wait_ready()
    if ROLE == "endless":
        endless()
    for period in ("2024Q1", "2024Q2"):
        state = night(period, return_state=True)
        print(period, state.type.value, state.name, "-", state.message, flush=True)


def register(session):
    from prefect.client.orchestration import get_client
    from prefect.deployments.runner import EntrypointType
    from prefect.schedules import Cron

    night, _ = define_night()
    session.wait_ready()
    schedule = Cron("0 2 * * *", timezone="Asia/Shanghai")
    night.to_deployment("nightly", schedule=schedule, entrypoint_type=EntrypointType.MODULE_PATH).apply()
    with get_client(sync_client=True) as client:
        while not (runs := [run for run in client.read_flow_runs() if run.deployment_id]):
            time.sleep(0.1)
        print(client.read_deployment_by_name("night/nightly").schedules[0].schedule)
        print(min(run.expected_start_time for run in runs).strftime("%H:%M"))


try:
    options = ServerOptions(scheduling=ROLE == "scheduling")
    with prefect_session(HOME, api_url=sys.argv[3] if sys.argv[3:] else None, options=options) as session:
        play(session)
    print("unrecorded", session.unrecorded)
except PrefectUnavailable as exc:
    print(exc)
"""


class Place(NamedTuple):
    """Place where a program runs: a home of the ETL's, a home of the user's, and a folder that is neither."""

    home: Path
    users_home: Path
    folder: Path


Start = Callable[..., Program]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """One place for the whole file, as a first start migrates; its path has a space and Chinese letters in it."""
    top = tmp_path_factory.mktemp("省级 etl")
    made = Place(top / "var", top / "user", top / "work")
    made.users_home.mkdir()
    made.folder.mkdir()
    (made.folder / "program.py").write_text(PROGRAM, encoding="utf-8")
    (made.folder / ".env").write_text("PREFECT_API_URL=http://127.0.0.1:9/api\n", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def start(place: Place) -> Iterator[Start]:
    """Start the program in a role, warnings being errors."""
    programs: list[Program] = []

    def start_program(*arguments: str) -> Program:
        program = begin(str(place.folder / "program.py"), str(place.home), *arguments, environment=environment(place))
        programs.append(program)
        return program

    yield start_program
    for program in programs:
        program.kill()


def environment(place: Place) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return clean | {"HOME": str(place.users_home), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}


def said(program: Program) -> tuple[str, str]:
    """Texts that it wrote to stdout and to stderr until its end."""
    done = program.end()
    return done.stdout, done.stderr


@pytest.fixture(scope="module")
def played(place: Place) -> tuple[str, str]:
    """Output of a program that ran two nights in a new Python, on stdout and on stderr."""
    command = [sys.executable, "program.py", str(place.home), "nights"]
    done = subprocess.run(
        command, cwd=place.folder, env=environment(place), capture_output=True, text=True, timeout=LONGEST, check=False
    )
    return done.stdout, done.stderr


def rows(place: Place, query: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{place.home}/prefect/prefect.db?mode=ro", uri=True)) as database:
        return database.execute(query).fetchall()


def servers(place: Place) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if is_server(process, place)]


def is_server(process: psutil.Process, place: Place) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()).is_relative_to(place.home)
    except psutil.Error:
        return False


def wait_until(is_true: Callable[[], object], seconds: float = LONGEST) -> None:
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.long
def test_only_our_own_lines_reach_the_terminal(played: tuple[str, str]) -> None:
    assert played == (
        "2024Q1 COMPLETED Published - 1 of 21 failed\n2024Q2 FAILED Unpublished - 1 of 21 failed\nunrecorded 0\n",
        "",
    )


@pytest.mark.long
@pytest.mark.usefixtures("played")
def test_every_task_run_is_recorded_by_its_name_in_the_state_it_ended_in(place: Place) -> None:
    query = """SELECT flow_run.name, task_run.name, task_run.state_type FROM task_run
               JOIN flow_run ON flow_run.id = task_run.flow_run_id WHERE flow_run.name LIKE 'night %'"""
    ended = {f"read p{n:02}": "COMPLETED" for n in range(21)} | {f"validate r{n}": "COMPLETED" for n in range(9)}
    ended["read p03"] = "FAILED"
    expected = Counter((f"night {period}", *end) for period in ("2024Q1", "2024Q2") for end in ended.items())
    assert Counter(rows(place, query)) == expected


@pytest.mark.long
@pytest.mark.usefixtures("played")
def test_only_what_can_mend_is_tried_again(place: Place) -> None:
    tries = rows(place, "SELECT name, run_count FROM task_run WHERE run_count > 1 OR name = 'read p03' ORDER BY name")
    assert tries == [("read p03", 1), ("read p03", 1), ("read p07", 2), ("read p07", 2)]


@pytest.mark.long
@pytest.mark.usefixtures("played")
def test_the_flow_decides_its_final_state(place: Place) -> None:
    query = """SELECT run.name, state.type, state.name, state.message FROM flow_run run
               JOIN flow_run_state state ON state.id = run.state_id WHERE run.name LIKE 'night %' ORDER BY 1"""
    assert rows(place, query) == [
        ("night 2024Q1", "COMPLETED", "Published", "1 of 21 failed"),
        ("night 2024Q2", "FAILED", "Unpublished", "1 of 21 failed"),
    ]


@pytest.mark.long
@pytest.mark.usefixtures("played")
def test_the_artifact_is_kept(place: Place) -> None:
    assert rows(place, "SELECT json_extract(data, '$') FROM artifact WHERE key = 'night' ORDER BY created") == [
        ("# 2024Q1: 1 failed",),
        ("# 2024Q2: 1 failed",),
    ]


@pytest.mark.long
@pytest.mark.usefixtures("played")
def test_a_new_home_is_migrated_the_quick_way(place: Place) -> None:
    assert "quick migration failed" not in (place.home / "prefect" / "server.log").read_text(encoding="utf-8")


@pytest.mark.long
@pytest.mark.usefixtures("played")
def test_nothing_is_written_to_the_users_home_and_no_process_is_left(place: Place) -> None:
    assert (list(place.users_home.iterdir()), servers(place)) == ([], [])


@pytest.fixture(scope="module")
def endless(start: Start) -> Program:
    """A program in the middle of a flow."""
    program = start("endless")
    wait_until(lambda: program.output == "running\n")
    return program


@pytest.mark.usefixtures("endless")
def test_the_server_of_one_run_answers_only_who_has_its_key(place: Place) -> None:
    (listening,) = (c for server in servers(place) for c in server.net_connections("tcp") if c.status == "LISTEN")
    url = f"http://127.0.0.1:{listening.laddr.port}/api/flow_runs/filter"
    key = (place.home / "secrets" / "prefect").read_text()
    basic = {"Authorization": f"Basic {b64encode(key.encode()).decode()}"}
    answers = [httpx.post(url, headers=headers, trust_env=False).status_code for headers in ({}, basic)]
    assert answers == [401, 200]


def test_a_parent_that_is_killed_leaves_no_server(place: Place, endless: Program) -> None:
    assert servers(place)
    endless.kill()
    wait_until(lambda: not servers(place))


def test_sigterm_ends_the_flow_the_server_and_the_program_without_a_word(place: Place, start: Start) -> None:
    program = start("endless")
    wait_until(lambda: program.output == "running\n")
    program.signal(signal.SIGTERM)
    assert said(program) == ("running\n", "")
    assert program.end().returncode == 128 + signal.SIGTERM
    assert servers(place) == []
    assert ("CRASHED",) in rows(place, "SELECT state_type FROM flow_run WHERE state_type = 'CRASHED'")


@pytest.mark.long
def test_a_server_that_dies_is_told_in_one_sentence(place: Place, start: Start) -> None:
    log = place.home / "prefect" / "server.log"
    assert said(start("orphan")) == (
        f"Prefect's server ended with code -9; its log is {log}\n",
        "",
    )


def test_an_operators_server_that_does_not_answer_is_told_in_one_sentence(start: Start) -> None:
    told, noise = said(start("unanswered", "http://127.0.0.1:9/api"))
    assert told.startswith("Prefect's server at http://127.0.0.1:9/api does not answer: ConnectError")
    assert (told.count("\n"), noise) == (1, "")


@pytest.mark.long
def test_a_schedule_gets_its_runs(start: Start) -> None:
    told, noise = said(start("scheduling"))
    assert told == "cron='0 2 * * *' timezone='Asia/Shanghai' day_or=True\n18:00\nunrecorded 0\n"
    assert noise == ""
