"""Letters to operators: the sum of a night, each trouble beside its command, and a morning's alarm."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from etl.config.calendar import HOLIDAYS, Calendar
from etl.notices.operator_letter import (
    SHOWN,
    NightFacts,
    Troubles,
    holidays_missing,
    morning_notice,
    night_notice,
    no_night,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
RUN = {
    "run_id": "run-1",
    "started_at": datetime(2024, 4, 9, 2, 0, tzinfo=SHANGHAI),
    "counts": {"files_seen": 334, "files_read": 26},
}
TITLES = {"sale": "消费帮扶"}


def returned(number):
    county = {"county_code": f"{510000 + number}", "county_name": "旺苍县", "report": "sale", "critical_issues": 2}
    return county | {"message": "E6 “成交额”写的是“-5万元”；请更正。"}


def test_a_night_names_what_came_and_the_command_for_each_trouble():
    facts = NightFacts(
        run=RUN,
        new={"accepted": 700, "nil": 40, "returned": 1},
        returned=[returned(1)],
        failed=[{"county_code": "510822", "county_name": "青川县", "message": "disk\nfull"}],
        unplaced=["某某县：没有这个县"],
        waived=3,
        standing={"2024Q1": {"accepted": 700, "nil": 40, "returned": 1, "missing": 88}},
    )
    notice = night_notice(facts, TITLES)
    assert (notice.recipient, notice.run_id) == ("operator", "run-1")
    assert notice.subject == "【县级报表】4月9日02:00运行：接收740份，退回1份，1个县未能处理"
    assert notice.text.splitlines() == [
        "4月9日02:00的运行已完成：接收740份，退回1份，1个县未能处理。",
        "收件箱共有文件334个，本次读取26个。",
        "2024年第一季度：已接收700，零报告40，退回1，缺报88。",
        "  缺报名单：etl status --period 2024Q1",
        "",
        "未能处理（我方设施故障，不是县里的问题）：",
        "  510822 青川县：disk full；重新处理：etl rerun --county 510822",
        "",
        "本次退回：",
        "  510001 旺苍县《消费帮扶》：E6 “成交额”写的是“-5万元”；请更正（另有1处）；查看：etl issues --county 510001 --report sale",
        "",
        "未能归位的文件（移到正确的文件夹后运行 etl run）：",
        "  某某县：没有这个县",
        "",
        "按豁免放行的问题3处：etl issues",
    ]


def test_a_quiet_night_is_two_lines():
    text = night_notice(NightFacts(run=RUN | {"counts": None}), TITLES).text
    assert text == "4月9日02:00的运行已完成：接收0份，退回0份。\n收件箱共有文件0个，本次读取0个。"


def test_reports_of_one_county_with_one_trouble_are_one_line():
    rows = [returned(1) | {"report": report, "critical_issues": 1} for report in ("sale", "need", "activity")]
    text = night_notice(NightFacts(run=RUN, returned=rows), TITLES).text
    assert (
        "  510001 旺苍县《消费帮扶》等3张：E6 “成交额”写的是“-5万元”；请更正；查看：etl issues --county 510001\n"
        in text + "\n"
    )


def test_many_troubles_are_counted():
    text = night_notice(NightFacts(run=RUN, returned=[returned(n) for n in range(100)]), TITLES).text
    assert text.count("旺苍县") == SHOWN
    assert f"…另有{100 - SHOWN}项：etl issues --severity critical" in text


def test_no_number_of_a_person_reaches_an_operator():
    row = returned(1) | {"message": "D5 “联系电话”写的是“13800138000”"}
    assert "13800138000" not in night_notice(NightFacts(run=RUN, returned=[row]), TITLES).text


def test_a_night_that_did_not_run_is_an_alarm():
    alarm = no_night(datetime(2024, 4, 8, 2, 5, tzinfo=SHANGHAI), "the inbox cannot be reached")
    notice = morning_notice(Troubles(no_night=alarm))
    assert notice.subject == "【县级报表】夜间运行没有完成"
    assert notice.text == (
        "夜间运行没有按时完成：上一次完成是4月8日02:05；最近一次失败的原因：the inbox cannot be reached。"
        "各县的通知暂停发送。请确认 etl serve 正在运行，然后补跑：etl run；再发通知：etl remind"
    )
    assert "至今没有完成过一次" in no_night(None, None)


def test_a_year_to_be_added_is_said_by_night_and_in_the_morning_and_what_it_stops():
    calendar = Calendar.model_validate(
        {
            "due_days_after_end": {},
            "holidays": [
                {"name": name, "first": date(2026, month, 1), "last": date(2026, month, 1)}
                for month, name in enumerate(HOLIDAYS, start=1)
            ]
            + [{"name": "元旦", "first": date(2027, 1, 1), "last": date(2027, 1, 3)}],
        }
    )
    assert holidays_missing(calendar, date(2026, 10, 31)) == ""
    soon = holidays_missing(calendar, date(2026, 11, 1))
    assert soon == (
        "config/calendar.yaml 没有2027年的春节、清明节、劳动节、端午节、中秋节、国庆节，2027年起各县的通知将暂停发送。"
        "请按国务院办公厅的放假通知（一般在11月公布）补充；查看效果：etl remind --dry-run"
    )
    assert night_notice(NightFacts(run=RUN, holidays=soon), TITLES).text.endswith(soon)
    notice = morning_notice(Troubles(holidays=holidays_missing(calendar, date(2027, 1, 4))))
    assert notice.subject == "【县级报表】工作日历需要补充"
    assert "无法判断今天是不是工作日，各县的通知暂停发送" in notice.text


def test_what_could_not_be_told_is_told():
    troubles = Troubles(unsent=["510821 旺苍县：the mail server hung up"], unreachable=["510822 青川县"])
    text = morning_notice(troubles).text
    assert "510821 旺苍县：the mail server hung up" in text
    assert "510822 青川县" in text
    assert not Troubles()


def test_a_night_has_a_table_that_shows_foreign_text_as_text_and_leads_to_the_pages():
    facts = NightFacts(
        run=RUN, unplaced=["<img src=x onerror=alert(1)>"], standing={"2024Q1": {"accepted": 761, "missing": 88}}
    )
    notice = night_notice(facts, TITLES, "https://pages.example.cn/index.html")
    assert "2024年第一季度</th>" in notice.html
    assert ">761</td>" in notice.html
    assert ">88</td>" in notice.html
    assert '<a href="https://pages.example.cn/index.html">' in notice.html
    assert "<img" not in notice.html
    assert "href" not in night_notice(facts, TITLES).html
