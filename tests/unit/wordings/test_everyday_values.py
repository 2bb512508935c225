"""Everyday cells: words for nothing in optional columns, money, counts, areas and days as clerks write them, unseen marks."""

import pytest

from tests.unit.wordings.sheets import CONFIG, CREDIT_CODE, RECORDS, SHEET, Judged, record
from tests.workbooks.content import Sheet

NO_DAY = [
    "未验收",
    "未完工",
    "进行中",
    "在建",
    "长期",
    "NULL",
    "null",
    "None",
    "N/A",
    "#N/A",
    "nan",
    "0000-00-00",
    "1900/1/0",
    "无",
    "/",
    "—",
    "待定",
    "未竣工",
    "请选择",
    "暂无",
    "未到期",
    "尚未验收",
    "未审批",
    "正在建设",
    "无需验收",
    "未到验收时间",
    "建设中",
    "不适用",
    "n/a",
    "NA",
    "未定",
    "暂未验收",
    "施工中",
    "0000-00-00 00:00:00",
    "空值",
]
NO_END = ["长期有效", "无固定期限", "未约定", "永久", "不限", "协议未约定", "长期合作"]
NO_FIGURE = [
    "请选择",
    "无",
    "/",
    "未统计",
    "NULL",
    "暂无",
    "不详",
    "未知",
    "N/A",
    "—",
    "待统计",
    "未核实",
    "统计中",
    "尚未核算",
]
NO_CODE = ["请选择", "-请选择-", "请选择…", "--请选择--", "下拉选择", "请 选择"]
MONEY = [
    "12.5（万元）",
    "12.5万元",
    "12.5w",
    "12.5W",
    "12.5万",
    "125000元",
    "12万5千元",
    "12.5万块",
    "12.5万RMB",
    "125000圆",
    "壹拾贰万伍仟元整",
    "￥12.5万元",
    "12.5(万元)",
    "人民币12.5万元",
    "12.50万元人民币",
    "125,000元",
    "12．5万元",
    "12.5万元整",
    "十二万五千元",
    "12.5万元。",
    "共12.5万元",
    "折价12.5万元（人民币）",
    "（大写）壹拾贰万伍仟元整",
]
MONEY_HEADINGS = [
    "成交额（万）", "成交额（人民币，万元）", "成交额（万元人民币）", "成交额（￥万元）", "成交额（w）", "成交额（单位：万元）", "成交额万元",
    "成交额/万元", "成交额（RMB万元）", "成交额[万元]", "成交额（以万元计）", "成交额（人民币：万元）", "成交额（人民币 万元）", "成交额（萬元）",
]  # fmt: skip
REPORTS = ["30条", "30则", "30期", "30支", "30宗", "30篇", "30次", "约30篇", "30余篇", "30个"]
PERSONS = [
    "90人",
    "90人/次",
    "90人次",
    "90名",
    "90余人",
    "约90人",
    "90位",
    "90（人）",
    "90口人",
    "人数90",
    "90名群众",
    "九十人",
]
AREAS = [
    "1200平方",
    "1200平",
    "1200M2",
    "1200㎡",
    "1200平方米",
    "1200m²",
    "1200平米",
    "1200M²",
    "1,200",
    "1200（平方米）",
]
DAYS = [
    "2024年元月5日", "'2024-01-05", "2024-01-05T00:00:00+08:00", "2024-01-05 上午", "二〇二四年一月五日", "2024年1月5日上午",
    "2024年01月05日（星期五）", "2024。1。5", "2024、1、5", "2024年1月5号", "2024-1-5 10:30", "2024年一月五日", "2024-Jan-05",
]  # fmt: skip
UNSEEN = ["\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202c", "\u2060", "\u00ad", "\ufeff"]
CELLS = [
    *(("project", "验收日期", word, None) for word in [*NO_DAY, 0]),
    *(("agreement", "到期日期", word, None) for word in NO_END),
    *(("project", "受益户数", word, None) for word in NO_FIGURE),
    *(("project", "户均增收", word, None) for word in NO_FIGURE),
    *(("incubator", "面积（平方米）", word, None) for word in NO_FIGURE),
    *(("project", "协议编号", word, None) for word in ("待定", "未签订", "NA")),
    *(("organization", label, word, None) for label in ("评估等级", "年检结论") for word in NO_CODE),
    *(("sale", "成交额", word, "125000.00") for word in MONEY),
    *(("activity", "媒体报道数", word, 30) for word in REPORTS),
    *(("project", "受益人数", word, 90) for word in PERSONS),
    *(("incubator", "面积（平方米）", word, "1200.0000") for word in AREAS),
    *(("donation", "捐赠日期", word, "2024-01-05") for word in DAYS),
    *(("donation", "捐赠类型", f"物{mark}资", "goods") for mark in UNSEEN),
    *(("donation", "捐赠日期", f"2024-{mark}01-05", "2024-01-05") for mark in UNSEEN),
    *(("project", "受益户数", f"3{mark}0", 30) for mark in UNSEEN),
    *(
        ("organization", "统一社会信用代码", f"{CREDIT_CODE[:6]}{mark}{CREDIT_CODE[6:]}", CREDIT_CODE)
        for mark in UNSEEN
    ),
]
KINDS = ("zeros", "choices", "slashes", "dashes", "nothing", "serials", "spaces", "all zeros")


def unused(report, kind):
    """Rows that a form leaves when they are not used, below one good record."""
    row = RECORDS[report]
    columns = {column.label.zh: column.type for column in CONFIG.catalog.contracts[report].columns}
    left = {
        "zeros": [0 if columns[label].is_figure else None for label in row],
        "choices": ["请选择" if columns[label].has_codes else None for label in row],
        "slashes": ["/"] * len(row),
        "dashes": ["—"] * len(row),
        "nothing": ["无"] * len(row),
        "serials": [None] * len(row),
        "spaces": [" "] * len(row),
        "all zeros": [0] * len(row),
    }[kind]
    return Sheet([["单位：万元"], ["序号", *row], [1, *row.values()], [2, *left], [3, *left]], SHEET[report])


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    sheets = {(report, label, word): (report, record(report, cells={label: word})) for report, label, word, _ in CELLS}
    sheets |= {heading: ("sale", record("sale", renamed={"成交额": heading}, unit="")) for heading in MONEY_HEADINGS}
    sheets |= {mark: ("donation", record("donation", renamed={"捐赠类型": f"捐赠{mark}类型"})) for mark in UNSEEN}
    sheets |= {(report, kind): (report, unused(report, kind)) for report in RECORDS for kind in KINDS}
    return Judged(tmp_path_factory.mktemp("values"), sheets)


@pytest.mark.parametrize(("report", "label", "word", "value"), CELLS)
def test_an_everyday_cell_is_read(judged, report, label, word, value):
    assert judged[report, label, word].value(label) == value


@pytest.mark.parametrize("heading", MONEY_HEADINGS)
def test_a_heading_names_its_unit_in_other_words(judged, heading):
    assert judged[heading].value("成交额") == "125000.00"


@pytest.mark.parametrize("mark", UNSEEN, ids=ascii)
def test_a_mark_that_nobody_sees_is_read_through_in_a_heading(judged, mark):
    assert judged[mark].value("捐赠类型") == "goods"


@pytest.mark.parametrize("report", RECORDS)
@pytest.mark.parametrize("kind", KINDS)
def test_an_unused_row_is_no_data(judged, report, kind):
    assert len(judged[report, kind].rows) == 1
