"""A Prefect server of our own, as a child process: takes a folder, gives a URL, never outlives us and never prints.

Run as a script, this file is that child. It has Prefect's settings, its key among them, from the environment, and leaves
when its standard input ends, which the kernel sees to even if we are killed.

Why a child of our own: seconds from the start of a process that also imports pandas and Great Expectations to its first
task run, on 2 slow cores with Prefect 3.8.8, the second figure in a home that is new:

    our child            6.2    7.9
    a thread of ours    11.3   24.4   it and everything else share the GIL
    Prefect's ephemeral 13.3   25.0   starts inside the first flow call; lost 19 of 35 task runs, wrote 150 lines
"""

import gc
import http.client
import logging
import os
import select
import socket
import subprocess
import sys
import threading
import time
import warnings
from base64 import b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from etl.imported_later import import_later, not_to_be_found

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

STOP_WITHIN_SECONDS = 5.0
RECORD_EVERY_SECONDS = 0.2
NOT_OF_A_RUN = ("coolname", "prefect.blocks.notifications", "prefect.blocks.webhook")  # a tenth of importing Prefect
LOG_BYTES = 5_000_000
# Prefect's pages ask Amplitude for orders even where analytics are off; and nobody may show them in a frame of his
PAGES_STAY_HERE = b"default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; frame-ancestors 'none'"


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
        self.log_path = folder / "server.log"
        self._folder = folder
        self._arguments = [str(options.port), *(["scheduling"] if options.scheduling else [])]
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0

    def start(self) -> str:
        """Start the child and give the URL of its API, which does not answer yet; OSError says why it ended at once."""
        too_big = self.log_path.exists() and self.log_path.stat().st_size > LOG_BYTES
        with self.log_path.open("wb" if too_big else "ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and file
                [sys.executable, "-P", __file__, *self._arguments],
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
        return _ask(self._port, "GET", "/api/health")

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
    return port is not None and _ask(port, "GET", "/api/health")


def serve(port: int, *, scheduling: bool) -> None:
    """Be the server until the parent is gone: tell the port at once, answer once the database is migrated."""
    gc.disable()  # importing makes no garbage: 0.7 s of 4.1 s
    # asyncio switches Nagle's algorithm off only for a socket that names its protocol; else a request takes 40 ms more
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # the port of a server that just ended
    try:
        listener.bind(("127.0.0.1", port))  # bound by the process that uses it: nobody can take the port in between
    except OSError as error:
        print(f"port {port} cannot be used: {error.strerror}")
        return
    print(listener.getsockname()[1], flush=True)
    os.dup2(2, 1)
    print(time.strftime("%Y-%m-%d %H:%M:%S"), "starting, for process", os.getppid(), flush=True)
    stoppers: list[Callable[[], None]] = []
    threading.Thread(target=_leave_with_parent, args=(os.getppid(), stoppers), daemon=True).start()

    if not scheduling:
        import_later(*NOT_OF_A_RUN)
    import uvicorn  # noqa: PLC0415 - the port comes first

    with not_to_be_found("rfc3987_syntax"):  # a second, for a format that Prefect has none of, where it is installed
        from prefect.server.api.server import create_app  # noqa: PLC0415

    if not scheduling:
        _record_soon()
    _migrate_new_database()
    app = _staying_here(create_app(ephemeral=not scheduling))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="on"))
    stoppers.append(lambda: setattr(server, "should_exit", True))
    threading.Thread(target=_warm_up, args=(listener.getsockname()[1],), daemon=True).start()
    server.run(sockets=[listener])


def _record_soon() -> None:
    """Have task runs recorded soon after they end: a command waits for it, and Prefect's setting knows whole seconds only."""
    from prefect.server.services import task_run_recorder  # noqa: PLC0415 - as above

    as_set = task_run_recorder.consumer
    task_run_recorder.consumer = lambda **how: as_set(**how | {"flush_every": RECORD_EVERY_SECONDS})


