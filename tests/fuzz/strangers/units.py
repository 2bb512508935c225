"""Units of money said in every place and wording: read, or asked about where a careful reader could not tell."""

from decimal import Decimal

from etl.model import column_letters
from tests.fuzz.strangers.form import Form, Record, plain
from tests.workbooks.content import Sheet

FACTORS = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
ABOVE = (
    "单位：{0}", "（单位：{0}）", "金额单位：{0}", "货币单位：人民币{0}", "计价单位：{0}", "单位:{0}（人民币）", "资金单位：{0}", "计量单位：{0}", "金额计量单位为{0}", "以{0}为单位",
    "以下金额均以{0}计", "本表金额单位：{0}", "本表数据单位为{0}", "单 位：{0}", "单位 {0}", "【单位：{0}】", "(计量单位：人、{0})", "人民币：{0}", "币别及单位：人民币{0}", "单位：人民币（{0}）",
    "填报日期：2024年3月29日    单位：{0}", "单位：{0}        共2页第1页", "所有资金数均按{0}填写", "本表金额以人民币{0}填列，保留两位小数", "Unit: {0}", "金额：{0}", "表中金额单位系{0}",
)  # fmt: skip
BELOW = (
    "注：金额单位为{0}", "注：1.表中金额均以{0}为单位；2.数据截至季末。", "说明：资金数按{0}填报", "备注：本表计量单位{0}", "＊以上资金以{0}计", "注：单位为{0}", "填表说明：金额一律填{0}", "以上单位均为{0}",
    "备注：表内资金单位{0}", "说明：以上数字的单位是{0}", "注：以上金额的计量单位：{0}", "1.本表资金单位：{0}。",
)  # fmt: skip
IN_TITLE = (
    "{1}（单位：{0}）",
    "{1}（{0}）",
    "{1} 单位：{0}",
    "{1}（金额单位：{0}）",
    "{1}[{0}]",
    "{1}（计量单位：{0}）",
    "{1}——单位：{0}",
)
HEADINGS = (
    "{1}（{0}）", "{1}({0})", "{1}/{0}", "{1}\n（{0}）", "{1}【{0}】", "{1}：{0}", "{1}（单位：{0}）", "{1} {0}", "{1}〔{0}〕", "{1}_{0}", "{1}（人民币{0}）", "{1}\n单位：{0}", "{1}，{0}", "{1}<{0}>", "{1}（以{0}计）", "{1}({0}）",
)  # fmt: skip
UNREADABLE = (
    "单位：角", "单位：百元", "单位：十万元", "单位：美元", "单位：港币", "单位：欧元", "金额单位：千美元", "单位：元/万元", "单位：元或万元", "单位：个、元、万元", "计量单位：K", "单位：贯", "金额单位：日元", "单位：万港元", "金额单位：分",
    "单位：wan", "币种：美元", "货币：港币", "单位：（  ）元", "单位：拾元", "单位：仟", "以十元为单位", "金额单位：双币种",
)  # fmt: skip


def _factor(form: Form) -> str:
    unit = form.chance.choice(("元", "元", "元", "千元", "万元", "百万元", "亿元"))
    form.in_unit(FACTORS[unit])
    return unit


def line_above(form: Form) -> bool:
    form.above.append([form.chance.choice(ABOVE).format(_factor(form))])
    return bool(form.money())


def line_above_at_the_right(form: Form) -> bool:
    form.above.append([*[""] * (len(form.fields) - 1), form.chance.choice(ABOVE).format(_factor(form))])
    return bool(form.money())


def note_below(form: Form) -> bool:
    form.below.append([form.chance.choice(BELOW).format(_factor(form))])
    return bool(form.money())


def in_the_title(form: Form) -> bool:
    form.title = form.chance.choice(IN_TITLE).format(_factor(form), form.title)
    return bool(form.money())


def in_the_heading(form: Form) -> bool:
    unit, wording = _factor(form), form.chance.choice(HEADINGS)
    for name in form.money():
        form.labels[name] = wording.format(unit, str(form.labels[name]).replace("（折价）", ""))
    return bool(form.money())


