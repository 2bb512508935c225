"""Who sends and for when is told by the folder; what cannot be placed is said, and litter is nobody's file."""

from pathlib import Path

import pytest

from etl.errors import ConfigError, TransientError
from etl.intake.archive import archive_path, store, verify_writable
from etl.intake.inbox import list_inbox, open_inbox
from etl.reference import Divisions, load_divisions

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


def test_a_file_is_archived_once_under_its_hash_and_cut_off_when_too_large(inbox, divisions, tmp_path):
    filesystem, root = inbox("513402/2024Q1/台账.xlsx")
    (file,) = list_inbox(filesystem, root, divisions).files
    archive = tmp_path / "archive"
    sha256, size, path = store(archive, filesystem, file.key, max_bytes=1000)
    assert path == archive_path(archive, sha256)
    assert path.read_bytes() == "513402/2024Q1/台账.xlsx".encode()
    assert store(archive, filesystem, file.key, max_bytes=1000) == (sha256, size, path)
    assert store(archive, filesystem, file.key, max_bytes=4)[1] == 5
    assert not [left for left in archive.iterdir() if left.name.startswith(".incoming-")]


def test_an_inbox_that_is_not_there_is_the_operators_matter(tmp_path):
    with pytest.raises(ConfigError, match="is not a folder"):
        open_inbox(str(tmp_path / "nowhere"))
    with pytest.raises(ConfigError, match="cannot be opened"):
        open_inbox("nosuchscheme://x")


def test_an_archive_that_cannot_be_written_stops_the_night(tmp_path):
    (tmp_path / "archive").write_text("a file, not a folder")
    with pytest.raises(TransientError, match="cannot be written"):
        verify_writable(tmp_path / "archive")
