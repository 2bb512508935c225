"""The warehouse on an older PostgreSQL that is not ours: its tests, on the server that Debian packages."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.settings import PROJECT
from etl.warehouse.embedded.account import account_for
from tests.flows.served_ui import free_port

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
EMBEDDED = ("test_server.py", "test_server_account.py")  # on our own server alone
OPTIONS = "-c listen_addresses=127.0.0.1 -c fsync=off"
PASSWORD = "geheim"  # noqa: S105

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not PROGRAMS.exists(), reason="PostgreSQL 15 is not installed: apt-get install postgresql-15"),
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The URL of a new server, which lets nobody in without a password, and nobody but over TCP."""
    data = tmp_path / "data"
    account = account_for(tmp_path, PROGRAMS)

    def run(program: str, *arguments: str) -> None:
        done = account.run([PROGRAMS / program, "-D", data, *arguments], tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr

    data.mkdir(mode=0o700)
    password, port = tmp_path / "password", free_port()
    password.write_text(PASSWORD)
    account.own(data)
    account.own(password)
    run(
        "initdb",
        "--username=etl",
        "--auth=scram-sha-256",
        f"--pwfile={password}",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
    )
    run("pg_ctl", "start", "--wait", "--log", f"{data}/log", "--options", f"-k '' -p {port} {OPTIONS}")
    yield f"postgresql+psycopg://etl:{PASSWORD}@127.0.0.1:{port}/postgres"
    run("pg_ctl", "stop", "--mode", "immediate")


def test_the_warehouse_is_the_same_there(server: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    folder = "tests/integration/warehouse"
    left_out = [f"--ignore={folder}/{name}" for name in EMBEDDED]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-m", "not long", *left_out, folder],
        cwd=PROJECT,
        env=environment | {"ETL_TEST_WAREHOUSE_URL": server},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
