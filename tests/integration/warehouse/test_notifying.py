"""A night and a morning reported to real mail and web servers: who gets what, once, and what happens when it does not go out."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from etl.contract.catalog import Catalog
from etl.errors import TransientError
from etl.night.context import RunContext
from etl.night.request import RunRequest, load_config
from etl.notices import morning
from etl.notices.after_night import after_night
from etl.notices.morning import Reminded
from etl.settings import Settings
from etl.warehouse.publish.publish import publish
from etl.warehouse.queries.ledger import Ledger
from etl.workbook.own_marks import is_front_sheet
from etl.workbook.read import read_content
from tests.integration.warehouse.nights import COUNTY, PERIOD, a_night, at, issues, publication
from tests.receivers.mail_server import Kept, mail_server
from tests.receivers.web_server import web_server
from tests.workbooks.content import Sheet
from tests.workbooks.xlsx import build_xlsx

MORNING = datetime(2024, 4, 3, 0, 30, tzinfo=UTC)  # 08:30 in Asia/Shanghai, after the night that `at(0)` begins
CLERK, OPERATOR = "clerk@wangcang.example.cn", "operator@province.example.cn"
Configure = Callable[..., Settings]


@pytest.fixture
def mail() -> Iterator[Kept]:
    with mail_server() as kept:
        yield kept


@pytest.fixture
def configured(config: Path, warehouse_url: str, tmp_path: Path) -> Configure:
    """Settings on a warehouse of the test's own, where one county has an address."""
    own = shutil.copytree(config, tmp_path / "config")
    (own / "contacts.csv").write_text(f"county_code,mail\n{COUNTY},{CLERK}\n", encoding="utf-8")

    def settings(mail: Kept | None = None, **more: Any) -> Settings:
        said: dict[str, Any] = {"home": tmp_path / "home", "config": own, "warehouse_url": SecretStr(warehouse_url)}
        if mail:
            said |= {"smtp_url": SecretStr(f"smtp://127.0.0.1:{mail.port}"), "mail_from": "etl@province.example.cn"}
            said |= {"operator_mail": OPERATOR}
        return Settings(**said | more)

    return settings


def remind(settings: Settings, now: datetime = MORNING) -> Reminded:
    with morning.open_round(settings, now) as this:
        notices = morning.notices_due(this)
        return morning.notify_operators(this, notices, morning.notify_counties(this, notices))


def returned(night: int) -> Any:
    message = "E6 “成交额”写的是“-5万元”；请更正。联系人电话 13800138000"
    found = issues(
        [{"county_code": COUNTY, "period": PERIOD, "report": "sale", "rule": "sale.minimum", "message": message}]
    )
    return a_night(night, status="returned", rules=["sale.minimum"], issues=found)


def told_to(mail: Kept, address: str) -> list[str]:
    pairs = zip(mail.mails, mail.recipients, strict=True)
    return [str(one["Subject"]) for one, recipients in pairs if recipients == [address]]


