"""Morning letters to counties: takes rows of the ledger, gives notices in plain Chinese, sends nothing.

One notice a county: what was returned and where, what is due soon, what is overdue, how to send it again. It goes out
when a return has not been reported yet or a reminder falls due.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from etl.config.calendar import Calendar, parse_period
from etl.config.obligations import Obligation
from etl.notices.notice import Notice, shortened

Row = Mapping[str, Any]
Item = tuple[str, str]  # county code, what was reported to it
ISSUES_SHOWN = 5  # of one file; the county sees all of them in its returned workbook
READ_AT = "每天凌晨2:00"
LAST_LINES = ("本通知由系统自动发出，每天最多一封，请勿直接回复。",)


@dataclass(frozen=True)
class Morning:
    """State of the ledger on one morning, and what was reported before."""

    today: date
    current: Collection[str]  # the periods that are reminded of; of older ones only new returns are reported
    rows: Sequence[Row]  # mart.reporting_status with submission_id, of the current periods and of all returns
    issues: Sequence[Row]  # critical ones that stand, with submission_id
    due: Sequence[Obligation] = ()  # what no row speaks of is missing
    reported: Collection[Item] = ()
    last_notice: Mapping[str, date] | None = None  # county code -> the day of its latest notice


@dataclass(frozen=True)
class Words:
    """Names of counties and reports, the columns that hold telephone numbers, and where workbooks that go back lie."""

    counties: Mapping[str, str]  # code -> name
    titles: Mapping[str, str]  # report -> Chinese title
    phones: Mapping[tuple[str, str], str]  # report and column -> Chinese label
    workbooks: Mapping[str, str] = field(default_factory=dict)  # code -> address of the county's folder


def county_notices(morning: Morning, calendar: Calendar, words: Words) -> list[Notice]:
    """At most one notice a county, by county code."""
    by_county: dict[str, list[Row]] = defaultdict(list)
    for row in [*morning.rows, *_unheard_of(morning)]:
        by_county[row["county_code"]].append(row)
    issues: dict[str, list[Row]] = defaultdict(list)
    for issue in morning.issues:
        if issue["county_code"] is not None:
            issues[issue["county_code"]].append(issue)
    notices = []
    for code in sorted({*by_county, *issues}):
        county = _County(code, by_county[code], issues[code], morning, calendar, words)
        if county.last_notice != morning.today and (county.new_items or county.is_reminded):
            notices.append(county.notice())
    return notices


def _unheard_of(morning: Morning) -> list[Row]:
    """Reports that are owed and stand in no row, because no night has taken up the period or the county yet."""
    known = {(row["county_code"], row["period"], row["report"]) for row in morning.rows}
    return [
        {
            "county_code": duty.county_code,
            "period": duty.period,
            "report": duty.report,
            "due_on": duty.due_on,
            "status": "missing",
            "in_use": "none",
            "submission_id": None,
        }
        for duty in morning.due
        if not duty.exempt_reason and (duty.county_code, duty.period, duty.report) not in known
    ]


class _County:
    """One county's morning: what is to be reported to it, and in which words."""

    def __init__(
        self, code: str, rows: list[Row], issues: list[Row], morning: Morning, calendar: Calendar, words: Words
    ) -> None:
        self.code = code
        self.words = words
        self.today = morning.today
        self.last_notice = (morning.last_notice or {}).get(code)
        self.current = morning.current
        returned = [row for row in rows if row["status"] == "returned"]
        latest = {row["submission_id"] for row in returned}
        self.issues_of: dict[int, list[Row]] = defaultdict(list)
        for issue in issues:
            if issue["submission_id"] in latest:
                self.issues_of[issue["submission_id"]].append(issue)
        whole_files = [i for i in issues if i["submission_id"] is None and i["source_file"]]
        reported = {item for county, item in morning.reported if county == code}
        self.returned = [row for row in returned if row["period"] in self.current or _item(row) not in reported]
        self.files = [i for i in whole_files if i["period"] in self.current or _item(i) not in reported]
        items = dict.fromkeys(map(_item, [*self.returned, *self.files]))
        self.new_items = [item for item in items if item not in reported]
        outstanding = [row for row in rows if row["due_on"] and row["period"] in self.current and _is_owed(row)]
        self.outstanding = sorted(outstanding, key=lambda row: (row["due_on"], row["period"]))
        self.reminder_of = {d: calendar.latest_reminder(d, morning.today) for d in {r["due_on"] for r in outstanding}}
        self.name = words.counties.get(code, code)
        self.in_order = sum(row["status"] in ("accepted", "nil") and row["period"] in self.current for row in rows)
        self.workbooks = words.workbooks.get(code, "") if self.returned or self.files else ""

    @property
    def is_reminded(self) -> bool:
        """True when a reminder of something it owes fell due since its latest notice, which named all it owed then."""
        falls = [self.reminder_of[row["due_on"]] for row in self.outstanding]
        return any(day is not None and (self.last_notice is None or day > self.last_notice) for day in falls)

    def notice(self) -> Notice:
        """The whole message."""
        missing = [r for r in self.outstanding if r["status"] == "missing" and self.reminder_of[r["due_on"]]]
        soon = [row for row in missing if row["due_on"] >= self.today]
        late = [row for row in missing if row["due_on"] < self.today]
        counts = (("退回", len(self.returned)), ("逾期未报", len(late)), ("即将到期", len(soon)))
        summary = [f"{what}{count}张报表" for what, count in counts if count] or ["有文件需要重新报送"]
        lines = [self._first_line(missing), "", "你县报送的报表有以下事项需要办理。"]
        lines += self._section("退回的报表：请改正后重新报送", self._returned_lines())
        lines += self._section("逾期未报的报表：请尽快报送", self._missing_lines(late))
        lines += self._section("即将到期的报表：请按时报送", self._missing_lines(soon))
        lines += ["", *self._how_to_send(missing), *LAST_LINES]
        subject = f"{self.name}{'，'.join(summary)}"
        ours = (self.workbooks,) if self.workbooks else ()
        return Notice.of("county", subject, lines, county_code=self.code, items=self.new_items, addresses=ours)

    def _first_line(self, missing: Sequence[Row]) -> str:
        """Count of reports that are in order and of those that are not, until when, and where the county's workbook lies."""
        counts = ((self.in_order, "张报表已接收"), (len(self.returned), "张需改正"), (len(missing), "张未报"))
        said = [f"{count}{what}" for count, what in counts if count] or ["有文件需要重新报送"]
        due = {row["due_on"] for row in [*missing, *(one for one in self.outstanding if one["status"] == "returned")]}
        if to_come := [day for day in due if day >= self.today]:
            said.append(f"请于{_day(min(to_come))}前办理")
        elif due:
            said.append("已逾期，请尽快办理")
        where = f"；标出错处的工作簿：{self.workbooks}" if self.workbooks else ""
        return f"{self.name}：{'，'.join(said)}{where}"

    @staticmethod
    def _section(title: str, lines: list[str]) -> list[str]:
        return ["", title, *lines] if lines else []

    def _returned_lines(self) -> list[str]:
        """One paragraph for each file and set of messages: a file of another county returns nine reports with one."""
        grouped: dict[tuple[str, str, tuple[str, ...]], list[Row]] = defaultdict(list)
        for row in self.returned:
            messages = tuple(self._issue_line(issue) for issue in self.issues_of[row["submission_id"]])
            grouped[row["period"], row["source_file"], messages].append(row)
        lines = []
        for (period, file, messages), rows in grouped.items():
            titles = "".join(f"《{self._title(row)}》" for row in rows)
            kept = "；改正前，此前接收的数据继续使用" if any(row["in_use"] == "earlier" for row in rows) else ""
            lines.append(f"● {_label(period)}{titles}，文件“{file}”，{len(messages)}处必须改正{kept}：")
            lines += [f"  - {message}" for message in messages[:ISSUES_SHOWN]]
            if len(messages) > ISSUES_SHOWN:
                how = "都已在工作簿里标出" if self.workbooks else "请逐行检查"
                lines.append(f"  - 另有{len(messages) - ISSUES_SHOWN}处同样需要改正，{how}")
        for issue in self.files:
            lines += [f"● {_label(issue['period'])}文件“{issue['source_file']}”：", f"  - {self._issue_line(issue)}"]
        return lines

    def _issue_line(self, issue: Row) -> str:
        """The sentence for the county with its sheet; of a telephone number only where it stands."""
        message = shortened(issue["message"])
        phone = self.words.phones.get((issue["report"], issue["column_name"]))
        if phone:
            message = f"{issue['cell'] or ''} “{phone}”填写得不对，请核对并更正。".strip()
        return f"工作表“{issue['sheet']}”：{message}" if issue["sheet"] else message

    def _missing_lines(self, rows: Sequence[Row]) -> list[str]:
        grouped: dict[tuple[str, date], list[str]] = defaultdict(list)
        for row in rows:
            grouped[row["period"], row["due_on"]].append(f"《{self._title(row)}》")
        return [
            f"● {_label(period)}{''.join(titles)}，截止日期{_day(due_on)}，{_distance(due_on, self.today)}"
            for (period, due_on), titles in grouped.items()
        ]

    def _how_to_send(self, missing: Sequence[Row]) -> list[str]:
        periods = sorted({row["period"] for row in [*missing, *self.returned, *self.files]})
        folders = "、".join(f"“{self.code}/{period}”" for period in periods)
        lines = [
            f"怎样报送：在{'标出错处的工作簿或' if self.workbooks else ''}原来的表格上改正或填好，保存后放进报送文件夹{folders}；系统{READ_AT}读取。",
            "本期没有内容的报表也要报，在表中写“零报告”即可。",
        ]
        corrected = sorted({row["due_on"] for row in self.outstanding if row["status"] == "returned"})
        lines += [f"退回的报表截止日期{_day(day)}，{_distance(day, self.today)}，请及时重报。" for day in corrected]
        return lines

    def _title(self, row: Row) -> str:
        return self.words.titles.get(row["report"], row["report"])


def _is_owed(row: Row) -> bool:
    """Missing, or returned with nothing accepted before; what failed is our own trouble."""
    return bool(row["status"] == "missing" or (row["status"] == "returned" and row["in_use"] == "none"))


def _item(row: Row) -> str:
    """Key under which a return is remembered once reported: the submission, or the file and the run that judged it."""
    if row["submission_id"] is not None:
        return f"submission {row['submission_id']}"
    return f"file {row['run_id']} {row['source_file']}"


def _label(period: str) -> str:
    return parse_period(period).label


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _distance(due_on: date, today: date) -> str:
    days = (due_on - today).days
    return f"已逾期{-days}天" if days < 0 else f"还有{days}天" if days else "今天到期"
