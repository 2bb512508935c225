"""The embedded server: it starts wherever ETL_HOME is and whatever an earlier one left, and stops with its last user."""

import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pydantic import SecretStr

from benchmarks.administrator import let_administrator_in
from etl.errors import ConfigError, DamagedHome, TransientError
from etl.settings import Settings
from etl.warehouse.address import plain
from etl.warehouse.embedded import server
from etl.warehouse.embedded.cluster import Cluster
from etl.warehouse.embedded.roles import READER
from etl.warehouse.engine import connect
from etl.warehouse.schema.left_open import left_open

pytestmark = pytest.mark.campaign


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One ETL_HOME for all tests here: making one takes longer than any of them."""
    home = tmp_path_factory.mktemp("仓 库")
    yield home
    shutil.rmtree(home)


@pytest.fixture
def settings(home: Path) -> Iterator[Settings]:
    settings = Settings(home=home, warehouse_url=None)
    yield settings
    server.stop(settings)


@pytest.fixture(scope="module")
def long_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("很长的路径" * 8)
    yield home
    shutil.rmtree(home)


@pytest.fixture
def long_path(long_home: Path) -> Settings:
    return Settings(home=long_home, warehouse_url=None)


def answer(url: str, question: str = "select 1") -> object:
    with psycopg.connect(plain(url)) as connection:
        (value,) = connection.execute(question.encode()).fetchone() or (None,)
        return value


def postmaster(settings: Settings) -> int:
    return int((settings.home / "warehouse" / "data" / "postmaster.pid").read_text().split()[0])


def test_what_the_shell_says_of_another_server_is_not_heard(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    his = {"PGPASSWORD": "of another", "PGSERVICE": "none", "PGHOSTADDR": "127.0.0.2", "PGCHANNELBINDING": "require"}
    for name, value in his.items():
        monkeypatch.setenv(name, value)
    connect(server.start(settings)).connect().close()
    assert his.items() <= os.environ.items()


def test_it_starts_twice_and_stops_twice(settings: Settings) -> None:
    url = server.start(settings)
    assert server.start(settings) == url == server.url(settings)
    assert server.is_running(settings)
    assert answer(url) == 1
    assert server.stop(settings)
    assert not server.stop(settings)
    assert not server.is_running(settings)


@pytest.mark.parametrize(
    ("setting", "value"),
    [("server_encoding", "UTF8"), ("timezone", "Asia/Shanghai"), ("fsync", "on"), ("data_checksums", "on")],
)
def test_it_is_made_for_keeping_chinese_text_safe(postgres_url: str, setting: str, value: str) -> None:
    if "ETL_TEST_WAREHOUSE_URL" in os.environ:
        pytest.skip("a server of somebody else's")
    query = f"select boot_val from pg_settings where name = '{setting}'" if setting == "fsync" else f"show {setting}"
    assert answer(postgres_url, query) == value


def test_what_it_holds_outlives_it(settings: Settings) -> None:
    with psycopg.connect(plain(server.start(settings))) as connection:
        connection.execute("create table kept as select '黑水县' as name")
    server.stop(settings)
    assert answer(server.start(settings), "select name from kept") == "黑水县"


def test_a_lost_password_is_made_anew(settings: Settings) -> None:
    server.start(settings)
    server.stop(settings)
    Cluster(settings.home / "warehouse").passwords.write_text("", encoding="ascii")
    assert answer(server.start(settings)) == 1


@pytest.mark.parametrize(
    ("name", "error", "says"),
    [
        ("global/pg_control", TransientError, 'does not start: could not read file "global/pg_control"'),
        ("PG_VERSION", DamagedHome, "is no whole warehouse, as PG_VERSION is not there"),
    ],
)
def test_damage_is_said_as_it_is_and_nothing_is_made_over_it(
    settings: Settings, name: str, error: type[Exception], says: str
) -> None:
    server.start(settings)
    server.stop(settings)
    damaged = Cluster(settings.home / "warehouse").data / name
    kept = damaged.read_bytes()
    damaged.unlink()
    if name != "PG_VERSION":
        damaged.touch()
    with pytest.raises(error, match=says):
        server.start(settings)
    damaged.write_bytes(kept)
    assert answer(server.start(settings)) == 1


def test_other_users_cannot_reach_it(settings: Settings) -> None:
    server.start(settings)
    data = settings.home / "warehouse" / "data"
    assert data.stat().st_mode & 0o077 == 0
    (socket_file,) = data.glob(".s.PGSQL.*[0-9]")
    assert socket_file.stat().st_mode & 0o077 == 0
    assert answer(server.url(settings), "show listen_addresses") == ""


def test_nobody_is_let_in_as_its_superuser_and_nobody_without_a_password(settings: Settings) -> None:
    url = plain(server.start(settings))
    assert answer(url, "select rolsuper or rolcreaterole or rolcreatedb from pg_roles where rolname = user") is False
    with pytest.raises(psycopg.OperationalError, match="rejects connection"):
        psycopg.connect(url.replace("etl_loader@", "etl@"))
    for account in ("etl_loader", "etl_reader"):
        with pytest.raises(psycopg.OperationalError, match="no password supplied"):
            psycopg.connect(url.replace("etl_loader@", f"{account}@").replace("&passfile=", "&passfile=/nowhere"))
    secrets = settings.home / "secrets"
    assert [path.stat().st_mode & 0o077 for path in (secrets, *secrets.iterdir())] == [0, 0]


@pytest.mark.parametrize(
    "attack",
    [
        "select lo_create(0)",
        "select lo_from_bytea(0, repeat('x', 1000)::bytea)",
        "select pg_logical_emit_message(false, 'a', repeat('x', 1000))",
        "create temp table mine (a int)",
        "create table mine (a int)",
        "copy (select 1) to program 'true'",
        "set temp_file_limit = -1",
    ],
)
def test_its_reader_fills_no_disk(settings: Settings, attack: str) -> None:
    server.start(settings)
    with psycopg.connect(plain(server.reader_url(settings)), autocommit=True) as session:
        session.execute("set default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute(attack.encode())


def test_its_reader_fills_no_log_and_no_queue(settings: Settings) -> None:
    server.start(settings)
    log, long = settings.home / "warehouse" / "log", "y" * 7000
    with (
        psycopg.connect(plain(server.reader_url(settings)), autocommit=True) as session,
        psycopg.connect(plain(server.reader_url(settings)), autocommit=True) as hearing,
    ):
        session.execute(f"do $$ begin raise log '{long}'; raise warning '{long}'; end $$".encode())
        with pytest.raises(psycopg.errors.RaiseException):
            session.execute(f"do $$ begin raise exception '{long}'; end $$".encode())
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute("set log_min_messages = log")
        assert long not in log.read_text(encoding="utf-8")
        hearing.execute("listen x")
        hearing.execute("begin")
        notified = "select count(pg_notify('x', %s || n)) from generate_series(1, 300) n"
        with pytest.raises(psycopg.errors.ProgramLimitExceeded, match="NOTIFY queue"):
            session.execute(notified, [long])


def test_a_night_gets_in_however_many_analysts_are_there(settings: Settings) -> None:
    server.start(settings)
    server.stop(settings)
    server.run_alone(settings, "create role many login password 'x';\n\ngrant warehouse_reader to many;\n")
    try:
        url = plain(server.start(settings))
        theirs = url.replace("etl_loader@", "many:x@").partition("&passfile=")[0]
        with ExitStack() as sessions:
            for _ in range(100 - 20 - 3):
                sessions.enter_context(psycopg.connect(theirs))
            with pytest.raises(psycopg.OperationalError, match="reserved"):
                psycopg.connect(theirs)
            assert answer(url, "select 1") == 1
    finally:
        server.stop(settings)
        server.run_alone(settings, "drop role many;\n")


def test_its_reader_enters_no_other_database_and_not_without_end(settings: Settings) -> None:
    server.start(settings)
    url = plain(server.reader_url(settings))
    for other in ("postgres", "template1"):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(url.replace("/warehouse?", f"/{other}?"))
    with ExitStack() as sessions:
        for _ in range(20):
            sessions.enter_context(psycopg.connect(url))
        with pytest.raises(psycopg.OperationalError, match="too many connections for role"):
            psycopg.connect(url)


def test_it_leaves_nothing_open_to_readers(settings: Settings) -> None:
    with connect(server.start(settings)).connect() as connection:
        assert left_open(connection) == []


def test_a_warehouse_of_earlier_versions_is_taken_over(settings: Settings) -> None:
    """There everything was made by the superuser, who was let in without a password."""
    server.start(settings)
    cluster = Cluster(settings.home / "warehouse")
    with psycopg.connect(plain(let_administrator_in(cluster)).replace("/postgres?", "/warehouse?")) as old:
        old.execute("create schema if not exists core")
        old.execute("create table core.old (a bigserial, b int generated always as identity)")
        old.execute("create view core.seen as select * from core.old")
        old.execute("create function core.one() returns int language sql as 'select 1'")
        old.execute("create type core.colour as enum ('red')")
        old.execute("alter role etl_loader superuser password 'of before'")
    server.stop(settings)
    cluster.passwords.unlink()
    cluster.roles_made.unlink()
    (cluster.folder / "password").write_text("of before")

    with psycopg.connect(plain(server.start(settings))) as loader:
        assert loader.execute("show is_superuser").fetchone() == ("off",)
        for statement in ("table core.old", "table core.seen", "select core.one()", "drop schema core cascade"):
            loader.execute(statement.encode())
    assert not (cluster.folder / "password").exists()


def test_a_server_of_an_earlier_version_that_still_runs_is_to_be_stopped(settings: Settings) -> None:
    server.start(settings)
    cluster = Cluster(settings.home / "warehouse")
    with psycopg.connect(plain(let_administrator_in(cluster)), autocommit=True) as old:
        old.execute("alter role etl_loader nologin")
    cluster.roles_made.unlink()
    with pytest.raises(TransientError, match="by an earlier version of the program: etl warehouse stop"):
        server.start(settings)
    server.stop(settings)
    assert answer(server.start(settings)) == 1


def test_a_kill_leaves_nothing_that_hinders_the_next_start(settings: Settings) -> None:
    server.start(settings)
    os.kill(postmaster(settings), signal.SIGKILL)
    assert answer(server.start(settings)) == 1


def test_a_pid_of_another_process_in_the_file_of_a_dead_server_is_no_server(settings: Settings) -> None:
    server.start(settings)
    pid_file = settings.home / "warehouse" / "data" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    (port,) = [path.name for path in pid_file.parent.glob(".s.PGSQL.*[0-9]")]
    server.stop(settings)
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")  # as after a reboot
    (pid_file.parent / f"{port}.lock").write_text(f"{os.getpid()}\n")

    assert not server.is_running(settings)
    assert not server.stop(settings)
    assert answer(server.start(settings)) == 1


def test_a_path_too_long_for_a_socket_takes_loopback_and_a_password(long_path: Settings) -> None:
    with server.serving(long_path) as url:
        assert answer(url) == 1
        with pytest.raises(psycopg.OperationalError, match="authentication failed"):
            psycopg.connect(plain(url).replace("etl_loader@", "etl_loader:wrong@"))
        with pytest.raises(psycopg.OperationalError, match="rejects connection"):
            psycopg.connect(plain(url).replace("etl_loader@", "etl@"))


def test_a_port_that_somebody_took_is_left_to_him(long_path: Settings) -> None:
    server.start(long_path)
    server.stop(long_path)
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", int((long_path.home / "warehouse" / "port").read_text())))
        other.listen()
        with server.serving(long_path) as url:
            assert answer(url) == 1


def _start(home: Path, answers: "multiprocessing.queues.SimpleQueue[str]") -> None:
    answers.put(server.start(Settings(home=home, warehouse_url=None)))


def test_processes_that_start_it_at_once_share_one(settings: Settings) -> None:
    context = multiprocessing.get_context("spawn")
    answers = context.SimpleQueue()
    starters = [context.Process(target=_start, args=(settings.home, answers)) for _ in range(3)]
    for process in starters:
        process.start()
    urls = {answers.get() for _ in starters}
    for process in starters:
        process.join()
        process.close()
    assert urls == {server.url(settings)}
    assert answer(urls.pop()) == 1


def test_serving_stops_with_its_last_user(settings: Settings) -> None:
    with server.serving(settings):
        with server.serving(settings) as url:
            assert answer(url) == 1
        assert server.is_running(settings)
    assert not server.is_running(settings)


def test_serving_leaves_a_server_that_was_started_to_stay(settings: Settings) -> None:
    server.start(settings)
    with server.serving(settings):
        pass
    assert server.is_running(settings)


def test_a_killed_user_does_not_keep_it_for_ever(settings: Settings) -> None:
    script = (
        "import sys, time; from pathlib import Path; from etl.settings import Settings; from etl.warehouse.embedded import server\n"
        "with server.serving(Settings(home=Path(sys.argv[1]), warehouse_url=None)):\n    print('up', flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(settings.home)], stdout=subprocess.PIPE, text=True
    ) as user:
        assert user.stdout is not None
        assert user.stdout.readline() == "up\n"
        user.kill()
    assert server.is_running(settings)
    with server.serving(settings):
        pass
    assert not server.is_running(settings)


def test_a_home_deleted_under_it_does_not_hurt_the_one_that_follows(settings: Settings) -> None:
    server.start(settings)
    old = postmaster(settings)
    (settings.home / "warehouse").rename(settings.home / "deleted")
    url = server.start(settings)
    os.kill(old, signal.SIGINT)
    deadline = time.monotonic() + 120
    while Path(f"/proc/{old}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert answer(url) == 1


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match=r"file/warehouse cannot be written .* set ETL_HOME"):
        server.start(Settings(home=tmp_path / "file", warehouse_url=None))


def test_it_listens_on_loopback_for_whoever_has_a_password(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    at: dict[str, Any] = {"host": "127.0.0.1", "port": port, "dbname": "warehouse"}
    known = {"user": READER, "passfile": str(Cluster(settings.home / "warehouse").passwords)}
    server.start(settings, port)
    try:
        with psycopg.connect(**at, **known) as reader:
            assert reader.execute("show listen_addresses").fetchone() == ("127.0.0.1",)
            assert reader.execute("select current_user").fetchone() == (READER,)
        for stranger in ({"user": READER, "password": "guessed"}, {"user": "etl", "password": "etl"}):
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(**at, **stranger, passfile="/dev/null")
        assert server.start(settings, port) == server.start(settings), "the same server"
        with pytest.raises(ConfigError, match="runs, and not at port 1234"):
            server.start(settings, 1234)
    finally:
        server.stop(settings)
    with server.serving(settings), pytest.raises(psycopg.OperationalError):
        psycopg.connect(**at, **known).close()


def test_with_a_url_of_its_own_nothing_is_started(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, warehouse_url=SecretStr("postgresql://somebody@elsewhere/province"))
    with server.serving(settings) as url:
        assert url == server.url(settings) == "postgresql://somebody@elsewhere/province"
    with pytest.raises(ConfigError, match="ETL_WAREHOUSE_URL is set"):
        server.start(settings)
    with pytest.raises(ConfigError, match=r"ETL_READER_URL names none; .* in role warehouse_reader"):
        server.reader_url(settings)
    analyst = "postgresql://analyst@elsewhere/province"
    assert server.reader_url(settings.model_copy(update={"reader_url": SecretStr(analyst)})) == analyst
    assert not list(tmp_path.iterdir())
