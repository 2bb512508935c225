"""A number that its cell shows otherwise: read exactly as stored, as if its unit were typed, or not at all; never in silence."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.model import Display, ShownNumber, TotalRow
from etl.normalise.figures import FigureReader
from etl.normalise.shown_numbers import DisplayNote, Interpreted, as_seen, interpret
from etl.normalise.totals import TotalChecker
from etl.normalise.unit_outliers import find_unit_outliers

UNITS = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10000), "亿元": Decimal(100000000)}
FIGURES = FigureReader(UNITS, ("人", "户"))
WAN = 1_000_000  # fen in 1万元


def shown(
    stored: float,
    shift: int = 0,
    text: str = "",
    decimals: int | None = 1,
    *,
    hidden: bool = False,
    words: tuple[str, str] | None = None,
) -> ShownNumber:
    return ShownNumber(stored, Display(shift, decimals, text, hidden, words=words))


@pytest.mark.parametrize(
    ("cell", "fen", "issue"),
    [
        pytest.param(shown(12.5, text="万元"), 12.5 * WAN, None, id="unit-of-the-cell"),
        pytest.param(shown(12.5, text="元"), 1250, None, id="another-unit-than-the-column"),
        pytest.param(shown(12, text="元"), 1200, None, id="whole-as-an-xls-stores-it"),
        pytest.param(shown(125678.0, 4, "万"), 12.5678 * WAN, ("display", "warning"), id="scaled-with-its-unit-is-exact"),
        pytest.param(shown(12.5, text="元/户"), None, ("type", "critical"), id="other-words-are-taken-as-typed"),
        pytest.param(shown(12.5, words=("约", "")), 12.5 * WAN, ("approximate", "warning"), id="a-word-of-doubt"),
        pytest.param(shown(12.5, text="元", words=("约", "元")), 1250, ("approximate", "warning"), id="doubt-and-unit"),
        pytest.param(shown(12.5, words=("", "户")), None, ("type", "critical"), id="a-measure"),
        pytest.param(shown(12.5, hidden=True), 12.5 * WAN, ("display", "warning"), id="hidden"),
        pytest.param(shown(125000.0, 4), None, ("display", "critical"), id="scaled-without-a-unit"),
        pytest.param(shown(12.5, text="万元/户"), None, ("display", "critical"), id="words-that-multiply"),
        pytest.param(shown(12.0, -4), None, ("display", "critical"), id="zeros-that-are-mere-text"),
    ],
)  # fmt: skip
def test_an_amount_that_is_shown_otherwise(typed, issues, cell, fen, issue):
    frame = typed(paid_yuan=[10.0, cell])
    assert frame.data["paid_yuan"].isna().tolist() == [False, fen is None]
    assert fen is None or frame.data["paid_yuan"].tolist()[1] == fen
    assert issues(frame) == ([] if issue is None else [(f"disbursement.paid_yuan.{issue[0]}", "D3", issue[1])])


def test_a_scaled_amount_names_both_readings(typed):
    (message,) = typed(paid_yuan=[shown(125000.0, 4)]).issues()["message"]
    for words in ("存的数是 125000，", "显示为 12.5，", "125000万元", "12.5万元", "改为“常规”"):
        assert words in message


def test_a_hidden_number_and_a_scaled_one_say_what_was_read(typed):
    cells = [shown(7.0, hidden=True), shown(1.0, text="是", hidden=True), shown(125678.0, 4, "万元")]
    hidden, word, scaled = typed(paid_yuan=cells).issues().sort_values("source_row")["message"]
    assert "存的数是 7，" in hidden
    assert "看不见，已按存的数读取" in hidden
    assert "显示为“是”" in word
    assert "显示为 12.6万元，已按 12.5678万元 读取" in scaled


def test_the_unit_of_a_format_is_recorded_as_the_cells_own(typed):
    frame = typed(paid_yuan=[shown(320.0, text="元"), 10.0, 20.0, 15.0, 12.0])
    assert frame.own_unit == {(0, "paid_yuan"): {2: "元"}}
    find_unit_outliers(frame, UNITS)
    assert frame.issues().empty


@pytest.mark.parametrize(
    ("column", "cell", "taken"),
    [
        pytest.param("persons", shown(12.0, text="元"), Interpreted("12元"), id="a-unit-that-multiplies-nothing"),
        pytest.param("persons", shown(12.0, text="千克"), Interpreted("12千克"), id="a-measure-that-begins-like-a-number"),
        pytest.param("persons", shown(12.0, text="万人"), Interpreted(None, DisplayNote.UNCLEAR), id="ten-thousand-persons"),
        pytest.param("persons", shown(12000.0, 3), Interpreted(None, DisplayNote.UNCLEAR), id="scaled"),
        pytest.param("persons", shown(125000.0, 4, "万"), Interpreted(125000.0, DisplayNote.SCALED), id="scale-and-word-agree"),
        pytest.param("persons", shown(0.0, hidden=True), Interpreted(0.0, DisplayNote.HIDDEN), id="hidden-zero"),
        pytest.param("project_no", shown(12000.0, 3), Interpreted(12000.0, DisplayNote.SCALED), id="text-is-read-as-stored"),
        pytest.param("project_no", shown(12.0, text="万元"), Interpreted(12.0), id="text-has-no-unit"),
    ],
)  # fmt: skip
def test_what_a_cell_of_another_column_is_taken_for(catalog, column, cell, taken):
    assert interpret(cell, catalog.contracts["project"].column(column), FIGURES.is_money) == taken


@pytest.mark.parametrize(
    "cell", [shown(30.0, text="万元"), shown(300000.0, 4, "万元"), shown(300000.0, text="元"), shown(30.0, hidden=True)]
)
def test_a_total_is_read_the_same_way(catalog, typed, cell):
    frame = typed(totals=[TotalRow(3, "合计", {"paid_yuan": cell}, 0)], paid_yuan=[10.0, 20.0])
    TotalChecker(catalog).check(frame)
    assert frame.issues().empty


def test_a_text_column_keeps_the_stored_digits(typed, issues):
    frame = typed(payee=[shown(7.0, text="万元")], remark=[shown(7.0, hidden=True)])
    assert (frame.data["payee"].tolist(), frame.data["remark"].tolist()) == (["7"], ["7"])
    assert issues(frame) == [("disbursement.remark.display", "G2", "warning")]


def test_a_number_that_is_shown_as_a_code_is_that_code(typed, issues):
    code = ShownNumber(7.0, Display(decimals=0, code=("XM", 3, "")))
    frame = typed(project_no=[code], paid_yuan=[code])
    assert (frame.data["project_no"].tolist(), frame.data["paid_yuan"].tolist()) == (["XM007"], [7 * WAN])
    assert issues(frame) == [("disbursement.project_no.display", "B2", "warning")]


@given(
    stored=st.decimals("0.01", "999999999", places=2),
    shift=st.sampled_from([3, 4, 6, 8]),
    unit=st.sampled_from(["万元", "亿元"]),
)
def test_a_scaled_amount_with_a_unit_is_exact(typed, stored, shift, unit):
    cell = shown(float(stored), shift, unit)
    (fen,) = typed(paid_yuan=[cell]).data["paid_yuan"].tolist()
    assert abs(fen - stored * UNITS[unit] * 100 / Decimal(10) ** shift) <= Decimal("0.5")


@pytest.mark.parametrize(
    ("cell", "seen"),
    [(shown(125678.0, 4), "12.6"), (shown(12.5, decimals=0, text="万"), "13万"), (shown(5.0, decimals=None), "5"),
     (shown(5.0, hidden=True), "")],
)  # fmt: skip
def test_what_the_clerk_sees(cell, seen):
    assert as_seen(cell) == seen
