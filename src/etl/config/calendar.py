"""Reporting periods and their due dates: takes ids and dates, gives periods and due dates, never asks the clock.

A period id is 2024Q1 (quarterly), 2024-03 (monthly) or 2024 (annual). config/calendar.yaml says how many calendar days
after its end a period's returns are due; a due date falls where it falls, on holidays too. Working days only say when
somebody is reminded; those of a year whose holidays the file does not list cannot be told, and are never guessed.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from etl.errors import ArgumentError, ConfigError
from etl.strict_yaml import Strict, load_strict

TIMEZONE = ZoneInfo("Asia/Shanghai")  # in which the province counts its days
Frequency = Literal["quarterly", "monthly", "annual"]

_PERIOD = re.compile(r"(?P<year>20[0-9]{2})(?:Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")
_QUARTER = re.compile(r"(20[0-9]{2})(?:年|[-_. ])?(?=Q|第|.季度)(?:Q|第)?([1-4一二三四])(?:季度)?")
WEEKEND = (5, 6)
HOLIDAYS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")  # of every year, by law
ANNOUNCED_FROM = 11  # the month in which the State Council announces the next year's
_MONTHS: dict[Frequency, int] = {"quarterly": 3, "monthly": 1, "annual": 12}


@dataclass(frozen=True)
class Period:
    """A stretch of time that counties report on; both days belong to it."""

    id: str
    frequency: Frequency
    starts_on: date
    ends_on: date

    @property
    def label(self) -> str:
        """The period as a county writes it.

        >>> parse_period("2024Q1").label, parse_period("2024-03").label, parse_period("2024").label
        ('2024年第一季度', '2024年3月', '2024年')
        """
        year, month = self.starts_on.year, self.starts_on.month
        if self.frequency == "quarterly":
            return f"{year}年第{'一二三四'[month // 3]}季度"
        return f"{year}年{month}月" if self.frequency == "monthly" else f"{year}年"


def period_named(text: str) -> str | None:
    """The id of the quarter that a folder's name means in other words; None when it means none.

    >>> period_named("2024q1"), period_named("2024年第一季度"), period_named("2024年3月")
    ('2024Q1', '2024Q1', None)
    """
    found = _QUARTER.fullmatch(unicodedata.normalize("NFKC", text).strip().upper())
    return f"{found[1]}Q{'一二三四'.find(found[2]) + 1 or found[2]}" if found else None


def parse_period(text: str) -> Period:
    """The period with this id; ConfigError when there is none.

    >>> parse_period("2024Q1").starts_on, parse_period("2024Q1").ends_on
    (datetime.date(2024, 1, 1), datetime.date(2024, 3, 31))
    """
    found = _PERIOD.fullmatch(text)
    if found is None:
        raise ConfigError(f"{text!r} is not a period; write 2024Q1, 2024-03 or 2024")
    year, quarter, month = int(found["year"]), found["quarter"], found["month"]
    if quarter:
        return _starting(date(year, int(quarter) * 3 - 2, 1), "quarterly")
    if month:
        return _starting(date(year, int(month), 1), "monthly")
    return _starting(date(year, 1, 1), "annual")


def period_asked(text: str) -> str:
    """The id of the period that somebody asks for, as folders are named, too; ArgumentError when there is none.

    >>> period_asked("2024q1"), period_asked("2024-03"), period_asked("2024年第一季度")
    ('2024Q1', '2024-03', '2024Q1')
    """
    stripped = text.strip()
    named = stripped if _PERIOD.fullmatch(stripped) else period_named(stripped)
    if named is None:
        raise ArgumentError(f"{text!r} is not a period; write 2024Q1, 2024-03 or 2024")
    return named


def latest_ended_of(ids: Iterable[str], today: date) -> list[str]:
    """Of some periods the latest of each frequency that is over, else the latest; in order.

    >>> latest_ended_of(["2024Q1", "2024Q2", "2024-05", "2024-06", "2024"], date(2024, 6, 4))
    ['2024', '2024-05', '2024Q1']
    """
    latest: dict[Frequency, Period] = {}
    for period in map(parse_period, ids):
        before = latest.get(period.frequency)
        if before is None or (period.ends_on < today, period.ends_on) > (before.ends_on < today, before.ends_on):
            latest[period.frequency] = period
    return sorted(period.id for period in latest.values())


def latest_ended(today: date, frequency: Frequency = "quarterly") -> Period:
    """The latest period that is wholly over: on its own last day a period is not.

    >>> latest_ended(date(2024, 3, 31)).id, latest_ended(date(2024, 4, 1)).id
    ('2023Q4', '2024Q1')
    """
    last_day = _first_of_period(today, frequency) - timedelta(days=1)
    return _starting(_first_of_period(last_day, frequency), frequency)


def _first_of_period(day: date, frequency: Frequency) -> date:
    months = _MONTHS[frequency]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _starting(first: date, frequency: Frequency) -> Period:
    last_month = first.month + _MONTHS[frequency] - 1
    ends_on = date(first.year + last_month // 12, last_month % 12 + 1, 1) - timedelta(days=1)
    ids = {
        "quarterly": f"{first.year}Q{first.month // 3 + 1}",
        "monthly": f"{first.year}-{first.month:02}",
        "annual": f"{first.year}",
    }
    return Period(ids[frequency], frequency, first, ends_on)


def _is_period(text: str) -> str:
    if _PERIOD.fullmatch(text) is None:
        raise ValueError(f"{text!r} is not a period; write 2024Q1, 2024-03 or 2024")
    return text


# YAML reads the id of a year as a number
PeriodId = Annotated[str, Field(coerce_numbers_to_str=True), AfterValidator(_is_period)]


class DueDate(Strict):
    """A period whose returns are due on another day than the rule says, and why."""

    period: PeriodId
    due_on: date
    reason: str = Field(min_length=1)

    @model_validator(mode="after")
    def is_after_the_period(self) -> Self:
        if self.due_on <= parse_period(self.period).ends_on:
            raise ValueError(f"{self.period} would be due on {self.due_on}, before it is over")
        return self


class Holiday(Strict):
    """Days off in a row, both ends included, and the weekend days that are worked instead."""

    name: str = Field(min_length=1)
    first: date
    last: date
    works: tuple[date, ...] = ()

    @model_validator(mode="after")
    def days_are_in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError(f"{self.name} ends on {self.last}, before it begins")
        if weekdays := [str(day) for day in self.works if day.weekday() not in WEEKEND]:
            raise ValueError(f"{self.name}: {', '.join(weekdays)} is no Saturday or Sunday")
        return self

    def days(self) -> list[date]:
        """Every day off."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


