"""Files behind a password: the agreed one opens them, without it or with another one the sentence says which is the matter."""

import io
import zipfile

import pytest

from etl.errors import UnreadableWorkbook
from etl.settings import ReadingLimits
from etl.workbook.compound import CompoundFile
from etl.workbook.kinds import kind_of
from etl.workbook.locked import PROTECTED_ONLY
from etl.workbook.members import ZippedFiles
from etl.workbook.read import read_content
from tests.unit.workbook.reading import LIMITS, cells
from tests.workbooks.compound import build_compound
from tests.workbooks.content import Sheet
from tests.workbooks.locked import lock_ooxml, lock_xls, lock_zip
from tests.workbooks.xls import build_xls
from tests.workbooks.xlsb import build_xlsb
from tests.workbooks.xlsx import build_xlsx, replace_parts

PASSWORD = "旺苍-2024"  # noqa: S105
SHEETS = [Sheet([["名称", "金额"], *([f"{place**9:x}", place + 0.25] for place in range(1, 400))])]


def locked(kind: str, password: str = PASSWORD) -> bytes:
    if kind == "xls":
        return lock_xls(CompoundFile(build_xls(SHEETS)).stream("Workbook"), password)
    return lock_ooxml({"xlsx": build_xlsx, "xlsb": build_xlsb}[kind](SHEETS), password)


def read(content: bytes, password: str | None = None, limits: ReadingLimits = LIMITS):
    return read_content(content, kind_of(content, limits), limits, password)


def refusal(content: bytes, password: str | None = None, limits: ReadingLimits = LIMITS) -> str:
    with pytest.raises(UnreadableWorkbook) as raised:
        read(content, password, limits)
    return raised.value.message


formats = pytest.mark.parametrize("kind", ["xlsx", "xlsb", "xls"])


@formats
def test_the_agreed_password_opens_it(kind: str) -> None:
    found, (grid,) = read(locked(kind), PASSWORD)
    assert (found, cells(grid)) == (kind, {(r, c): v for r, c, v in SHEETS[0].cells()})


@formats
def test_without_one_and_with_another_the_sentence_says_which(kind: str) -> None:
    content = locked(kind)
    assert "没有与本县约定过密码" in refusal(content)
    assert "与本县约定的密码打不开" in refusal(content, "Geheim-77")
    assert "Geheim" not in refusal(content, "Geheim-77")


@formats
def test_a_book_that_is_only_protected_against_changes_opens_for_everybody(kind: str) -> None:
    assert read(locked(kind, PROTECTED_ONLY))[0] == kind


@pytest.mark.parametrize(
    "streams",
    [
        pytest.param({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}, id="damaged"),
        pytest.param(
            {"EncryptionInfo": b"\x04\x00\x03\x00" + bytes(64), "EncryptedPackage": b"y"}, id="unknown-method"
        ),
        pytest.param({"EncryptedPackage": b"y"}, id="nothing-said-of-it"),
    ],
)
def test_a_lock_that_nobody_knows(streams: dict[str, bytes]) -> None:
    assert "加密方式无法识别或文件已损坏" in refusal(build_compound(streams), PASSWORD)


def test_an_entity_bomb_in_what_describes_the_lock_is_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>'
    content = build_compound({"EncryptionInfo": b"\x04\x00\x04\x00" + bytes(4) + bomb, "EncryptedPackage": b"y"})
    assert "不安全" in refusal(content, PASSWORD)


def test_what_is_inside_keeps_to_the_limits() -> None:
    assert "单元格过多" in refusal(locked("xlsx"), PASSWORD, LIMITS.model_copy(update={"max_cells_per_sheet": 2}))
    bomb = replace_parts(build_xlsx(SHEETS), {"xl/styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})
    assert "不安全" in refusal(lock_ooxml(bomb, PASSWORD), PASSWORD)


def test_members_of_a_locked_zip() -> None:
    content = lock_zip({"甲.xlsx": build_xlsx(SHEETS), "乙.csv": "名称,金额\n甲,1\n".encode()}, PASSWORD)
    assert kind_of(content, LIMITS) == "encrypted zip"
    assert [member.name for member in ZippedFiles(content, LIMITS, PASSWORD)] == ["甲.xlsx", "乙.csv"]
    for password, words in ((None, "没有与本县约定过密码"), ("Geheim-77", "与本县约定的密码打不开")):
        with pytest.raises(UnreadableWorkbook, match=words):
            ZippedFiles(content, LIMITS, password).open("甲.xlsx")


def test_the_builder_locks_as_zip_programs_do() -> None:
    with zipfile.ZipFile(io.BytesIO(lock_zip({"a": b"12345"}, "x"))) as archive:
        assert archive.read("a", b"x") == b"12345"
