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
from collections.abc import Iterator
from contextlib import contextmanager

from etl.errors import ConfigError
from etl.private_home import close_home
from etl.settings import Settings
from etl.warehouse.embedded.cluster import Cluster
from etl.warehouse.embedded.postmaster import ensure_running, is_alive, open_lock, starting, stop_server, try_lock
from etl.warehouse.embedded.roles import READER
from etl.warehouse.role_names import READERS


def start(settings: Settings, listen: int | None = None) -> str:
    """Start the embedded server unless it runs, leave it running, and give its URL.

    With `listen` accounts with a password reach it at that port of loopback, until it is stopped.
    """
    cluster = _embedded(settings)
    with starting(cluster):
        if listen is not None and listen != cluster.listens_on:
            if is_alive(cluster):
                raise ConfigError(
                    f"the embedded PostgreSQL runs, and not at port {listen}: etl warehouse stop, and then this"
                )
            cluster.listen_file.write_text(str(listen))
        try:
            ensure_running(cluster)
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
    with starting(cluster):
        (cluster.folder / "kept").unlink(missing_ok=True)
        cluster.listen_file.unlink(missing_ok=True)
        was_running = is_alive(cluster)
        stop_server(cluster)
    return was_running


def run_alone(settings: Settings, script: str) -> None:
    """Run SQL on accounts in the embedded server, which is down: nobody is let in as whoever may."""
    cluster = _embedded(settings)
    with starting(cluster):
        if is_alive(cluster):
            raise ConfigError("the embedded PostgreSQL runs: etl warehouse stop, and then this")
        cluster.run_alone(cluster.prepare(), cluster.binaries(), "template1", script)


def is_running(settings: Settings) -> bool:
    """True when the embedded server runs."""
    cluster = _embedded(settings)
    return cluster.folder.exists() and is_alive(cluster)


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
    with starting(cluster):
        users = open_lock(cluster, "users.lock")
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            ensure_running(cluster)
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
    with starting(cluster), open_lock(cluster, "users.lock") as users:
        if not (cluster.folder / "kept").exists() and try_lock(users, fcntl.LOCK_EX):
            stop_server(cluster)
