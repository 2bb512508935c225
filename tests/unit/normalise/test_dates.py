"""Days in every writing that docs/reading.md names; anything that two people could read differently is refused with a reason."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.model import Mark
from etl.normalise.parsers.date import SERIAL_EPOCH, read_date

DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "2023年7月5日",
            "2023年7月5号",
            "2023年 7月 5日",
            "２０２３年７月５日",
            "2023.7.5",
            "2023-07-05",
            "2023/07/05",
        ),
        *(
            "2023。7。5",
            "2023—7—5",
            "2023、7、5",
            "2023·7·5",
            "2023.7.5.",
            "2023-07-05 星期三",
            "2023年7月5日（周三）",
            "2023 07 05",
        ),
        *("20230705", 20230705, 20230705.0, 45112, 45112.0, 45112.75, "45112", "45112.0", " 2023-7-5\n"),
        *("2023-7-5 00:00:00", "2023/7/5 13:45", "2023-07-05T08:00:00", "2023年7月5日10:30", "2023年7月5日 10:30"),
        *(datetime.fromisoformat("2023-07-05T13:45"), date(2023, 7, 5)),
    ],
)
def test_a_day_is_read_in_every_writing(raw):
    assert read_date(raw).value == date(2023, 7, 5)


@pytest.mark.parametrize("raw", ["2023.7.1①", "2023-7-1 2", "2023.7.1\n5"])
def test_a_mark_or_a_second_number_lends_no_digit_to_the_day(raw):
    assert read_date(raw).value is None


def test_a_time_never_lends_its_digits_to_the_day():
    assert read_date("2023-7-1 12:00").value == date(2023, 7, 1)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        pytest.param("2023年2月30日", "没有这一天", id="no-such-day"),
        pytest.param("二〇二四年三月十十", "没有这一天", id="no-such-numeral"),
        pytest.param("20230230", "没有这一天", id="no-such-day-compact"),
        pytest.param("2023年7月", "没有写到日", id="no-day"),
        pytest.param("2023.7", "没有写到日", id="no-day-dots"),
        pytest.param(2023.7, "没有写到日", id="no-day-a-number"),
        pytest.param("2023年", "没有写到日", id="a-year"),
        pytest.param(2023, "没有写到日", id="a-year-is-no-serial"),
        pytest.param("23.7.5", "四位年份", id="two-digit-year"),
        pytest.param("5.7.2023", "四位年份", id="day-first"),
        pytest.param("7月5日", "没有写年份", id="no-year"),
        pytest.param("2023.7.5、2023.8.5", "几个日期", id="two-days"),
        pytest.param("待定", "不是日期", id="words"),
        pytest.param(True, "不是日期", id="boolean"),
        pytest.param(time(8), "只有时间", id="a-time"),
        pytest.param("1023-01-01", "年份不可能", id="impossible-year"),
        pytest.param("#VALUE!", "公式错误", id="error"),
        pytest.param(float("nan"), "不是日期", id="nan"),
        pytest.param(Mark.UNCALCULATED, "计算结果", id="never-calculated"),
    ],
)
def test_what_is_no_day_says_why(raw, why):
    assert read_date(raw).value is None
    assert why in read_date(raw).problem


@given(day=DAYS)
def test_a_day_is_the_same_however_it_is_written(day):
    written = [
        *(f"{day.year}年{day.month}月{day.day}日", f"{day.year}.{day.month}.{day.day}", day.isoformat()),
        *(day.strftime("%Y/%m/%d"), day.strftime("%Y%m%d"), int(day.strftime("%Y%m%d")), (day - SERIAL_EPOCH).days),
    ]
    assert {read_date(raw).value for raw in written} == {day}


@given(day=DAYS)
def test_reading_twice_is_reading_once(day):
    assert read_date(read_date(day.isoformat()).value).value == day


@given(raw=st.text(max_size=20) | st.floats() | st.integers() | st.datetimes() | st.times())
def test_any_cell_has_a_day_or_a_reason_and_never_both(raw):
    day = read_date(raw)
    assert (day.value is None) != (day.problem is None)


@pytest.mark.parametrize("cell", ["2024年3-5", "2024.3-5", "2024/3—5", "2024年3、5", "2024年3-5日", "2024-3、5"])
def test_a_dash_or_a_list_behind_another_separator_is_no_day_of_a_month(cell):
    assert read_date(cell).problem == "一格里有几个日期"


@pytest.mark.parametrize("cell", ["2024-3-5", "2024、3、5", "2024年3.5日", "2024—3—5"])
def test_one_separator_twice_is_a_day(cell):
    assert read_date(cell).value == date(2024, 3, 5)
