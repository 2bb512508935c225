"""An inbox on another machine is listed and pulled as a folder of this one is: the same files, names, times and contents."""

import os
import shutil
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl.config.divisions import load_divisions
from etl.intake.inbox import list_inbox
from etl.intake.open_inbox import open_inbox
from etl.intake.pull import pull_files
from etl.settings import PROJECT, InboxAccess
from tests.integration.operator import CORPUS
from tests.receivers import folder_servers
from tests.receivers.folder_servers import dav_folder, web_folder
from tests.receivers.s3_server import BUCKET, s3_server
from tests.receivers.sftp_server import PASSWORD, sftp_server

NOW = datetime(2024, 4, 8, 2, tzinfo=UTC)
KINDS = ["sftp", "s3", "http", "webdav"]


@pytest.fixture(scope="module")
def divisions():
    return load_divisions(PROJECT / "config")


@contextmanager
def served(kind, folder, secrets, monkeypatch):
    """A folder behind a server: its URL, and the account's secrets."""
    if kind == "sftp":
        with sftp_server(folder, secrets) as server:
            yield server.url, InboxAccess(inbox_password=PASSWORD, inbox_known_hosts=server.known_hosts)
    elif kind == "s3":
        with s3_server() as server:
            for name, value in server.environment.items():
                monkeypatch.setenv(name, value)
            server.put(folder, "in")
            yield f"s3://{BUCKET}/in", InboxAccess()
    else:
        with (web_folder if kind == "http" else dav_folder)(folder) as address:
            yield f"{kind}://{folder_servers.ACCOUNT}@{address}", InboxAccess(inbox_password=folder_servers.PASSWORD)


def pulled(url, access, archive, divisions, max_bytes=1 << 20, is_wanted=lambda county, period: True):
    filesystem, root = open_inbox(url, access)
    with closing(filesystem):
        listing = list_inbox(filesystem, root, divisions, is_wanted)
        return listing, pull_files(listing.files, filesystem, archive, {}, (1, NOW), max_bytes)


def seen(pull):
    assert pull.failures == {}
    return sorted((file.county_code, file.period, file.name, file.sha256, file.size) for file in pull.new)


@pytest.mark.parametrize("kind", KINDS)
def test_an_inbox_elsewhere_is_the_same_inbox(kind, tmp_path, divisions, monkeypatch):
    folder = tmp_path / "收件箱"
    for county in sorted((CORPUS / "night1").iterdir())[:6]:
        shutil.copytree(county, folder / county.name)
    odd = folder / "513228" / "2024Q1" / "附件 50%25"
    odd.mkdir(parents=True)
    (odd / "100%2F..%20#?&+;台账.csv").write_bytes(b"abc")
    (folder / "513228" / "2024Q1" / ".DS_Store").write_bytes(b"")
    (folder / "说明.txt").write_bytes(b"?")
    for number, path in enumerate(sorted(folder.rglob("*"))):
        os.utime(path, (1_700_000_000 + 60 * number,) * 2)
    here, own = pulled(str(folder), InboxAccess(), tmp_path / "a", divisions)
    with served(kind, folder, tmp_path / "secrets", monkeypatch) as (url, access):
        there, others = pulled(url, access, tmp_path / "b", divisions)
    assert seen(others) == seen(own)
    assert [issue.message for issue in there.issues] == [issue.message for issue in here.issues]
    if kind == "s3":  # which has times of its own: when an object came
        assert {file.modified_at.year for file in others.new} == {datetime.now(UTC).year}
    else:
        assert {file.name: file.modified_at for file in others.new} == {file.name: file.modified_at for file in own.new}


@pytest.mark.parametrize("kind", KINDS)
def test_no_more_than_the_limit_comes_over_the_line(kind, tmp_path, divisions, monkeypatch):
    path = tmp_path / "in" / "513228" / "2024Q1" / "大.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"y" * 3_000_000)
    with served(kind, tmp_path / "in", tmp_path / "secrets", monkeypatch) as (url, access):
        _, pull = pulled(url, access, tmp_path / "archive", divisions, max_bytes=1000)
    assert [file.size for file in pull.new] == [1001]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_asked_for_is_listed_and_nothing_else(kind, tmp_path, divisions, monkeypatch):
    for county in ("513228", "513402"):
        path = tmp_path / "in" / county / "2024Q1" / "台账.csv"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"abc")
    with served(kind, tmp_path / "in", tmp_path / "secrets", monkeypatch) as (url, access):
        listing, _ = pulled(
            url, access, tmp_path / "archive", divisions, is_wanted=lambda county, _: county == "513402"
        )
    assert [file.county_code for file in listing.files] == ["513402"]


