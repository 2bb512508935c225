"""Letters to the operators: the sum of a night, and in the morning what went wrong; pure text in Chinese.

Every trouble stands beside the one command that mends it or looks at it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from etl.config.calendar import Calendar, parse_period
from etl.notices.night_table import night_table
from etl.notices.notice import Notice, shortened
from etl.notices.status_words import STATUS_WORDS

Row = Mapping[str, Any]
SHOWN = 15  # of each kind of trouble; the rest is counted
EMPTY_INBOX = "收件箱是空的，而以前的夜间运行收到过文件：各县的通知暂停发送。请检查收件箱是否已挂载、ETL_INBOX 是否正确，然后补跑：etl run"


@dataclass(frozen=True)
class NightFacts:
    """Facts of one run in the ledger."""

    run: Row  # of ops.run
    new: Mapping[str, int] = field(default_factory=dict)  # status -> submissions of this run
    returned: Sequence[Row] = ()  # county_code, county_name, report, message, critical_issues
    failed: Sequence[Row] = ()  # county_code, county_name, message
    unplaced: Sequence[str] = ()  # messages of what belongs to no county
    waived: int = 0  # issues of this run that a waiver softened
    holidays: str = ""  # the sentence on a year whose working days cannot be told
    standing: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # period -> status -> reports


def night_notice(facts: NightFacts, titles: Mapping[str, str], link: str = "") -> Notice:
    """The sum of a run that published; `link` leads to the province pages, if there are any."""
    run, counts = facts.run, facts.run["counts"] or {}
    new = {status: facts.new.get(status, 0) for status in ("accepted", "nil", "returned")}
    headline = f"接收{new['accepted'] + new['nil']}份，退回{new['returned']}份"
    headline += f"，{len(facts.failed)}个县未能处理" if facts.failed else ""
    lines = [
        f"{_moment(run['started_at'])}的运行已完成：{headline}。",
        f"收件箱共有文件{counts.get('files_seen', 0)}个，本次读取{counts.get('files_read', 0)}个。",
    ]
    lines += [EMPTY_INBOX] if counts.get("inbox_is_empty") else []
    lines += (
        [f"收件箱里有{counts['folders_gone']}个县的文件夹不见了：etl run 会列出是哪些县。"]
        if counts.get("folders_gone")
        else []
    )
    for period, standing in facts.standing.items():
        summary = "，".join(f"{STATUS_WORDS.get(status, status)}{count}" for status, count in standing.items() if count)
        lines.append(f"{parse_period(period).label}：{summary}。")
        if standing.get("missing"):
            lines.append(f"  缺报名单：etl status --period {period}")
    lines += _listed(
        "未能处理（我方设施故障，不是县里的问题）",
        [
            f"{_county(row)}：{shortened(row['message'])}；重新处理：etl rerun --county {row['county_code']}"
            for row in facts.failed
        ],
        "etl rerun",
    )
    lines += _listed("本次退回", _returned_lines(facts.returned, titles), "etl issues --severity critical")
    lines += _listed(
        "未能归位的文件（移到正确的文件夹后运行 etl run）", list(map(shortened, facts.unplaced)), "etl issues"
    )
    if facts.waived:
        lines += ["", f"按豁免放行的问题{facts.waived}处：etl issues"]
    lines += ["", facts.holidays] if facts.holidays else []
    subject = f"{_moment(run['started_at'])}运行：{headline}"
    notice = Notice.of("operator", subject, lines, run_id=run["run_id"])
    return replace(notice, html=night_table(facts.standing, STATUS_WORDS, notice.text, link))


def _returned_lines(returned: Sequence[Row], titles: Mapping[str, str]) -> list[str]:
    """One line for each county and message: a file that is another county's returns nine reports with one."""
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in returned:
        grouped[_county(row), shortened(row["message"])].append(row)
    lines = []
    for (county, message), rows in grouped.items():
        title = f"《{titles.get(rows[0]['report'], rows[0]['report'])}》" + (
            f"等{len(rows)}张" if len(rows) > 1 else ""
        )
        more = f"（另有{rows[0]['critical_issues'] - 1}处）" if rows[0]["critical_issues"] > 1 else ""
        command = f"etl issues --county {rows[0]['county_code']}"
        command += f" --report {rows[0]['report']}" if len(rows) == 1 else ""
        lines.append(f"{county}{title}：{message.rstrip('。')}{more}；查看：{command}")
    return lines