def _staying_here(app: "ASGIApp") -> "ASGIApp":
    """The app, whose answers keep a browser from asking anybody else."""

    async def answer(scope: "Scope", receive: "Receive", send: "Send") -> None:
        async def send_on(message: "Message") -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"content-security-policy", PAGES_STAY_HERE)]
            await send(message)

        await app(scope, receive, send_on)

    return answer


def _warm_up(port: int) -> None:
    """Ask what the first flow run will need: FastAPI builds its 183 routes and SQLAlchemy its mappers when first asked."""
    while not _ask(port, "GET", "/api/health"):
        time.sleep(0.02)
    key = os.environ.get("PREFECT_SERVER_API_AUTH_STRING", "")
    authorization = {"Authorization": f"Basic {b64encode(key.encode()).decode()}"}
    _ask(port, "GET", "/api/admin/storage", authorization)
    _ask(port, "POST", "/api/flow_runs/filter", authorization)
    gc.freeze()
    gc.enable()


def _ask(port: int, method: str, path: str, headers: Mapping[str, str] | None = None) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)  # knows nothing of proxies
    try:
        connection.request(method, path, headers=headers or {})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _leave_with_parent(parent: int, stoppers: list[Callable[[], None]]) -> None:
    if os.name == "nt":
        os.read(0, 1)
    else:  # a process that our parent forked may hold the pipe open after it: so its number is watched as well
        while os.getppid() == parent and not select.select([0], [], [], 1.0)[0]:
            pass
    if stoppers:
        stoppers[0]()
        time.sleep(STOP_WITHIN_SECONDS)
    os._exit(0)


def _migrate_new_database() -> None:
    """Build a database that does not exist yet in 2.3 s; should that fail, Prefect does it, in 13 s.

    Prefect runs the same 111 migrations through aiosqlite, which hands each of 34,000 steps to another thread.
    """
    from prefect.settings import get_current_settings  # noqa: PLC0415 - as above

    path = get_current_settings().home / "prefect.db"
    secret = get_current_settings().server.database.connection_url
    if path.exists() or secret is None or secret.get_secret_value() != f"sqlite+aiosqlite:///{path}":
        return
    new = path.with_name(f"prefect.db.{os.getpid()}")
    try:
        _migrate(new)
        os.link(new, path)  # whole or not at all, and never over a database that another process just made
    except Exception:
        logging.getLogger("prefect.server").warning("the quick migration failed, Prefect migrates", exc_info=True)
    finally:
        for made in path.parent.glob(f"{new.name}*"):
            made.unlink()


def _migrate(path: Path) -> None:
    import sqlalchemy as sa  # noqa: PLC0415 - as above
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415
    from prefect.server.database import provide_database_interface  # noqa: PLC0415
    from prefect.server.database.alembic_commands import alembic_config  # noqa: PLC0415

    database = provide_database_interface()
    config = alembic_config()
    script = ScriptDirectory.from_config(config)
    script.version_locations = [str(database.orm.versions_dir)]
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)))

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: object, _record: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]
        for pragma in ("journal_mode=WAL", "foreign_keys=OFF", "legacy_alter_table=OFF", "synchronous=OFF"):
            connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with warnings.catch_warnings(), engine.connect() as connection:
        warnings.simplefilter("ignore")
        upgrade = EnvironmentContext(config, script, fn=lambda revision, _: script._upgrade_revs("head", revision))
        with upgrade:
            upgrade.configure(
                connection=connection,
                target_metadata=database.Base.metadata,
                include_schemas=True,
                render_as_batch=True,
                transaction_per_migration=True,
                template_args={"dialect": "sqlite"},
            )
            with upgrade.begin_transaction():
                upgrade.run_migrations()
    engine.dispose()


if __name__ == "__main__":
    serve(int(sys.argv[1]), scheduling="scheduling" in sys.argv[2:])
