"""Styles of arrangement: what stands in rows and columns of its own, headings that come again changed, sheets that share a report."""

from decimal import Decimal

from tests.fuzz.styles.draft import TITLES, UNSAID, WAN, Draft, Line
from tests.workbooks.content import Sheet, Value

SERIALS = ("序号", "顺序号", "NO.")
ORDINARY = ("Sheet2", "{} (2)", "{}（最终）", "表2", "修改")
PARTS = ("下寺镇", "白龙镇（第二批）", "{}（续）", "红十字会")
MAY_LACK = ("serial", "purpose", "started_on", "households", "persons")


def headings_numbered_behind(draft: Draft) -> None:
    form = draft.chance.choice(
        ("{}（{n}）", "{}\n({a})", "{}{c}", "第{n}列 {}", "{n}-{}", "{a}、{}", "{a}\n{}", "{}\n{n}")
    )
    for n, name in enumerate(draft.fields, 1):
        draft.labels[name] = form.format(draft.labels[name], n=n, a="ABCDEFGHIJKLMN"[n - 1], c="①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬"[n - 1])


def a_row_of_demands(draft: Draft) -> None:
    """必填, 文本 and the like below the heading."""
    kind = draft.chance.choice(("must", "type", "column"))
    words: dict[str, Value] = {}
    for name in draft.fields:
        of_type = "数字" if name in draft.money() else "日期" if name.endswith("_on") else "文本"
        words[name] = {"must": "必填", "type": of_type, "column": name}[kind]
    draft.lines.insert(0, Line(words))