@dataclass(frozen=True)
class Troubles:
    """Troubles that the operators must know of in the morning."""

    no_night: str = ""  # why we believe that no night ran
    unsent: Sequence[str] = ()  # one line for each notice that did not go out
    in_part: Sequence[str] = ()  # for each that went out without its files, or not to every address
    unreachable: Sequence[str] = ()  # counties with something to report to and no address
    holidays: str = ""  # the sentence on a year whose working days cannot be told

    def __bool__(self) -> bool:
        return bool(self.no_night or self.unsent or self.in_part or self.unreachable or self.holidays)


def morning_notice(troubles: Troubles) -> Notice:
    """Notice of what went wrong until this morning."""
    no_night = "收件箱是空的" if troubles.no_night == EMPTY_INBOX else "夜间运行没有完成"
    subjects = (
        (no_night, troubles.no_night),
        ("有通知未能送达", troubles.unsent or troubles.unreachable),
        ("有通知没有完整送达", troubles.in_part),
        ("工作日历需要补充", True),
    )
    subject = next(said for said, is_so in subjects if is_so)
    lines = [line for line in (troubles.no_night, troubles.holidays) if line]
    lines += _listed("未能送达的通知（下次提醒时再发）", troubles.unsent, "etl remind")
    lines += _listed(
        "没有完整送达的通知（不再重发；附件过大时可调小 ETL_MAIL_ATTACH_MB）", troubles.in_part, "etl remind"
    )
    lines += _listed("有事项要通知、但 contacts.csv 中没有邮箱的县", troubles.unreachable, "etl remind --dry-run")
    return Notice.of("operator", subject, lines)


def no_night(last_finished: datetime | None, last_failure: str | None) -> str:
    """The sentence on a night that did not run; the operator reads it, so it says what to look at."""
    since = f"上一次完成是{_moment(last_finished)}" if last_finished else "至今没有完成过一次"
    why = f"；最近一次失败的原因：{shortened(last_failure)}" if last_failure else ""
    return f"夜间运行没有按时完成：{since}{why}。各县的通知暂停发送。请确认 etl serve 正在运行，然后补跑：etl run；再发通知：etl remind"


def holidays_missing(calendar: Calendar, today: date) -> str:
    """The sentence on the year to be added to the calendar now; '' when there is none."""
    year = calendar.unknown_year(today)
    if year is None:
        return ""
    stopped = (
        "无法判断今天是不是工作日，各县的通知暂停发送" if year == today.year else f"{year}年起各县的通知将暂停发送"
    )
    return (
        f"config/calendar.yaml 没有{year}年的{'、'.join(calendar.missing_holidays(year))}，{stopped}。"
        "请按国务院办公厅的放假通知（一般在11月公布）补充；查看效果：etl remind --dry-run"
    )


def no_round(why: str) -> Notice:
    """Notice that the morning's round could not begin, or broke off."""
    lines = [f"今早的提醒没有发完：{shortened(why)}", "处理好以后运行：etl remind"]
    return Notice.of("operator", "今早的提醒没有发完", lines)


_HAPPENED = {
    "failed": "运行失败，没有发布任何数据",
    "crashed": "运行中断",
    "late": "到时间半小时后仍没有开始运行",
    "long": "运行超过六小时仍没有结束",
}


def run_alarm(happened: str, run: str, why: str) -> Notice:
    """Alarm for a run that went wrong at Prefect, whatever the warehouse knows of it."""
    what = _HAPPENED.get(happened, happened)
    reason = [f"Prefect记录的状态：{shortened(why)}"] if why else []
    lines = [f"{run}：{what}。", *reason, "查看经过：etl runs", "原因排除后补跑：etl run"]
    return Notice.of("operator", f"{run}：{what}", lines)


def trial() -> Notice:
    """A message that only says that it arrived."""
    return Notice.of("operator", "测试消息", ["这是一条测试消息：看到它，就说明这个渠道可以使用。"])


def _listed(title: str, lines: Sequence[str], command: str) -> list[str]:
    if not lines:
        return []
    more = [f"  …另有{len(lines) - SHOWN}项：{command}"] if len(lines) > SHOWN else []
    return ["", f"{title}：", *(f"  {line}" for line in lines[:SHOWN]), *more]


def _county(row: Row) -> str:
    return f"{row['county_code']} {row['county_name'] or ''}".strip()


def _moment(moment: datetime) -> str:
    return f"{moment.month}月{moment.day}日{moment:%H:%M}"
