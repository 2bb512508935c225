"""Webhooks through the real apprise: WeCom and DingTalk are known to it, and what it posts arrives whole or is told."""

import logging

import apprise
import pytest
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.wecombot import NotifyWeComBot

from etl.notices.channels.webhooks import MAX_BYTES, channel_name, post
from tests.receivers.web_server import web_server


@pytest.mark.parametrize(
    ("url", "plugin"),
    [
        pytest.param("wecombot://693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa", NotifyWeComBot, id="wecom"),
        pytest.param(
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693axxx6-7aoc", NotifyWeComBot, id="wecom-as-shown"
        ),
        pytest.param("dingtalk://SECabc@token123", NotifyDingTalk, id="dingtalk-signed"),
        pytest.param("dingtalk://token123", NotifyDingTalk, id="dingtalk-by-keyword"),
    ],
)
def test_apprise_knows_the_robots(url, plugin):
    assert isinstance(apprise.Apprise.instantiate(url), plugin)


def test_a_message_arrives_as_written():
    with web_server() as asked:
        assert post(f"json://127.0.0.1:{asked.port}/hook", "【县级报表】夜间运行", "接收740份\n退回21份 *&<b>") is None
    (given,) = asked.given
    assert (given["title"], given["message"]) == ("【县级报表】夜间运行", "接收740份\n退回21份 *&<b>")


def test_a_long_message_is_cut_at_a_line_so_that_wecom_takes_it():
    text = "\n".join(f"第{number}行：退回" for number in range(500))
    with web_server() as asked:
        assert post(f"json://127.0.0.1:{asked.port}", "标题", text) is None
    message = asked.given[0]["message"]
    assert len(f"标题\r\n{message}".encode()) <= MAX_BYTES
    assert message.splitlines()[-1] == "…（全文见邮件，或运行 etl status）"
    assert text.startswith(message[: message.rindex("\n") + 1])


@pytest.mark.parametrize(
    ("status", "path"), [pytest.param(500, "geheim", id="broken"), pytest.param(403, "geheim", id="refused")]
)
def test_a_refusal_is_told_without_url_or_log(status, path, caplog):
    with web_server(status) as asked, caplog.at_level(logging.DEBUG, logger="apprise"):
        assert (
            post(f"json://127.0.0.1:{asked.port}/{path}", "a", "b")
            == "the webhook cannot be reached or refused the message"
        )
    assert "apprise" not in {record.name for record in caplog.records}


def test_a_url_of_no_known_kind_is_told():
    assert "does not know" in post("nosuch://geheim", "a", "b")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        pytest.param("dingtalk://SECabc@token", "dingtalk 1", id="robot"),
        pytest.param("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x", "https 1", id="as-shown"),
        pytest.param("geheim", "webhook 1", id="no-url"),
        pytest.param("Ge-Heim:x", "webhook 1", id="no-url-either"),
    ],
)
def test_the_ledger_never_sees_a_token(url, name):
    assert channel_name(url, 1) == name
