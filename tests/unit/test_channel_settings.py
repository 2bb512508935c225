"""Channels are off until set, and a wrong one is named by its variable, never by its value."""

import pytest

from etl.channel_settings import addresses
from etl.errors import ConfigError
from etl.settings import load_settings

NAMES = ("SMTP_URL", "MAIL_FROM", "OPERATOR_MAIL", "WEBHOOKS", "HEARTBEAT_URL")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in NAMES:
        monkeypatch.delenv(f"ETL_{name}", raising=False)


def test_everything_is_off_by_default(monkeypatch):
    monkeypatch.setenv("ETL_SMTP_URL", " ")
    settings = load_settings()
    assert (settings.smtp_url, settings.webhooks, settings.heartbeat_url, settings.operator_mail) == (
        None,
        None,
        None,
        "",
    )


def test_secrets_do_not_show(monkeypatch):
    monkeypatch.setenv("ETL_SMTP_URL", "starttls://clerk:geheim@mail.example.cn:587")
    monkeypatch.setenv("ETL_MAIL_FROM", "etl@example.cn")
    monkeypatch.setenv("ETL_OPERATOR_MAIL", "a@example.cn, b@example.cn,")
    monkeypatch.setenv("ETL_WEBHOOKS", "wecombot://geheim dingtalk://geheim")
    monkeypatch.setenv("ETL_HEARTBEAT_URL", "https://beat.example.cn/geheim")
    settings = load_settings()
    assert addresses(settings.operator_mail) == ("a@example.cn", "b@example.cn")
    assert "geheim" not in f"{settings!r} {settings}"


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        pytest.param({"SMTP_URL": "http://geheim@mail"}, "ETL_SMTP_URL: must begin with", id="no-mail-scheme"),
        pytest.param({"SMTP_URL": "smtp://u:geheim@"}, "ETL_SMTP_URL", id="no-host"),
        pytest.param({"SMTP_URL": "smtp://u:geheim@mail:port"}, "ETL_SMTP_URL", id="port-is-no-number"),
        pytest.param({"SMTP_URL": "smtp://u:geheim@mail"}, "ETL_MAIL_FROM must name", id="no-sender"),
        pytest.param({"MAIL_FROM": "geheim"}, "ETL_MAIL_FROM: must be", id="sender-is-no-address"),
        pytest.param({"OPERATOR_MAIL": "a@b.cn, geheim"}, "ETL_OPERATOR_MAIL: must be", id="operator-is-no-address"),
        pytest.param({"HEARTBEAT_URL": "file:///geheim"}, "ETL_HEARTBEAT_URL: must begin", id="heartbeat-of-a-file"),
    ],
)
def test_a_wrong_channel_is_named_without_its_value(monkeypatch, variables, named):
    for name, value in variables.items():
        monkeypatch.setenv(f"ETL_{name}", value)
    with pytest.raises(ConfigError) as caught:
        load_settings()
    assert named in caught.value.message
    assert "geheim" not in caught.value.message
