"""One morning, step by step: can it be a working day, did a night run, which notices are due, send, record.

Takes the clock, gives what was sent. Off until ETL_SMTP_URL or ETL_WEBHOOKS is set; counties get mail only, and only those
that config/contacts.csv names.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial

import sqlalchemy as sa

from etl.config.calendar import TIMEZONE, latest_ended, load_calendar, parse_period
from etl.config.contacts import load_contacts
from etl.contract.catalog import Catalog
from etl.errors import EtlError
from etl.foreign_text import in_markdown
from etl.night.request import Config, load_config
from etl.notices.after_night import report_run
from etl.notices.county_letter import Morning, Words, county_notices
from etl.notices.missed_runs import is_late, knows_nothing
from etl.notices.notice import Notice
from etl.notices.operator_letter import (
    EMPTY_INBOX,
    Troubles,
    holidays_missing,
    morning_notice,
    no_night,
    no_round,
    trial,
)
from etl.notices.phone_columns import phone_columns
from etl.notices.send import Notifier, Sent, Workbooks, has_operator_channel
from etl.notices.workbooks_by_mail import workbooks_by_mail
from etl.returned.addresses import address_of
from etl.settings import Settings
from etl.warehouse.open_warehouse import open_warehouse
from etl.warehouse.queries.notice_ledger import LastNights, last_nights, last_notices, reported, standing
from etl.warehouse.queries.overview import issues_rows
from etl.warehouse.schema.migrate import bring_up_to_date
from etl.workers.marking_process import MarkingProcess


class Round:
    """Resources of one morning's round. Not a dataclass: Prefect walks through those, see `flows.task_runs`."""

    def __init__(
        self,
        settings: Settings,
        config: Config,
        contacts: dict[str, tuple[str, ...]],
        engine: sa.Engine,
        now: datetime,
        marking: MarkingProcess,
    ) -> None:
        self.settings = settings
        self.config = config
        self.contacts = contacts
        self.engine = engine
        self.now = now
        self.marking = marking

    def last_nights(self) -> LastNights:
        """Latest nights in the ledger."""
        with self.engine.connect() as connection:
            return last_nights(connection)

    @property
    def today(self) -> date:
        return self.now.astimezone(TIMEZONE).date()

    @property
    def words(self) -> Words:
        counties = self.config.divisions.counties
        words = words_of(self.config.catalog, {code: county.name for code, county in counties.items()})
        addresses = {code: address_of(self.settings, county) for code, county in counties.items()}
        return replace(words, workbooks={code: address for code, address in addresses.items() if address})


@dataclass(frozen=True)
class Reminded:
    """Result of one morning's round."""

    sent: Sequence[Sent] = ()
    troubles: Troubles = field(default_factory=Troubles)
    note: str = ""  # why nobody was to be notified
    again: str = "what was not sent goes out on the next working morning, or now: etl remind"

    @property
    def failed(self) -> bool:
        return any(not one.is_sent for one in self.sent)

    @property
    def headline(self) -> str:
        """One sentence: the round's final state in Prefect's words."""
        if self.note:
            return self.note
        sent = Counter(one.notice.recipient for one in self.sent if one.is_sent)
        unsent = sum(not one.is_sent for one in self.sent)
        headline = f"{sent['county']} counties notified, {sent['operator']} notices to operators"
        return headline + (f", {unsent} not sent" if unsent else "")

    def lines(self) -> list[str]:
        """The round as lines of plain text."""
        said = (self.troubles.no_night, self.troubles.holidays, *self.troubles.unreachable)
        troubles = [f"  {line}" for line in said if line]
        found = [f"  {'sent' if one.is_sent else 'FAILED'} {one.line}" for one in self.sent]
        return [self.headline, *found, *([f"  {self.again}"] if self.failed else []), *troubles]

    def markdown(self) -> str:
        """The round as Markdown for Prefect's artifact."""
        lines = (f"- {in_markdown(line.strip())}" for line in self.lines()[1:])
        return "\n".join([f"# {in_markdown(self.headline)}", "", *lines])


def why_not(settings: Settings, now: datetime) -> str:
    """Reason why nobody is reminded this morning; '' when somebody may be."""
    if not (settings.smtp_url or settings.webhooks):
        return "notices are off: set ETL_SMTP_URL or ETL_WEBHOOKS"
    today = now.astimezone(TIMEZONE).date()
    if load_calendar(settings.config).is_working_day(today) is False:
        return f"{today} is no working day: nobody is reminded"
    return ""


@contextmanager
def open_round(settings: Settings, now: datetime) -> Iterator[Round]:
    """A round ready to begin; when it cannot, or breaks off, the operators hear of it without the ledger, and it is raised."""
    try:
        config = load_config(settings.config)
        contacts = load_contacts(settings.config, config.divisions)
        with open_warehouse(settings) as engine, MarkingProcess(settings) as marking:
            bring_up_to_date(engine, config.catalog, config.divisions)
            yield Round(settings, config, contacts, engine, now, marking)
    except EtlError as error:
        with Notifier(settings, None, now) as post:
            post.to_operators(no_round(error.message))
        raise


