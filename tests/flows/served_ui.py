"""`etl serve --ui` with a Prefect server of its own, as a test runs it and asks it."""

import os
import signal
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import psutil

from flows.local_server import answers
from flows.prefect_environment import ALWAYS, WITH_UI
from tests.flows.prefect_server import answered, take_migrated_database, wait_until
from tests.integration.operator import Operator
from tests.warm_process import LONGEST, begin

DEPLOYMENTS = {"nightly", "rerun", "replay", "remind", "alarm"}
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


class Served(NamedTuple):
    """A running `etl serve --ui`: its process, what it printed, its journal, its address, its key and where that stands."""

    process: psutil.Process
    printed: list[str]
    journal: Path
    url: str
    key: str
    key_path: Path

    def ask(self, path: str, key: str | None, **body: Any) -> httpx.Response:
        return self._send("POST", path, key, body)

    def change(self, path: str, **body: Any) -> None:
        """Put something in the place of what stands there."""
        answer = self._send("PUT", path, self.key, body)
        assert answer.status_code == 204, answer.text

    def _send(self, method: str, path: str, key: str | None, body: dict[str, Any]) -> httpx.Response:
        headers = {"Authorization": f"Basic {b64encode(key.encode()).decode()}"} if key else {}
        url = f"{self.url}/api/{path}"
        return answered(lambda: httpx.request(method, url, json=body, headers=headers, timeout=30, trust_env=False))

    def find(self, what: str, **body: Any) -> Any:
        """Everything of a kind that a filter finds."""
        answer = self.ask(f"{what}/filter", self.key, **body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def deployment(self, name: str) -> str:
        return str(next(found["id"] for found in self.find("deployments") if found["name"] == name))

    def start(self, name: str, **body: Any) -> str:
        """Make a run of a deployment."""
        answer = self.ask(f"deployments/{self.deployment(name)}/create_flow_run", self.key, **body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def flow_run(self, flow_run: str) -> dict[str, Any]:
        (found,) = self.find("flow_runs", flow_runs={"id": {"any_": [flow_run]}})
        return dict(found)

    def ended(self, flow_run: str) -> dict[str, Any]:
        """A run once it has ended."""
        wait_until(lambda: self.flow_run(flow_run)["state_type"] in ENDED)
        return self.flow_run(flow_run)


@contextmanager
def serving_ui(operator: Operator, **environment: str) -> Iterator[Served]:
    """Run it for the length of the block, on a server of its own, or on the one that the environment names; it ends at a signal,
    without a traceback, and leaves no process."""
    take_migrated_database(operator.home / "prefect")
    its_own = () if "PREFECT_API_URL" in environment else ("--ui", "--port", str(free_port()))
    program = operator.begin("serve", *its_own, **environment)
    try:
        wait_until(lambda: program.output.count("\n") >= (2 if its_own else 1) or "Traceback" in program.errors)
        printed = program.output.splitlines(keepends=True)
        url = printed[0].split("serving on ")[1].split("/api;")[0]
        path = operator.home.resolve() / "secrets" / "prefect"
        key = path.read_text() if its_own else environment["PREFECT_API_AUTH_STRING"]
        served = Served(psutil.Process(program.pid), printed, program.err, url, key, path)
        wait_until(lambda: _has_registered(served))
        yield served
        children = served.process.children(recursive=True)
        program.signal(signal.SIGTERM)
        assert (program.end().returncode, "Traceback" in program.errors) == (0, False)
        assert program.output.splitlines()[-1].startswith("stopped serving; ")
        assert psutil.wait_procs(children, timeout=LONGEST)[1] == []
    finally:
        program.kill()


@contextmanager
def operators_server(home: Path) -> Iterator[dict[str, str]]:
    """A Prefect server with its UI behind a key, as docs/systemd/prefect-server.service starts it; gives what names it."""
    take_migrated_database(home)
    port = str(free_port())
    named = {"PREFECT_API_URL": f"http://127.0.0.1:{port}/api", "PREFECT_API_AUTH_STRING": "of the operator"}
    of_server = {
        "PREFECT_SERVER_API_AUTH_STRING": named["PREFECT_API_AUTH_STRING"],
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home / "ui"),  # else it would copy itself into site-packages
        "PREFECT_HOME": str(home),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ETL_", "PREFECT_"))}
    command = ("server", "start", "--host", "127.0.0.1", "--port", port)
    program = begin("prefect", *command, environment=kept | ALWAYS | WITH_UI | named | of_server)
    try:
        wait_until(lambda: answers(named["PREFECT_API_URL"]) or "Traceback" in program.errors)
        yield named
    finally:
        children = psutil.Process(program.pid).children(recursive=True)
        program.kill()
        for child in children:
            with suppress(psutil.NoSuchProcess):
                child.kill()


def _has_registered(served: Served) -> bool:
    try:
        return len(served.find("deployments")) == len(DEPLOYMENTS)
    except httpx.TransportError:  # the line is printed while the server begins to listen
        return False


def free_port() -> int:
    """A port that nobody listens at, and that no other worker takes: who asks has not begun to listen yet."""
    used = {connection.laddr.port for connection in psutil.net_connections("tcp") if connection.laddr}
    first = 21000 + 100 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return next(port for port in range(first, first + 100) if port not in used)
