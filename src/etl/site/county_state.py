"""State of a county over its reports of a period: takes their standings, gives one word, and what is still to come. Pure."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from enum import StrEnum

from etl.notices.status_words import STATUS_WORDS
from etl.warehouse.queries.standings import Standing

CAME = frozenset({"accepted", "nil"})


class State(StrEnum):
    """Standing of a county with what it owes; the first that fits, in the order that somebody must act."""

    FAILED = "failed"
    RETURNED = "returned"
    OWING = "owing"
    WAITING = "waiting"
    LATE = "late"
    ON_TIME = "on_time"
    NOTHING_DUE = "nothing_due"


WORDS = {
    State.ON_TIME: "按时报齐",
    State.LATE: "逾期报齐",
    State.WAITING: "尚未到期",
    State.OWING: "还有缺报",
    State.RETURNED: "有退回的",
    State.FAILED: "未能处理",
    State.NOTHING_DUE: "没有应报",
}
NOT_YET = "未到期"


def owed(standings: Iterable[Standing]) -> list[Standing]:
    """The reports that are due, those that came among them."""
    return [one for one in standings if one.due_on is not None and one.status != "exempt"]


def state_of(standings: Collection[Standing], today: date) -> State:
    """The county's state on a day."""
    due = owed(standings)
    has = {one.status for one in standings}
    if "failed" in has:
        return State.FAILED
    if "returned" in has:
        return State.RETURNED
    if any(is_overdue(one, today) for one in due):
        return State.OWING
    if "missing" in has:
        return State.WAITING
    if not due:
        return State.NOTHING_DUE
    return State.LATE if any(one.days_late for one in due) else State.ON_TIME


def is_overdue(standing: Standing, today: date) -> bool:
    """True when a report has not come and its day is over."""
    return standing.status == "missing" and standing.due_on is not None and standing.due_on < today


def days_late(standing: Standing, today: date) -> int | None:
    """Days from the due day to the first version that was accepted, or to this day while none is."""
    if standing.due_on is None or standing.in_use != "none" or standing.due_on >= today:
        return standing.days_late
    return (today - standing.due_on).days


def needing(standings: Sequence[Standing], today: date) -> list[Standing]:
    """The reports that somebody must still do something about."""
    return [one for one in standings if one.status in ("failed", "returned") or is_overdue(one, today)]


def status_word(standing: Standing, today: date) -> str:
    """A report's status in a word."""
    if standing.status == "missing" and not is_overdue(standing, today):
        return NOT_YET
    return STATUS_WORDS.get(standing.status, standing.status)
