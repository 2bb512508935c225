"""No number of a person leaves the house: identity numbers, masked ones too, mobiles and telephones, however they are written."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.notices.redaction import HIDDEN, redact
from tests.campaigns import examples

WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
separators = st.sampled_from(["", "", " ", "-", "－", "\u3000", " - "])
words = st.text(alphabet="社会组织名称项目abcXM，。：（）“” ", max_size=8)


def digits(text: str) -> str:
    """Every digit in a text, folded."""
    return "".join(re.findall(r"\d", text.translate(str.maketrans("０１２３４５６７８９", "0123456789"))))


@st.composite
def mobiles(draw):
    number = "1" + draw(st.sampled_from("3456789")) + draw(st.text("0123456789", min_size=9, max_size=9))
    gap = draw(separators)
    prefix = draw(st.sampled_from(["", "", "+86", "86-", "0086 ", "(+86)", "0"]))
    return prefix + gap.join((number[:3], number[3:7], number[7:]))


@st.composite
def telephones(draw):
    area = "0" + draw(st.text("123456789", min_size=2, max_size=3))
    local = draw(st.sampled_from("23456789")) + draw(st.text("0123456789", min_size=6, max_size=7))
    before, after = draw(st.sampled_from([("", ""), ("(", ")"), ("（", "）")]))
    return f"{before}{area}{after}{draw(separators)}{local}"


@st.composite
def identities(draw):
    born = draw(st.dates()).replace(year=draw(st.integers(1900, 2024)), day=1)
    tail = draw(st.text("0123456789", min_size=3, max_size=3)) + draw(st.sampled_from("0123456789Xx"))
    region = "5" + draw(st.text("0123456789", min_size=5, max_size=5))
    gap = draw(st.sampled_from(["", " "]))
    whole = f"{region}{gap}{born:%Y%m%d}{gap}{tail}"
    return draw(st.sampled_from([whole, f"{region}********{tail}", region + f"{born:%y%m%d}" + tail[:3]]))


@settings(deadline=None, max_examples=examples(300))
@given(words, st.one_of(mobiles(), telephones(), identities()), words, st.booleans())
def test_a_persons_number_never_stays(before, number, after, is_wide):
    number = number.translate(WIDE) if is_wide else number
    told = redact(before + number + after)
    assert digits(told) == ""
    assert HIDDEN in told


@settings(deadline=None, max_examples=examples(300))
@given(st.text(alphabet="0123456789 -*电话手机Xx，／", max_size=60))
def test_hiding_twice_is_hiding_once(text):
    assert redact(redact(text)) == redact(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("K11 “累计拨付资金”（109.88万元）大于“计划投资”（K11 108.88万元）", id="amounts"),
        pytest.param("“审批日期”（20240129）晚于“开工日期”（2023-12-20）", id="dates"),
        pytest.param("“项目编号”写的是“XM999999-2020-001”，放进“513228/2024Q1”", id="project-numbers"),
        pytest.param("“统一社会信用代码”写的是“5251323331ANFJCN20”", id="credit-code"),
        pytest.param("计划投资 368850000.00 元，1,380,013,800 元", id="large-amounts"),
    ],
)
def test_what_a_county_needs_to_see_stays(text):
    assert redact(text) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("联系电话：8666 1234", "联系电话：［号码略］", id="local-number-called-so"),
        pytest.param("姓名 510105199013451234 有误", "姓名 ［号码略］ 有误", id="identity-number-mistyped"),
        pytest.param("510105 19900101 123X", "［号码略］", id="in-groups"),
    ],
)
def test_what_looks_like_a_persons_number_is_hidden(text, told):
    assert redact(text) == told
