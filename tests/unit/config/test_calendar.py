"""Periods are what their ids say; returns are due so many calendar days after the end, or as an override says."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from etl.config.calendar import Calendar, latest_ended, load_calendar, parse_period
from etl.errors import ConfigError, ContractError

CONFIG = Path(__file__).parents[3] / "config"
FREQUENCIES = ["quarterly", "monthly", "annual"]


@pytest.mark.parametrize(
    ("text", "frequency", "starts_on", "ends_on", "label"),
    [
        pytest.param("2024Q1", "quarterly", date(2024, 1, 1), date(2024, 3, 31), "2024年第一季度", id="first-quarter"),
        pytest.param("2023Q4", "quarterly", date(2023, 10, 1), date(2023, 12, 31), "2023年第四季度", id="last-quarter"),
        pytest.param("2024-02", "monthly", date(2024, 2, 1), date(2024, 2, 29), "2024年2月", id="leap-february"),
        pytest.param("2024-12", "monthly", date(2024, 12, 1), date(2024, 12, 31), "2024年12月", id="december"),
        pytest.param("2024", "annual", date(2024, 1, 1), date(2024, 12, 31), "2024年", id="year"),
    ],
)
def test_a_period_is_what_its_id_says(text, frequency, starts_on, ends_on, label):
    period = parse_period(text)
    assert (period.id, period.frequency, period.starts_on, period.ends_on) == (text, frequency, starts_on, ends_on)
    assert period.label == label


@pytest.mark.parametrize(
    "text",
    ["", "2024Q5", "2024Q0", "2024q1", "2024-13", "2024-00", "2024-3", "24Q1", "1999", "2024Q1 ", "２０２４", "2024年"],
)
def test_what_is_no_period_is_refused_by_name(text):
    with pytest.raises(ConfigError, match="write 2024Q1, 2024-03 or 2024") as caught:
        parse_period(text)
    assert repr(text) in caught.value.message


@pytest.mark.parametrize(
    ("today", "frequency", "expected"),
    [
        pytest.param(date(2024, 3, 31), "quarterly", "2023Q4", id="the-last-day-belongs-to-the-period"),
        pytest.param(date(2024, 4, 1), "quarterly", "2024Q1", id="the-day-after"),
        pytest.param(date(2024, 1, 1), "quarterly", "2023Q4", id="new-year"),
        pytest.param(date(2024, 1, 15), "monthly", "2023-12", id="month"),
        pytest.param(date(2024, 12, 31), "annual", "2023", id="year"),
    ],
)
def test_the_latest_period_is_the_one_that_is_over(today, frequency, expected):
    assert latest_ended(today, frequency).id == expected


@settings(deadline=None)
@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)), st.sampled_from(FREQUENCIES))
def test_periods_follow_each_other_without_a_gap(today, frequency):
    latest = latest_ended(today, frequency)
    assert parse_period(latest.id) == latest
    assert latest.starts_on <= latest.ends_on < today
    following = latest_ended(latest.ends_on + timedelta(days=1), frequency)
    assert following == latest
    assert latest_ended(latest.ends_on, frequency).ends_on == latest.starts_on - timedelta(days=1)


def test_the_shipped_calendar_gives_ten_calendar_days():
    calendar = load_calendar(CONFIG)
    assert calendar.due_on(parse_period("2024Q1")) == date(2024, 4, 10)
    assert calendar.due_on(parse_period("2023Q4")) == date(2024, 1, 10)
    assert calendar.due_on(parse_period("2024Q3")) == date(2024, 10, 10)  # in the week after the national holidays


def test_one_period_may_be_due_on_another_day():
    override = {"period": "2024Q1", "due_on": date(2024, 4, 15), "reason": "通知延期"}
    calendar = Calendar.model_validate({"due_days_after_end": {"quarterly": 10}, "overrides": [override]})
    assert calendar.due_on(parse_period("2024Q1")) == date(2024, 4, 15)
    assert calendar.due_on(parse_period("2024Q2")) == date(2024, 7, 10)


def test_a_frequency_the_calendar_leaves_out_is_named():
    calendar = Calendar.model_validate({"due_days_after_end": {"quarterly": 10}})
    with pytest.raises(ConfigError, match=r"calendar\.yaml does not say when monthly returns \(2024-03\) are due"):
        calendar.due_on(parse_period("2024-03"))


@pytest.mark.parametrize(
    ("yaml", "named"),
    [
        pytest.param("due_days: {quarterly: 10}", ["due_days", "due_days_after_end"], id="unknown-key"),
        pytest.param("due_days_after_end: {weekly: 1}", ["weekly"], id="unknown-frequency"),
        pytest.param("due_days_after_end: {quarterly: -1}", ["due_days_after_end.quarterly"], id="due-before-the-end"),
        pytest.param(
            "due_days_after_end: {quarterly: 1, quarterly: 2}", ["line 1", "'quarterly'", "twice"], id="twice"
        ),
        pytest.param("due_days_after_end: {quarterly: ten}", ["due_days_after_end.quarterly"], id="no-number"),
        pytest.param("due_days_after_end: ]", ["line 1"], id="not-yaml"),
        pytest.param("", ["expected keys and values"], id="empty"),
        pytest.param(
            "due_days_after_end: {}\noverrides: [{period: 2024Q7, due_on: 2024-04-15, reason: x}]",
            ["overrides.0.period", "'2024Q7'"],
            id="override-of-no-period",
        ),
        pytest.param(
            "due_days_after_end: {}\noverrides: [{period: 2024, due_on: 2024-12-31, reason: x}]",
            ["2024 would be due on 2024-12-31", "before it is over"],
            id="override-before-the-end",
        ),
        pytest.param(
            "due_days_after_end: {}\noverrides: [{period: 2024Q1, due_on: 2024-04-15}]",
            ["overrides.0.reason"],
            id="override-without-a-reason",
        ),
        pytest.param(
            "due_days_after_end: {}\noverrides:\n"
            "- {period: 2024Q1, due_on: 2024-04-15, reason: x}\n- {period: 2024Q1, due_on: 2024-04-16, reason: y}",
            ["overridden twice", "2024Q1"],
            id="one-period-overridden-twice",
        ),
    ],
)
def test_a_broken_calendar_is_refused_by_name(tmp_path, yaml, named):
    (tmp_path / "calendar.yaml").write_text(yaml, encoding="utf-8")
    with pytest.raises(ContractError) as caught:
        load_calendar(tmp_path)
    assert [word for word in ["calendar.yaml", *named] if word not in caught.value.message] == []


def test_a_missing_calendar_says_which_setting_to_change(tmp_path):
    with pytest.raises(ContractError, match=r"calendar\.yaml does not exist; set ETL_CONFIG"):
        load_calendar(tmp_path)


def test_a_calendar_never_changes_after_loading():
    with pytest.raises(ValidationError, match="frozen"):
        load_calendar(CONFIG).overrides = ()
