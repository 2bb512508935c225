"""The page about the pages: words, colours, moments, versions. Takes the facts, gives its model."""

from importlib import metadata

from etl.config.calendar import parse_period
from etl.notices.status_words import STATUS_WORDS
from etl.site.facts import Facts
from etl.site.figures import count, day
from etl.site.page import Cell, Head, Page, Paragraph, Section, Table

PATH = "about.html"
_MEANINGS = {
    "accepted": "没有严重问题，数据在用；警告已列出",
    "nil": "县里写明“无”或“零报告”：确认是零",
    "returned": "有严重问题，整份退回；以前接收的数据仍在用",
    "missing": "应报而没有收到",
    "failed": "我方设施故障，文件没有读成，与县无关",
    "exempt": "按批准的理由不报",
}


def about_page(facts: Facts) -> Page:
    """The page, which changes with the data, the program and the contracts."""
    return Page(
        path=PATH,
        title="关于",
        question="这些页面从哪里来，怎么看？",
        headline=(
            count(len(facts.config.divisions.counties)),
            "个县的",
            count(len(facts.config.catalog.contracts)),
            "张报表每夜汇总一次；点一个数，可以看到它出自哪些县、哪些文件和单元格。",
        ),
        sections=(_words(), _reading(), _versions(facts)),
        moment=facts.moment_of_all(),
    )


def _words() -> Section:
    rows = [(Cell(STATUS_WORDS[status]), Cell(meaning)) for status, meaning in _MEANINGS.items()]
    return Section("words", "状态", (Table("一份报表的状态", (Head("状态"), Head("含义")), rows),))


def _reading() -> Section:
    sentences = (
        "“—”表示不清楚：应报而没有数据，或没有可比的。不应报的空着。零只在县里报了零、确认了零报告时才写。",
        "“已接收”指最晚一份已接收或确认为零报告。“较早接收的一份”表示最晚一份没有接收，数据仍是以前的。",
        "页面是数据的样子，不随时钟变化：数据没有变动，页面就一字不改；变动的时间写在标题下面。",
        "逾期天数从截止日期算到首次接收之日，还没有接收的（缺报、退回）算到最近一次运行之日。",
        "点全省的一个数，看到它出自哪些县；县的页面再列出文件、工作表和单元格。问题只列规则、处数和第一处。",
        "地图上一个六边形是一个县，位置只求相邻，不表示面积；粗线是市（州）界。",
    )
    return Section("reading", "怎么看", tuple(Paragraph((one,)) for one in sentences))


def _versions(facts: Facts) -> Section:
    rows = [
        (Cell("程序"), Cell(f"county-etl {metadata.version('county-etl')}")),
        (
            Cell("报表规格"),
            Cell(f"{len(facts.config.catalog.contracts)}张，指纹 {facts.config.catalog.fingerprint[:12]}"),
        ),
        (Cell("报告期"), Cell("、".join(facts.periods))),
        (Cell("截止日期"), Cell("；".join(_due(facts, one) for one in facts.periods))),
        (Cell("县（市、区）"), Cell(count(len(facts.config.divisions.counties)).text)),
        (Cell("市（州）"), Cell(count(len(facts.config.divisions.prefectures)).text)),
    ]
    return Section("versions", "依据", (Table("这些页面的依据", (Head("什么"), Head("是")), rows),))


def _due(facts: Facts, period: str) -> str:
    return f"{period} {day(facts.config.calendar.due_on(parse_period(period)))}"
