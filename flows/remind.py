"""The story of a morning: is it a working day, which notices are due, notify the counties and the operators, report.

Prefect only: every step is one call into `etl.tell`. Who was told what stands in the warehouse's ledger.
"""

from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from etl.errors import TransientError
from etl.notices import morning
from etl.notices.morning import Reminded, Round
from etl.notices.notice import Notice
from etl.notices.send import Sent
from etl.settings import load_settings
from flows.by_hand import by_hand
from flows.night_flow import ends_in_words
from flows.run_log import in_journal, say_it_broke_off
from flows.run_names import run_name


class NotAllSent(TransientError):
    """A round of which a notice did not go out: the next one sends it; `reminded` says which."""

    def __init__(self, reminded: Reminded) -> None:
        super().__init__(reminded.headline)
        self.reminded = reminded


@task(task_run_name="notices due")
def notices_due(this: Round) -> list[Notice]:
    """Notices of this morning."""
    return morning.notices_due(this)


@task(task_run_name="notify the counties")
def notify_counties(this: Round, notices: list[Notice]) -> list[Sent]:
    """Send the counties theirs."""
    return morning.notify_counties(this, notices)


@task(task_run_name="notify the operators")
def notify_operators(this: Round, notices: list[Notice], sent: list[Sent]) -> Reminded:
    """Send the operators what went wrong, if anything did."""
    return morning.notify_operators(this, notices, sent)


@flow(name="remind", flow_run_name=run_name, on_crashed=[say_it_broke_off], on_cancellation=[say_it_broke_off])
@ends_in_words
def remind() -> "State[Any]":
    """Tell counties what was returned or is due, once a day each, and the operators what went wrong."""
    clock = by_hand().now
    settings = load_settings()
    if note := morning.why_not(settings, clock):
        in_journal(note)
        return Completed(message=note, data=Reminded(note=note))
    with morning.open_round(settings, clock) as this:
        notices = notices_due(this)
        told = notify_operators(this, notices, notify_counties(this, notices))
    create_markdown_artifact(key="morning", markdown=told.markdown(), description=told.headline)
    in_journal(*told.lines())
    if told.failed:
        return Failed(message=told.headline, data=NotAllSent(told))
    return Completed(message=told.headline, data=told)
