"""Pulling: every file is archived once under its hash; what cannot be read fails its county and nobody else."""

import hashlib
import os
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from etl.config.divisions import load_divisions
from etl.errors import ConfigError, TransientError
from etl.intake.archive import verify_writable
from etl.intake.inbox import list_inbox
from etl.intake.open_inbox import open_inbox
from etl.intake.pull import pull_files
from etl.settings import PROJECT
from tests.shut_files import shut_to_us

NOW = datetime(2024, 4, 8, 2, tzinfo=UTC)
BIG = 1 << 20


@pytest.fixture(scope="module")
def divisions():
    return load_divisions(PROJECT / "config")


def pull(inbox, archive, divisions, seen=None, max_bytes=BIG):
    filesystem, root = open_inbox(str(inbox))
    listing = list_inbox(filesystem, root, divisions)
    return pull_files(listing.files, filesystem, archive, seen or {}, (7, NOW), max_bytes)


def put(inbox, name, content=b"x", county="513228"):
    path = inbox / county / "2024Q1" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_a_file_is_archived_under_its_hash(tmp_path, divisions):
    put(tmp_path / "in", "台账.csv", b"abc")
    (source,) = pull(tmp_path / "in", tmp_path / "archive", divisions).new
    assert source.sha256 == hashlib.sha256(b"abc").hexdigest()
    assert source.path.read_bytes() == b"abc"
    assert (source.name, source.pull, source.received_at) == ("台账.csv", 7, NOW)
    assert [p for p in (tmp_path / "archive").rglob("*") if p.is_file()] == [source.path]


def test_the_same_content_is_archived_once(tmp_path, divisions):
    put(tmp_path / "in", "a.csv")
    put(tmp_path / "in", "sub/b.csv")
    one, other = pull(tmp_path / "in", tmp_path / "archive", divisions).new
    assert one.path == other.path
    assert {one.name, other.name} == {"a.csv", "sub/b.csv"}


def test_a_known_file_keeps_its_first_pull(tmp_path, divisions):
    put(tmp_path / "in", "a.csv")
    sha256 = hashlib.sha256(b"x").hexdigest()
    pulled = pull(tmp_path / "in", tmp_path / "archive", divisions, {("513228", "2024Q1", "a.csv", sha256): (3, NOW)})
    assert pulled.new == []
    assert pulled.known[0].pull == 3


def test_a_file_that_cannot_be_opened_fails_its_county_only(tmp_path, divisions):
    put(tmp_path / "in", "good.csv")
    with shut_to_us(put(tmp_path / "in", "shut.csv", county="513227")):
        pulled = pull(tmp_path / "in", tmp_path / "archive", divisions)
    assert [source.county_code for source in pulled.new] == ["513228"]
    assert pulled.failures == {"513227": "shut.csv: Permission denied"}


def while_pulling(change):
    """A thread that changes something again and again until the block ends."""

    @contextmanager
    def running():
        stop = threading.Event()

        def work():
            while not stop.is_set():
                change()

        thread = threading.Thread(target=work)
        thread.start()
        yield
        stop.set()
        thread.join()

    return running()


def large(inbox, name="large.csv", county="513228"):
    """A file that takes a while to read, and next to no room."""
    path = put(inbox, name, county=county)
    os.truncate(path, 64 << 20)
    return path


def test_a_file_that_never_stands_still_fails_its_county_only(tmp_path, divisions):
    put(tmp_path / "in", "good.csv", county="513227")
    path = large(tmp_path / "in")

    def append():
        with path.open("ab") as file:
            file.write(b"more")
        time.sleep(0.001)

    with while_pulling(append):
        pulled = pull(tmp_path / "in", tmp_path / "archive", divisions, max_bytes=1 << 30)
    assert [source.county_code for source in pulled.new] == ["513227"]
    assert pulled.failures == {"513228": "large.csv: it was being changed while it was read"}

    pulled = pull(tmp_path / "in", tmp_path / "archive", divisions, max_bytes=1 << 30)
    assert not pulled.failures
    assert [source.size for source in pulled.new] == [1, path.stat().st_size]
    assert pulled.new[1].path.read_bytes() == path.read_bytes()


def test_a_file_replaced_while_it_is_read_comes_as_the_new_one(tmp_path, divisions):
    path = large(tmp_path / "in")
    new = tmp_path / "new.csv"
    new.write_bytes(b"new")

    def replace_once():
        if new.exists() and list((tmp_path / "archive").glob(".incoming-*")):
            new.replace(path)

    with while_pulling(replace_once):
        (source,) = pull(tmp_path / "in", tmp_path / "archive", divisions, max_bytes=1 << 30).new
    assert (source.size, source.path.read_bytes()) == (3, b"new")
    assert source.modified_at.timestamp() == pytest.approx(path.stat().st_mtime, abs=1e-5)


def test_no_more_than_the_limit_is_archived(tmp_path, divisions):
    put(tmp_path / "in", "big.csv", b"y" * 5000)
    (source,) = pull(tmp_path / "in", tmp_path / "archive", divisions, max_bytes=1000).new
    assert source.size == 1001


@pytest.mark.skipif(os.name == "nt", reason="names are bytes on POSIX only")
def test_a_name_in_gb18030_becomes_text_and_opens(tmp_path, divisions):
    folder = os.fsencode(tmp_path / "in" / "513228" / "2024Q1")
    os.makedirs(folder)
    with open(os.path.join(folder, "台账.csv".encode("gb18030")), "wb") as file:
        file.write(b"abc")
    (source,) = pull(tmp_path / "in", tmp_path / "archive", divisions).new
    assert source.name == "台账.csv"
    assert source.path.read_bytes() == b"abc"


def test_what_a_killed_copy_left_goes_after_a_day(tmp_path):
    left, under_way = tmp_path / ".incoming-left", tmp_path / ".incoming-now"
    for path in (left, under_way):
        path.write_bytes(b"half")
    os.utime(left, (time.time() - 25 * 3600,) * 2)
    verify_writable(tmp_path)
    assert list(tmp_path.iterdir()) == [under_way]


@pytest.mark.parametrize("url", ["/no/such/folder", "nosuch://inbox", __file__])
def test_an_inbox_that_is_not_there_is_a_config_error(url):
    with pytest.raises(ConfigError, match="inbox"):
        open_inbox(url)


def test_an_archive_that_cannot_be_written_is_transient(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(TransientError, match="archive"):
        verify_writable(tmp_path / "file" / "archive")


def test_the_archive_is_for_our_account_alone(tmp_path, divisions):
    inbox, archive = tmp_path / "inbox", tmp_path / "archive"
    put(inbox, "张三510105199001011237.xlsx", b"510105199001011237")
    archive.mkdir(mode=0o755)
    verify_writable(archive)
    (source,) = pull(inbox, archive, divisions).new
    assert source.path.read_bytes() == b"510105199001011237"
    assert source.name == "张三510105********1237.xlsx"
    assert [path.stat().st_mode & 0o077 for path in (archive, source.path)] == [0, 0]
    assert "510105199001011237" not in repr(source)
