"""Settings of the channels that notices go by: a mail server, webhooks, a heartbeat. What may hold a password is a secret."""

import re
from typing import Self
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr, field_validator, model_validator


class Channels(BaseModel):
    """Channels of notices; nothing is sent until they are set."""

    smtp_url: SecretStr | None = Field(
        default=None, description="smtp://, starttls:// or smtps://[user:password@]host[:port]"
    )
    mail_from: str = Field(default="", description="the sender of every mail")
    operator_mail: str = Field(default="", description="addresses of the operators, with commas between them")
    mail_attach_mb: int = Field(
        default=5, ge=0, description="MB of marked workbooks that go with one mail to a county; 0: only the link"
    )
    webhooks: SecretStr | None = Field(
        default=None,
        description="apprise URLs for the operators, with spaces between them: wecombot://, dingtalk://, ...",
    )
    heartbeat_url: SecretStr | None = Field(default=None, description="fetched after every night that published")

    @field_validator("smtp_url", "webhooks", "heartbeat_url", mode="after")
    @classmethod
    def blank_is_unset(cls, value: SecretStr | None) -> SecretStr | None:
        return value if value is not None and value.get_secret_value().strip() else None

    @field_validator("smtp_url", mode="after")
    @classmethod
    def is_a_mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        return _with_host(value, "smtp", "starttls", "smtps")

    @field_validator("heartbeat_url", mode="after")
    @classmethod
    def is_fetched_by_http(cls, value: SecretStr | None) -> SecretStr | None:
        return _with_host(value, "https", "http")

    @field_validator("mail_from", "operator_mail", mode="after")
    @classmethod
    def are_addresses(cls, value: str) -> str:
        if any(not is_mail_address(address) for address in addresses(value)):
            raise ValueError("must be mail addresses such as name@example.org")
        return value

    @model_validator(mode="after")
    def mail_has_a_sender(self) -> Self:
        if self.smtp_url and len(addresses(self.mail_from)) != 1:
            raise ValueError("ETL_SMTP_URL is set, so ETL_MAIL_FROM must name one address")
        return self


def addresses(text: str) -> tuple[str, ...]:
    """The addresses of a list with commas."""
    return tuple(address.strip() for address in text.split(",") if address.strip())


def is_mail_address(text: str) -> bool:
    """True when a text has the form of a mail address that every mail server takes.

    >>> is_mail_address("clerk@county.example.gov.cn"), is_mail_address("13800138000"), is_mail_address("a@b c")
    (True, False, False)
    """
    return re.fullmatch(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", text) is not None


def _with_host(value: SecretStr | None, *schemes: str) -> SecretStr | None:
    if value is None:
        return None
    try:
        parts = urlsplit(value.get_secret_value().strip())
        is_whole = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that is not closed
        is_whole = False
    if not is_whole:
        raise ValueError(f"must begin with {', '.join(f'{scheme}://' for scheme in schemes)} and name a host")
    return value
