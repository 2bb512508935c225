"""Styles of laying a sheet out: titles, units, headings, groups, totals_of_amounts, notes, other tables, other sheets."""

from decimal import Decimal

from tests.fuzz.styles.draft import TITLES, UNSAID, Draft, Line, new_draft, write_amounts
from tests.workbooks.content import Sheet, Value

YUAN_LINES = (
    "单位：元", "（单位：元）", "金额单位：人民币元", "单位:元 ", "单 位：元", "计量单位：元", "货币单位：元", "本表金额单位为元",
    "填报单位：剑阁县民政局    单位：元", "单位：元    填表日期：2024年3月28日", "注：本表金额以元为单位", "资金单位：元，日期格式：2024-01-01",
    "单位：元（保留两位小数）", "币种：人民币  单位：元",
)  # fmt: skip
OTHER_LINES = (
    "单位：百元",
    "单位：美元",
    "单位：角",
    "金额单位：十万元",
    "单位：元/万元",
    "单位：kg",
    "单位：万港元",
)
OTHER_PERIODS = (
    "2023年度",
    "2023年第四季度",
    "二〇二三年",
    "2024年二季度",
    "2024年1-6月",
    "截至2023年底",
    "2023年12月",
    "2022-2023年",
    "去年同期",
    "2025年计划",
)


def amounts_in_yuan_by_a_line(draft: Draft) -> None:
    _in_yuan(draft)
    draft.above.append(
        [draft.chance.choice(YUAN_LINES)] if draft.chance.random() < 0.5 else ["", "", draft.chance.choice(YUAN_LINES)]
    )


def amounts_in_yuan_by_the_title(draft: Draft) -> None:
    _in_yuan(draft)
    draft.title += draft.chance.choice(("（单位：元）", "（元）", "    单位：元"))


def amounts_in_yuan_by_headings(draft: Draft) -> None:
    _in_yuan(draft)
    form = draft.chance.choice(
        ("{}（元）", "{}(元)", "{}\n（元）", "{}（单位：元）", "{}/元", "{}【元】", "{}（人民币元）")
    )
    for name in draft.money():
        draft.labels[name] = form.format(draft.labels[name])


def amounts_in_yuan_by_a_note_below(draft: Draft) -> None:
    draft.is_debatable = True
    _in_yuan(draft)
    draft.below.append(
        [draft.chance.choice(("注：以上金额单位均为元。", "说明：金额单位为元", "备注：单位：元", "单位：元"))]
    )


def amounts_in_a_unit_nobody_knows(draft: Draft) -> None:
    draft.above.append([draft.chance.choice(OTHER_LINES)])
    _unsaid_money(draft)


def amounts_in_two_units(draft: Draft) -> None:
    draft.is_debatable = True
    draft.above.append(["单位：万元"])
    middle = len(draft.lines) // 2
    for line in draft.lines[middle:]:
        if line.truth is not None:
            line.cells |= {name: float(Decimal(str(line.truth[name]))) for name in draft.money()}
    words = ("单位：元", "以下金额单位：元", "（以下单位：元）", "以下各行单位为元")
    draft.lines.insert(middle, Line({}, alone=[draft.chance.choice(words)]))


def amounts_with_a_unit_column(draft: Draft) -> None:
    draft.beside.append(draft.chance.choice(("单位", "币种", "计量单位", "金额单位")))
    for line in draft.records():
        line.beside.append(draft.chance.choice(("元", "万元", "美元")))
    draft.is_asked = True


def title_of_another_period(draft: Draft) -> None:
    period = draft.chance.choice(OTHER_PERIODS)
    draft.title = draft.chance.choice(
        (f"{draft.title}（{period}）", f"{period}{draft.title}", f"{draft.title} {period}")
    )
    draft.is_asked = True


def sheet_of_another_period(draft: Draft) -> None:
    draft.sheet = draft.chance.choice(OTHER_PERIODS)
    draft.is_asked = True


def line_of_another_period(draft: Draft) -> None:
    draft.above.append(
        [
            draft.chance.choice(("统计时间：{}", "报告期：{}", "（{}）", "所属期间：{}")).format(
                draft.chance.choice(OTHER_PERIODS)
            )
        ]
    )
    draft.is_asked = True


def another_sender(draft: Draft) -> None:
    place = draft.chance.choice(("苍溪县", "广元市旺苍县", "云南省昭通市", "会理市民政局", "青川县"))
    where = draft.chance.choice((draft.above, draft.below))
    where.append(
        [draft.chance.choice(("填报单位：{}", "填报单位（盖章）：{}", "报送单位：{}", "单位名称：{}")).format(place)]
    )
    draft.is_asked = True


