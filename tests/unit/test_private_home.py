"""ETL_HOME is closed to other accounts, also one that an earlier version left open."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.private_home import close_home

NOBODY = 65534


def modes(home: Path) -> dict[str, str]:
    return {path.relative_to(home).as_posix(): f"{path.stat().st_mode & 0o777:o}" for path in (home, *home.rglob("*"))}


@pytest.fixture
def open_home() -> Iterator[Path]:
    """A home as a umask of 022 leaves it, on a way that everybody may go, with a program and a link out of it."""
    with tempfile.TemporaryDirectory() as top:
        Path(top).chmod(0o755)
        yield left_open(Path(top))


def left_open(top: Path) -> Path:
    home = top / "var"
    (home / "warehouse").mkdir(parents=True)
    (home / "warehouse" / "starting.lock").touch()
    (home / "program").touch()
    (top / "shared").touch()
    (home / "link").symlink_to(top / "shared")
    for path, mode in ((home, 0o755), (home / "warehouse", 0o755), (home / "program", 0o755)):
        path.chmod(mode)
    (home / "warehouse" / "starting.lock").chmod(0o644)
    (top / "shared").chmod(0o644)
    return home


def test_a_home_left_open_is_closed(open_home: Path) -> None:
    close_home(open_home)
    assert modes(open_home) == {
        ".": "700", "warehouse": "700", "warehouse/starting.lock": "600", "program": "700", "link": "644",
    }  # fmt: skip


def test_a_home_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    close_home(tmp_path / "none")
    assert not (tmp_path / "none").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root takes another account")
def test_no_other_account_locks_what_every_command_waits_for(open_home: Path) -> None:
    lock = ["flock", "--nonblock", str(open_home / "warehouse" / "starting.lock"), "true"]

    def code() -> int:
        return subprocess.run(lock, user=NOBODY, group=NOBODY, extra_groups=[], capture_output=True).returncode

    assert code() == 0
    close_home(open_home)
    assert code() == 66  # it cannot even be opened


@pytest.mark.skipif(os.geteuid() != 0, reason="only root takes another account")
def test_the_owner_of_the_servers_folder_still_passes(open_home: Path) -> None:
    os.chown(open_home / "warehouse", NOBODY, NOBODY)
    close_home(open_home)
    assert modes(open_home)["."] == "711"
    assert modes(open_home)["warehouse"] == "700"
