"""A real Prefect server for the tests, with its scheduler, and the commands that an operator gives it."""

import sqlite3
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.local_server import LocalServer, ServerOptions
from flows.prefect_environment import ALWAYS, WITH_OUR_SERVER, WITHOUT_UI
from tests.warm_process import begin

POOL = "county-etl"
_migrated: list[bytes] = []
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # nothing here is https; a client reads them for 30 ms
BUSY = 503  # its database is locked: every client of Prefect's tries again


def answered(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """Answer of a server, which is asked again while it is busy."""
    deadline = time.monotonic() + 180
    while True:
        try:
            answer = ask()
        except httpx.ReadTimeout:  # busier still
            if time.monotonic() > deadline:
                raise
            continue
        if answer.status_code != BUSY or time.monotonic() > deadline:
            return answer
        time.sleep(0.5)


class Prefect:
    """A Prefect server that runs, as its UI sees it."""

    def __init__(self, url: str, home: Path) -> None:
        self.url = url
        self.environment = {"PREFECT_API_URL": url, "PREFECT_HOME": str(home), **ALWAYS}

    def ask(self, path: str, expected: int = 200, **body: Any) -> Any:
        answer = answered(lambda: self._post(path, body))
        assert answer.status_code == expected, answer.text
        return answer.json()

    def _post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        return httpx.post(f"{self.url}/{path}", json=body, timeout=30, trust_env=False, verify=NO_CERTIFICATES)

    def deployments(self) -> dict[str, dict[str, Any]]:
        return {found["name"]: found for found in self.ask("deployments/filter")}

    def start(self, name: str, **parameters: Any) -> str:
        """Press "Run" in the form of a deployment."""
        deployment = self.deployments()[name]["id"]
        return self.ask(f"deployments/{deployment}/create_flow_run", 201, parameters=parameters)["id"]

    def state(self, flow_run: str) -> str:
        (found,) = self.ask("flow_runs/filter", flow_runs={"id": {"any_": [flow_run]}})
        return found["state_type"]

    def artifact(self, flow_run: str) -> str:
        (found,) = self.ask(
            "artifacts/filter", artifacts={"flow_run_id": {"any_": [flow_run]}, "key": {"any_": ["night"]}}
        )
        return found["data"]


def take_migrated_database(home: Path) -> None:
    """Give a new home of Prefect's the database that the first server of these tests has made."""
    path = home / "prefect.db"
    if _migrated and not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_migrated[0])


def share_migrated_database(path: Path) -> None:
    """Leave that database to the other workers, or take theirs."""
    if not path.exists():
        path.write_bytes(_migrated[0])
    elif not _migrated:
        _migrated.append(path.read_bytes())


def _keep_migrated_database(home: Path) -> None:
    if _migrated:
        return
    with closing(sqlite3.connect(home / "prefect.db")) as database:
        _migrated.append(database.serialize())


@contextmanager
def prefect_server(home: Path, *, scheduling: bool = True) -> Iterator[Prefect]:
    """A server that runs as long as the block; unless it is `scheduling` it is what `etl run` starts for itself."""
    take_migrated_database(home)
    with pytest.MonkeyPatch.context() as environment:
        for name, value in {**ALWAYS, **WITH_OUR_SERVER, **WITHOUT_UI, "PREFECT_HOME": str(home)}.items():
            environment.setenv(name, value)
        environment.setenv("PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS", "1")
        server = LocalServer(home, ServerOptions(scheduling=scheduling))
        url = server.start()
    try:
        wait_until(server.answers)
        _keep_migrated_database(home)
        yield Prefect(url, home)
    finally:
        server.stop()


def call(environment: dict[str, str], *arguments: str, of: str = "prefect") -> str:
    """Run a command of Prefect's, or of ours, that works; below the project, from which config/prefect.yaml is named."""
    options = ("--no-prompt",) if of == "prefect" else ()
    done = begin(of, *options, *arguments, environment=environment).end()
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def deploy(environment: dict[str, str]) -> None:
    """Make the work pool and register config/prefect.yaml for its workers."""
    call(environment, "work-pool", "create", "--type", "process", POOL)
    call(environment, "deploy", "--all", "--prefect-file", "config/prefect.yaml")


def wait_until(is_true: Callable[[], object], seconds: float = 300) -> None:
    """Wait for what comes in a moment, and later on a machine that is busy with other things."""
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.4)  # each look at a server costs it something