class ReminderSchedule(Strict):
    """Days on which a county is reminded of what it owes, before and after the due date."""

    days_before: int = Field(default=3, ge=0)
    every_working_days: int = Field(default=5, ge=1)


class Calendar(Strict):
    """Contents of config/calendar.yaml."""

    due_days_after_end: dict[Frequency, Annotated[int, Field(ge=1)]]
    overrides: tuple[DueDate, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    remind: ReminderSchedule = ReminderSchedule()

    @model_validator(mode="after")
    def overrides_are_unique(self) -> Self:
        counts = Counter(override.period for override in self.overrides)
        if doubled := sorted(period for period, count in counts.items() if count > 1):
            raise ValueError(f"overridden twice: {', '.join(doubled)}")
        return self

    @model_validator(mode="after")
    def a_day_is_one_thing(self) -> Self:
        counts = Counter(day for holiday in self.holidays for day in [*holiday.days(), *holiday.works])
        if doubled := sorted(str(day) for day, count in counts.items() if count > 1):
            raise ValueError(f"off or worked twice, or both: {', '.join(doubled)}")
        return self

    def missing_holidays(self, year: int) -> tuple[str, ...]:
        """The holidays that every year has and the file does not list for this one; () when it is known."""
        names = [holiday.name for holiday in self.holidays if holiday.last.year == year]
        return tuple(holiday for holiday in HOLIDAYS if not any(holiday in name for name in names))

    def unknown_year(self, today: date) -> int | None:
        """The year to be added now: this one, or from November on the next; None when the days of both can be told."""
        years = (today.year, today.year + 1) if today.month >= ANNOUNCED_FROM else (today.year,)
        return next((year for year in years if self.missing_holidays(year)), None)

    def is_working_day(self, day: date) -> bool | None:
        """True when offices are open: Monday to Friday but for holidays, and the weekend days that are worked instead.

        None when that cannot be told, because the holidays of the year are not known.
        """
        if self.missing_holidays(day.year):
            return None
        if any(day in holiday.works for holiday in self.holidays):
            return True
        return day.weekday() not in WEEKEND and not any(h.first <= day <= h.last for h in self.holidays)

    def latest_reminder(self, due_on: date, today: date) -> date | None:
        """The latest day up to today on which a reminder of what was due falls; None before the first.

        The first falls before the due date, whatever day that is; the others on days after it that are known to be worked.
        """
        latest = due_on - timedelta(days=self.remind.days_before)
        if today < latest:
            return None
        after = (due_on + timedelta(days=n) for n in range(1, (today - due_on).days + 1))
        overdue = list(filter(self.is_working_day, after))[:: self.remind.every_working_days]
        return overdue[-1] if overdue else latest

    def due_on(self, period: Period) -> date:
        """The last day on which the period's returns are on time; ConfigError when the calendar does not say."""
        for override in self.overrides:
            if override.period == period.id:
                return override.due_on
        if period.frequency not in self.due_days_after_end:
            raise ConfigError(f"calendar.yaml does not say when {period.frequency} returns ({period.id}) are due")
        return period.ends_on + timedelta(days=self.due_days_after_end[period.frequency])


def load_calendar(config: Path) -> Calendar:
    """The calendar of a config folder; ContractError names the file and what is wrong in it."""
    return load_strict(config / "calendar.yaml", Calendar)
