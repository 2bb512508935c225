"""Working days say when somebody is reminded, and never move a due date."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.config.calendar import WEEKEND, Calendar, Holiday, load_calendar, parse_period
from etl.errors import ContractError
from tests.campaigns import examples

CONFIG = Path(__file__).parents[3] / "config"
SHIPPED = load_calendar(CONFIG)


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        pytest.param(date(2024, 4, 3), True, id="wednesday"),
        pytest.param(date(2024, 4, 4), False, id="qingming-thursday"),
        pytest.param(date(2024, 4, 6), False, id="its-saturday"),
        pytest.param(date(2024, 4, 7), True, id="sunday-worked-instead"),
        pytest.param(date(2024, 4, 13), False, id="saturday"),
        pytest.param(date(2025, 1, 28), False, id="new-years-eve-2025"),
        pytest.param(date(2025, 10, 8), False, id="eighth-of-october-2025"),
        pytest.param(date(2025, 10, 9), True, id="ninth-of-october-2025"),
        pytest.param(date(2026, 2, 14), True, id="saturday-before-spring-festival-2026"),
        pytest.param(date(2026, 10, 10), True, id="saturday-after-national-day-2026"),
    ],
)
def test_the_shipped_days(day, is_worked):
    assert SHIPPED.is_working_day(day) == is_worked


def test_the_shipped_days_are_those_of_the_chinese_calendar():
    """Every day of every year that both know; the package is of other people's making, from the same notices."""
    known = [year for year in range(2004, 2100) if not SHIPPED.missing_holidays(year)]
    assert known[:3] == [2024, 2025, 2026]
    both = [
        day
        for day in map(date.fromordinal, range(date(2024, 1, 1).toordinal(), date(known[-1] + 1, 1, 1).toordinal()))
        if day.year <= max(chinese_calendar.holidays).year
    ]
    assert len(both) >= 366 + 365 + 365
    assert [day for day in both if SHIPPED.is_working_day(day) != chinese_calendar.is_workday(day)] == []


@pytest.mark.parametrize(
    ("today", "year"),
    [
        pytest.param(date(2026, 10, 31), None, id="october"),
        pytest.param(date(2026, 11, 1), 2027, id="from-november-on-the-next"),
        pytest.param(date(2026, 12, 31), 2027, id="december"),
        pytest.param(date(2027, 1, 1), 2027, id="the-year-itself"),
        pytest.param(date(2027, 12, 1), 2027, id="this-one-before-the-next"),
        pytest.param(date(2025, 12, 1), None, id="the-next-is-known"),
    ],
)
def test_the_year_to_be_added(today, year):
    assert up_to_2026().unknown_year(today) == year


def up_to_2026():
    """The shipped calendar as of November 2026, whatever is added to it later."""
    return SHIPPED.model_copy(update={"holidays": [h for h in SHIPPED.holidays if h.last.year <= 2026]})


