"""Links in a county's folder lead nowhere: named once each, failing nobody; those of the operator are followed."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl.config.divisions import load_divisions
from etl.intake.inbox import list_inbox, modified_at
from etl.intake.local_inbox import LocalInbox, NotAFile
from etl.intake.open_inbox import open_inbox
from etl.intake.pull import pull_files
from etl.settings import PROJECT

pytestmark = pytest.mark.campaign

NOW = datetime(2024, 4, 8, 2, tzinfo=UTC)
SECRET = b"PGPASSWORD=geheim"


@pytest.fixture(scope="module")
def divisions():
    return load_divisions(PROJECT / "config")


class Inbox:
    """An inbox of one county with one good file, beside secrets that are none of its business."""

    def __init__(self, folder: Path, divisions) -> None:
        self.root, self.outside, self.archive = folder / "inbox", folder / "outside", folder / "archive"
        self.period = self.root / "513228" / "2024Q1"
        self.period.mkdir(parents=True)
        (self.period / "台账.csv").write_bytes(b"good")
        self.outside.mkdir()
        (self.outside / "secret.csv").write_bytes(SECRET)
        self.divisions = divisions

    def listing(self):
        return list_inbox(*open_inbox(str(self.root)), self.divisions)

    def pull(self, listing):
        filesystem, _ = open_inbox(str(self.root))
        return pull_files(listing.files, filesystem, self.archive, {}, (1, NOW), 1 << 20)

    def archived(self):
        return sorted(path.read_bytes() for path in self.archive.rglob("*") if path.is_file())


@pytest.fixture
def inbox(tmp_path, divisions):
    return Inbox(tmp_path, divisions)


@pytest.mark.parametrize("target", ["secret.csv", ".", "not-there", "/proc/self/environ", "/dev/zero"])
@pytest.mark.parametrize("place", ["513228/2024Q1/环境.csv", "513228/2024Q1/附件/环境.csv", "513228/2023Q4"])
def test_a_link_of_a_countys_is_named_once_and_fails_nobody(inbox, target, place):
    link = inbox.root / place
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(inbox.outside / target)
    listing = inbox.listing()
    (issue,) = listing.issues
    assert (issue.county_code, issue.value, issue.severity) == ("513228", place, "warning")
    assert "是链接" in issue.message
    assert [file.name for file in listing.files] == ["台账.csv"]
    pulled = inbox.pull(listing)
    assert (listing.failures, pulled.failures, inbox.archived()) == ({}, {}, [b"good"])


def test_the_inbox_and_a_countys_folder_may_be_links(inbox, tmp_path):
    (inbox.root / "513228").rename(tmp_path / "share")
    (inbox.root / "513228").symlink_to(tmp_path / "share")
    inbox.root.rename(tmp_path / "mounted")
    inbox.root.symlink_to(tmp_path / "mounted")
    listing = inbox.listing()
    assert listing.issues == ()
    inbox.pull(listing)
    assert inbox.archived() == [b"good"]


def test_a_countys_folder_that_is_a_link_to_nowhere_is_a_failed_county(inbox, tmp_path):
    (inbox.root / "513227").symlink_to(tmp_path / "not-mounted")
    (inbox.root / "readme").symlink_to(tmp_path / "not-there")
    listing = inbox.listing()
    assert listing.failures == {"513227": "513227: No such file or directory"}
    assert [issue.value for issue in listing.issues] == ["readme"]
    assert [file.county_code for file in listing.files] == ["513228"]


def swapped_for_a_link(inbox):
    file = inbox.period / "台账.csv"
    file.unlink()
    file.symlink_to(inbox.outside / "secret.csv")


def swapped_with_its_folder(inbox):
    inbox.period.rename(inbox.period.with_name("2024Q2"))
    (inbox.outside / "台账.csv").write_bytes(SECRET)
    inbox.period.symlink_to(inbox.outside)


def swapped_for_a_pipe(inbox):
    (inbox.period / "台账.csv").unlink()
    os.mkfifo(inbox.period / "台账.csv")


@pytest.mark.parametrize("swap", [swapped_for_a_link, swapped_with_its_folder, swapped_for_a_pipe])
def test_what_takes_a_files_place_after_it_was_listed_is_not_read(inbox, swap):
    listing = inbox.listing()
    assert listing.issues == ()
    swap(inbox)
    pulled = inbox.pull(listing)
    assert (pulled.new, pulled.failures, inbox.archived()) == ([], {}, [])
    assert [issue.value for issue in pulled.issues] == ["513228/2024Q1/台账.csv"]


def test_a_pipe_that_comes_between_the_look_and_the_opening_is_not_waited_for(inbox, monkeypatch):
    path = inbox.period / "台账.csv"
    looked = os.stat(path)
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(os, "stat", lambda *_, **__: looked)
    with pytest.raises(NotAFile, match="no file"):
        LocalInbox(str(inbox.root)).open(str(path))


def test_a_file_written_to_in_the_year_60056_is_read(inbox):
    assert modified_at({"mtime": 1.8e12}).year == 1970
