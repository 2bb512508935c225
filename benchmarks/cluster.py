"""A Dask cluster on loopback: a real scheduler and workers in processes of their own, as an operator starts them."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

Process = subprocess.Popen[bytes]


class Cluster:
    """A scheduler that runs; `worker` starts one more worker."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self._folder, self._started = folder, list[Process]()
        self._start("distributed.cli.dask_scheduler", "--port", str(port))

    def worker(self, settings: dict[str, str]) -> Process:
        """A worker with the settings (ETL_…) of the machine that it stands for; it reads one prefecture at a time."""
        one = ("--nworkers", "1", "--nthreads", "1", "--local-directory", str(self._folder / "dask"))
        own = settings | {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
        return self._start("distributed.cli.dask_worker", self.address, *one, **own)

    def _start(self, module: str, *arguments: str, **environment: str) -> Process:
        command = [sys.executable, "-m", module, *arguments, "--host", "127.0.0.1", "--no-dashboard"]
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ETL_", "PREFECT_"))}
        with (self._folder / "dask.log").open("ab") as log:
            process = subprocess.Popen(command, env=kept | environment, stdout=log, stderr=log, start_new_session=True)
        self._started.append(process)
        return process

    def end(self) -> None:
        """Kill whatever still runs."""
        for process in self._started:
            kill(process)


def kill(process: Process) -> None:
    """Kill a process with all it has started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster that is gone after the block; its log stays in the folder."""
    found = Cluster(folder)
    try:
        yield found
    finally:
        found.end()
