"""Send notices by the channels that are set: takes a notice, gives what became of it on each; the ledger says who has it.

What is not set is not imported. Without an engine (the warehouse is down) a notice is sent and not remembered.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from types import TracebackType
from typing import TYPE_CHECKING

import sqlalchemy as sa

from etl.channel_settings import addresses
from etl.config.calendar import TIMEZONE
from etl.notices.notice import Notice
from etl.settings import Settings
from etl.warehouse.publish.notice_claim import Claim

if TYPE_CHECKING:
    from etl.notices.channels.mail import SmtpClient

Send = Callable[[Notice], tuple[bool, str | None]]
Workbooks = Callable[[], Iterable[tuple[str, bytes]]]


@dataclass(frozen=True)
class Sent:
    """Fate of one notice on one channel; one that reached only some of its addresses is sent, with a trouble."""

    notice: Notice
    channel: str
    is_sent: bool
    trouble: str | None

    @property
    def line(self) -> str:
        """One line for a log."""
        whom = self.notice.county_code or self.notice.recipient
        return f"{whom}, by {self.channel}: {self.notice.subject}" + (f": {self.trouble}" if self.trouble else "")


def has_operator_channel(settings: Settings) -> bool:
    """True when there is any way to reach an operator."""
    return bool(settings.webhooks or (settings.smtp_url and addresses(settings.operator_mail)))


class Notifier:
    """The channels of the settings; enter it, and a connection to the mail server is shared and closed at the end."""

    def __init__(self, settings: Settings, engine: sa.Engine | None, now: datetime) -> None:
        self._settings = settings
        self._engine = engine
        self._now = now.astimezone(TIMEZONE)
        self._open = ExitStack()
        self._mailbox: SmtpClient | None = None

    def __enter__(self) -> "Notifier":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def to_operators(self, notice: Notice, day: date | None = None) -> list[Sent]:
        """By every channel that has not had it yet; `day` is the day it belongs to, if not today."""
        channels: list[tuple[str, Send]] = []
        operators = addresses(self._settings.operator_mail)
        if self._settings.smtp_url and operators:
            channels.append(("mail", lambda notice: self._mail(notice, operators)))
        if self._settings.webhooks:
            from etl.notices.channels import webhooks  # noqa: PLC0415 - apprise only when it is asked for

            for position, url in enumerate(self._settings.webhooks.get_secret_value().split(), start=1):
                channels.append((webhooks.channel_name(url, position), lambda n, url=url: _posted(url, n)))  # type: ignore[misc]
        sent = [self._send(notice, channel, send, day or self._now.date()) for channel, send in channels]
        return [one for one in sent if one]

    def to_county(self, notice: Notice, recipients: Sequence[str], workbooks: Workbooks | None = None) -> Sent | None:
        """By mail, with the workbooks that `workbooks` makes; None when the county has had its notice of the day."""

        def send(notice: Notice) -> tuple[bool, str | None]:
            files = [*workbooks()] if workbooks else []
            is_sent, trouble = self._mail(notice.with_attached([name for name, _ in files]), recipients, files)
            if is_sent or not files:
                return is_sent, trouble
            is_sent, again = self._mail(notice, recipients)  # they may be too large for the server
            return is_sent, again or f"it went out without its workbooks, with them {trouble}"

        return self._send(notice, "mail", send, self._now.date())

    def _send(self, notice: Notice, channel: str, send: Send, day: date) -> Sent | None:
        claim = Claim(day, notice.recipient, notice.county_code, channel, notice.run_id)
        if self._engine and not claim.take(self._engine, notice.subject, notice.digest):
            return None
        is_sent, trouble = send(notice)
        if self._engine:
            sent_at = self._now if is_sent else None
            claim.settle(self._engine, sent_at=sent_at, trouble=trouble, items=notice.items)
        return Sent(notice, channel, is_sent, trouble)

    def _mail(
        self, notice: Notice, recipients: Sequence[str], workbooks: Sequence[tuple[str, bytes]] = ()
    ) -> tuple[bool, str | None]:
        from etl.notices.channels.mail import Mail, SmtpClient  # noqa: PLC0415 - smtplib only when it is asked for

        if self._mailbox is None:
            assert self._settings.smtp_url is not None  # noqa: S101 - who sends mail has asked
            self._mailbox = SmtpClient(self._settings.smtp_url.get_secret_value(), self._settings.mail_from)
            self._open.enter_context(self._mailbox)
        mail = Mail(recipients, notice.subject, notice.text, self._now, notice.html, workbooks)
        return self._mailbox.send(mail)


def _posted(url: str, notice: Notice) -> tuple[bool, str | None]:
    from etl.notices.channels import webhooks  # noqa: PLC0415 - apprise only when it is asked for

    trouble = webhooks.post(url, notice.subject, notice.text)
    return trouble is None, trouble
