"""Process of the embedded server: takes its cluster, starts it as nobody's child, tells whether it lives, stops it.

The locks of `server` are files of the cluster; the server and all its processes inherit the one that says that they live.
"""

import fcntl
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psycopg

from etl.errors import SettingError, TransientError
from etl.private_home import close_home
from etl.warehouse.address import parameters, plain
from etl.warehouse.embedded.account import ENVIRONMENT, Account
from etl.warehouse.embedded.cluster import Cluster
from etl.warehouse.heard_alone import heard_alone

START_SECONDS = 300.0  # replaying the log after a crash may take minutes
STOP_SECONDS = 60.0
POLL_SECONDS = 0.01
STARTING_UP = "the database system is"  # starting up, shutting down, in recovery mode: to whoever comes too early
_FAULT = re.compile(r"(?:FATAL|PANIC):\s+(.*\S)")
LAUNCHES = 3  # each on another port, should somebody have taken it in between


def ensure_running(cluster: Cluster) -> None:
    """Start the server unless it runs, and wait until it answers."""
    deadline = time.monotonic() + START_SECONDS
    launches = 0
    while True:
        if not is_alive(cluster):
            if launches == LAUNCHES:
                raise TransientError(
                    f"the embedded PostgreSQL does not start: {_last_fault(cluster)}; see {cluster.log}",
                )
            _launch(cluster)
            launches += 1
        elif _answers(cluster):
            return
        elif time.monotonic() > deadline:
            raise TransientError(f"the embedded PostgreSQL does not answer yet; see {cluster.log}")
        time.sleep(POLL_SECONDS)


def _launch(cluster: Cluster) -> None:
    try:
        account = cluster.prepare()
    except OSError as error:
        raise TransientError(
            f"the embedded PostgreSQL cannot be started: {error.filename or cluster.folder}: {error.strerror}"
        ) from error
    # the open file goes to the server by inheritance, and with it the lock
    with open_lock(cluster, "running.lock") as running, cluster.log.open("ab") as log:
        fcntl.flock(running, fcntl.LOCK_EX)
        _detach(account, cluster, [running.fileno()], log)


def _detach(account: Account, cluster: Cluster, inherited: list[int], log: IO[bytes]) -> None:
    """Start the server as nobody's child: a shell starts it in a session of its own and goes."""
    subprocess.run(  # noqa: S603 - the wheel's own program
        [
            *("/bin/sh", "-c", 'exec "$@" &', "sh"),
            *account.prefix,
            *(str(cluster.binaries() / "postgres"), "-D", str(cluster.data)),
        ],
        cwd=cluster.data,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        pass_fds=inherited,
        start_new_session=True,
        umask=0o077,
        check=True,
    )


def _answers(cluster: Cluster) -> bool:
    url = cluster.url()
    try:
        with heard_alone(parameters(url)):
            psycopg.connect(plain(url), connect_timeout=10).close()
    except psycopg.OperationalError as error:
        refusal = str(error).partition("FATAL:")[2].strip()
        if not refusal or STARTING_UP in refusal:
            return False
        if not cluster.roles_made.exists():
            raise TransientError(
                "the embedded PostgreSQL was started by an earlier version of the program: etl warehouse stop, "
                "and the next command starts it as this one needs it"
            ) from None
        raise TransientError(f"the embedded PostgreSQL refuses: {refusal}; see {cluster.log}") from None
    return True


def stop_server(cluster: Cluster) -> None:
    """Stop the server in good order, or at once when that takes too long; the caller holds starting.lock."""
    for kind, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10.0)):
        if (postmaster := _postmaster(cluster)) is not None:
            with suppress(ProcessLookupError):
                os.kill(postmaster, kind)
        if _wait(lambda: not is_alive(cluster), seconds):
            return
    raise TransientError(f"the embedded PostgreSQL does not stop; see {cluster.log}")


def _postmaster(cluster: Cluster) -> int | None:
    """The pid of the running server; None when it is gone, even if another process bears its number now."""
    try:
        pid = int(cluster.postmaster_pid.read_text().splitlines()[0])
        name = Path(f"/proc/{pid}/comm")
        is_ours = name.read_text().strip() == "postgres" if Path("/proc/self").exists() else True
    except (OSError, ValueError, IndexError):
        return None
    return pid if is_ours and is_alive(cluster) else None


def _last_fault(cluster: Cluster) -> str:
    lines = cluster.log.read_text(encoding="utf-8", errors="replace").splitlines() if cluster.log.exists() else []
    faults = [found[1] for line in lines if (found := _FAULT.search(line)) and STARTING_UP not in line]
    return faults[-1] if faults else (lines[-1] if lines else "it says nothing")


@contextmanager
def starting(cluster: Cluster) -> Iterator[None]:
    """Hold the lock of whoever starts or stops the server; SettingError when its folder cannot be written."""
    try:
        cluster.folder.mkdir(parents=True, exist_ok=True)
        close_home(cluster.folder.parent)
        lock = open_lock(cluster, "starting.lock")
    except OSError as error:
        raise SettingError(
            f"{cluster.folder} cannot be written ({error.strerror}); set ETL_HOME to another folder"
        ) from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def open_lock(cluster: Cluster, name: str) -> IO[bytes]:
    """A file to be locked, which no other account may open: it would keep every command waiting."""
    return os.fdopen(os.open(cluster.folder / name, os.O_CREAT | os.O_APPEND | os.O_RDWR, 0o600), "ab")


def is_alive(cluster: Cluster) -> bool:
    """True while the server or a process of it is there."""
    with open_lock(cluster, "running.lock") as running:
        return not try_lock(running, fcntl.LOCK_SH)


def try_lock(file: IO[bytes], kind: int) -> bool:
    """Take a lock if nobody is in its way; whether it was taken."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True
