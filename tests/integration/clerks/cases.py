"""The deliveries, by what is unusual in them."""

from datetime import date

from tests.integration.clerks.deliveries import (
    BARE,
    BASE,
    GIFT,
    PLAIN_GIFT,
    PROJECT,
    SALE,
    Delivery,
    at,
    book,
    gift,
    html,
    of_1904,
    old_of_1904,
    project,
    sale,
    sheets,
)
from tests.workbooks.content import Fault, Runs, Sheet, Struck
from tests.workbooks.text import build_csv
from tests.workbooks.xlsx import build_xlsx

CRITICAL, WARNING = "critical", "warning"
YUAN = ["社会组织名称", "农产品", "销售渠道", "成交额（元）"]

UNITS = (
    Delivery("a repeated heading in another unit", book(SALE, sale("甲协会"), YUAN, sale("乙协会", "苦荞", "线下", 6200)), at(2, sold_yuan="52000.00") | at(4, sold_yuan="6200.00")),
    Delivery("a unit line between the rows", book(BARE, sale("甲协会"), ["以下金额单位：元"], sale("乙协会", "苦荞", "线下", 6200)), issues=[("table.unit", CRITICAL, "A3")]),
    Delivery("a unit line with a page number", book(["单位：元 共1页"], BARE, sale("甲协会", "花椒", "线上", 7300)), at(3, sold_yuan="7300.00")),
    Delivery("a note in words", book(["注：本表资金均为元"], BARE, sale("甲协会", "花椒", "线上", 7300)), at(3, sold_yuan="7300.00")),
    Delivery("a heading with two units", book(["社会组织名称", "农产品", "销售渠道", "成交额（元/万元）"], sale()), issues=[("table.missing_column", CRITICAL, "A1")]),
    Delivery("a unit that nobody reads in", book(["单位：百元"], BARE, sale()), issues=[("table.unit", CRITICAL, "A1")]),
    Delivery("no unit over what looks like yuan", book(PLAIN_GIFT, *[gift(f"J{n}", "四川省兴农协会", "2024-01-05", "资金", n * 700) for n in range(1, 6)], name="捐赠款物"), issues=[("donation.value_yuan.unit", WARNING, "E2")]),
    Delivery("a unit line and a column that is in yuan", book(["单位：万元"], [*PROJECT, "户均增收"], project("XM-1", 2100), name="帮扶项目台账"), at(3, "帮扶项目台账", income_gain_yuan="2100.00", planned_yuan="500000.00")),
    Delivery("a note about one column", book([*PROJECT, "户均增收"], project("XM-1", 2100), ["注：户均增收单位：元"], name="帮扶项目台账"), at(2, "帮扶项目台账", planned_yuan="500000.00")),
    Delivery("a column of units", book([*PLAIN_GIFT, "单位"], [*gift(), "元"], [*gift("J2"), "万元"], name="捐赠款物"), issues=[("table.unit_column", CRITICAL, "F1")]),
    Delivery("another money in the format", book(SALE, sale(), formats={(1, 3): "[$€-2]#,##0.00"}), issues=[("table.other_money", CRITICAL, "D2")]),
    Delivery("the unit in brackets behind the amount", book(SALE, sale("甲协会", "花椒", "线上", "12.5（万元）")), at(2, sold_yuan="125000.00"), rows=1),
    Delivery("a heading in 万", book(["社会组织名称", "农产品", "销售渠道", "成交额（人民币，万元）"], sale()), at(2, sold_yuan="52000.00")),
)  # fmt: skip
PERIODS_AND_SENDERS = (
    Delivery("another year in the title", book(["消费帮扶（2023年度）"], SALE, sale()), issues=[("sheet.other_period", WARNING, "A1")]),
    Delivery("another year's table below", book(SALE, sale(), ["上年同期消费帮扶"], SALE, sale("乙协会")), issues=[("table.standing", CRITICAL, "A3")]),
    Delivery("a sheet a quarter", sheets(Sheet([SALE, sale()], "2024年第一季度"), Sheet([SALE, sale("乙协会")], "2023年第四季度")), issues=[("sheet.other_period", CRITICAL, None)]),
    Delivery("drafts and void sheets beside the report", sheets(Sheet([SALE, sale()], "消费帮扶"), Sheet([SALE, sale("乙协会")], "作废")), at(2, sold_yuan="52000.00"), [("sheet.standing", WARNING, None)], rows=1),
    Delivery("another county in the file's name", {"苍溪县消费帮扶.xlsx": build_xlsx([Sheet([SALE, sale()], "消费帮扶")])}, at(2, sold_yuan="52000.00"), [("file.names_other_county", WARNING, None)]),
    Delivery("a group of last year's", book([*BARE[:3], "上年同期", "本期"], ["", "", "", "成交额", "完成额"], [*sale()[:3], 3, 5.2]), issues=[("table.missing_column", CRITICAL, "A2")]),
    Delivery("a sheet of another county", sheets(Sheet([SALE, sale()], "苍溪县")), issues=[("file.other_county", CRITICAL, None)]),
    Delivery("of which beside people", book([*PROJECT, "受益情况", "", "其中：脱贫户", ""], [*[""] * 8, "户数", "人数", "户数", "人数"], project("XM-1", 40, 90, 3, 8), name="帮扶项目台账"), at(3, "帮扶项目台账", households="40", persons="90"), [("table.unknown_heading", WARNING, "K2"), ("table.unknown_heading", WARNING, "L2")]),
    Delivery("a plan over people", book([*PROJECT, "预计受益", ""], [*[""] * 8, "户数", "人数"], project("XM-1", 30, 90), name="帮扶项目台账"), issues=[("table.unknown_heading", WARNING, "I2"), ("table.unknown_heading", WARNING, "J2")]),
    Delivery("a row of which", book(SALE, sale("甲协会", "农产品", "线上", 20), sale("甲协会", "其中：花椒", "线上", 12)), issues=[("table.part_of", CRITICAL, "B3")]),
    Delivery("a row that is held in the one above", book(SALE, sale("甲协会", "农产品", "线上", 20), sale("甲协会", "包括：花椒", "线上", 12)), issues=[("table.part_of", CRITICAL, "B3")]),
    Delivery("a remark that voids its row", book([*GIFT, "备注"], [*gift(), "此行作废"], name="捐赠款物"), issues=[("table.voided_row", WARNING, "F2")]),
    Delivery("a day a year late", book(GIFT, gift("J1", "四川省兴农协会", "2025-03-01"), name="捐赠款物"), issues=[("donation.donated_on.not_after_period", WARNING, "C2")]),
    Delivery("a year that nobody has seen yet", book(GIFT, gift("J1", "四川省兴农协会", "2042-01-05"), name="捐赠款物"), at(2, "捐赠款物", donated_on="2042-01-05"), [("donation.donated_on.not_after_period", WARNING, "C2")]),
    Delivery("a serial number in a book that counts from 1904", {"报表.xlsx": of_1904(GIFT, gift("J1", "四川省兴农协会", 43898))}, at(2, "表1", donated_on="2024-03-09")),
    Delivery("a serial number in an old book that counts from 1904", {"报表.xls": old_of_1904(GIFT, gift("J1", "四川省兴农协会", 43898))}, at(2, "捐赠款物", donated_on="2024-03-09")),
    Delivery("a year in a date cell", book(GIFT, gift("J1", "四川省兴农协会", 2024), name="捐赠款物", formats={(1, 2): "yyyy/m/d"}), issues=[("donation.donated_on.type", CRITICAL, "C2")]),
    Delivery("a month shown, a day stored", book(GIFT, gift("J1", "四川省兴农协会", date(2023, 11, 1)), name="捐赠款物", formats={(1, 2): 'yyyy"年"m"月"'}), issues=[("table.date_shown", CRITICAL, "C2")]),
)  # fmt: skip
ROWS = (
    Delivery("a name that begins with a numeral", book(BASE, ["九寨沟县社会组织孵化基地", "县级", "", "", 800, 12, 5], ["漳扎镇孵化站", "乡级", "", "", 100, 3, 1], name="孵化基地"), at(2, "孵化基地", base_name="九寨沟县社会组织孵化基地"), rows=2),
    Delivery("a name that begins with 示例", book(SALE, sale("示例村合作社"), sale("乙协会")), rows=2),
    Delivery("a total with words", book(SALE, sale("甲协会", "花椒", "线上", 5), sale("乙协会", "苹果", "线上", 4), ["合计", "5种", "线上", 9]), rows=2),
    Delivery("a total called 汇总", book(SALE, sale("甲协会", "花椒", "线上", 5), sale("乙协会", "苹果", "线上", 4), ["汇总", "", "", 9]), rows=2),
    Delivery("unused rows", book(["序号", *SALE], [1, *sale()], [2, "", "", "", 0], [3, "请选择", "请选择", "请选择", ""], [4, "/", "/", "/", "/"]), rows=1),
    Delivery("a figure in a note", book(GIFT, gift(), ["注：零星捐款", "", "", "", 25.5], name="捐赠款物"), issues=[("table.row_not_understood", WARNING, "A3")], rows=1),
    Delivery("a column without a heading to the left", book(["", *GIFT], ["作废", *gift()], name="捐赠款物"), issues=[("table.beside", WARNING, "A2")]),
    Delivery("a row struck out", book(SALE, sale(), [Struck("乙协会"), Struck("苦荞"), Struck("线下"), Struck("6")]), issues=[("table.struck", CRITICAL, "A3")]),
    Delivery("an amount partly struck out", book(SALE, sale("甲协会", "花椒", "线上", Runs((("8", "struck"), ("9.5", ""))))), issues=[("table.struck", CRITICAL, "D2")]),
    Delivery("a footnote on an amount", book(SALE, sale("甲协会", "花椒", "线上", Runs((("12.5", ""), ("1", "raised"))))), issues=[("table.raised", CRITICAL, "D2")]),
    Delivery("an amount merged over rows", book(GIFT, gift("J1"), gift("J2", "四川省兴农协会", "2024-01-06", "资金", ""), name="捐赠款物", merges=[(1, 4, 2, 4)]), issues=[("table.merged_figure", WARNING, "E2")]),
    Delivery("a comment that corrects", book(SALE, sale(), comments={(1, 3): "有误，应为3.1"}), issues=[("table.comment", WARNING, "D2")]),
    Delivery("同上 in an amount", book(SALE, sale(), sale("乙协会", "苦荞", "线下", "同上")), issues=[("sale.sold_yuan.ditto", WARNING, "D3")]),
    Delivery("a sample row left in", book(SALE, sale("某某协会"), sale("乙协会")), issues=[("table.placeholder", WARNING, "A2")], rows=2),
    Delivery("blocks beside each other and a list of choices", book([*SALE, "", *SALE, "", "下拉选项"], [*sale("甲协会"), "", *sale("丙协会", "核桃"), "", "线上"], [*sale("乙协会"), "", *sale("丁协会", "蜂蜜", "线下"), "", "线下"]), issues=[("table.beside", WARNING, "K1")]),
    Delivery("blocks that touch", book([*SALE, *SALE], [*sale("甲协会"), *sale("丙协会", "核桃")], ["", "", "", "", *sale("丁协会", "蜂蜜")]), at(3, org_name="丁协会"), rows=2),
    Delivery("无 in a cell of an unknown table", book(["单位", "内容", "数"], ["甲协会", "无", 5]), issues=[("sheet.not_understood", CRITICAL, "A1")]),
)  # fmt: skip
VALUES = (
    Delivery("a key written in other letters", book(GIFT, gift("J-001"), gift("J－００１"), gift("j—001"), name="捐赠款物"), issues=[("donation.key", CRITICAL, "A3"), ("donation.key", CRITICAL, "A4")]),
    Delivery("keys that leading zeros tell apart", book(GIFT, gift("001"), gift("1"), name="捐赠款物"), issues=[("donation.key.leading_zeros", WARNING, "A3")]),
    Delivery("persons under households", book([*PROJECT, "受益户数"], project("XM-1", "30人"), name="帮扶项目台账"), issues=[("project.households.type", CRITICAL, "I2")]),
    Delivery("words in an optional date", book([*PROJECT, "验收日期"], project("XM-1", "未验收"), name="帮扶项目台账"), at(2, "帮扶项目台账", project_no="XM-1"), [("project.accepted_on.taken_as_empty", WARNING, "I2")]),
    Delivery("a day that a formula left at zero", book([*PROJECT, "验收日期"], project("XM-1", 0), name="帮扶项目台账", formats={(1, 8): "yyyy/m/d"}), issues=[("project.accepted_on.taken_as_empty", WARNING, "I2")]),
    Delivery("nothing, as systems write it", book([*PROJECT, "协议编号"], project("XM-1", Fault("#N/A")), name="帮扶项目台账"), issues=[("project.agreement_no.taken_as_empty", WARNING, "I2")]),
    Delivery("codes in everyday words", book(SALE, sale("甲协会", "花椒", "直播带货"), sale("乙协会", "苦荞", "线下销售")), at(2, channel="online") | at(3, channel="offline")),
    Delivery("days in everyday forms", book(GIFT, *[gift(f"J{n}", "四川省兴农协会", day) for n, day in enumerate(("二〇二四年三月十四日", "2024-03-14T00:00:00+08:00", "2024年3月14日上午", "'2024-03-14", "14-Mar-2024"))], name="捐赠款物"), {("捐赠款物", row): {"donated_on": "2024-03-14"} for row in range(2, 7)}),
    Delivery("marks that nobody sees", book(GIFT, gift("\u202dJ1\u202c", "四川省兴农\u200b协会", "2024\u200e-03-14", "资金", "\u20605.2"), name="捐赠款物"), at(2, "捐赠款物", value_yuan="52000.00", donated_on="2024-03-14")),
    Delivery("deleted text in a page", {"报表.xls": html(SALE, sale("甲协会", "花椒", "线上", "@@"))["报表.xls"].replace(b"@@", b"<del>12</del>15.5")}, issues=[("table.struck", CRITICAL, "D2")]),
    Delivery("a raised figure in a page", {"报表.xls": html(SALE, sale("甲协会", "花椒", "线上", "@@"))["报表.xls"].replace(b"@@", b"10.61<sup>2</sup>")}, issues=[("table.raised", CRITICAL, "D2")]),
    Delivery("hidden text in a page", {"报表.xls": html(SALE, sale("甲协会", "花椒", "线上", "@@"))["报表.xls"].replace(b"@@", b'10.61<span style="display:none">77</span>')}, at(2, "", sold_yuan="106100.00")),
)  # fmt: skip
COLUMNS_AND_FILES = (
    Delivery("two columns of one field", book([*PROJECT, "实施单位"], project("XM-1", "下寺村"), name="帮扶项目台账"), at(2, "帮扶项目台账", org_name="四川省兴农协会"), [("table.unknown_heading", WARNING, "I1")]),
    Delivery("headings in everyday words", book([*PROJECT[:6], "总投资（万元）", "累计到位资金（万元）"], project(), name="帮扶项目台账"), at(2, "帮扶项目台账", planned_yuan="500000.00", disbursed_yuan="200000.00")),
    Delivery("a quantity beside a product", book(["社会组织名称", "农产品", "", "销售渠道", "成交额（万元）"], ["", "名称", "数量", "", ""], ["甲协会", "花椒", 300, "线上", 5.2], merges=[(0, 1, 0, 2), (0, 0, 1, 0), (0, 3, 1, 3), (0, 4, 1, 4)]), at(3, product="花椒"), [("table.unknown_heading", WARNING, "C2")]),
    Delivery("cash of cash and goods", book([*GIFT[:4], "捐赠资金（万元）", "物资折价（万元）", "合计（万元）"], ["J1", "甲协会", "2024-01-05", "资金", 5, 0, 5], name="捐赠款物"), issues=[("table.missing_column", CRITICAL, "A1")]),
    Delivery("a summary beside the report", sheets(Sheet([GIFT, gift()], "捐赠款物"), Sheet([["捐赠社会组织", "捐赠类型", "金额（折价）"], ["四川省兴农协会", "资金", 5]], "汇总")), at(2, "捐赠款物", value_yuan="50000.00"), [("sheet.standing", WARNING, None)], rows=1),
    Delivery("a supplement", {"消费帮扶.xlsx": build_xlsx([Sheet([SALE, sale(), sale("乙协会")], "消费帮扶")]), "消费帮扶（补充）.xlsx": build_xlsx([Sheet([SALE, sale("丙协会")], "消费帮扶")])}, issues=[("submission.displaced", CRITICAL, None)]),
    Delivery("a damaged file beside a sound one", {"消费帮扶.xlsx": build_xlsx([Sheet([SALE, sale()], "消费帮扶")]), "消费帮扶(自动保存的).xlsb": b"\x7fELF\x02\x01\x01\0\0\0"}, at(2, sold_yuan="52000.00"), [("file.unreadable", WARNING, None)], rows=1),
    Delivery("a reference with another dash", sheets(Sheet([PROJECT, project("XM-1")], "帮扶项目台账"), Sheet([["凭证号", "项目编号", "拨付日期", "拨付金额（万元）"], ["PZ1", "xm－1", "2024-01-08", 20]], "资金拨付明细")), at(2, "资金拨付明细", project_no="xm－1"), rows=2),
    Delivery("a CSV in which a comma split a number", {"报表.csv": build_csv([SALE, ["甲协会", "花椒", "线上", "1", "250.50"]])}, issues=[("file.unreadable", CRITICAL, None)]),
)  # fmt: skip
DELIVERIES = (*UNITS, *PERIODS_AND_SENDERS, *ROWS, *VALUES, *COLUMNS_AND_FILES)
