"""Sums in every place, and tables in shapes of their own: no sum is a record, no record is lost in silence."""

from decimal import Decimal

from tests.fuzz.strangers.form import SILENT, Form, Record, plain
from tests.workbooks.content import Sheet, Struck, Value

SUMS = (
    "合计", "总  计", "共 计", "本季合计", "全县合计", "县合计", "累计数", "总计：", "资金合计", "合计（5笔）", "TOTAL", "本季度小计", "合  计  数", "总合计", "合计（万元）", "全县总计", "本页小计", "本页合计", "过次页", "剑阁县合计", "以上合计", "Total", "总和", "汇总", "求和", "小  计", "合计金额", "本期合计", "合计：", "共计5项", "一季度合计", "全县汇总", "Σ",
)  # fmt: skip
OTHER_LINES = (
    "平均",
    "占比",
    "比上年增减",
    "同比（%）",
    "上年同期数",
    "增长率",
    "环比",
    "最高",
    "承前页",
    "上期结转",
    "累计支出",
    "截至上季度累计",
    "年初数",
    "折合人民币",
    "差额",
    "其中：城区",
    "其中：乡镇",
    "完成率",
    "目标数",
    "人均",
    "全市平均",
    "上季度数",
    "校验",
    "检查数",
    "公式",
    "结余",
    "调整数",
    "省下达数",
    "占全市比重",
    "2023年数",
    "本年累计",
)


def _sum_line(
    form: Form, label: str, lines: list[Record], at: str, rest: Value = "", times: Decimal = Decimal(1)
) -> Record:
    cells: dict[str, Value] = dict.fromkeys(form.fields, rest)
    for name in form.of_type("amount", "integer", "number"):
        total = sum((Decimal(str(line.cells[name])) for line in lines), Decimal(0)) * times
        cells[name] = plain(total)
    cells[at] = label
    return Record(cells)


def _first_text(form: Form) -> str:
    return form.chance.choice((form.fields[0], form.of_type("text")[0]))


def sums(form: Form) -> bool:
    """A total at the top, the end or between; its other cells blank, dashed or filled."""
    if not form.of_type("amount", "integer", "number"):
        return False
    rest = form.chance.choice(("", "", "—", "/", "-", "——", "×"))
    line = _sum_line(form, form.chance.choice(SUMS), form.records(), _first_text(form), rest)
    form.lines.insert(form.chance.choice((0, len(form.lines))), line)
    return True


def wrong_sums(form: Form) -> bool:
    """A total whose figures are none of the rows' sum: an issue says so."""
    if not form.of_type("amount", "integer", "number"):
        return False
    line = _sum_line(form, form.chance.choice(SUMS[:24]), form.records(), _first_text(form), "", Decimal(2))
    form.lines.append(line)
    form.hear(*(f"{letters}{len(form.lines) + 2}" for letters in "ABCDEFGHIJKLMNOPQR"), "合计", "总计", "小计")
    return True


def sums_of_groups(form: Form) -> bool:
    if not form.of_type("amount", "integer", "number"):
        return False
    place, at, label = (
        len(form.lines) // 2,
        _first_text(form),
        form.chance.choice(
            (
                "小计",
                "小  计",
                "普安镇小计",
                "分计",
                "甲类合计",
                "1月小计",
                "产业小计",
                "第一批小计",
                "（小计）",
                "小计：",
                "普安镇合计",
                "一月合计",
                "资金类小计",
            )
        ),
    )
    first, second = form.lines[:place], form.lines[place:]
    form.lines = [
        *first,
        _sum_line(form, label, first, at),
        *second,
        _sum_line(form, label.replace("普安", "剑门关").replace("1月", "2月"), second, at),
    ]
    return True