def words_of(catalog: Catalog, counties: dict[str, str]) -> Words:
    """Names of counties and reports, and the columns that hold telephone numbers."""
    phones = phone_columns(catalog)
    return Words(counties, catalog.titles, phones)


def try_channels(settings: Settings, now: datetime) -> Reminded:
    """One message to the operators by each channel, whatever the day, and not remembered."""
    if not has_operator_channel(settings):
        return Reminded(note="no operator can be notified: set ETL_SMTP_URL and ETL_OPERATOR_MAIL, or ETL_WEBHOOKS")
    with Notifier(settings, None, now) as post:
        again = "it does not mend by itself: set the channel right, then: etl remind --test"
        return Reminded(post.to_operators(trial()), again=again)


def notices_due(this: Round) -> list[Notice]:
    """The notices of this morning, at most one a county; nothing is sent."""
    frequencies = {contract.frequency for contract in this.config.catalog.contracts.values()}
    current = {latest_ended(this.today, frequency).id for frequency in frequencies}
    obligations, divisions = this.config.obligations, this.config.divisions
    with this.engine.connect() as connection:
        morning = Morning(
            today=this.today,
            current=current,
            rows=standing(connection, current),
            issues=issues_rows(connection, severity="critical"),
            due=[duty for period in sorted(current) for duty in obligations.due(divisions, parse_period(period))],
            reported=reported(connection),
            last_notice=last_notices(connection),
        )
    return county_notices(morning, this.config.calendar, this.words)


def drafts(this: Round) -> list[Notice]:
    """The notices of this morning with the workbooks that would go with them named; nothing is sent."""
    made = ((notice, _workbooks(this, notice)) for notice in notices_due(this))
    return [notice.with_attached([name for name, _ in files()]) if files else notice for notice, files in made]


def notify_counties(this: Round, notices: Sequence[Notice]) -> list[Sent]:
    """Mail to every county that has an address and has had nothing today.

    When no night has run, or over an inbox that is not there, what counties sent since is not known: nobody is called late who may not be. On a day of a
    year whose holidays are not known the mail waits.
    """
    if not this.settings.smtp_url or knows_nothing(this.last_nights(), this.now):
        return []
    if this.config.calendar.is_working_day(this.today) is None:
        return []
    with Notifier(this.settings, this.engine, this.now) as post:
        reachable = [notice for notice in notices if notice.county_code in this.contacts]
        sent = [
            post.to_county(notice, this.contacts[notice.county_code], _workbooks(this, notice)) for notice in reachable
        ]
    return [one for one in sent if one]


def _workbooks(this: Round, notice: Notice) -> Workbooks | None:
    """Maker of the workbooks that go with a notice; nothing does where none was returned since the last one."""
    if not notice.items:
        return None
    return partial(workbooks_by_mail, this.settings, this.engine, this.config, notice.county_code, this.marking)


def notify_operators(this: Round, notices: Sequence[Notice], sent: Sequence[Sent]) -> Reminded:
    """The sum of the last night if a channel has not had it, then what went wrong, if anything did."""
    last = this.last_nights()
    sent_all = list(sent)
    if last.run_id and not is_late(last, this.now):
        sent_all += report_run(this.settings, this.engine, this.config, last.run_id, this.now)
    troubles = _troubles(this, notices, sent_all, last)
    if troubles and has_operator_channel(this.settings):
        with Notifier(this.settings, this.engine, this.now) as post:
            sent_all += post.to_operators(morning_notice(troubles))
    return Reminded(sent_all, troubles)


def _no_night(last: LastNights, now: datetime) -> str:
    """Sentence on nights that have stopped, or on the last one, which ran over nothing; '' when neither is so."""
    if is_late(last, now):
        return no_night(last.finished_at.astimezone(TIMEZONE) if last.finished_at else None, last.failure)
    return EMPTY_INBOX if last.inbox_was_empty else ""


def _troubles(this: Round, notices: Sequence[Notice], sent: Sequence[Sent], last: LastNights) -> Troubles:
    named = {"": "运维人员"} | {code: f"{code} {name}" for code, name in this.words.counties.items()}
    troubled = [
        (one, f"{named[one.notice.county_code]}（{one.channel}）：{one.trouble}") for one in sent if one.trouble
    ]
    has_no_address = [n for n in notices if this.contacts and n.county_code not in this.contacts]
    return Troubles(
        no_night=_no_night(last, this.now),
        unsent=[said for one, said in troubled if not one.is_sent],
        in_part=[said for one, said in troubled if one.is_sent],
        unreachable=[named[notice.county_code] for notice in has_no_address],
        holidays=holidays_missing(this.config.calendar, this.today),
    )