def file_of_another_sender(draft: Draft) -> None:
    draft.file = draft.chance.choice(("苍溪县{}", "旺苍{}", "{}（青川县）")).format(TITLES[draft.report])
    draft.is_asked = True


def draft_or_void(draft: Draft) -> None:
    word = draft.chance.choice(("作废", "草稿", "征求意见稿", "测试", "旧版", "备份", "模拟数据"))
    if draft.chance.random() < 0.5:
        draft.title += f"（{word}）"
    else:
        draft.sheet = f"{TITLES[draft.report]}{word}"
    draft.is_asked = True


def voided_row(draft: Draft) -> None:
    draft.beside.append("备注")
    for line in draft.records():
        line.beside.append("")
    draft.records()[-1].beside[-1] = draft.chance.choice(
        ("作废", "此笔不计", "重复，请忽略", "已退回", "删", "上年数据")
    )
    draft.is_asked = True


def amounts_of_another_group(draft: Draft) -> None:
    """A row of groups above the heading that makes other figures of the amounts."""
    name = draft.money()[0]
    group = draft.chance.choice(("上年同期", "全年预计", "下季度计划", "其中：中央资金", "目标任务"))
    draft.above.append([group if field == name else "" for field in draft.fields])
    _unsaid_money(draft, [name])


def of_which_rows(draft: Draft) -> None:
    record = draft.records()[0]
    part = Line({name: value for name, value in record.cells.items() if name in draft.money()}, alone=None)
    part.cells[draft.fields[0]] = draft.chance.choice(("其中：现金", "其中:", "  其中：省级资金", "其 中"))
    draft.lines.insert(1, part)
    draft.is_asked = True


def totals_of_amounts(draft: Draft) -> None:
    label = draft.chance.choice(("合计", "合  计", "总计", "小计", "汇总", "Total", "累计", "合計", "总额", "本页合计"))
    line = Line({draft.fields[0]: label})
    for name in draft.money():
        amounts = [one.cells[name] for one in draft.records()]
        if not all(isinstance(amount, float) for amount in amounts):
            return  # written in words, which another style did
        line.cells[name] = float(sum(Decimal(str(amount)) for amount in amounts))
    if draft.chance.random() < 0.5:
        draft.lines.append(line)
    else:
        draft.lines.insert(0, line)


def townships_as_rows(draft: Draft) -> None:
    middle = len(draft.lines) // 2
    numbers = draft.chance.choice((("一、", "二、"), ("（一）", "（二）"), ("1.", "2."), ("", "")))
    draft.lines.insert(middle, Line({}, alone=[f"{numbers[1]}下寺镇"]))
    draft.lines.insert(0, Line({}, alone=[f"{numbers[0]}普安镇"]))


def another_table_below(draft: Draft) -> None:
    draft.below += [
        [], [draft.chance.choice(("附：工作经费明细", "其他说明事项", "2023年情况对比表"))],
        ["项目", "数量", "金额"], ["培训", 3, 1200], ["宣传", 5, 800],
    ]  # fmt: skip


def last_years_table_below(draft: Draft) -> None:
    other = new_draft(draft.report, draft.chance)
    draft.below += [
        [],
        [
            draft.chance.choice(("2023年{}", "上年同期{}", "{}（2024年二季度预计）", "苍溪县{}")).format(
                TITLES[draft.report]
            )
        ],
    ]
    draft.below.append([draft.labels[name] for name in draft.fields])
    draft.below += [[line.cells.get(name, "") for name in draft.fields] for line in other.lines]
    draft.is_asked = True


def page_break(draft: Draft) -> None:
    middle = len(draft.lines) // 2
    draft.lines.insert(middle, Line(dict(draft.labels)))


def explained_headings(draft: Draft) -> None:
    form = draft.chance.choice(("{}*", "{}（必填）", "★{}", "{}\n", " {} ", "{}：", "[{}]"))
    for name in draft.fields:
        draft.labels[name] = form.format(draft.labels[name])


def numbered_headings(draft: Draft) -> None:
    form = draft.chance.choice(("{n}.{label}", "{n}、{label}", "（{n}）{label}", "{circle}{label}"))
    for number, name in enumerate(draft.fields):
        draft.labels[name] = form.format(n=number + 1, label=draft.labels[name], circle="①②③④⑤⑥⑦⑧⑨⑩⑪⑫"[number])


