"""A folder's name gives sender and period; what cannot be placed is reported, and litter is nobody's file."""

import os
from pathlib import Path

import pytest

from etl.config.divisions import Divisions, load_divisions
from etl.errors import ConfigError, EtlError, TransientError
from etl.intake.archive import archive_path, copy_in, discard, keep, verify_writable
from etl.intake.inbox import list_inbox
from etl.intake.open_inbox import open_inbox
from tests.shut_files import shut_to_us

CONFIG = Path(__file__).parents[3] / "config"


@pytest.fixture(scope="module")
def divisions() -> Divisions:
    return load_divisions(CONFIG)


@pytest.fixture
def inbox(tmp_path):
    """A folder of files, given by their paths."""

    def inbox(*paths: str):
        root = tmp_path / "收件箱 inbox"
        root.mkdir()
        for path in paths:
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(path.encode())
        return open_inbox(str(root))

    return inbox


@pytest.mark.parametrize("folder", ["513402", "会理市", "会理县", "凉山彝族自治州会理市"])
def test_a_county_is_found_by_code_or_name_current_or_former(inbox, divisions, folder):
    listing = list_inbox(*inbox(f"{folder}/2024Q1/台账.xlsx"), divisions)
    assert [(file.county_code, file.period, file.name) for file in listing.files] == [("513402", "2024Q1", "台账.xlsx")]
    assert listing.issues == ()


@pytest.mark.parametrize("name", ["~$台账.xlsx", ".DS_Store", "Thumbs.db", "desktop.ini"])
def test_litter_is_no_file(inbox, divisions, name):
    listing = list_inbox(*inbox(f"513402/2024Q1/{name}"), divisions)
    assert (listing.files, listing.issues) == ((), ())


@pytest.mark.parametrize(
    "path", ["台账.xlsx", "不存在县/2024Q1/台账.xlsx", "市中区/2024Q1/台账.xlsx", "513402/去年/台账.xlsx"]
)
def test_what_cannot_be_placed_is_said_and_not_read(inbox, divisions, path):
    listing = list_inbox(*inbox(path), divisions)
    assert listing.files == ()
    assert len(listing.issues) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name")
def test_a_pipe_is_named_and_never_opened(inbox, divisions):
    filesystem, root = inbox("513402/2024Q1/台账.xlsx")
    path = Path(root) / "513402/2024Q1/附件/管道.xlsx"
    path.parent.mkdir()
    os.mkfifo(path)
    listing = list_inbox(filesystem, root, divisions)
    assert [file.name for file in listing.files] == ["台账.xlsx"]
    (issue,) = listing.issues
    assert issue.county_code == "513402"
    assert "513402/2024Q1/附件/管道.xlsx" in issue.message


@pytest.mark.parametrize("shut", ["513402", "513402/2024Q1", "513402/2024Q1/附件"])
def test_a_folder_that_cannot_be_listed_fails_its_county_only(inbox, divisions, shut):
    filesystem, root = inbox("513402/2024Q1/附件/台账.xlsx", "513228/2024Q1/台账.xlsx")
    with shut_to_us(Path(root) / shut):
        listing = list_inbox(filesystem, root, divisions)
    assert {file.county_code for file in listing.files} == {"513228"}
    assert listing.failures == {"513402": "513402: Permission denied"}


def test_an_inbox_that_cannot_be_listed_stops_the_night(inbox, divisions):
    filesystem, root = inbox("513228/2024Q1/台账.xlsx")
    with shut_to_us(Path(root)), pytest.raises(TransientError, match="cannot be listed: Permission denied"):
        list_inbox(filesystem, root, divisions)


def test_a_file_is_archived_once_under_its_hash_and_cut_off_when_too_large(inbox, divisions, tmp_path):
    filesystem, root = inbox("513402/2024Q1/台账.xlsx")
    (file,) = list_inbox(filesystem, root, divisions).files
    archive = tmp_path / "archive"
    copied = copy_in(archive, filesystem, file.key, max_bytes=1000)
    assert copied.path == archive_path(archive, copied.sha256)
    assert not copied.path.exists()
    keep(archive, copied)
    assert copied.path.read_bytes() == "513402/2024Q1/台账.xlsx".encode()
    again = copy_in(archive, filesystem, file.key, max_bytes=1000)
    assert (again.path, again.incoming) == (copied.path, None)  # nothing was written
    keep(archive, again)
    assert [p for p in archive.rglob("*") if p.is_file()] == [copied.path]
    cut_off = copy_in(archive, filesystem, file.key, max_bytes=4)
    assert cut_off.size == 5
    discard(cut_off)
    assert not [left for left in archive.iterdir() if left.name.startswith(".incoming-")]


def test_an_inbox_that_is_not_there_is_the_operators_matter(tmp_path):
    with pytest.raises(ConfigError, match="is not a folder"):
        open_inbox(str(tmp_path / "nowhere"))
    with pytest.raises(ConfigError, match="cannot be opened"):
        open_inbox("nosuchscheme://x")


def test_the_password_of_an_inbox_is_never_said(tmp_path):
    for url in ("nosuchscheme://etl:geheim@host/in", "ftp://etl:geheim@127.0.0.1:1/in"):
        with pytest.raises(EtlError) as caught:
            open_inbox(url)
        assert "geheim" not in caught.value.message


def test_an_archive_that_cannot_be_written_stops_the_night(tmp_path):
    (tmp_path / "archive").write_text("a file, not a folder")
    with pytest.raises(TransientError, match="cannot be written"):
        verify_writable(tmp_path / "archive")
