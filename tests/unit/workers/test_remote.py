"""Reading for another machine's night: only as that night would read, and an answer is there whole or not at all."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl.contract.catalog import load_catalog
from etl.errors import ConfigError
from etl.identity_marks import KEY_NAME, key_id
from etl.intake.archive import archive_path, verify_writable
from etl.model import FileReading, SourceFile
from etl.recognise.packing import listed
from etl.secret_files import secret
from etl.settings import PROJECT
from etl.workers.remote import fetch, leave, read_remotely
from tests.workbooks.text import build_csv

FINGERPRINT = load_catalog(PROJECT / "config").fingerprint
NOW = datetime(2024, 4, 1, tzinfo=UTC)
SOURCE = SourceFile("510104", "2024Q1", "a.csv", "0" * 64, 0, NOW, 1, NOW, Path("/srv/of/another/machine"))


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ETL_HOME", str(tmp_path))
    monkeypatch.setenv("ETL_PASSWORDS", '{"510107": "secret"}')
    (tmp_path / "archive").mkdir()
    return tmp_path / "archive"


def test_files_are_read_from_the_own_archive(archive: Path) -> None:
    content = build_csv([["序号", "项目编号", "项目名称", "计划投资（万元）"], [1, "XM1", "道路", 2.5]])
    source = replace(SOURCE, sha256=hashlib.sha256(content).hexdigest())
    path = archive_path(archive, source.sha256)
    path.parent.mkdir()
    path.write_bytes(content)
    (reading,) = read_remotely([source], FINGERPRINT, ["510107"], key_id(secret(archive.parent, KEY_NAME)))
    assert [listed(table.values["project_no"]) for table in reading.tables] == [["XM1"]]


@pytest.mark.parametrize(
    ("fingerprint", "with_passwords", "sentence"),
    [("of other contracts", [], "is not the configuration of the night"), (FINGERPRINT, ["510104"], "lacks 510104")],
)
def test_what_would_be_read_otherwise_is_refused(
    archive: Path, fingerprint: str, with_passwords: list[str], sentence: str
) -> None:
    with pytest.raises(ConfigError, match=sentence):
        read_remotely([], fingerprint, with_passwords, key_id(secret(archive.parent, KEY_NAME)))


def test_marks_of_another_key_are_refused(archive: Path) -> None:
    """As they are no key of the same person's number, and nobody would see it."""
    nights = key_id("the night's")
    with pytest.raises(ConfigError, match="secrets/identity-key on the machine that reads is not there"):
        read_remotely([], FINGERPRINT, [], nights)
    secret(archive.parent, KEY_NAME)
    with pytest.raises(ConfigError, match="secrets/identity-key on the machine that reads is not the night's"):
        read_remotely([], FINGERPRINT, [], nights)


def test_an_answer_is_fetched_once_and_no_night_takes_it_for_a_file(archive: Path) -> None:
    readings = [FileReading(SOURCE, "csv"), FileReading(replace(SOURCE, name="b.csv"), "csv")]
    sources = [reading.source for reading in readings]
    leave(archive, "read-1", readings, sources)
    verify_writable(archive)  # clears away what is a day old
    assert fetch(archive, "read-1", sources, {}) == readings
    assert list(archive.iterdir()) == []
    with pytest.raises(FileNotFoundError):
        fetch(archive, "read-1", sources, {})
