"""Letters to counties, and the mornings on which they get one at all."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from etl.config.calendar import HOLIDAYS, Calendar
from etl.config.obligations import Obligation
from etl.notices.county_letter import Morning, Words, county_notices
from etl.notices.notice import TEXT_LENGTH, Notice

WEEKENDS = [date(2024, 5, day) for day in (4, 5, 11, 12, 18, 19, 25)]
# all holidays of the year on the weekends of May, so that a week has five working days
DAYS_OFF = [{"name": name, "first": day, "last": day} for name, day in zip(HOLIDAYS, WEEKENDS, strict=True)]
CALENDAR = Calendar.model_validate({"due_days_after_end": {"quarterly": 10}, "holidays": DAYS_OFF})
COUNTY, PERIOD, DUE = "513228", "2024Q1", date(2024, 4, 10)  # a Wednesday
WORDS = Words(
    counties={COUNTY: "黑水县", "513222": "理县"},
    titles={"sale": "消费帮扶", "project": "帮扶项目台账", "organization": "社会组织名录"},
    phones={("organization", "phone"): "联系电话"},
)


def row(report, status, submission_id=None, **more):
    usual = {"county_code": COUNTY, "period": PERIOD, "report": report, "status": status, "due_on": DUE}
    return usual | {"in_use": "none", "submission_id": submission_id, "source_file": f"{report}.xlsx"} | more


def issue(submission_id, message, **more):
    usual = {
        "county_code": COUNTY,
        "period": PERIOD,
        "report": "sale",
        "submission_id": submission_id,
        "run_id": "run-1",
    }
    return (
        usual
        | {
            "sheet": "消费帮扶",
            "cell": "E6",
            "column_name": "sold_yuan",
            "message": message,
            "source_file": "sale.xlsx",
        }
        | more
    )


def notices(*rows, issues=(), today=date(2024, 4, 2), current=(PERIOD,), **more):
    return county_notices(Morning(today, current, rows, issues, **more), CALENDAR, WORDS)


def one(*rows, **more):
    (notice,) = notices(*rows, **more)
    return notice


def test_a_return_names_report_file_sheet_cell_and_how_to_send_it_again():
    notice = one(row("sale", "returned", 7), issues=[issue(7, "E6 “成交额”写的是“-5万元”，应不小于 0；请更正。")])
    assert notice.subject == "【县级报表】黑水县退回1张报表"
    assert notice.text.splitlines() == [
        "黑水县：1张需改正，请于2024年4月10日前办理",
        "",
        "你县报送的报表有以下事项需要办理。",
        "",
        "退回的报表：请改正后重新报送",
        "● 2024年第一季度《消费帮扶》，文件“sale.xlsx”，1处必须改正：",
        "  - 工作表“消费帮扶”：E6 “成交额”写的是“-5万元”，应不小于 0；请更正。",
        "",
        "怎样报送：在原来的表格上改正或填好，保存后放进报送文件夹“513228/2024Q1”；系统每天凌晨2:00读取。",
        "本期没有内容的报表也要报，在表中写“零报告”即可。",
        "退回的报表截止日期2024年4月10日，还有8天，请及时重报。",
        "本通知由系统自动发出，每天最多一封，请勿直接回复。",
    ]
    assert notice.items == ("submission 7",)


def test_the_first_line_says_what_is_in_order_what_to_mend_until_when_and_where_the_workbook_lies():
    rows = (row("sale", "returned", 7), row("project", "accepted", 8), row("organization", "nil", 9))
    words = replace(WORDS, workbooks={COUNTY: "https://files.example.cn/513228_黑水县"})
    issues = [issue(7, f"E{line} https://bad.example") for line in range(6, 14)]
    (notice,) = county_notices(Morning(date(2024, 4, 2), (PERIOD,), rows, issues), CALENDAR, words)
    first, *others = notice.text.splitlines()
    assert first == (
        "黑水县：2张报表已接收，1张需改正，请于2024年4月10日前办理；标出错处的工作簿：https://files.example.cn/513228_黑水县"
    )
    assert "https://" not in "".join(others)
    assert "  - 另有3处同样需要改正，都已在工作簿里标出" in others


def test_who_has_nothing_to_mend_is_sent_to_no_workbook():
    words = replace(WORDS, workbooks={COUNTY: "https://files.example.cn/513228_黑水县"})
    late = Morning(date(2024, 4, 18), (PERIOD,), (row("project", "missing"),), ())
    (notice,) = county_notices(late, CALENDAR, words)
    assert notice.text.startswith("黑水县：1张未报，已逾期，请尽快办理\n")


def test_one_notice_holds_everything_of_a_county():
    notice = one(
        row("sale", "returned", 7),
        row("project", "missing"),
        row("organization", "missing", period="2024-03", due_on=date(2024, 4, 20)),
        issues=[issue(7, "E6 请更正。")],
        today=date(2024, 4, 18),
        current=(PERIOD, "2024-03"),
    )
    assert notice.subject.endswith("黑水县退回1张报表，逾期未报1张报表，即将到期1张报表")
    assert "《帮扶项目台账》，截止日期2024年4月10日，已逾期8天" in notice.text
    assert "2024年3月《社会组织名录》，截止日期2024年4月20日，还有2天" in notice.text
    assert "“513228/2024-03”、“513228/2024Q1”" in notice.text


def test_what_is_not_due_soon_is_not_told_yet():
    notice = one(row("sale", "returned", 7), row("project", "missing"), today=date(2024, 4, 2))
    assert "帮扶项目台账" not in notice.text
    assert "《帮扶项目台账》" in one(row("sale", "returned", 7), row("project", "missing"), today=date(2024, 4, 8)).text


def test_a_return_is_told_once_for_each_submission():
    reported = {(COUNTY, "submission 7")}
    issues = [issue(7, "E6 请更正。"), issue(8, "E6 请更正。")]
    assert notices(row("sale", "returned", 7), issues=issues, reported=reported) == []
    assert one(row("sale", "returned", 8), issues=issues, reported=reported).items == ("submission 8",)
    assert notices(row("sale", "returned", 7), issues=issues, reported={("513222", "submission 7")}) != []


def test_nothing_goes_out_twice_on_a_day():
    assert notices(row("sale", "returned", 7), last_notice={COUNTY: date(2024, 4, 2)}) == []


def test_a_return_of_an_older_period_is_told_once_and_then_left():
    old = row("sale", "returned", 7, period="2023Q4", due_on=date(2024, 1, 10))
    assert "2023年第四季度《消费帮扶》" in one(old).text
    later = one(old, row("project", "missing"), reported={(COUNTY, "submission 7")}, today=date(2024, 4, 11))
    assert "2023年第四季度" not in later.text


@pytest.mark.parametrize(
    ("today", "last", "is_told"),
    [
        pytest.param(date(2024, 4, 6), None, False, id="four-days-before"),
        pytest.param(date(2024, 4, 7), None, True, id="three-days-before"),
        pytest.param(date(2024, 4, 9), None, True, id="the-day-of-the-reminder-was-missed"),
        pytest.param(date(2024, 4, 9), date(2024, 4, 8), False, id="reminded-yesterday"),
        pytest.param(date(2024, 4, 11), date(2024, 4, 8), True, id="overdue-since-yesterday"),
        pytest.param(date(2024, 4, 17), date(2024, 4, 11), False, id="fifth-working-day"),
        pytest.param(date(2024, 4, 18), date(2024, 4, 11), True, id="five-working-days-later"),
    ],
)
def test_what_is_owed_is_told_in_a_rhythm(today, last, is_told):
    told = notices(row("sale", "missing"), today=today, last_notice={COUNTY: last} if last else {})
    assert bool(told) == is_told


@pytest.mark.parametrize(
    "settled",
    [
        pytest.param(row("sale", "accepted", 7), id="accepted"),
        pytest.param(row("sale", "nil", 7), id="nil"),
        pytest.param(row("sale", "exempt"), id="exempt"),
        pytest.param(row("sale", "failed"), id="failed-by-our-own-fault"),
        pytest.param(row("sale", "missing", period="2023Q3", due_on=date(2023, 10, 10)), id="of-an-older-period"),
    ],
)
def test_a_county_that_owes_nothing_hears_nothing(settled):
    assert notices(settled, today=date(2024, 4, 25)) == []


def test_a_returned_correction_leaves_what_is_in_use_and_is_not_overdue():
    corrected = row("sale", "returned", 7, in_use="earlier")
    assert "此前接收的数据继续使用" in one(corrected).text
    assert notices(corrected, reported={(COUNTY, "submission 7")}, today=date(2024, 4, 25)) == []


def test_what_no_night_has_taken_up_is_missing_all_the_same():
    due = [Obligation("513222", PERIOD, "sale", DUE), Obligation("513222", PERIOD, "project", DUE, "地震，免报")]
    notice = one(due=due, today=date(2024, 4, 11))
    assert notice.county_code == "513222"
    assert "● 2024年第一季度《消费帮扶》，截止日期2024年4月10日，已逾期1天" in notice.text
    assert "帮扶项目台账" not in notice.text


def test_reports_of_one_file_with_one_trouble_are_one_paragraph():
    rows = [row(report, "returned", number, source_file="台账.xlsx") for number, report in enumerate(WORDS.titles)]
    message = "这份文件由黑水县报送，但填报单位写的是“锦江区民政局”；请核对。"
    issues = [issue(number, message, report=report, sheet=None) for number, report in enumerate(WORDS.titles)]
    notice = one(*rows, issues=issues)
    assert "《消费帮扶》《帮扶项目台账》《社会组织名录》，文件“台账.xlsx”，1处必须改正" in notice.text
    assert notice.text.count(message) == 1


def test_a_file_that_cannot_be_read_is_told_once():
    unreadable = issue(None, "这份文件打不开；请另存后重新报送。", report=None, sheet=None)
    notice = one(issues=[unreadable])
    assert notice.items == ("file run-1 sale.xlsx",)
    assert "文件“sale.xlsx”：\n  - 这份文件打不开；请另存后重新报送。" in notice.text
    assert notices(issues=[unreadable], reported={(COUNTY, notice.items[0])}) == []


def test_many_troubles_are_counted_and_a_long_one_is_cut():
    issues = [issue(7, f"E{line} 请更正。" + "长" * 500) for line in range(6, 406)]
    notice = one(row("sale", "returned", 7), issues=issues)
    assert "400处必须改正" in notice.text
    assert "另有395处" in notice.text
    assert max(map(len, notice.text.splitlines())) < 200


def test_a_notice_is_bounded_whatever_it_holds():
    rows = [row("sale", "returned", n, source_file=f"{n}.xlsx") for n in range(500)]
    notice = one(*rows, issues=[issue(n, f"E6 {n}") for n in range(500)])
    assert len(notice.text) <= TEXT_LENGTH
    assert notice.text.endswith("（内容过长，以下省略）")


def test_no_number_of_a_person_is_told():
    phone = issue(
        7, "D5 “联系电话”写的是“张三 8666”，不对。", report="organization", column_name="phone", cell="D5", sheet="名录"
    )
    free = issue(
        7, "C5 “备注”写的是“李四 13800138000，510105********1234，028-86661234”；请删去。", report="organization"
    )
    notice = one(row("organization", "returned", 7, source_file="李四13800138000.xlsx"), issues=[phone, free])
    assert "工作表“名录”：D5 “联系电话”填写得不对，请核对并更正。" in notice.text
    for number in ("8666", "13800138000", "510105", "1234"):
        assert number not in notice.text.replace("513228", "") + notice.subject


def test_counties_come_in_order_and_one_by_one():
    mine, theirs = row("sale", "missing"), row("sale", "missing") | {"county_code": "513222"}
    told = notices(mine, theirs, today=DUE + timedelta(days=1))
    assert [notice.county_code for notice in told] == ["513222", "513228"]
    assert all(isinstance(notice, Notice) for notice in told)
