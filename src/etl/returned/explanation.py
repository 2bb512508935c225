"""Explanation that goes back with a file: takes its issues and what became of its reports, gives the marks and the sheet in front.

In plain Chinese for a clerk. Pure: the file itself is opened by whoever marks it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etl.contract.catalog import Catalog
from etl.contract.rule_catalogue import rule_catalogue
from etl.foreign_text import visible
from etl.marking.marks import CellMark, FrontCell, FrontSheet, Look, MarkPlan
from etl.model import Issue, Severity, Status
from etl.returned.opening_lines import HOW_TO, day, judged, summary
from etl.returned.return_facts import ReportVerdict, ReturnFacts
from etl.returned.suggestions import suggestion
from etl.rules.reading.files import FILE_OTHER_COUNTY
from etl.rules.reading.headings import TABLE_MISSING_COLUMN
from etl.rules.rule import plain
from etl.template_marks import ANSWERS
from etl.workbook.own_marks import CODE_SIGN, COMMENT_SIGN, FRONT_SHEET
from etl.workbook.xlsx_scan import column_index

MOST_OF_A_CAUSE = 2000
LONGEST_VALUE = 300  # characters of a value or a sentence
ISSUE_HEADINGS = (
    "序号",
    "性质",
    "报表",
    "工作表",
    "单元格",
    "现在填的",
    "应为",
    "问题",
    "怎么办",
    ANSWERS,
    "规则",
    "字段",
)
WIDTHS = (5, 10, 18, 21, 8, 16, 19, 42, 32, 18, 30, 20)  # those that are seen fit on A4, and can be read there
HIDDEN = frozenset({10, 11})
KINDS = {Severity.CRITICAL: "必须改正", Severity.WARNING: "请核对"}
LOOKS = {Severity.CRITICAL: Look.CRITICAL, Severity.WARNING: Look.WARNING}
VERDICTS = {
    Status.ACCEPTED: "已接收",
    Status.RETURNED: "退回，改正后重新报送",
    Status.NIL: "已接收（零报告）",
    Status.MISSING: "没有收到",
    Status.FAILED: "系统未能处理，将自动重试",
    Status.EXEMPT: "本期不用报",
}
IN_USE = {"this": "本次报送的数据", "earlier": "此前接收的数据", "none": "没有可用的数据"}
ASKS = "请"  # a sentence with it says itself what to do
Spot = tuple[str, str, str]  # of an issue: sheet, cell, rule; of all issues of a row: sheet, row, ''
NOTHING_SAID: Mapping[Spot, str] = {}
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})?")


@dataclass(frozen=True)
class _Cause:
    """Issues of one rule on one report."""

    severity: Severity
    report: str | None
    column: str | None
    remedy: str
    issues: tuple[Issue, ...]


class Explainer:
    """Explains issues in the words of some contracts."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._remedies = {rule.id: plain(rule.remedy) for _, rule in rule_catalogue(catalog).listed()}
        self._order = {report: number for number, report in enumerate(catalog.contracts)}

    def plan(self, facts: ReturnFacts, issues: Sequence[Issue], said: Mapping[Spot, str] = NOTHING_SAID) -> MarkPlan:
        """Marks and front sheet of a file; notices are not for it. `said` is what its county has explained already, which stays."""
        causes = self._causes([issue for issue in issues if issue.severity in KINDS])
        marks = [
            mark
            for cause in causes
            for issue in cause.issues[:MOST_OF_A_CAUSE]
            if (mark := self._mark(issue)) is not None
        ]
        return MarkPlan(tuple(dict.fromkeys(marks)), self._front(facts, causes, said))

    def _causes(self, issues: Sequence[Issue]) -> list[_Cause]:
        grouped: dict[tuple[object, ...], list[Issue]] = defaultdict(list)
        for issue in issues:
            grouped[issue.severity, issue.report, issue.rule].append(issue)
        causes = [
            _Cause(
                of[0].severity,
                of[0].report,
                of[0].column_name,
                self._remedies.get(of[0].rule, ""),
                tuple(sorted(of, key=_place)),
            )
            for of in grouped.values()
        ]
        return sorted(
            causes, key=lambda one: (one.severity is not Severity.CRITICAL, self._order.get(one.report or "", -1))
        )

    def _mark(self, issue: Issue) -> CellMark | None:
        found = _CELL.match(issue.cell or "")
        row = int(found[2]) if found is not None and found[2] else issue.source_row
        if found is None or row is None:
            return None
        text = [f"{COMMENT_SIGN}{KINDS[issue.severity]}", visible(issue.message)[:LONGEST_VALUE]]
        if close := suggestion(issue, self._catalog):
            text.append(f"是不是“{visible(close)}”？")
        remedy = self._remedies.get(issue.rule, "")
        if remedy and remedy not in issue.message and ASKS not in issue.message:
            text.append(f"怎么办：{remedy}")
        return CellMark(
            issue.sheet or "",
            row - 1,
            column_index(found[1]),
            issue.severity is Severity.CRITICAL,
            "\n".join(text),
            is_behind_row=issue.rule == TABLE_MISSING_COLUMN.id,
            repeats=issue.value or "" if issue.rule == FILE_OTHER_COUNTY.id else "",
        )

    def _front(self, facts: ReturnFacts, causes: Sequence[_Cause], said: Mapping[Spot, str]) -> FrontSheet:
        counted = Counter[Severity]()
        for cause in causes:
            counted[cause.severity] += len(cause.issues)
        rows: list[tuple[FrontCell, ...]] = [
            (FrontCell(f"{FRONT_SHEET}：{facts.county_name} {facts.period_label}".strip(), Look.TITLE),),
            (FrontCell(f"{CODE_SIGN}{facts.sha256[:32]}", Look.SMALL),),
            (FrontCell(f"文件：{visible(facts.file_name)}", Look.LINE),),
            (FrontCell(summary(facts.reports, counted), Look.LINE),),
            (FrontCell(HOW_TO, Look.LINE),),
            (FrontCell(judged(facts.as_of), Look.LINE),),
            (),
        ]
        noted = len(rows) - 1
        rows += [(), *self._verdicts(facts.reports, causes), (), *self._listed_causes(causes), ()]
        filtered = len(rows)
        rows += [_headings(*ISSUE_HEADINGS), *self._listed_issues(causes, said)]
        return FrontSheet(tuple(rows), filtered if causes else None, WIDTHS, HIDDEN, noted)

    def _verdicts(self, reports: Sequence[ReportVerdict], causes: Sequence[_Cause]) -> list[tuple[FrontCell, ...]]:
        counts: Counter[tuple[str | None, Severity]] = Counter()
        for cause in causes:
            counts[cause.report, cause.severity] += len(cause.issues)
        rows = [
            _headings(
                "序号", "结果", "报表", "结论", "", "必须改正（处）", "请核对（处）", "目前使用的数据", "截止日期"
            )
        ]

        def urgency(one: ReportVerdict) -> tuple[bool, bool, int]:
            is_asked = counts[one.report, Severity.WARNING] > 0
            return one.status != Status.RETURNED, not is_asked, self._order.get(one.report, -1)

        for number, one in enumerate(sorted(reports, key=urgency), start=1):
            critical, warnings = counts[one.report, Severity.CRITICAL], counts[one.report, Severity.WARNING]
            look = Look.CRITICAL if one.status == Status.RETURNED else Look.WARNING if warnings else Look.TEXT
            rows.append(
                (
                    FrontCell(number),
                    FrontCell("退回" if one.status == Status.RETURNED else "", look),
                    FrontCell(self._title(one.report)),
                    FrontCell(
                        VERDICTS.get(Status(one.status), "") + ("，有待核对" if warnings and not critical else "")
                    ),
                    FrontCell(),
                    FrontCell(critical),
                    FrontCell(warnings),
                    FrontCell(IN_USE.get(one.in_use, "")),
                    FrontCell(day(one.due_on)),
                )
            )
        return rows if reports else []

    def _listed_causes(self, causes: Sequence[_Cause]) -> list[tuple[FrontCell, ...]]:
        rows = [_headings("序号", "性质", "报表", "填报项", "处数", "", "", "怎么办")]
        for number, cause in enumerate(causes, start=1):
            count = len(cause.issues)
            cut = f"只列出前 {MOST_OF_A_CAUSE} 处" if count > MOST_OF_A_CAUSE else ""
            rows.append(
                (
                    FrontCell(number),
                    FrontCell(KINDS[cause.severity], LOOKS[cause.severity]),
                    FrontCell(self._title(cause.report)),
                    FrontCell(self._label(cause.report, cause.column)),
                    FrontCell(count),
                    FrontCell(cut),
                    FrontCell(),
                    FrontCell(cause.remedy),
                )
            )
        return rows if causes else []

    def _listed_issues(self, causes: Sequence[_Cause], said: Mapping[Spot, str]) -> list[tuple[FrontCell, ...]]:
        listed = [(cause, issue) for cause in causes for issue in cause.issues[:MOST_OF_A_CAUSE]]
        return [
            (
                FrontCell(number),
                FrontCell(KINDS[issue.severity], LOOKS[issue.severity]),
                FrontCell(self._title(issue.report)),
                FrontCell(visible(issue.sheet or "")),
                _linked(issue),
                FrontCell(_cut(issue.value)),
                FrontCell(_cut(issue.expected)),
                FrontCell(_cut(issue.message)),
                FrontCell(cause.remedy),
                FrontCell(_cut(_said_of(issue, said))),
                FrontCell(issue.rule),
                FrontCell(issue.column_name or ""),
            )
            for number, (cause, issue) in enumerate(listed, start=1)
        ]

    def _title(self, report: str | None) -> str:
        return self._catalog.titles.get(report or "", "")

    def _label(self, report: str | None, column: str | None) -> str:
        contract = self._catalog.contracts.get(report or "")
        labels = {one.name: one.label.zh for one in contract.columns} if contract is not None else {}
        return labels.get(column or "", "")


def _headings(*texts: str) -> tuple[FrontCell, ...]:
    return tuple(FrontCell(text, Look.HEADING) for text in texts)


def _cut(text: str | None) -> str:
    return visible(text or "")[:LONGEST_VALUE]


def _said_of(issue: Issue, said: Mapping[Spot, str]) -> str | None:
    """Words of a county on an issue, or beside its row."""
    sheet = issue.sheet or ""
    return said.get((sheet, issue.cell or "", issue.rule), said.get((sheet, str(issue.source_row), "")))


def _linked(issue: Issue) -> FrontCell:
    found = _CELL.match(issue.cell or "")
    if found is None:
        return FrontCell()
    cell = f"{found[1]}{found[2] or issue.source_row or 1}"
    return FrontCell(issue.cell or "", Look.LINK, (issue.sheet or "", cell))


def _place(issue: Issue) -> tuple[str, int, int]:
    found = _CELL.match(issue.cell or "")
    row = int(found[2]) if found is not None and found[2] else issue.source_row or 0
    return issue.sheet or "", row, column_index(found[1]) if found is not None else -1
