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
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from etl.errors import ConfigError
from etl.settings import Settings
from etl.warehouse.address import plain
from etl.warehouse.embedded import server


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


def test_other_users_cannot_reach_it(settings: Settings) -> None:
    server.start(settings)
    data = settings.home / "warehouse" / "data"
    assert data.stat().st_mode & 0o077 == 0
    (socket_file,) = data.glob(".s.PGSQL.*[0-9]")
    assert socket_file.stat().st_mode & 0o077 == 0
    assert answer(server.url(settings), "show listen_addresses") == ""


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
        wrong = plain(url).replace(url.split(":")[2].split("@")[0], "wrong")
        with pytest.raises(psycopg.OperationalError, match="authentication failed"):
            psycopg.connect(wrong)


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


def test_with_a_url_of_its_own_nothing_is_started(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, warehouse_url=SecretStr("postgresql://somebody@elsewhere/province"))
    with server.serving(settings) as url:
        assert url == server.url(settings) == "postgresql://somebody@elsewhere/province"
    with pytest.raises(ConfigError, match="ETL_WAREHOUSE_URL is set"):
        server.start(settings)
    assert not list(tmp_path.iterdir())
