"""An amount that looks as if written in another unit is doubted with both readings; ordinary spread is not."""

from decimal import Decimal

import pytest

from etl.normalise.unit_outliers import find_unit_outliers

SIZES = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10000), "亿元": Decimal(100000000)}


def doubted(frame):
    find_unit_outliers(frame, SIZES)
    found = frame.issues()
    return [
        (cell, message)
        for cell, rule, message in zip(found["cell"], found["rule"], found["message"], strict=True)
        if rule.endswith(".unit")
    ]


def test_yuan_in_a_column_of_wan_names_both_readings(typed):
    ((cell, message),) = doubted(typed(paid_yuan=[10, 20.5, 15, 1498900.0]))
    assert cell == "D5"
    assert "149.89亿元" in message
    assert "149.89 万元" in message


def test_wan_in_a_column_of_yuan_is_doubted_too(typed):
    ((cell, message),) = doubted(typed(unit="元", paid_yuan=[100000, 205000, 149.89, 300000]))
    assert cell == "D4"
    assert "149.89万元" in message


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        pytest.param([5, 50000.0], [3], id="above-a-hundred-million-needs-no-others"),
        pytest.param([5, 0.05], [3], id="below-a-thousand-yuan-in-wan"),
        pytest.param([5, "0.05万元", "320元"], [], id="a-unit-in-the-cell-is-meant"),
        pytest.param([0.5, 1000, 15, 3000, 20], [], id="ordinary-spread"),
        pytest.param([1, 5000], [], id="two-rows-say-nothing"),
        pytest.param([10, 20, 0, "", None, "无", 30, "0"], [], id="zero-and-blank"),
        pytest.param([10, 20, 30, "若干", 40], [], id="what-is-already-a-fault"),
    ],
)
def test_only_what_is_far_off_is_doubted(typed, cells, rows):
    assert [cell for cell, _ in doubted(typed(paid_yuan=cells))] == [f"D{row}" for row in rows]


@pytest.mark.parametrize(
    ("cells", "is_said"),
    [
        pytest.param([500, 9900, 1200.0, "2000"], True, id="whole-numbers-of-a-hundred-or-more"),
        pytest.param([500, 800, 700, 900, 50], True, id="one-small-one-among-them"),
        pytest.param([500, 120.5], False, id="a-part-of-a-unit"),
        pytest.param([5, 10, 300], False, id="small-ones"),
        pytest.param([300], False, id="one-alone"),
        pytest.param([5200], True, id="a-large-one-alone"),
        pytest.param([500, "900元"], False, id="a-cell-says-the-unit"),
    ],
)
def test_a_unit_that_nothing_says_over_what_looks_like_yuan(typed, cells, is_said):
    said = [cell for cell, message in doubted(typed(paid_yuan=cells)) if "哪里都没有写单位" in message]
    assert said == (["D2"] if is_said else [])


def test_a_unit_that_is_said_is_believed(typed):
    assert doubted(typed(unit="万元", paid_yuan=[500, 900, 700])) == []
