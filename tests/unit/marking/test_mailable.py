"""A workbook goes by mail only where no identity number can be in it."""

import pytest

from etl.marking.mailable import is_mailable
from etl.settings import ReadingLimits
from tests.workbooks.content import Sheet
from tests.workbooks.xlsx import build_xlsx, replace_parts

PLAIN = build_xlsx([Sheet([["项目名称", "备注"], ["甲", "联系人 510104********1234"]], name="台账")])
NUMBER = "11010519491231002X"


def with_cells(*cells: object) -> bytes:
    return build_xlsx([Sheet([["项目名称", "备注"], [*cells]], name="台账")])


@pytest.mark.parametrize(
    ("content", "may"),
    [
        pytest.param(PLAIN, True, id="masked"),
        pytest.param(with_cells("甲", NUMBER), False, id="in-a-cell"),
        pytest.param(with_cells("甲", f"证件{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}号"), False, id="spaced"),
        pytest.param(with_cells(NUMBER[:6], NUMBER[6:]), False, id="over-two-cells"),
        pytest.param(replace_parts(PLAIN, {"xl/comments9.xml": f"<t>{NUMBER}</t>".encode()}), False, id="in-a-comment"),
        pytest.param(replace_parts(PLAIN, {"xl/media/image1.png": b"\x89PNG"}), False, id="a-picture"),
        pytest.param(replace_parts(PLAIN, {"xl/printerSettings/printerSettings1.bin": b"x"}), True, id="a-printer"),
    ],
)
def test_only_what_can_be_looked_into_goes(content, may):
    assert is_mailable(content, ReadingLimits()) is may
