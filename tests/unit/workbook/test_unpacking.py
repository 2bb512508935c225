"""Members of a zip as `zipfile` would unpack them, and none that is not what the directory says."""

import io
import struct
import zipfile
from collections.abc import Mapping
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import UnreadableWorkbook
from etl.settings import ReadingLimits
from etl.workbook.package import Package, pack
from etl.workbook.unpacking import Unpacking

LIMITS = ReadingLimits()
MEMBERS = {"甲.xml": b"<a>" + b"1234567890" * 400 + b"</a>", "b.xml": b"", "c/d.xml": bytes(range(256)) * 9}
ENTRY, LOCAL = b"PK\x01\x02", b"PK\x03\x04"


def zipped(members: Mapping[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def changed(content: bytes, mark: bytes, at: int, form: str, value: int, number: int = 0) -> bytes:
    """A field of the local header or the directory entry of member `number` overwritten."""
    place = -1
    for _ in range(number + 1):
        place = content.index(mark, place + 1)
    found = bytearray(content)
    struct.pack_into(form, found, place + at, value)
    return bytes(found)


def entry_of(content: bytes, number: int) -> tuple[int, ...]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        info = archive.infolist()[number]
    return info.header_offset, info.compress_size, info.file_size, info.CRC


@pytest.mark.parametrize("kind", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("before", [b"", b"#!/bin/sh\n"])  # a program that unpacks itself
def test_every_member_as_it_was_packed(kind: int, before: bytes) -> None:
    package = Package(before + zipped(MEMBERS, kind), LIMITS)
    assert {name: package.read(name) for name in MEMBERS} == MEMBERS


@given(st.data())
def test_a_changed_byte_gives_the_same_content_or_none(data: st.DataObject) -> None:
    content = bytearray(zipped(MEMBERS))
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=3)):
        content[at] = data.draw(st.integers(0, 255))
    try:
        package = Package(bytes(content), LIMITS)
        read = [package.read_info(info) for info in package.infos]
    except UnreadableWorkbook:
        return
    assert [one for one in read if one not in MEMBERS.values()] == []


def lies() -> dict[str, tuple[bytes, int]]:
    """Zips with a lie about a member, and the member's number."""
    content = zipped(MEMBERS)
    first, third = entry_of(content, 0), entry_of(content, 2)
    apart = {
        "shorter than it is": changed(content, ENTRY, 24, "<I", first[2] - 1),
        "longer than it is": changed(content, ENTRY, 24, "<I", first[2] + 1),
        "nothing at all": changed(content, ENTRY, 24, "<I", 0),
        "another checksum": changed(content, ENTRY, 16, "<I", first[3] ^ 1),
        "cut off": changed(content, ENTRY, 20, "<I", first[1] - 9),
        "over the next one": changed(content, ENTRY, 20, "<I", first[1] + 40),
        "outside of the file": changed(content, ENTRY, 42, "<I", len(content) - 10),
        "no header there": changed(content, ENTRY, 42, "<I", 1),
        "no signature": changed(content, LOCAL, 0, "<I", 0),
        "another name": changed(content, LOCAL, 30, "<B", ord("z")),
        "a name without end": changed(content, LOCAL, 26, "<H", 0xFFFF),
        "an extra field over the data": changed(content, LOCAL, 28, "<H", 5),
    }
    over_the_directory = changed(content, ENTRY, 20, "<I", third[1] + 30, number=2)
    return {name: (lie, 0) for name, lie in apart.items()} | {"over the directory": (over_the_directory, 2)}


@pytest.mark.parametrize("name", lies())
def test_a_member_that_is_not_what_the_directory_says(name: str) -> None:
    content, number = lies()[name]
    package = Package(content, LIMITS)
    with pytest.raises(UnreadableWorkbook):
        package.read_info(package.infos[number])


def test_two_members_in_one_place() -> None:
    """A zip bomb may name the same bytes many times."""
    content = zipped({"a.xml": b"1" * 5000, "b.xml": b"2"})
    twice = changed(changed(content, ENTRY, 42, "<I", 0, number=1), ENTRY, 46, "<B", ord("a"), number=1)
    package = Package(twice, LIMITS)
    for info in package.infos:
        with pytest.raises(UnreadableWorkbook):
            package.read_info(info)


def test_nothing_is_unpacked_further_than_its_size() -> None:
    content = changed(zipped({"a.xml": b"0" * 5_000_000}), ENTRY, 24, "<I", 1000)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        (info,) = archive.infolist()
        unpacking = Unpacking(content, [info], archive.start_dir)
    with pytest.raises(zipfile.BadZipFile, match="another"):
        unpacking.member(info)


def test_what_is_packed_in_another_way_is_left_alone() -> None:
    kinds = chain.from_iterable(([kind, 0, kind in (0, 8)], [kind, 1, False]) for kind in (0, 8, 9, 12, 14))
    for kind, flags, can in kinds:
        info = zipfile.ZipInfo("a")
        info.compress_type, info.flag_bits = kind, flags
        assert Unpacking.can(info) is can


def test_what_is_packed_for_calamine_is_a_zip() -> None:
    with zipfile.ZipFile(io.BytesIO(pack(MEMBERS))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == MEMBERS


def test_more_than_such_a_zip_can_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.workbook.package.MOST_STORED", 10 << 20)
    with pytest.raises(UnreadableWorkbook, match="10"):
        pack({"a.xml": bytes(10 << 20)})
