"""`etl serve --ui` with a Prefect server of its own, as a test runs it and asks it."""

import signal
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import psutil

from tests.flows.prefect_server import answered, take_migrated_database, wait_until
from tests.integration.operator import Operator
from tests.warm_process import LONGEST

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
    """Run it for the length of the block; it ends at a signal, without a traceback, and leaves no process."""
    take_migrated_database(operator.home / "prefect")
    program = operator.begin("serve", "--ui", "--port", str(free_port()), **environment)
    try:
        wait_until(lambda: program.output.count("\n") >= 2 or "Traceback" in program.errors)
        printed = program.output.splitlines(keepends=True)
        url = printed[0].split("serving on ")[1].split("/api;")[0]
        path = operator.home.resolve() / "secrets" / "prefect"
        served = Served(psutil.Process(program.pid), printed, program.err, url, path.read_text(), path)
        wait_until(lambda: _has_registered(served))
        yield served
        children = served.process.children(recursive=True)
        program.signal(signal.SIGTERM)
        assert (program.end().returncode, "Traceback" in program.errors) == (0, False)
        assert program.output.splitlines()[-1].startswith("stopped serving; ")
        assert psutil.wait_procs(children, timeout=LONGEST)[1] == []
    finally:
        program.kill()


def _has_registered(served: Served) -> bool:
    try:
        return len(served.find("deployments")) == len(DEPLOYMENTS)
    except httpx.TransportError:  # the line is printed while the server begins to listen
        return False


def free_port() -> int:
    used = {connection.laddr.port for connection in psutil.net_connections("tcp") if connection.laddr}
    return next(port for port in range(21000, 22000) if port not in used)