def in_one_heading_of_two(form: Form) -> bool:
    unit = _factor(form)
    if len(form.money()) < 2:
        return False
    name = form.chance.choice(form.money())
    form.labels[name] = f"{form.labels[name]}（{unit}）"
    return True


def in_a_group(form: Form) -> bool:
    unit = _factor(form)
    if not form.money():
        return False
    form.groups = dict.fromkeys(
        form.money(),
        form.chance.choice(
            ("资金（{0}）", "资金情况（单位：{0}）", "单位：{0}", "{0}", "金额\n{0}", "资金：{0}")
        ).format(unit),
    )
    return True


def in_a_row_below_the_heading(form: Form) -> bool:
    unit, wording = _factor(form), form.chance.choice(("{0}", "（{0}）", "单位：{0}"))
    form.lines.insert(
        0, Record({}, alone=[wording.format(unit) if name in form.money() else "" for name in form.fields])
    )
    return bool(form.money())


def in_a_column(form: Form) -> bool:
    """A column of its own says each row's unit: honoured, or asked about."""
    unit, heading = (
        _factor(form),
        form.chance.choice(("单位", "金额单位", "计量单位", "货币单位", "资金单位", "币种单位")),
    )
    form.extra.append((heading, lambda _: unit))
    return bool(form.money())


def currency_column(form: Form) -> bool:
    coin, heading = (
        form.chance.choice(("美元", "USD", "港币", "HKD", "欧元", "日元", "$")),
        form.chance.choice(("币种", "货币", "币别", "货币种类")),
    )
    form.extra.append((heading, lambda number: coin if number != 1 else "人民币"))
    if form.money():
        form.hear(coin, heading, column_letters(len(form.fields)))
    return bool(form.money())


def in_cells(form: Form) -> bool:
    unit, wording = (
        form.chance.choice(("元", "千元", "万元", "亿元")),
        form.chance.choice(
            (
                "{0}{1}",
                "{0} {1}",
                "人民币{0}{1}",
                "{0}{1}整",
                "￥{0}{1}",
                "{0}（{1}）",
                "{0}{1}人民币",
                "RMB {0}{1}",
                "共计{0}{1}",
            )
        ),
    )
    form.rewrite(form.money(), lambda yuan: wording.format(plain(yuan / FACTORS[unit]), unit))
    return bool(form.money())


def one_cell_in_another_unit(form: Form) -> bool:
    line = form.chance.choice(form.records())
    unit = form.chance.choice(("元", "千元", "亿元", "块", "块钱", "W", "w元", "万", "万块", "k", "千", "百万"))
    factor = {
        "块": 1,
        "块钱": 1,
        "W": 10_000,
        "w元": 10_000,
        "万": 10_000,
        "万块": 10_000,
        "k": 1_000,
        "千": 1_000,
        "百万": 1_000_000,
    } | FACTORS
    for name in form.money():
        line.cells[name] = f"{plain(_yuan(line, name) / factor[unit])}{unit}"
    return bool(form.money())


def _yuan(line: Record, name: str) -> Decimal:
    return Decimal(str((line.truth or {})[name]))


def in_the_number_format(form: Form) -> bool:
    """Formats that say a unit or scale: read in it, or asked about."""
    code, factor = form.chance.choice(
        (
            ('0.00"万元"', 10_000),
            ('#,##0.00"元"', 1),
            ('0.00"千元"', 1_000),
            ('0.00"万"', 10_000),
            ('"¥"#,##0.00"元"', 1),
            ('0.0000"亿元"', 100_000_000),
            ('[$¥-804]0.00"万元"', 10_000),
        )
    )
    form.in_unit(factor)
    form.formats = dict.fromkeys(form.money(), code)
    return bool(form.money())


def scaled_by_the_format(form: Form) -> bool:
    code = form.chance.choice(("#,##0,", "0.0,,", "0!.0,", '0.00,"千"', "#,##0.00,,", '0"."0,', '0.0,"K"'))
    form.in_unit(1)
    form.unsay(form.money())
    form.formats = dict.fromkeys(form.money(), code)
    return bool(form.money())


