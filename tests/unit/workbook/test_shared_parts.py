"""Parts of a workbook that many workbooks share: understood once, and no part for another."""

import pytest

from etl.errors import UnreadableWorkbook
from etl.workbook.checked_xml import LARGEST_SHARED, understood_once
from etl.workbook.xlsx_parts import read_styles
from tests.unit.workbook.reading import cells, read
from tests.workbooks.content import Sheet
from tests.workbooks.xlsx import build_xlsx


def test_a_small_part_is_understood_once_and_a_large_one_each_time() -> None:
    heard: list[int] = []

    @understood_once
    def size(content: bytes, place: str) -> str:
        heard.append(len(content))
        return f"{place}{len(content)}"

    assert [size(b"a", "x"), size(b"a", "x"), size(b"a", "y"), size(b"b", "x")] == ["x1", "x1", "y1", "x1"]
    assert heard == [1, 1, 1]
    large = b"a" * (LARGEST_SHARED + 1)
    assert size(large) == size(large)
    assert heard[3:] == [len(large)] * 2


def test_what_cannot_be_read_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(UnreadableWorkbook):
            read_styles(b"<styleSheet><!DOCTYPE", "")


def test_workbooks_that_share_their_parts_keep_their_own_sheets() -> None:
    for value in (1.5, 2.5):
        content = build_xlsx([Sheet([["甲", value]], name="表一"), Sheet([["乙", -value]], name="表二")])
        assert [*map(cells, read(content)[1])] == [
            {(0, 0): "甲", (0, 1): value},
            {(0, 0): "乙", (0, 1): -value},
        ]
