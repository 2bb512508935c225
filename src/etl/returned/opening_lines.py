"""Lines at the top of the sheet 退回说明: what a clerk has to know who reads no more. Takes verdicts and counts, gives Chinese sentences."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from etl.model import Severity, Status
from etl.returned.return_facts import ReportVerdict

HOW_TO = "请直接在本工作簿里改正标红的单元格、核对标黄的单元格，保存后原样报送；本表和标记由系统识别，不用删除。"


def summary(reports: Sequence[ReportVerdict], counted: Mapping[Severity, int]) -> str:
    """The whole in one line; `counted` are the issues by how much they weigh.

    >>> summary([ReportVerdict("project", Status.RETURNED, date(2024, 4, 15))], {Severity.CRITICAL: 2})
    '审核结果：退回 1 张报表，必须改正 2 处（标红）；截止日期2024年4月15日。'
    """
    statuses = [Status(one.status) for one in reports]
    said = [f"退回 {returned} 张报表"] if (returned := statuses.count(Status.RETURNED)) else []
    if taken := statuses.count(Status.ACCEPTED) + statuses.count(Status.NIL):
        said.append(f"已接收 {taken} 张")
    said += [
        f"{kind} {count} 处（标{colour}）"
        for severity, kind, colour in ((Severity.CRITICAL, "必须改正", "红"), (Severity.WARNING, "请核对", "黄"))
        if (count := counted.get(severity, 0))
    ]
    due = min((one.due_on for one in reports if one.status == Status.RETURNED and one.due_on), default=None)
    until = f"；截止日期{day(due)}" if due else ""
    return f"审核结果：{'，'.join(said)}{until}。" if said else ""


def judged(as_of: datetime | None) -> str:
    """Moment at which the file was judged, in a line; '' where nobody says."""
    return "" if as_of is None else f"审核时间：{as_of:%Y-%m-%d %H:%M}"


def day(of: date | None) -> str:
    """A day as it is written in Chinese; '' for none."""
    return f"{of.year}年{of.month}月{of.day}日" if of else ""
