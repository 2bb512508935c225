"""Figures are read as the number that is written, exactly, or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.model import Mark
from etl.normalise.figures import FigureReader, shortest_decimal

UNITS = {"元": 1, "千元": 1000, "万元": 10000, "百万元": 1000000, "亿元": 100000000}
READER = FigureReader({unit: Decimal(size) for unit, size in UNITS.items()}, ("人", "户", "平方米", "m2"))
AMOUNTS = st.decimals(min_value=0, max_value=10**12, places=2)
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@pytest.mark.parametrize(
    ("raw", "value", "unit"),
    [
        pytest.param("１２.５", "12.5", None, id="full-width"),
        pytest.param("1,234.5", "1234.5", None, id="thousands"),
        pytest.param("1，234，567.89", "1234567.89", None, id="chinese-commas"),
        pytest.param("1 234.5", "1234.5", None, id="space-inside"),
        pytest.param("12\n.5", "12.5", None, id="line-break"),
        pytest.param("￥12.5", "12.5", None, id="currency-sign"),
        pytest.param("人民币12.50元整", "12.50", "元", id="as-on-a-receipt"),
        pytest.param("12.5万元整", "12.5", "万元", id="wan-and-zheng"),
        pytest.param("83.32万", "83.32", "万元", id="wan-alone"),
        pytest.param("1.5亿元", "1.5", "亿元", id="yi"),
        pytest.param("3百万元", "3", "百万元", id="million"),
        pytest.param("(500)", "-500", None, id="negative-in-brackets"),
        pytest.param("（1,500.5）万元", "-1500.5", "万元", id="wide-brackets-and-unit"),
        pytest.param("−5", "-5", None, id="minus-sign"),
        pytest.param(".5", "0.5", None, id="no-zero-before-the-point"),
        pytest.param("1,124.000000", "1124", None, id="as-csv-writes-it"),
        pytest.param(0.1 + 0.2, "0.3", None, id="binary-noise"),
        pytest.param(0, "0", None, id="zero"),
        pytest.param("一百万元", "1000000", "元", id="in-words"),
        pytest.param("共12.5萬元（人民币）。", "12.5", "万元", id="said-around-it"),
        pytest.param("折价12万余元", "12", "万元", id="more-than"),
        pytest.param("人数：12", "12", None, id="counted-before"),
        pytest.param("三十户农户", "30", None, id="counted-in-words"),
    ],
)
def test_what_is_written_is_read(raw, value, unit):
    figure = READER.read(raw)
    assert (figure.value, figure.unit, figure.problem) == (Decimal(value), unit, None)


@pytest.mark.parametrize("raw", ["约15", "15左右", "10余万元", "近20万元", "20多", "100万元以上"])
def test_about_is_the_number_with_a_doubt(raw):
    figure = READER.read(raw)
    assert figure.value is not None
    assert figure.about


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        pytest.param("10-20", "范围", id="range"),
        pytest.param("10至20万元", "范围", id="range-in-words"),
        pytest.param("10~20", "范围", id="range-tilde"),
        pytest.param("若干", "不是具体的数", id="some"),
        pytest.param("50%", "百分比", id="percent"),
        pytest.param("#REF!", "公式错误", id="reference-error"),
        pytest.param("#DIV/0!", "公式错误", id="division-error"),
        pytest.param("######", "列宽", id="hashes"),
        pytest.param("10、20", "几个数", id="two-values"),
        pytest.param("12 13", "几个数", id="two-numbers-beside-each-other"),
        pytest.param("12\n13", "几个数", id="two-numbers-in-two-lines"),
        pytest.param("12.5①", "角标", id="a-footnote-mark"),
        pytest.param("12²", "角标", id="a-power"),
        pytest.param("1,23", "不是数字", id="comma-as-a-point"),
        pytest.param("nan", "不是数字", id="nan"),
        pytest.param("1.2.3", "不是数字", id="two-points"),
        pytest.param("12.5元/亩", "不是数字", id="a-price"),
        pytest.param("一", "不是数字", id="a-dash-perhaps"),
        pytest.param("一千五元", "不是数字", id="a-place-left-to-be-guessed"),
        pytest.param("百元", "不是数字", id="a-unit"),
        pytest.param("累计12.5万元", "不是数字", id="of-another-time"),
        pytest.param("9" * 40, "过大", id="a-code-in-the-wrong-column"),
        pytest.param(float("inf"), "不是数字", id="infinity"),
        pytest.param(Mark.UNCALCULATED, "计算结果", id="never-calculated"),
        pytest.param(Mark.PICTURE, "图片", id="picture"),
    ],
)
def test_what_is_no_number_says_why(raw, why):
    figure = READER.read(raw)
    assert figure.value is None
    assert why in figure.problem


@given(amount=AMOUNTS, unit=st.sampled_from([None, *UNITS]), before=st.sampled_from(["", "￥", "人民币", " "]))
def test_any_way_of_writing_an_amount_is_the_same_amount(amount, unit, before):
    for written in (f"{amount}", f"{amount:,}", f"{amount:,}".translate(WIDE), " ".join(f"{amount}")):
        figure = READER.read(f"{before}{written}{unit or ''}")
        assert (figure.value, figure.unit) == (amount, unit)


@given(amount=AMOUNTS)
def test_a_stored_number_is_what_excel_shows(amount):
    assert shortest_decimal(float(amount)) == amount


@given(raw=st.text(max_size=30) | st.floats() | st.integers() | st.booleans())
def test_any_cell_has_a_value_or_a_reason_and_never_both(raw):
    figure = READER.read(raw)
    assert (figure.value is None) != (figure.problem is None)


@given(raw=st.text(alphabet="0123456789.,-+()万元约~、 %", max_size=12))
def test_a_figure_has_no_other_digits_than_its_cell(raw):
    figure = READER.read(raw)
    if figure.value is not None:
        digits = "".join(filter(str.isdecimal, raw))
        assert (
            "".join(filter(str.isdecimal, format(figure.value, "f"))).strip("0") in digits.lstrip("0")
            or not figure.value
        )


@pytest.mark.parametrize(("text", "value"), [("2E01", 20), ("5e12", 5 * 10**12), ("1E05", 100_000), ("1e3", 1000)])
def test_an_exponent_is_read_and_said(text, value):
    figure = READER.read(text)
    assert (figure.value, figure.is_power) == (value, True)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12.5（万元）", "12.5", "万元"),
        ("12.5w", "12.5", "万元"),
        ("12.5万块", "12.5", "万元"),
        ("12万5千元", "12.5", "万元"),
        ("18万7200元", "187200", "元"),
        ("人民币1亿2000万元整", "120000000", "元"),
        ("12.5万RMB", "12.5", "万元"),
        ("125000圆", "125000", "元"),
        ("壹拾贰万伍仟元整", "125000", "元"),
        ("'12.5", "12.5", None),
        ("人民币叁佰元伍角整", "300.5", "元"),
    ],
)
def test_money_in_everyday_writing(text, value, unit):
    figure = READER.read(text)
    assert (str(figure.value), figure.unit) == (value, unit)