def words_of(mail: EmailMessage) -> str:
    """The text of a mail, beside which there may be a page of it."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_return_is_told_once_to_its_county_and_to_nobody_else(
    configured: Configure, warehouse: sa.Engine, catalog: Catalog, mail: Kept
) -> None:
    publish(warehouse, catalog, returned(0))
    settings = configured(mail)
    told = remind(settings)
    assert (told.failed, told.headline) == (False, "1 counties notified, 1 notices to operators")
    assert told_to(mail, CLERK) == ["【县级报表】旺苍县退回1张报表"]
    text = words_of(mail.mails[0])
    assert "E6 “成交额”写的是“-5万元”；请更正。" in text
    assert "13800138000" not in text
    assert told_to(mail, OPERATOR) == ["【县级报表】4月3日02:00运行：接收0份，退回1份"]

    assert list(remind(settings).sent) == []


def in_the_archive(settings: Settings, note: str) -> None:
    """The workbook that came in the night of `returned(0)`."""
    settings.archive.mkdir(parents=True)
    name = hashlib.sha256(b"content of night 0").hexdigest()
    sheet = Sheet([["项目名称", "成交额（万元）", "备注"], ["甲", -5, note]], name="消费帮扶")
    (settings.archive / name).write_bytes(build_xlsx([sheet]))


@pytest.mark.parametrize(
    ("note", "more", "attached"),
    [
        pytest.param("无", {}, ["sale.xlsx"], id="with-it"),
        pytest.param("110105 19491231 002X", {}, [], id="an-identity-number-in-it"),
        pytest.param("无", {"mail_attach_mb": 0}, [], id="links-only"),
    ],
)
def test_the_marked_workbook_goes_with_the_mail_where_it_may(
    configured: Configure,
    warehouse: sa.Engine,
    catalog: Catalog,
    mail: Kept,
    note: str,
    more: dict[str, Any],
    attached: list[str],
) -> None:
    publish(warehouse, catalog, returned(0))
    settings = configured(mail, returns="//share/returns", **more)
    in_the_archive(settings, note)
    assert not remind(settings).failed
    (told,) = (one for one, whom in zip(mail.mails, mail.recipients, strict=True) if whom == [CLERK])
    assert [one.get_filename() for one in told.iter_attachments()] == attached
    assert ("附件：" in words_of(told)) == bool(attached)
    assert "标出错处的工作簿：//share/returns/510821_旺苍县" in words_of(told)
    for one in told.iter_attachments():
        assert is_front_sheet(read_content(one.get_content(), "xlsx", settings.reading_limits)[1][0])


def test_a_server_that_refuses_the_size_gets_the_mail_without_files_and_the_operators_hear_it(
    configured: Configure, warehouse: sa.Engine, catalog: Catalog
) -> None:
    publish(warehouse, catalog, returned(0))
    with mail_server(largest=6000) as mail:
        settings = configured(mail, returns="//share/returns")
        in_the_archive(settings, "无")
        told = remind(settings)
    assert not told.failed
    (letter,) = (one for one, whom in zip(mail.mails, mail.recipients, strict=True) if whom == [CLERK])
    assert [*letter.iter_attachments()] == []
    assert "附件：" not in words_of(letter)
    assert "标出错处的工作簿：//share/returns/510821_旺苍县" in words_of(letter)
    (trouble,) = told.troubles.in_part
    assert trouble.endswith(
        "it went out without its workbooks, with them the mail server did not take the mail: it answered 552"
    )


def test_a_draft_names_the_workbooks_that_would_go_with_it(
    configured: Configure, warehouse: sa.Engine, catalog: Catalog
) -> None:
    publish(warehouse, catalog, returned(0))
    settings = configured(returns="//share/returns")
    in_the_archive(settings, "无")
    with morning.open_round(settings, MORNING) as this:
        (draft,) = morning.drafts(this)
    assert "附件：sale.xlsx（错处已标出" in draft.text


def test_what_is_owed_is_told_before_it_is_due(
    configured: Configure, warehouse: sa.Engine, catalog: Catalog, mail: Kept
) -> None:
    publish(warehouse, catalog, returned(0))
    publish(warehouse, catalog, publication(5))
    remind(configured(mail), MORNING + timedelta(days=5))
    assert told_to(mail, CLERK) == ["【县级报表】旺苍县退回1张报表，即将到期8张报表"]


def test_when_no_night_ran_the_operators_hear_it_and_no_county_is_called_late(
    configured: Configure, warehouse: sa.Engine, catalog: Catalog, mail: Kept
) -> None:
    publish(warehouse, catalog, returned(0))
    told = remind(configured(mail), MORNING + timedelta(days=5))
    assert "上一次完成是4月3日02:01" in told.troubles.no_night
    assert told_to(mail, OPERATOR) == ["【县级报表】夜间运行没有完成"]
    assert told_to(mail, CLERK) == []


def without_holidays_of(year: int, settings: Settings) -> Path:
    """Take a year out of the test's own calendar; gives the file as it was beside it, to be put back."""
    calendar = settings.config / "calendar.yaml"
    kept = calendar.with_suffix(".kept")
    shutil.copy(calendar, kept)
    lines = calendar.read_text(encoding="utf-8").splitlines(keepends=True)
    calendar.write_text("".join(line for line in lines if f"first: {year}-" not in line), encoding="utf-8")
    return kept


