"""A place for files takes them whole, makes and removes folders, and follows no link below itself; a server's does the same."""

import os
from contextlib import closing, contextmanager

import pytest

from etl.errors import ConfigError, TransientError
from etl.intake.outbox import open_outbox
from etl.settings import InboxAccess
from tests.receivers.places import place_on_server

NAME = "513228_黑水县/2024Q1/台账 #1.xlsx"


@contextmanager
def place(kind, tmp_path, monkeypatch):
    if kind == "other":
        yield f"local://{tmp_path}/退回", InboxAccess()
    elif kind == "folder":
        yield str(tmp_path / "退回"), InboxAccess()
    else:
        with place_on_server(kind, "退回", tmp_path, monkeypatch) as server:
            yield server


@pytest.mark.parametrize("kind", ["folder", "sftp", "s3", "other"])
def test_files_are_put_found_replaced_and_removed(kind, tmp_path, monkeypatch):
    with place(kind, tmp_path, monkeypatch) as (url, access), closing(open_outbox(url, access)) as outbox:
        assert (outbox.has(NAME), outbox.read(NAME)) == (False, None)
        outbox.remove(NAME)
        for content in (b"1", b"22"):
            outbox.put(NAME, content)
            assert (outbox.has(NAME), outbox.read(NAME)) == (True, content)
        if kind != "s3":
            assert [path.read_bytes() for path in (tmp_path / "退回").rglob("*") if path.is_file()] == [b"22"]
        outbox.remove(NAME)
        assert not outbox.has(NAME)


def test_folders_that_are_empty_go_and_others_stay(tmp_path):
    outbox = open_outbox(str(tmp_path / "place"), InboxAccess())
    outbox.put("甲/2024Q1/a.xlsx", b"1")
    outbox.put("乙/2024Q1/b.xlsx", b"1")
    outbox.remove("甲/2024Q1/a.xlsx")
    assert sorted(path.name for path in (tmp_path / "place").iterdir()) == ["乙"]


def test_no_link_below_the_place_is_followed(tmp_path):
    outbox = open_outbox(str(tmp_path / "place"), InboxAccess())
    outbox.put("甲/x", b"1")
    (tmp_path / "outside").mkdir()
    (tmp_path / "place" / "甲" / "2024Q1").symlink_to(tmp_path / "outside")
    with pytest.raises(OSError, match=r".+"):
        outbox.put("甲/2024Q1/a.xlsx", b"1")
    (tmp_path / "outside" / "a.xlsx").write_bytes(b"own")
    with pytest.raises(OSError, match=r".+"):
        outbox.remove("甲/2024Q1/a.xlsx")
    assert (tmp_path / "outside" / "a.xlsx").read_bytes() == b"own"


def test_whoever_may_read_the_place_may_read_what_lies_there(tmp_path):
    root = tmp_path / "place"
    root.mkdir()
    root.chmod(0o750)
    open_outbox(str(root), InboxAccess()).put("甲/2024Q1/a.xlsx", b"1")
    assert [oct(os.stat(root / name).st_mode & 0o777) for name in ("甲", "甲/2024Q1", "甲/2024Q1/a.xlsx")] == [
        "0o750",
        "0o750",
        "0o640",
    ]


def test_what_can_be_no_place_is_refused():
    with pytest.raises(ConfigError, match="no place for files"):
        open_outbox("http://example.org/x", InboxAccess())
    with pytest.raises((TransientError, ConfigError)):
        open_outbox("sftp://a:b@127.0.0.1:1/x", InboxAccess())
