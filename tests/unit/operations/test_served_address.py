"""Address of a served Prefect server: told while its process holds the lock, never for one that is gone or does not answer."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from etl.settings import PROJECT
from flows.local_server import FOR_ONE_RUN
from flows.prune_runs import shrink
from flows.served_address import announced, served_url
from flows.session import OWN_SERVER, PrefectSession

URL = "http://127.0.0.1:9/api"  # nobody listens there
HOLDS = """
import sys, time
from pathlib import Path
from flows.served_address import announced
with announced(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    time.sleep(600)
"""


def test_it_is_told_as_long_as_somebody_serves(tmp_path: Path) -> None:
    assert served_url(tmp_path) is None
    with announced(tmp_path, URL):
        assert served_url(tmp_path) == URL
        with announced(tmp_path, "http://127.0.0.1:10/api"):  # a second one serves beside it
            assert served_url(tmp_path) == URL
        assert served_url(tmp_path) == URL
    assert served_url(tmp_path) is None
    assert (tmp_path / "serving").stat().st_mode & 0o777 == 0o600


def test_one_that_was_killed_is_not_there(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path), URL], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        assert served_url(tmp_path) == URL
        holder.kill()
        holder.wait()
    assert served_url(tmp_path) is None
    assert URL in (tmp_path / "serving").read_text()


def test_a_longer_address_before_is_overwritten_and_a_link_followed_by_nobody(tmp_path: Path) -> None:
    (tmp_path / "serving").write_text(URL * 3)
    with announced(tmp_path, URL):
        assert served_url(tmp_path) == URL
    (tmp_path / "serving").unlink()
    (tmp_path / "serving").symlink_to(tmp_path / "elsewhere")
    assert served_url(tmp_path) is None


def test_a_server_that_does_not_answer_is_none_and_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "prefect").mkdir()
    with announced(tmp_path / "prefect", URL):
        session = PrefectSession(tmp_path, None, FOR_ONE_RUN)
    assert session.is_a_server
    assert capsys.readouterr().err == f"{OWN_SERVER}\n"


def test_a_database_that_a_stopped_server_has_locked_is_left_as_it_is(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "prefect.db")) as stopped:
        stopped.execute("create table flow_run (id)")
        stopped.execute("begin immediate")
        assert shrink(tmp_path) == 0