def foreign_format(form: Form) -> bool:
    code = form.chance.choice(
        (
            "[$$-409]#,##0.00",
            "[$€-2] #,##0.00",
            '0.00"美元"',
            "[$HK$-C04]#,##0.00",
            '0.00" USD"',
            "[$£-809]#,##0",
            "[$￥-411]#,##0",
            '"US$"0.00',
            '0.00"港元"',
        )
    )
    form.unsay(form.money())
    form.formats = dict.fromkeys(form.money(), code)
    return bool(form.money())


def percent_format(form: Form) -> bool:
    form.unsay(form.money())
    form.formats = dict.fromkeys(form.money(), form.chance.choice(("0%", "0.00%", "0.0‰", "#,##0%")))
    return bool(form.money())


def comment_on_the_heading(form: Form) -> bool:
    unit, wording = (
        _factor(form),
        form.chance.choice(
            ("单位：{0}", "本列单位为{0}", "填写时请注意，单位{0}", "以{0}填报", "张科：这里是{0}", "{0}")
        ),
    )
    form.comments = {name: wording.format(unit) for name in form.money()}
    return bool(form.money())


def printed(form: Form) -> bool:
    text = form.chance.choice(("单位：{0}", "金额单位：{0}", "第1页   单位：{0}", "（单位：{0}）")).format(
        _factor(form)
    )
    form.header, form.footer = (text, "") if form.chance.random() < 0.5 else ("", text)
    return bool(form.money())


def on_a_cover(form: Form) -> bool:
    unit = _factor(form)
    lines = [
        ["剑阁县社会组织帮扶报表"],
        ["编制说明"],
        [form.chance.choice(ABOVE[:12]).format(unit)],
        ["二〇二四年三月"],
    ]
    form.before.append(Sheet(lines, form.chance.choice(("封面", "首页", "说明", "Sheet0", "编制说明", "表头"))))
    return bool(form.money())


def in_sheet_or_file_name(form: Form) -> bool:
    unit = _factor(form)
    if form.chance.random() < 0.5:
        form.sheet = form.chance.choice(("{1}（{0}）", "{1}-{0}", "{1}（单位{0}）", "{1} {0}")).format(unit, form.sheet)
    else:
        form.file = form.chance.choice(("{1}（{0}）", "{1}_单位{0}", "{1}（金额单位：{0}）")).format(unit, form.file)
    return bool(form.money())


def half_way(form: Form) -> bool:
    """A line between the rows changes the unit: the rows below are in it, or it is asked about."""
    unit = form.chance.choice(("元", "千元", "亿元"))
    wording = form.chance.choice(
        (
            "单位：{0}",
            "以下单位：{0}",
            "（以下金额为{0}）",
            "以下各笔以{0}计",
            "下列项目金额单位：{0}",
            "二、其他（单位：{0}）",
            "续表 单位：{0}",
        )
    )
    place = len(form.lines) // 2
    for line in form.lines[place:]:
        for name in form.money():
            line.cells[name] = plain(_yuan(line, name) / FACTORS[unit])
    form.lines.insert(place, Record({}, alone=[wording.format(unit)]))
    return bool(form.money())


def not_a_unit_we_know(form: Form) -> bool:
    """Nobody can tell: an issue must say so."""
    line = form.chance.choice(UNREADABLE)
    form.unsay(form.money())
    place = form.chance.choice((form.above, form.above, form.below))
    place.append([line if place is form.above else f"注：{line}"])
    return bool(form.money())


def two_statements_that_differ(form: Form) -> bool:
    form.unsay(form.money())
    form.above.append([form.chance.choice(ABOVE).format("元")])
    form.below.append([form.chance.choice(BELOW).format("万元")])
    return bool(form.money())


STYLES = (
    line_above, line_above_at_the_right, note_below, in_the_title, in_the_heading, in_one_heading_of_two, in_a_group, in_a_row_below_the_heading, in_a_column, currency_column, in_cells, one_cell_in_another_unit,
    in_the_number_format, scaled_by_the_format, foreign_format, percent_format, comment_on_the_heading, printed, on_a_cover, in_sheet_or_file_name, half_way, not_a_unit_we_know, two_statements_that_differ,
)  # fmt: skip
