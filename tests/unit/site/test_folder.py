"""A folder of pages is written beside the old one and swapped; what is the same keeps its bytes; nothing else is touched."""

import fcntl
import os

import pytest

from etl.errors import ConfigError
from etl.site.folder import MARK, write_folder
from tests.unit.site.site_facts import files_of

SAID1 = {"county/1.html": b"one", "county/2.html": b"two", "index.html": b"start"}
SAID2 = {"county/1.html": b"one", "county/3.html": b"three", "index.html": b"begin"}
NIGHT1, NIGHT2 = files_of(SAID1), files_of(SAID2)


def content(folder):
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MARK)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def real(folder):
    """A folder that no link can take the place of, as the root of a web server."""
    folder.mkdir()
    return folder


@pytest.mark.parametrize("make", [pytest.param(lambda folder: folder, id="link"), pytest.param(real, id="folder")])
def test_the_second_night_takes_the_place_of_the_first(tmp_path, make):
    folder = make(tmp_path / "页 site")
    first = write_folder(folder, iter(NIGHT1))
    assert (first.files, first.changed, first.gone) == (3, 3, 0)
    kept = (folder / "county/1.html").stat()
    second = write_folder(folder, iter(NIGHT2))
    assert (second.files, second.changed, second.gone) == (3, 2, 1)
    assert content(folder) == SAID2
    assert (folder / "county/1.html").stat().st_mtime_ns == kept.st_mtime_ns
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert write_folder(folder, iter(NIGHT2)).line.startswith("pages: nothing changed in 3 files")
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")] == ["页 site"]


def test_a_reader_sees_one_night_or_the_next(tmp_path):
    folder = tmp_path / "site"
    write_folder(folder, iter(NIGHT1))

    def night():
        for path, text in NIGHT2:
            assert content(folder) == SAID1
            yield path, text

    write_folder(folder, night())
    assert content(folder) == SAID2


def test_nobody_else_writes_meanwhile(tmp_path):
    def night():
        with (tmp_path / ".site.lock").open("w") as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield from NIGHT1

    write_folder(tmp_path / "site", night())
    with (tmp_path / ".site.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_night_that_breaks_off_leaves_the_one_before(tmp_path):
    folder = tmp_path / "site"
    write_folder(folder, iter(NIGHT1))

    def broken():
        yield NIGHT2[1]
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        write_folder(folder, broken())
    assert content(folder) == SAID1
    write_folder(folder, iter(NIGHT2))
    assert content(folder) == SAID2
    assert len([path for path in tmp_path.iterdir() if path.is_dir() and not path.is_symlink()]) == 1


def test_the_first_page_comes_last_where_pages_are_replaced(tmp_path, monkeypatch):
    folder = real(tmp_path / "site")
    order = []
    replace = os.replace
    monkeypatch.setattr(os, "replace", lambda old, new: (order.append(new.name), replace(old, new)))
    write_folder(folder, iter([NIGHT1[2], *NIGHT1[:2]]))
    assert order == [MARK, "1.html", "2.html", "index.html", MARK]


def test_a_folder_with_other_files_is_refused_and_left(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.docx").write_bytes(b"mine")
    with pytest.raises(ConfigError, match="holds other files"):
        write_folder(tmp_path / "site", iter(NIGHT1))
    assert content(tmp_path / "site") == {"thesis.docx": b"mine"}


def test_whoever_may_read_the_folder_may_read_the_pages(tmp_path):
    for name, mode, expected in (("open", 0o755, 0o644), ("closed", 0o700, 0o600)):
        (tmp_path / name).mkdir(mode=mode)
        (tmp_path / name).chmod(mode)
        write_folder(tmp_path / name / "site", iter(NIGHT1))
        page = tmp_path / name / "site" / "county" / "1.html"
        assert page.stat().st_mode & 0o777 == expected
        assert page.parent.stat().st_mode & 0o777 == mode