def test_no_day_of_a_year_that_is_not_known_or_only_in_part_is_told():
    calendar = up_to_2026()
    new_year = Holiday(name="元旦", first=date(2027, 1, 1), last=date(2027, 1, 3))
    in_part = calendar.model_copy(update={"holidays": [*calendar.holidays, new_year]})
    assert calendar.missing_holidays(2027) == ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
    assert in_part.missing_holidays(2027) == ("春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
    for day in (date(2027, 1, 1), date(2027, 1, 2), date(2027, 6, 1)):
        assert calendar.is_working_day(day) is None
        assert in_part.is_working_day(day) is None
    assert calendar.is_working_day(date(2026, 12, 31)) is True


def test_no_reminder_falls_on_a_day_that_cannot_be_told():
    due_on = date(2026, 12, 28)
    assert up_to_2026().latest_reminder(due_on, date(2027, 3, 1)) == date(2026, 12, 29)


def test_every_shipped_year_has_what_the_state_council_announces():
    for year, days_off, worked in ((2024, 28, 8), (2025, 28, 5), (2026, 33, 6)):
        off = [day for holiday in SHIPPED.holidays for day in holiday.days() if day.year == year]
        works = [day for holiday in SHIPPED.holidays for day in holiday.works if day.year == year]
        assert (len(off), len(works)) == (days_off, worked)
        assert all(day.weekday() in WEEKEND for day in works)
        assert {date(year, 1, 1), date(year, 5, 1), date(year, 10, 1)} <= set(off)


def test_holidays_move_no_due_date():
    assert SHIPPED.due_on(parse_period("2024Q3")) == date(2024, 10, 10)
    moved = Calendar.model_validate({"due_days_after_end": {"quarterly": 4}, "holidays": SHIPPED.holidays})
    assert moved.due_on(parse_period("2024Q3")) == date(2024, 10, 4)


@pytest.mark.parametrize(
    ("today", "reminder"),
    [
        pytest.param(date(2024, 4, 6), None, id="too-early"),
        pytest.param(date(2024, 4, 7), date(2024, 4, 7), id="three-days-before"),
        pytest.param(date(2024, 4, 10), date(2024, 4, 7), id="on-the-day-itself-none-is-added"),
        pytest.param(date(2024, 4, 11), date(2024, 4, 11), id="first-working-day-after"),
        pytest.param(date(2024, 4, 17), date(2024, 4, 11), id="fifth-working-day"),
        pytest.param(date(2024, 4, 18), date(2024, 4, 18), id="five-working-days-later"),
        pytest.param(date(2024, 4, 25), date(2024, 4, 25), id="and-again"),
        pytest.param(date(2024, 5, 5), date(2024, 4, 25), id="not-in-the-holidays"),
        pytest.param(date(2024, 5, 6), date(2024, 5, 6), id="the-sunday-that-was-worked-counts"),
    ],
)
def test_the_rhythm_of_reminders(today, reminder):
    due_on = SHIPPED.due_on(parse_period("2024Q1"))
    assert SHIPPED.latest_reminder(due_on, today) == reminder


@settings(deadline=None, max_examples=examples(50))
@given(st.dates(date(2024, 1, 1), date(2026, 11, 30)), st.integers(0, 30))
def test_reminders_after_the_due_date_fall_on_working_days_and_never_in_the_future(due_on, days):
    today = due_on + timedelta(days=days)
    reminder = SHIPPED.latest_reminder(due_on, today)
    assert reminder is not None
    assert reminder <= today
    assert reminder == due_on - timedelta(days=3) or (reminder > due_on and SHIPPED.is_working_day(reminder))


@pytest.mark.parametrize(
    ("yaml", "named"),
    [
        pytest.param("- {name: 春节, first: 2024-02-17, last: 2024-02-10}", "before it begins", id="backwards"),
        pytest.param(
            "- {name: 元旦, first: 2024-01-01, last: 2024-01-01, works: [2024-01-03]}",
            "2024-01-03",
            id="works-a-weekday",
        ),
        pytest.param(
            "- {name: 春节, first: 2024-02-10, last: 2024-02-17, works: [2024-02-17]}",
            "2024-02-17",
            id="off-and-worked",
        ),
        pytest.param(
            "- {name: 中秋节, first: 2024-10-01, last: 2024-10-01}\n- {name: 国庆节, first: 2024-10-01, last: 2024-10-07}",
            "2024-10-01",
            id="off-twice",
        ),
        pytest.param("- {name: 元旦, first: 2024-13-01, last: 2024-01-01}", "month must be", id="no-such-day"),
    ],
)
def test_a_contradiction_is_refused_by_name(tmp_path, yaml, named):
    (tmp_path / "calendar.yaml").write_text(f"due_days_after_end: {{}}\nholidays:\n{yaml}", encoding="utf-8")
    with pytest.raises(ContractError, match=r"calendar\.yaml") as caught:
        load_calendar(tmp_path)
    assert named in caught.value.message
