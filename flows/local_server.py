"""The handle on a Prefect server of our own, a child process: takes a folder, gives a URL; it never outlives us and never prints.

Why a child of our own: seconds from the start of a process that also imports pandas and Great Expectations to its first
task run, on 2 slow cores with Prefect 3.8.8, the second figure in a home that is new:

    our child            6.2    7.9
    a thread of ours    11.3   24.4   it and everything else share the GIL
    Prefect's ephemeral 13.3   25.0   starts inside the first flow call; lost 19 of 35 task runs, wrote 150 lines
"""

import http.client
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PROGRAM = Path(__file__).with_name("server_process.py")  # what the child runs
STOP_WITHIN_SECONDS = 5.0
SERVER_LOG = "server.log"
LOG_BYTES = 5_000_000


@dataclass(frozen=True)
class ServerOptions:
    """Duties of a server of ours besides recording runs; `port` 0 is any that is free."""

    scheduling: bool = False
    ui: bool = False
    port: int = 0


FOR_ONE_RUN = ServerOptions()


class LocalServer:
    """The parent's handle on the child: `start` returns at once, `answers` looks, `stop` leaves no process."""

    def __init__(self, folder: Path, options: ServerOptions) -> None:
        self.log_path = folder / SERVER_LOG
        self._folder = folder
        self._arguments = [str(options.port), *(["scheduling"] if options.scheduling else [])]
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0

    def start(self) -> str:
        """Start the child and give the URL of its API, which does not answer yet; OSError says why it ended at once."""
        too_big = self.log_path.exists() and self.log_path.stat().st_size > LOG_BYTES
        with self.log_path.open("wb" if too_big else "ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and program
                [sys.executable, "-P", str(PROGRAM), *self._arguments],
                stdin=subprocess.PIPE,  # never written to: its end tells the child that we are gone
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=self._folder,  # so that no .env, prefect.toml or pyproject.toml of somebody's is read
                env={name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"},
                start_new_session=True,  # Ctrl-C is for us: the server still has to record how the run ended
            )
        with self._process.stdout as told:  # type: ignore[union-attr]
            line = told.readline().decode().strip()
        if not line.isdecimal():
            self.stop()
            raise OSError(line or "it ended at once")
        self._port = int(line)
        return f"http://127.0.0.1:{self._port}/api"

    @property
    def exit_code(self) -> int | None:
        """Exit code of the child; None while it lives or before it was started."""
        return self._process.poll() if self._process else None

    def answers(self) -> bool:
        """True when the server is up."""
        return ask(self._port, "GET", "/api/health")

    def stop(self, *, at_once: bool = False) -> None:
        """End the child, politely first unless all that it was to keep is in its database; safe to call twice."""
        process, self._process = self._process, None
        if process is None:
            return
        if at_once:
            process.kill()
        with suppress(OSError):
            process.stdin.close()  # type: ignore[union-attr]
        for insist in (None, process.terminate, process.kill):
            if insist:
                insist()
            with suppress(subprocess.TimeoutExpired):
                process.wait(STOP_WITHIN_SECONDS)
                return


def answers(url: str) -> bool:
    """True when a server of ours, somebody else's child, is up at an address."""
    port = urlsplit(url).port
    return port is not None and ask(port, "GET", "/api/health")


def ask(port: int, method: str, path: str, headers: Mapping[str, str] | None = None) -> bool:
    """True when a server of this machine answers a request with 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)  # knows nothing of proxies
    try:
        connection.request(method, path, headers=headers or {})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
