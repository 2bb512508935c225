"""The search by which the tests prove that no secret leaks finds one wherever it could lie, and nothing else."""

import gzip
import sqlite3
import zlib
from base64 import b64encode
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.needles import Needles, left_open
from tests.unit.persons import WIDE, WRITINGS
from tests.workbooks.xlsx import pack_zip

NUMBER = "51010519900101123X"
NEEDLES = Needles({"number": NUMBER, "raw": b"\x00\xff-\x80raw\xfe"})
PLACES: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda text: b"\xff\0" + text + b"\0",
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "zip in a zip": lambda text: pack_zip({"a.zip": pack_zip({"b.txt": text})}),
    "hexadecimal": lambda text: text.hex().encode(),
    "base64": b64encode,
    "base64, a place on": lambda text: b64encode(b"x" + text + b"y"),
    "base64, two places on": lambda text: b64encode(b"xy" + text + b"yz"),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("secret", [NUMBER.encode(), NUMBER.lower().encode(), b"\x00\xff-\x80raw\xfe"])
def test_a_secret_is_found_in_every_place(tmp_path: Path, place: str, secret: bytes) -> None:
    (tmp_path / "a").write_bytes(PLACES[place](secret))
    (tmp_path / "b").write_bytes(PLACES[place](secret[:-3]))
    assert list(NEEDLES.below(tmp_path).values()) == [{"a"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("writing", sorted({*WRITINGS} - {"full width"}))
def test_a_number_is_found_in_every_writing(writing: str, encoding: str) -> None:
    if encoding == "utf-8" or WRITINGS[writing](NUMBER).isascii():
        assert NEEDLES.within(WRITINGS[writing](NUMBER).encode(encoding)) == {"number"}


def test_a_number_in_full_width_and_one_in_a_name_are_found(tmp_path: Path) -> None:
    assert NEEDLES.within(NUMBER.translate(WIDE)) == {"number"}
    (tmp_path / f"张三{NUMBER}").mkdir()
    assert NEEDLES.below(tmp_path) == {"number": {f"张三{NUMBER}"}}


def test_a_value_over_several_pages_of_sqlite_is_found(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "db")) as database:
        database.execute("pragma journal_mode = wal")
        database.execute("create table t (a, b)")
        for start in range(4000, 4020):
            database.execute("insert into t values (1, ?)", ["x" * start + NUMBER + "y" * 9000])
        database.commit()
        assert "db" in NEEDLES.below(tmp_path)["number"]  # while its log is not yet worked in


def test_a_masked_number_is_none() -> None:
    assert NEEDLES.within("510105********123X, 510105, 19900101, 1234") == set()


def test_what_is_open_to_others_is_named(tmp_path: Path) -> None:
    (tmp_path / "closed").touch(mode=0o600)
    (tmp_path / "open").touch(mode=0o600)
    (tmp_path / "open").chmod(0o640)
    assert left_open(tmp_path) == {"open": "640"}