def townships_numbered_with_sums(draft: Draft) -> None:
    """一 | 普安镇 | … | 25.5 above its rows, the numeral in the column of serials."""
    draft.labels = {"serial": draft.chance.choice(SERIALS)} | draft.labels
    for number, line in enumerate(draft.records(), 1):
        line.cells["serial"] = number
    lines, middle = draft.lines, max(len(draft.lines) // 2, 1)
    draft.lines = []
    for numeral, town, part in zip("一二", ("普安镇", "下寺镇"), (lines[:middle], lines[middle:]), strict=True):
        head = Line({"serial": numeral, draft.fields[1]: town})
        head.cells |= {name: _sum(part, name) for name in draft.money()}
        draft.lines += [head, *part]
    draft.is_debatable = draft.fields[1] in ("credit_code", *draft.money()) or draft.fields[1].endswith("_on")


def signatures_in_cells(draft: Draft) -> None:
    row = draft.chance.choice(
        (
            ["填表人", "王某", "联系电话", "13812345678"],
            ["审核人", "李某", "日期", "2024-3-31"],
            ["经办：王某", "分管领导：李某"],
            ["联系人", "王某", "手机", "13812345678"],
            ["单位负责人：", "", "填表人：", "王某", "填报日期：", "2024年4月2日"],
        )
    )
    draft.below.append([*[""] * draft.chance.choice((0, 0, 1)), *row])


def townships_on_sheets(draft: Draft) -> None:
    draft.sheet = "普安镇"
    _on_another_sheet(draft, draft.chance.choice(PARTS))


def months_on_sheets(draft: Draft) -> None:
    draft.sheet = "1月"
    _on_another_sheet(draft, "2月")
    draft.is_debatable = not draft.others


def ordinary_sheets_of_one_report(draft: Draft) -> None:
    """The same report on sheets whose names do not say why."""
    _on_another_sheet(draft, draft.chance.choice(ORDINARY))
    draft.is_asked = bool(draft.others)


def second_heading_lost_a_column(draft: Draft) -> None:
    """A page further down, whose heading has a blank for one column, or which lacks the column."""
    lost = draft.chance.choice([name for name in draft.fields if name not in MAY_LACK])
    if draft.groups or draft.beside or draft.merged:
        return
    middle = len(draft.lines) // 2
    first, second = draft.lines[:middle], draft.lines[middle:]
    is_blank = draft.chance.random() < 0.5
    fields = [name for name in draft.fields if is_blank or name != lost]
    again: list[Line] = [Line({}, alone=["" if name == lost else draft.labels[name] for name in fields])]
    for line in second:
        row = [line.cells.get(name, "") for name in fields] if line.alone is None else line.alone
        if line.truth is not None:
            line.truth = dict.fromkeys(line.truth, UNSAID)
        again.append(Line(line.cells, line.truth, alone=[*row]))
    draft.lines = [*first, *([Line({}, alone=[])] if draft.chance.random() < 0.5 else []), *again]
    draft.is_asked = True


def second_table_for_the_record(draft: Draft) -> None:
    """A table of the same report below, whose title does not say that it counts."""
    words = draft.chance.choice(("备查", "参考", "市级部门", "存疑数据", "补充数据"))
    middle = max(len(draft.lines) // 2, 1)
    again = [Line({}, alone=[words]), Line(dict(draft.labels))]
    draft.lines = [*draft.lines[:middle], *again, *draft.lines[middle:]]
    draft.is_asked = True


def amounts_by_digits(draft: Draft) -> None:
    """An amount written one digit a column, as on a receipt."""
    name, places = draft.money()[0], ["十万", "万", "千", "百", "十", "元", "角", "分"]
    labels: dict[str, Value] = {}
    digits = [f"digit{place}" for place in range(len(places))]
    for field, label in draft.labels.items():
        labels |= dict(zip(digits, places, strict=True)) if field == name else {field: label}
    draft.groups = {digits[0]: str(draft.labels[name])}
    for line in draft.records():
        assert line.truth is not None
        fen = f"{int(Decimal(str(line.truth[name])) * 100):08}"[-len(places) :]
        line.cells |= dict(zip(digits, map(int, fen), strict=True))
        line.truth[name] = UNSAID
    draft.labels, draft.is_asked = labels, True


def periods_in_figures(draft: Draft) -> None:
    """A column of years, quarters or months, one row of which is of another period."""
    heading, own, other = draft.chance.choice(
        (
            ("年度", 2024, 2023),
            ("年份", "2024", "2025"),
            ("季度", 1, 2),
            ("季度", "一", "四"),
            ("月份", 3, 12),
            ("月份", "2月", "4月"),
        )
    )
    draft.beside.append(heading)
    for line in draft.records():
        line.beside.append(own)
    draft.records()[-1].beside[-1] = other
    draft.is_asked = True


def states_in_a_column(draft: Draft) -> None:
    heading, fine, void = draft.chance.choice(
        (
            ("状态", "有效", "作废"),
            ("是否计入", "是", "否"),
            ("审核结果", "通过", "不通过"),
            ("核实情况", "属实", "不属实"),
            ("有效性", "√", "×"),
            ("审核意见", "同意", "不同意，剔除"),
        )
    )
    draft.beside.append(heading)
    for line in draft.records():
        line.beside.append(fine)
    draft.records()[0].beside[-1] = void
    draft.is_asked = True


def groups_that_do_not_count(draft: Draft) -> None:
    first, second = draft.chance.choice(
        (
            ("一、正式项目", "二、储备项目"),
            ("一、在册", "二、退出"),
            ("（一）已到账", "（二）未到账"),
            ("一、有效", "二、无效"),
        )
    )
    middle = max(len(draft.lines) // 2, 1)
    draft.lines.insert(middle, Line({}, alone=[second]))
    draft.lines.insert(0, Line({}, alone=[first]))
    draft.is_asked = True


def examples_in_other_words(draft: Draft) -> None:
    """A sample left in as the first row, whose first cell says so before its number or name."""
    cells = dict(draft.records()[0].cells)
    word = draft.chance.choice(("填写示例", "填报样例", "范例", "样表"))
    first = draft.fields[0]
    draft.lines.insert(0, Line(cells | {first: draft.chance.choice((word, f"{word}：{cells[first]}"))}))


def lines_carried_forward(draft: Draft) -> None:
    words = ("上期结转", "承前页", "过次页", "上年结转", "其他", "零星捐赠", "……", "平均", "占比", "上年同期")
    line = Line({draft.fields[0]: draft.chance.choice(words), draft.money()[0]: 12.5})
    draft.lines.insert(draft.chance.choice((0, len(draft.lines))), line)
    draft.is_asked = True


def _sum(lines: list[Line], name: str) -> Value:
    amounts = [line.truth[name] for line in lines if line.truth is not None]
    return "" if UNSAID in amounts else float(sum(Decimal(str(amount)) for amount in amounts) / WAN)


def _on_another_sheet(draft: Draft, name: str) -> None:
    middle = max(len(draft.lines) // 2, 1)
    first, second = draft.lines[:middle], draft.lines[middle:]
    if draft.merged or not second or any(line.truth is None for line in draft.lines):
        return
    name = name.format(TITLES[draft.report])
    rows: list[list[Value]] = [[draft.labels[field] for field in draft.fields]]
    for line in second:
        rows.append([line.cells.get(field, "") for field in draft.fields])
        draft.elsewhere[name, len(rows)] = line.truth or {}
    draft.others.append(Sheet(rows, name))
    draft.lines = first


READABLE = (
    headings_numbered_behind, a_row_of_demands, townships_numbered_with_sums, signatures_in_cells, townships_on_sheets, months_on_sheets, examples_in_other_words,
)  # fmt: skip
ASKED = (
    ordinary_sheets_of_one_report, second_heading_lost_a_column, second_table_for_the_record, amounts_by_digits, periods_in_figures, states_in_a_column,
    groups_that_do_not_count, lines_carried_forward,
)  # fmt: skip