def test_links_of_a_countys_behind_a_server_are_named_and_not_followed(tmp_path, divisions):
    inbox, outside = tmp_path / "in", tmp_path / "in" / "别处"
    period = inbox / "513228" / "2024Q1"
    period.mkdir(parents=True)
    outside.mkdir()
    (outside / "secret.csv").write_bytes(b"geheim")
    (period / "台账.csv").write_bytes(b"abc")
    (period / "链接.csv").symlink_to("../../别处/secret.csv")
    (period / "附件").symlink_to("../../别处")
    (inbox / "513402").symlink_to("513228")  # the operator's
    with sftp_server(inbox, tmp_path / "secrets") as server:
        access = InboxAccess(inbox_key=server.key, inbox_known_hosts=server.known_hosts)
        listing, pull = pulled(server.url, access, tmp_path / "archive", divisions)
    assert sorted((file.county_code, file.name) for file in pull.new) == [
        ("513228", "台账.csv"),
        ("513402", "台账.csv"),
    ]
    own = {issue.value for issue in listing.issues if issue.county_code == "513228"}
    assert own == {"513228/2024Q1/附件", "513228/2024Q1/链接.csv"}
    assert not any(path.read_bytes() == b"geheim" for path in (tmp_path / "archive").rglob("*") if path.is_file())


def test_a_link_that_takes_a_files_place_is_not_read(tmp_path, divisions):
    period = tmp_path / "in" / "513228" / "2024Q1"
    period.mkdir(parents=True)
    (tmp_path / "in" / "secret.csv").write_bytes(b"geheim")
    (period / "台账.csv").write_bytes(b"abc")
    with sftp_server(tmp_path / "in", tmp_path / "secrets") as server:
        filesystem, root = open_inbox(
            server.url, InboxAccess(inbox_key=server.key, inbox_known_hosts=server.known_hosts)
        )
        with closing(filesystem):
            listing = list_inbox(filesystem, root, divisions)
            (period / "台账.csv").unlink()
            (period / "台账.csv").symlink_to("../../secret.csv")
            pull = pull_files(listing.files, filesystem, tmp_path / "archive", {}, (1, NOW), 1000)
    assert ([issue.value for issue in pull.issues], pull.new, pull.failures) == (["513228/2024Q1/台账.csv"], [], {})


@pytest.mark.skipif(os.name == "nt", reason="names are bytes on POSIX only")
def test_a_name_in_gb18030_becomes_text_and_opens(tmp_path, divisions, monkeypatch):
    folder = os.fsencode(tmp_path / "in" / "513228" / "2024Q1")
    os.makedirs(folder)
    Path(os.fsdecode(os.path.join(folder, "台账.csv".encode("gb18030")))).write_bytes(b"abc")
    with served("sftp", tmp_path / "in", tmp_path / "secrets", monkeypatch) as (url, access):
        _, pull = pulled(url, access, tmp_path / "archive", divisions)
    assert [(file.name, file.path.read_bytes()) for file in pull.new] == [("台账.csv", b"abc")]


@pytest.mark.parametrize("kind", ["sftp", "http", "webdav"])
def test_a_file_that_changes_while_it_is_read_comes_as_the_new_one(kind, tmp_path, divisions, monkeypatch):
    path = tmp_path / "in" / "513228" / "2024Q1" / "台账.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"old")
    os.utime(path, (1_700_000_000,) * 2)
    with served(kind, tmp_path / "in", tmp_path / "secrets", monkeypatch) as (url, access):
        filesystem, root = open_inbox(url, access)
        with closing(filesystem):
            listing = list_inbox(filesystem, root, divisions)
            path.write_bytes(b"newer")
            pull = pull_files(listing.files, filesystem, tmp_path / "archive", {}, (1, NOW), 1000)
    (source,) = pull.new
    assert (source.path.read_bytes(), source.size) == (b"newer", 5)
    assert abs(source.modified_at.timestamp() - path.stat().st_mtime) < 1