def other_lines(form: Form) -> bool:
    """Means, rates, last year's figures in a row: no records."""
    if not form.of_type("amount", "integer", "number"):
        return False
    rest = form.chance.choice(("", "", "—", "/"))
    line = _sum_line(form, form.chance.choice(OTHER_LINES), form.records(), _first_text(form), rest, Decimal("0.5"))
    form.lines.insert(form.chance.choice((0, len(form.lines), len(form.lines) // 2)), line)
    return True


def a_part_of_the_row_above(form: Form) -> bool:
    names = form.of_type("amount", "integer", "number")
    if not names:
        return False
    place = form.chance.randrange(1, len(form.lines))
    above = form.lines[place - 1]
    cells = {name: above.cells[name] for name in names}
    cells[_first_text(form)] = form.chance.choice(
        (
            "其中：慈善资金",
            "其中",
            "其中：脱贫户",
            "其中:社会捐赠",
            "  其中：女",
            "#其中",
            "含：财政资金",
            "内：妇女",
            "（其中）县级",
            "其中：一期",
            "包括：物资",
            "、其中",
            "①其中：捐款",
            "部分：",
            "——其中",
        )
    )
    form.lines.insert(place, Record(dict(cells)))
    return True


def turned(form: Form) -> bool:
    """Headings down the side, a record a column."""
    rows: list[list[Value]] = [[form.title]]
    rows += [[form.labels[name], *[line.cells[name] for line in form.records()]] for name in form.fields]
    return _instead(form, rows)


def one_record_a_sheet(form: Form) -> bool:
    for number, line in enumerate(form.records(), 1):
        rows: list[list[Value]] = [[form.title], *[[form.labels[name], line.cells[name]] for name in form.fields]]
        form.others.append(Sheet(rows, f"{form.title}{number}"))
    return _instead(form, [["目录"], *[[f"{form.title}{number}"] for number in range(1, len(form.lines) + 1)]])


def cards_below_each_other(form: Form) -> bool:
    rows: list[list[Value]] = [[form.title]]
    for line in form.records():
        names = iter(form.fields)
        rows += [
            [form.labels[a], line.cells[a], form.labels[b], line.cells[b]] for a, b in zip(names, names, strict=False)
        ]
        rows += [[]]
    return _instead(form, rows)


def _instead(form: Form, rows: list[list[Value]]) -> bool:
    form.others.insert(0, Sheet(rows, form.sheet))
    form.is_laid = False
    form.hear(form.sheet, form.title, form.contract.title.zh)
    return True


def pages(form: Form) -> bool:
    """The heading stands again over the second half."""
    place = len(form.lines) // 2
    head = Record({}, alone=[form.labels[name] for name in form.fields])
    form.lines[place:place] = [
        Record({}, alone=[form.title + form.chance.choice(("", "（续）", "（续表）", "（第2页）"))]),
        head,
    ]
    return True


def second_table_in_yuan(form: Form) -> bool:
    place = len(form.lines) // 2
    head = Record({}, alone=[form.labels[name] for name in form.fields])
    for line in form.lines[place:]:
        for name in form.money():
            line.cells[name] = plain(Decimal(str((line.truth or {})[name])))
    form.lines[place:place] = [
        Record({}, alone=[]),
        Record({}, alone=[form.chance.choice((f"{form.title}（物资部分）", f"{form.title}续"))]),
        Record({}, alone=[form.chance.choice(("单位：元", "金额单位：元", "（元）", "以元计"))]),
        head,
    ]
    return bool(form.money())


def footers_half_way(form: Form) -> bool:
    form.lines.insert(
        len(form.lines) // 2,
        Record(
            {},
            alone=[
                form.chance.choice(
                    (
                        "填表人：张三   审核人：李四",
                        "注：以上为第一页",
                        "第1页 共2页",
                        "剑阁县民政局（盖章）",
                        "续下页",
                        "（转下页）",
                        "2024年3月29日",
                        "————",
                    )
                )
            ],
        ),
    )
    return True


def struck_rows(form: Form) -> bool:
    at = form.chance.randrange(len(form.records()))
    line = form.records()[at]
    for name in form.fields:
        line.cells[name] = Struck(str(line.cells[name]))
    form.unsay_record(line)
    return True


def spilled_text(form: Form) -> bool:
    """A line below continues the text of a cell above: no record."""
    names = [name for name in form.of_type("text") if name != form.fields[0]]
    if not names:
        return False
    form.lines.append(Record({form.chance.choice(names): "（接上行）及周边三个村"}))
    return True


def figures_beside(form: Form) -> bool:
    """A helper column without a heading that no one should load."""
    form.extra.append(("", lambda number: 1000 + number))
    form.hear(*(f"{letter}" for letter in (form.next_letters(),)))
    return True


def figures_below(form: Form) -> bool:
    """A line below the table with figures of its own under the headings."""
    names = form.of_type("amount", "integer", "number")
    if not names:
        return False
    name, text = (
        form.chance.choice(names),
        form.chance.choice(
            ("注：另有零星捐款", "备注：未列入", "另：", "备查", "说明：以前年度", "附：", "补充", "*漏报")
        ),
    )
    form.below.append([text if place == 0 else 77 if one == name else "" for place, one in enumerate(form.fields)])
    row = 2 + len(form.lines) + 1
    form.hear(*(f"{letters}{row}" for letters in "ABCDEFGHIJKLMNOPQR"))
    return form.fields[0] != name


STYLES = (
    sums, sums, wrong_sums, sums_of_groups, other_lines, a_part_of_the_row_above, turned, one_record_a_sheet, cards_below_each_other, pages, second_table_in_yuan, footers_half_way, struck_rows, spilled_text, figures_beside, figures_below,
)  # fmt: skip
__all__ = ["SILENT", "STYLES"]
