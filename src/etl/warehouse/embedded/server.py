"""The embedded PostgreSQL: takes the settings, starts and stops the server in ETL_HOME/warehouse, gives its URL.

Only the wheel's programs are used. Its Python wrapper stops servers at exit, counts users by process id, adds accounts
and opens folders. Here the kernel keeps the books, by locks that vanish with the process that holds them, so that no
kill or reboot leaves a wrong answer:

    starting.lock   held alone while a server is started or stopped
    running.lock    held by the server and all its processes, which inherit it: free means that none is left
    users.lock      shared by everybody inside `serving`: free means that nobody is
    kept            exists when the server was started to stay

With ETL_WAREHOUSE_URL set nothing is ever started or stopped.
"""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psycopg

from etl.errors import ConfigError, TransientError
from etl.private_home import close_home
from etl.settings import Settings
from etl.warehouse.address import plain
from etl.warehouse.embedded.account import ENVIRONMENT, Account
from etl.warehouse.embedded.cluster import Cluster
from etl.warehouse.embedded.roles import READER
from etl.warehouse.role_names import READERS

START_SECONDS = 300.0  # replaying the log after a crash may take minutes
STOP_SECONDS = 60.0
POLL_SECONDS = 0.01
LAUNCHES = 3  # each on another port, should somebody have taken it in between


def start(settings: Settings, listen: int | None = None) -> str:
    """Start the embedded server unless it runs, leave it running, and give its URL.

    With `listen` accounts with a password reach it at that port of loopback, until it is stopped.
    """
    cluster = _embedded(settings)
    with _starting(cluster):
        if listen is not None and listen != cluster.listens_on:
            if _is_alive(cluster):
                raise ConfigError(
                    f"the embedded PostgreSQL runs, and not at port {listen}: etl warehouse stop, and then this"
                )
            cluster.listen_file.write_text(str(listen))
        try:
            _ensure_running(cluster)
        except ConfigError:
            cluster.listen_file.unlink(missing_ok=True)
            raise
        (cluster.folder / "kept").touch()
    return cluster.url()


def stop(settings: Settings) -> bool:
    """Stop the embedded server whoever uses it; False when it was not running."""
    cluster = _embedded(settings)
    if not cluster.folder.exists():
        return False
    with _starting(cluster):
        (cluster.folder / "kept").unlink(missing_ok=True)
        cluster.listen_file.unlink(missing_ok=True)
        was_running = _is_alive(cluster)
        _stop(cluster)
    return was_running


def run_alone(settings: Settings, script: str) -> None:
    """Run SQL on accounts in the embedded server, which is down: nobody is let in as whoever may."""
    cluster = _embedded(settings)
    with _starting(cluster):
        if _is_alive(cluster):
            raise ConfigError("the embedded PostgreSQL runs: etl warehouse stop, and then this")
        cluster.run_alone(cluster.prepare(), cluster.binaries(), "template1", script)


def is_running(settings: Settings) -> bool:
    """True when the embedded server runs."""
    cluster = _embedded(settings)
    return cluster.folder.exists() and _is_alive(cluster)


def url(settings: Settings) -> str:
    """The URL of the warehouse, running or not; ConfigError when there is no embedded one yet."""
    if settings.warehouse_url:
        return settings.warehouse_url.get_secret_value()
    return _embedded(settings).url()


def reader_url(settings: Settings) -> str:
    """The URL by which analysts' commands log in, as an account that only reads; ConfigError when none is set."""
    if not settings.warehouse_url:
        return _embedded(settings).url(role=READER)
    if settings.reader_url:
        return settings.reader_url.get_secret_value()
    raise ConfigError(
        "this command logs in as an account that may only read, and ETL_READER_URL names none; have an administrator run: "
        f"create role analyst login password '…' in role {READERS}; and set "
        "ETL_READER_URL=postgresql://analyst@host/database, the password in ~/.pgpass"
    )


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """The URL of a warehouse that runs inside the `with`; a server started for it stops with its last user."""
    if settings.warehouse_url:
        close_home(settings.home)
        yield settings.warehouse_url.get_secret_value()
        return
    cluster = _embedded(settings)
    with _starting(cluster):
        users = _open(cluster, "users.lock")
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            _ensure_running(cluster)
        except BaseException:
            users.close()
            raise
    try:
        yield cluster.url()
    finally:
        users.close()
        _stop_when_unused(cluster)


def _embedded(settings: Settings) -> Cluster:
    if settings.warehouse_url:
        raise ConfigError("ETL_WAREHOUSE_URL is set: that server is not ours to start or stop")
    return Cluster(settings.home / "warehouse")


def _stop_when_unused(cluster: Cluster) -> None:
    with _starting(cluster), _open(cluster, "users.lock") as users:
        if not (cluster.folder / "kept").exists() and _try_lock(users, fcntl.LOCK_EX):
            _stop(cluster)


def _ensure_running(cluster: Cluster) -> None:
    """Start the server unless it runs, and wait until it answers."""
    deadline = time.monotonic() + START_SECONDS
    launches = 0
    while True:
        if not _is_alive(cluster):
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
    account = cluster.prepare()
    # the open file goes to the server by inheritance, and with it the lock
    with _open(cluster, "running.lock") as running, cluster.log.open("ab") as log:
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
    try:
        psycopg.connect(plain(cluster.url()), connect_timeout=10).close()
    except psycopg.OperationalError as error:
        refusal = str(error).partition("FATAL:")[2].strip()
        if not refusal or "the database system is" in refusal:  # starting up, shutting down, in recovery mode
            return False
        if not cluster.roles_made.exists():
            raise TransientError(
                "the embedded PostgreSQL was started by an earlier version of the program: etl warehouse stop, "
                "and the next command starts it as this one needs it"
            ) from None
        raise TransientError(f"the embedded PostgreSQL refuses: {refusal}; see {cluster.log}") from None
    return True


def _stop(cluster: Cluster) -> None:
    """Stop the server in good order, or at once when that takes too long; the caller holds starting.lock."""
    for kind, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10.0)):
        if (postmaster := _postmaster(cluster)) is not None:
            with suppress(ProcessLookupError):
                os.kill(postmaster, kind)
        if _wait(lambda: not _is_alive(cluster), seconds):
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
    return pid if is_ours and _is_alive(cluster) else None


def _last_fault(cluster: Cluster) -> str:
    lines = cluster.log.read_text(encoding="utf-8", errors="replace").splitlines() if cluster.log.exists() else []
    faults = [line.split("FATAL:", 1)[1].strip() for line in lines if "FATAL:" in line]
    return faults[-1] if faults else (lines[-1] if lines else "it says nothing")


@contextmanager
def _starting(cluster: Cluster) -> Iterator[None]:
    try:
        cluster.folder.mkdir(parents=True, exist_ok=True)
        close_home(cluster.folder.parent)
        lock = _open(cluster, "starting.lock")
    except OSError as error:
        raise ConfigError(
            f"{cluster.folder} cannot be written ({error.strerror}); set ETL_HOME to another folder"
        ) from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _open(cluster: Cluster, name: str) -> IO[bytes]:
    """A file to be locked, which no other account may open: it would keep every command waiting."""
    return os.fdopen(os.open(cluster.folder / name, os.O_CREAT | os.O_APPEND | os.O_RDWR, 0o600), "ab")


def _is_alive(cluster: Cluster) -> bool:
    with _open(cluster, "running.lock") as running:
        return not _try_lock(running, fcntl.LOCK_SH)


def _try_lock(file: IO[bytes], kind: int) -> bool:
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