def test_on_a_day_that_cannot_be_told_county_mail_waits_and_the_operators_hear_why(
    configured: Configure, warehouse: sa.Engine, catalog: Catalog, mail: Kept
) -> None:
    publish(warehouse, catalog, returned(0))
    settings = configured(mail)
    kept = without_holidays_of(2024, settings)
    for now in (MORNING, MORNING + timedelta(hours=1)):
        assert morning.why_not(settings, now) == ""
        told = remind(settings, now)
        assert "没有2024年的元旦" in "\n".join(told.lines())
    assert told_to(mail, CLERK) == []
    assert told_to(mail, OPERATOR) == [
        "【县级报表】4月3日02:00运行：接收0份，退回1份",
        "【县级报表】工作日历需要补充",
    ]
    assert all("没有2024年的元旦、春节" in words_of(one) for one in mail.mails)

    kept.replace(settings.config / "calendar.yaml")
    remind(settings)
    assert told_to(mail, CLERK) == ["【县级报表】旺苍县退回1张报表"]


def test_from_november_on_night_and_morning_say_which_year_is_to_be_added(
    configured: Configure, warehouse: sa.Engine, catalog: Catalog, mail: Kept
) -> None:
    november = (datetime(2024, 11, 4, 0, 30, tzinfo=UTC) - MORNING).days
    settings = configured(mail)
    without_holidays_of(2025, settings)
    publish(warehouse, catalog, publication(november - 5))
    remind(settings, MORNING + timedelta(days=november - 5))
    assert not any("2025年" in words_of(one) for one in mail.mails)
    before = len(mail.mails)

    publish(warehouse, catalog, publication(november))
    told = remind(settings, MORNING + timedelta(days=november))
    county, night, morning_round = mail.mails[before:]  # the days of this year are known: the county is told
    assert county["Subject"].startswith("【县级报表】旺苍县")
    assert night["Subject"] == "【县级报表】11月4日02:00运行：接收0份，退回0份"
    assert ["2025年起各县的通知将暂停发送" in words_of(one) for one in (county, night, morning_round)] == [
        False,
        True,
        True,
    ]
    assert "2025年" in told.markdown()


def test_a_notice_that_did_not_go_out_goes_out_with_the_next_round(
    configured: Configure, warehouse: sa.Engine, catalog: Catalog, mail: Kept
) -> None:
    publish(warehouse, catalog, returned(0))
    with web_server() as robot:
        hook = {"webhooks": SecretStr(f"json://127.0.0.1:{robot.port}")}
        down = configured(mail, smtp_url=SecretStr("smtp://127.0.0.1:1"), **hook)
        told = remind(down)
        assert told.failed
        assert [given["title"] for given in robot.given] == [
            "【县级报表】4月3日02:00运行：接收0份，退回1份",
            "【县级报表】有通知未能送达",
        ]
        assert "510821 旺苍县（mail）：the mail server 127.0.0.1 cannot be used" in robot.given[1]["message"]
        assert "运维人员（mail）" in robot.given[1]["message"]
        assert CLERK not in str(robot.given)
        assert not remind(configured(mail, **hook)).failed
        assert len(robot.given) == 2  # by this channel both were told
    assert told_to(mail, CLERK) == ["【县级报表】旺苍县退回1张报表"]
    assert told_to(mail, OPERATOR) == ["【县级报表】4月3日02:00运行：接收0份，退回1份"]


def test_a_county_without_an_address_is_named_to_the_operators(
    configured: Configure, warehouse: sa.Engine, catalog: Catalog, mail: Kept
) -> None:
    publish(warehouse, catalog, returned(0))
    settings = configured(mail)
    (settings.config / "contacts.csv").write_text("county_code,mail\n510822,x@qingchuan.example.cn\n", encoding="utf-8")
    assert list(remind(settings).troubles.unreachable) == ["510821 旺苍县"]
    assert told_to(mail, CLERK) == []
    (settings.config / "contacts.csv").unlink()
    assert list(remind(settings).troubles.unreachable) == []


def test_when_the_warehouse_is_down_the_operators_hear_it(configured: Configure, mail: Kept) -> None:
    settings = configured(mail, warehouse_url=SecretStr("postgresql://clerk:geheim@127.0.0.1:1/province"))
    with pytest.raises(TransientError, match="cannot be reached"):
        remind(settings)
    assert told_to(mail, OPERATOR) == ["【县级报表】今早的提醒没有发完"]
    assert "geheim" not in words_of(mail.mails[0])


