"""Shown forms of stored numbers, in every format that has number formats."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.model import Display, Mark
from etl.workbook.displays import display_in, displays_of
from tests.unit.workbook.reading import grid
from tests.unit.workbook.test_formats import TYPED
from tests.workbooks.content import Sheet
from tests.workbooks.ods import pack_ods
from tests.workbooks.xlsx import build_xlsx

HIDDEN = Display(is_hidden=True)


def display(code: str, number: float) -> Display | None:
    displays = displays_of(code)
    return displays.of(number) if displays else None


@pytest.mark.parametrize(
    "code",
    ["General", "G/通用格式", "@", "", "0", "0.00", "#,##0", "#,##0.00_ ;[Red]-#,##0.00", "# ?/?", "0.00E+00", "¥#,##0.00",
     '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "[DBNum2][$-804]General", "[$¥-804]#,##0.00", "0.00_);\\(0.00\\)", '0"万"0000', "[Red]0;[蓝色]-0", '"¥"0', "00-00", "General Number"],
)  # fmt: skip
@pytest.mark.parametrize("number", [12.5, -3.0, 0.0, 125000.0])
def test_a_format_that_only_rounds_groups_or_colours_shows_the_number(code: str, number: float) -> None:
    assert display(code, number) is None


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("000", ("", 3, "")),
        ('"XM"000', ("XM", 3, "")),
        ('"项目"G/通用格式', ("项目", 1, "")),
        ('0000"号"', ("", 4, "号")),
    ],
)
def test_a_format_that_makes_a_code_of_a_number(code: str, written: tuple[str, int, str]) -> None:
    found = display(code, 7.0)
    assert found is not None
    assert (found.shift, found.text, found.code) == (0, "", written)


@pytest.mark.parametrize(
    ("code", "words"),
    [('"约"0', ("约", "")), ('0.0"户"', ("", "户")), ('"约"0"元"', ("约", "元")), ('0"户";-0"户"', ("", "户")),
     ('0"元"', None), ('0.00"美元"', None), ('0"人";(0"人)"', ("", "人"))],
)  # fmt: skip
def test_words_around_a_number_are_told(code: str, words: tuple[str, str] | None) -> None:
    found = display(code, 12.0)
    assert (found.words if found else None) == words


def test_a_code_in_a_shown_text() -> None:
    assert display_in("XM007号", 7.0) == Display(0, 0, code=("XM", 3, "号"), words=("XM", "号"))


@pytest.mark.parametrize(
    ("code", "shift", "decimals", "text"),
    [
        pytest.param("0,", 3, 0, "", id="thousands"),
        pytest.param("#,##0.00,,", 6, 2, "", id="millions"),
        pytest.param("0,.00", 3, 2, "", id="comma-before-the-point"),
        pytest.param("0!.0,", 4, 1, "", id="ten-thousands-of-wps"),
        pytest.param("0\\.0,", 4, 1, "", id="ten-thousands-escaped"),
        pytest.param('0"."0,"万"', 4, 1, "万", id="ten-thousands-with-their-word"),
        pytest.param("#!.0000万元", 4, 4, "万元", id="point-before-four-digits"),
        pytest.param('0.0,"千"', 3, 1, "千", id="thousands-with-their-word"),
        pytest.param('0!.00,,"亿元";-0!.00,,"亿元"', 8, 2, "亿元", id="hundred-millions"),
        pytest.param('0.00"万元"', 0, 2, "万元", id="unit"),
        pytest.param('G/通用格式" （万元）"', 0, None, "万元", id="unit-in-brackets-behind-general"),
        pytest.param("0.00[$万元]", 0, 2, "万元", id="unit-as-a-currency"),
        pytest.param('#,##0"0000"', -4, 0, "", id="zeros-that-are-mere-text"),
    ],
)
@pytest.mark.parametrize("number", [125000.0, -125000.0])
def test_a_format_that_scales_or_adds_a_unit(
    code: str, shift: int, decimals: int | None, text: str, number: float
) -> None:
    assert display(code, number) == Display(shift, decimals, text)
    assert display(code, 0.0) is None


@pytest.mark.parametrize(
    ("code", "hidden"),
    [
        pytest.param(";;;", {"positive", "negative", "zero"}, id="all"),
        pytest.param(";;", {"positive", "negative", "zero"}, id="all-but-texts"),
        pytest.param("0;-0;;@", {"zero"}, id="zeros"),
        pytest.param("#,###", {"zero"}, id="zeros-without-a-digit"),
        pytest.param("0.0;;0", {"negative"}, id="negatives"),
        pytest.param('[=1]"是";0', {"one"}, id="a-word-for-one"),
        pytest.param('0;-0;"-"', set(), id="a-dash-for-zero"),
    ],
)
def test_a_section_that_shows_nothing(code: str, hidden: set[str]) -> None:
    numbers = {"positive": 12.0, "negative": -12.0, "zero": 0.0, "one": 1.0}
    found = {name for name, number in numbers.items() if (shown := display(code, number)) and shown.is_hidden}
    assert found - {"one"} == hidden - {"one"}
    assert ("one" in found) == bool(hidden & {"one", "positive"})


def test_a_format_with_conditions_shows_each_number_by_its_own_section() -> None:
    code = '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0'
    assert [display(code, number) for number in (250_000_000, 125_000, 12)] == [
        Display(8, 2, "亿"), Display(4, 1, "万"), None,
    ]  # fmt: skip


@given(commas=st.integers(0, 3), decimals=st.integers(0, 4), color=st.sampled_from(["", "[Red]", "[$-804]", "_ "]),
       text=st.sampled_from(["", "万元", "人", "亿"]), quote=st.sampled_from(['"{}"', "{}", "_ {}"]))  # fmt: skip
def test_every_comma_behind_the_digits_divides_by_a_thousand(
    commas: int, decimals: int, color: str, text: str, quote: str
) -> None:
    code = f"{color}#,##0{'.' if decimals else ''}{'0' * decimals}{',' * commas}{quote.format(text)}"
    unit, words = ("", None if commas else ("", text)) if text == "人" else (text, None)
    expected = Display(3 * commas, decimals, unit, words=words) if commas or unit or words else None
    assert display(code, 12.5) == expected


@given(
    code=st.text(st.sampled_from(list('0#?.,;"!\\_*[]<>=1万元亿%/ aeygG$-通用')), max_size=20),
    number=st.floats(-1e15, 1e15),
)
def test_no_code_breaks_the_reader(code: str, number: float) -> None:
    display(code, number)


@given(number=st.decimals("0.01", "99999999999", places=2), shift=st.sampled_from([0, 3, 4, 6, 8]), decimals=st.integers(0, 4),
       text=st.sampled_from(["", "万元", "人"]))  # fmt: skip
def test_a_scale_is_found_in_the_shown_text(number, shift: int, decimals: int, text: str) -> None:
    scaled = number.scaleb(-shift).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)  # as spreadsheets round
    shown = f"{scaled:,f}"
    if float(shown.replace(",", "")):
        found = display_in(shown + text, float(number))
        assert (found.shift if found else 0) == shift


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        pytest.param("12.5", 125000.0, Display(4, 1), id="scaled"),
        pytest.param("12.6万元", 125678.0, Display(4, 1, "万元"), id="scaled-with-a-unit"),
        pytest.param("13", 12.5, None, id="rounded"),
        pytest.param("(1,250.00)", -1250.0, None, id="negative-in-brackets"),
        pytest.param("¥12.50元", 12.5, Display(0, 2, "元"), id="unit"),
        pytest.param("3 1/2", 3.5, None, id="fraction"),
        pytest.param("50%", 0.5, None, id="percent"),
        pytest.param("第一批", 1.0, None, id="words"),
        pytest.param(f"1.{'0' * 40}", 1.0, None, id="more-decimals-than-a-number-has"),
        pytest.param("1", inf, None, id="no-number"),
    ],
)
def test_a_display_in_a_shown_text(text: str, number: float, expected: Display | None) -> None:
    assert display_in(text, number) == expected


@pytest.mark.parametrize("kind", TYPED)
def test_every_format_tells_its_displays(kind: str) -> None:
    codes = {(1, 0): "0!.0,", (1, 1): '0.00"万元"', (1, 2): ";;;", (1, 3): "0.0"}
    shown = {(1, 0): "12.5", (1, 1): "12.50万元", (1, 2): "", (1, 3): "12.3"}
    rows = [["甲", "乙", "丙", "丁"], [125000.0, 12.5, 7.0, 12.34], [125000.0, 12.5, 7.0, 1.0]]
    build: Callable[[list[Sheet]], bytes] = TYPED[kind]
    assert grid(build([Sheet(rows, formats=codes, shown=shown)])).marks == {
        (1, 0): Display(4, 1), (1, 1): Display(0, 2, "万元"), (1, 2): HIDDEN,
    }  # fmt: skip


def test_a_sheet_without_such_a_cell_is_not_scanned(monkeypatch) -> None:
    monkeypatch.setattr("etl.workbook.xlsx.XlsxReader._scan", lambda *_: pytest.fail("scanned"))
    sheets = [Sheet([[12.5]], formats={(0, 0): "#,##0.00_ ;[Red]-#,##0.00"}, name=f"表{place}") for place in range(2)]
    build_xlsx(sheets)
    assert grid(build_xlsx(sheets[:1])).marks == {}


def test_an_ods_without_shown_texts_hides_nothing() -> None:
    """Some programs write the numbers alone."""
    cell = '<table:table-cell office:value-type="float" office:value="5"/>'
    assert (
        grid(pack_ods(f'<table:table table:name="a"><table:table-row>{cell}</table:table-row></table:table>')).marks
        == {}
    )


def test_a_page_that_shows_another_number_than_it_stores() -> None:
    found = grid(b'<table><tr><td x:num="125000">12.5</td><td x:num="1234.5">1,235</td></tr></table>')
    assert found.marks == {(0, 0): Display(4, 1)}


def test_percentages_stay_what_they_were() -> None:
    assert grid(build_xlsx([Sheet([[0.5]], percents=frozenset({(0, 0)}))])).marks == {(0, 0): Mark.PERCENT}