def other_columns(draft: Draft) -> None:
    """Columns that no contract knows, with figures."""
    draft.beside += draft.chance.sample(("核定数", "上年数", "排名", "占比", "联系电话", "经办人"), 2)
    for line in draft.records():
        line.beside += [draft.chance.randrange(1, 99), draft.chance.randrange(1, 99)]
    draft.is_asked = True


def column_without_heading(draft: Draft) -> None:
    draft.beside.append("")
    for line in draft.records():
        line.beside.append(draft.chance.randrange(100, 999))
    draft.is_asked = True


def shuffled_columns(draft: Draft) -> None:
    order = draft.fields
    draft.chance.shuffle(order)
    draft.labels = {name: draft.labels[name] for name in order}


def far_from_the_corner(draft: Draft) -> None:
    draft.left, draft.blank_above = draft.chance.randrange(1, 5), draft.chance.randrange(1, 6)


def serials(draft: Draft) -> None:
    labels: dict[str, Value] = {"serial": draft.chance.choice(("序号", "编 号", "NO.", "No", "顺序号"))}
    draft.labels = labels | draft.labels
    for number, line in enumerate(draft.records(), 1):
        line.cells["serial"] = number


def unused_rows(draft: Draft) -> None:
    for number in range(draft.chance.randrange(1, 4)):
        row: list[Value] = draft.chance.choice(
            ([number + 90], ["/"] * len(draft.fields), ["—"] * len(draft.fields), [" "])
        )
        draft.lines.append(Line({}, alone=row))


def notes_below(draft: Draft) -> None:
    notes = (
        "注：本表由县民政局填报。",
        "填表人：王某  联系电话：0839-6600000",
        "审核人：李某",
        "说明：1.金额保留两位小数；2.按季度报送。",
        "单位负责人（签字）：",
    )
    draft.below += [[note] for note in draft.chance.sample(notes, 3)]


def words_between(draft: Draft) -> None:
    text = draft.chance.choice(("以下为新增项目", "（续表）", "———— 以上已审核 ————", "第 1 页 共 2 页", "以下空白"))
    draft.lines.insert(len(draft.lines) // 2, Line({}, alone=[text]))


def two_sheets(draft: Draft) -> None:
    """A sheet of another report's name that holds nothing but a calculation."""
    draft.others.append(Sheet([["计算过程"], ["甲", 12.5], ["乙", 30]], "计算"))


def amounts_by_month(draft: Draft) -> None:
    name = draft.money()[0]
    labels: dict[str, Value] = {}
    for field, label in draft.labels.items():
        labels |= {"m1": "1月", "m2": "2月", "m3": "3月"} if field == name else {field: label}
    for line in draft.records():
        line.cells |= {"m1": 1.5, "m2": 2.5, "m3": 3.5}
        assert line.truth is not None
        line.truth[name] = UNSAID
    draft.labels = labels
    draft.is_asked = True


def amounts_two_in_a_cell(draft: Draft) -> None:
    for line in draft.records():
        for name in draft.money():
            line.cells[name] = f"{line.cells[name]}\n{line.cells[name]}"
            assert line.truth is not None
            line.truth[name] = UNSAID


def _in_yuan(draft: Draft) -> None:
    write_amounts(draft, lambda yuan: float(yuan))


def _unsaid_money(draft: Draft, names: list[str] | None = None) -> None:
    for line in draft.records():
        assert line.truth is not None
        line.truth.update(dict.fromkeys(names or draft.money(), UNSAID))
    draft.is_asked = True


READABLE = (
    amounts_in_yuan_by_a_line, amounts_in_yuan_by_the_title, amounts_in_yuan_by_headings, totals_of_amounts, townships_as_rows, another_table_below, page_break,
    explained_headings, numbered_headings, shuffled_columns, far_from_the_corner, serials, unused_rows, notes_below,
    words_between, two_sheets,
)  # fmt: skip
ASKED = (
    amounts_in_yuan_by_a_note_below,
    amounts_in_a_unit_nobody_knows, amounts_in_two_units, amounts_with_a_unit_column, title_of_another_period, sheet_of_another_period, line_of_another_period, another_sender,
    file_of_another_sender, draft_or_void, voided_row, amounts_of_another_group, of_which_rows, last_years_table_below, other_columns,
    column_without_heading, amounts_by_month, amounts_two_in_a_cell,
)  # fmt: skip