def run_context(settings: Settings, warehouse: sa.Engine, request: RunRequest) -> RunContext:
    """The run whose publication stands in the warehouse."""
    config, ledger = load_config(settings.config), Ledger.read(warehouse, settings.archive)
    return RunContext(settings, config, request, warehouse, ledger, run_id="run-0")


@pytest.mark.parametrize(
    ("asked", "is_told"),
    [
        pytest.param({}, True, id="the-scheduled-night"),
        pytest.param({"kind": "rerun", "counties": (COUNTY,)}, False, id="rerun"),
        pytest.param({"counties": (COUNTY,)}, False, id="some-counties"),
        pytest.param({"period": PERIOD}, False, id="one-period"),
    ],
)
def test_a_night_is_told_when_it_is_over(
    configured: Configure, warehouse: sa.Engine, catalog: Catalog, mail: Kept, asked: dict[str, Any], is_told: bool
) -> None:
    publish(warehouse, catalog, returned(0))
    with web_server() as watcher:
        settings = configured(mail, heartbeat_url=SecretStr(f"http://127.0.0.1:{watcher.port}/alive"))
        assert after_night(run_context(settings, warehouse, RunRequest(at(0), **asked))) == []
        assert watcher.paths == (["/alive"] if is_told else [])
    assert len(told_to(mail, OPERATOR)) == is_told


def test_a_night_that_could_not_be_told_goes_on_and_the_morning_tells_it(
    configured: Configure, warehouse: sa.Engine, catalog: Catalog, mail: Kept
) -> None:
    publish(warehouse, catalog, publication(0))
    settings = configured(mail, smtp_url=SecretStr("smtp://127.0.0.1:1"), heartbeat_url=SecretStr("http://127.0.0.1:1"))
    troubles = after_night(run_context(settings, warehouse, RunRequest(at(0))))
    assert len(troubles) == 2
    assert "Connection refused" in troubles[0]
    assert "heartbeat" in troubles[1]
    assert not remind(configured(mail)).failed
    assert told_to(mail, OPERATOR) == ["【县级报表】4月3日02:00运行：接收0份，退回0份"]


@pytest.mark.parametrize(
    ("now", "channel", "why"),
    [
        pytest.param(MORNING, False, "notices are off", id="nothing-configured"),
        pytest.param(datetime(2024, 4, 4, 0, 30, tzinfo=UTC), True, "2024-04-04 is no working day", id="qingming"),
        pytest.param(datetime(2024, 4, 6, 22, tzinfo=UTC), True, "", id="sunday-that-is-worked-in-asia-shanghai"),
    ],
)
def test_when_nobody_is_told(configured: Configure, now: datetime, channel: bool, why: str) -> None:
    webhooks = SecretStr("json://127.0.0.1:1") if channel else None
    said = morning.why_not(configured(webhooks=webhooks), now)
    assert said.startswith(why) if why else said == ""


def test_without_a_channel_nothing_is_sent_written_or_imported(
    configured: Configure, warehouse: sa.Engine, catalog: Catalog
) -> None:
    publish(warehouse, catalog, returned(0))
    assert list(remind(configured()).sent) == []
    with warehouse.connect() as connection:
        assert connection.scalar(sa.text("select count(*) from ops.notice")) == 0
    script = (
        "import sys, etl.notices.morning, etl.notices.after_night, etl.cli;"
        "print([m for m in ('apprise', 'smtplib', 'prefect', 'great_expectations') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_channels_can_be_tried_out(configured: Configure, mail: Kept) -> None:
    with web_server(500) as robot:
        settings = configured(mail, webhooks=SecretStr(f"json://127.0.0.1:{robot.port}/geheim"))
        tried = morning.try_channels(settings, MORNING)
    assert tried.failed
    assert "FAILED operator, by json 1" in "\n".join(tried.lines())
    assert "geheim" not in "\n".join(tried.lines())
    assert told_to(mail, OPERATOR) == ["【县级报表】测试消息"]
    assert "ETL_OPERATOR_MAIL" in morning.try_channels(configured(mail, operator_mail=""), MORNING).headline
