"""The program of a Prefect server of our own, run as a script by `local_server`: takes a port, tells which it has, and serves.

It has Prefect's settings, its key among them, from the environment, and leaves when its standard input ends, which the
kernel sees to even if its parent is killed.
"""

import gc
import logging
import os
import select
import socket
import sys
import threading
import time
import warnings
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from etl.imported_later import import_later, not_to_be_found
from flows.local_server import STOP_WITHIN_SECONDS, ask

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

RECORD_EVERY_SECONDS = 0.2
NOT_OF_A_RUN = ("coolname", "prefect.blocks.notifications", "prefect.blocks.webhook")  # a tenth of importing Prefect
# Prefect's pages ask Amplitude for orders even where analytics are off; and nobody may show them in a frame of his
PAGES_STAY_HERE = b"default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; frame-ancestors 'none'"


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
    while not ask(port, "GET", "/api/health"):
        time.sleep(0.02)
    key = os.environ.get("PREFECT_SERVER_API_AUTH_STRING", "")
    authorization = {"Authorization": f"Basic {b64encode(key.encode()).decode()}"}
    ask(port, "GET", "/api/admin/storage", authorization)
    ask(port, "POST", "/api/flow_runs/filter", authorization)
    gc.freeze()
    gc.enable()


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
