"""The quick look at columns lets through every sheet in which the whole search finds a number, and hardly any other."""

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.identity_columns import END, may_hold_in
from etl.identity_numbers import CELLS, IdentityNumber, _of_15, _of_18, find
from etl.model import Cell
from etl.recognise.identity.hiding import FIGURE, hide
from etl.settings import ReadingLimits
from etl.workbook.assemble import HEAD, Assembler, Facts
from tests.campaigns import examples
from tests.unit.persons import WRITINGS, whole

BESIDE = ["", "", "", " ", "-", ". ", "\u3000", " \u3000", "\u200b", "·", "|", "a", "X", "4", "章", "（", "４"]
OTHERS: list[Cell] = ["", None, "张三", "XM510104-2023-0104", "13870118204", "4A", 1.5]


def written_somehow(random: Random) -> str:
    """A number in some writing, with something in front and behind."""
    born = f"{random.randint(1900, 2023)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    region, last = random.choice(["510105", "513228", "110101"]), f"{random.randint(0, 999):03}"
    number = random.choice([whole(region + born + last), region + born[2:] + last])
    share = random.choice([0, 0, 0.1, 0.5])
    spread = "".join(digit + (random.choice(BESIDE) if random.random() < share else "") for digit in number)
    writing = random.choice([spread, WRITINGS[random.choice(sorted(WRITINGS))](number)])
    around = ["".join(random.choices(BESIDE, k=random.choice([0, 0, 1, 2]))) for _ in range(2)]
    return writing.join(around)


def row_with(text: str, random: Random) -> list[Cell]:
    """The text in one cell or over two, among others."""
    at = random.randint(1, len(text))
    cells: list[Cell] = random.choice(
        [[text], [text[:at], text[at:]], [text[:at], random.choice(["", None]), text[at:]]]
    )
    before, behind = (random.choices(OTHERS, k=random.choice([0, 1])) for _ in range(2))
    return [*before, *cells, *behind]


def found_by_all(text: str) -> list[IdentityNumber]:
    return [*_of_18(text, date.max), *_of_15(text, date.max)]


@settings(deadline=None, max_examples=examples(60))
@given(st.integers(0, 2**32))
def test_no_number_is_passed_over(seed):
    """In a column and in the rows of the head alike; and the search of the row finds what the one without its filter does."""
    random = Random(seed)  # noqa: S311
    for _ in range(20):
        row = row_with(written_somehow(random), random)
        for blank in (0, HEAD):
            grid = Assembler(ReadingLimits()).grid("", [[""]] * blank + [[*row]], Facts())
            line = CELLS.join(cell if isinstance(cell, str) else FIGURE for cell in grid.rows[-1] if cell)
            assert bool(find(line)) == bool(found_by_all(line)) == bool(hide(grid, date.max).hidden), row
            assert grid.may_hold_persons or not found_by_all(line), row


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param([["52510104000000001C", "525101040000000675"], ["13801534298", ""], ["4A", ""]], id="codes"),
        pytest.param([["XM510104-2023-0104"], ["PZ510104-00004"], ["52510104000000054T"], ["X1"]], id="keys"),
        pytest.param([["2024-01-08"], ["12.5"], ["（无）"]], id="days-and-amounts"),
        pytest.param([["第4场（2024年）", "10"], ["1", "2"]], id="counts"),
    ],
)
def test_plain_columns_are_told_at_once(columns):
    assert not may_hold_in("", [END.join(column) for column in columns])
