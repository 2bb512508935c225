"""Mail by SMTP: takes one URL and finished texts, gives a sentence for what did not go out; one connection for all.

smtp:// is plain, starttls:// turns to TLS before anything is said, smtps:// begins with it. Sentences never hold an
address or a password.
"""

import smtplib
import ssl
from collections.abc import Sequence
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from types import TracebackType
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 25, "starttls": 587, "smtps": 465}
MOST_BROKEN_OFF = 2  # then the server is left alone: one that hangs would cost half a minute a county
ANSWER_WITHIN_SECONDS = 30
WORKBOOK = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Workbook = tuple[str, bytes]  # its name and what is in it


class Mail(NamedTuple):
    """One mail to some recipients, as text, and as HTML where that is not empty."""

    recipients: Sequence[str]
    subject: str
    text: str
    sent_at: datetime
    html: str = ""
    workbooks: Sequence[Workbook] = ()


class SmtpClient:
    """A mail server, connected to when the first mail is sent; enter it, and it is left in good order."""

    def __init__(self, url: str, sender: str) -> None:
        self._parts = urlsplit(url.strip())
        self._sender = sender
        self._server: smtplib.SMTP | None = None
        self._broken_off = 0  # mails in a row
        self._trouble: str | None = None  # a server that cannot be reached is not waited for again for every county

    def __enter__(self) -> "SmtpClient":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def send(self, mail: Mail) -> tuple[bool, str | None]:
        """Send one mail to all its recipients; gives whether any of them gets it, and what went wrong."""
        if self._trouble:
            return False, self._trouble
        try:
            server = self._server = self._server or self._connected()
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            self._trouble = f"the mail server {self._parts.hostname} cannot be used: {_reason(error)}"
            return False, self._trouble
        try:
            refused = server.send_message(_message(self._sender, mail))
        except smtplib.SMTPRecipientsRefused as error:
            return False, f"the mail server refused every address: {_codes(error.recipients)}"
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            trouble = f"the mail server did not take the mail: {_reason(error)}"
            self._broken_off += isinstance(error, OSError | smtplib.SMTPServerDisconnected)
            self._trouble = trouble if self._broken_off >= MOST_BROKEN_OFF else None
            return False, trouble
        self._broken_off = 0
        return True, f"the mail server refused {len(refused)} of {len(mail.recipients)} addresses" if refused else None

    def log_in(self) -> str | None:
        """Connect and log in, and send nothing; gives what went wrong."""
        try:
            self._server = self._server or self._connected()
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            return f"the mail server {self._parts.hostname} cannot be used: {_reason(error)}"
        return None

    def _connected(self) -> smtplib.SMTP:
        scheme, host = self._parts.scheme, self._parts.hostname or ""
        port = self._parts.port or PORTS[scheme]
        if scheme == "smtps":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=ANSWER_WITHIN_SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, port, timeout=ANSWER_WITHIN_SECONDS)
        try:
            if scheme == "starttls":
                server.starttls(context=ssl.create_default_context())
            if self._parts.username:
                server.login(unquote(self._parts.username), unquote(self._parts.password or ""))
        except BaseException:
            server.close()
            raise
        return server

    def _hang_up(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()  # it had hung up itself


def _message(sender: str, mail: Mail) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = " ".join(mail.subject.split())
    message["From"] = sender
    message["To"] = ", ".join(mail.recipients)
    message["Date"] = format_datetime(mail.sent_at)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])  # else it asks the network for our own name
    message["Auto-Submitted"] = "auto-generated"  # no out-of-office reply, please
    message.set_content(mail.text, cte="base64")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", cte="base64")
    for name, content in mail.workbooks:
        message.add_attachment(content, maintype="application", subtype=WORKBOOK, filename=name)
    return message


def _reason(error: BaseException) -> str:
    """Reason without the server's own words, which may repeat an address or a login."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"it does not accept user and password ({error.smtp_code})"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"it answered {error.smtp_code}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({error.verify_message})"
    if isinstance(error, UnicodeError):
        return "user and password must be ASCII"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__


def _codes(refused: dict[str, tuple[int, bytes]]) -> str:
    return ", ".join(sorted({str(code) for code, _ in refused.values()}))
