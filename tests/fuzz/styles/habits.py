"""Styles of habit: how tables grow over townships, pages, quarters and sheets, and what clerks note around them."""

from decimal import Decimal

from tests.fuzz.styles.draft import LABELS, TITLES, UNSAID, WAN, Draft, Line, new_draft
from tests.workbooks.content import Sheet, Value

TOWNS = ("普安镇", "下寺镇", "剑门关镇", "白龙镇")


def subtotals_by_township(draft: Draft) -> None:
    label = draft.chance.choice(("{}小计", "小计（{}）", "{}合计", "{} 小 计", "小计"))
    parts = _halves(draft.lines)
    draft.lines = []
    for town, part in zip(TOWNS, parts, strict=False):
        draft.lines += [*part, _sum(draft, part, label.format(town))]
    if draft.chance.random() < 0.5:
        draft.lines.append(_sum(draft, [one for part in parts for one in part], "总计"))


def subtotals_above(draft: Draft) -> None:
    parts = _halves(draft.lines)
    draft.lines = []
    for number, (town, part) in enumerate(zip(TOWNS, parts, strict=False)):
        draft.lines += [_sum(draft, part, f"{'一二'[number]}、{town}"), *part]


def totals_in_odd_words(draft: Draft) -> None:
    words = (
        "合  计：",
        "总 计（万元）",
        "共  计",
        "本表合计",
        "全县总计",
        "合计数",
        "共计{n}笔",
        "合计（{n}条）",
        "全县合计",
        "总计：",
        "合　计",
        "县级合计",
        "以上合计",
        "上述合计",
        "本季度合计",
        "一季度合计",
        "合计金额",
        "计",
    )
    label = draft.chance.choice(words).format(n=len(draft.records()))
    draft.lines.append(_sum(draft, draft.lines, label, draft.chance.choice((0, 0, 1))))
    draft.is_debatable = label == "计"


def totals_without_a_label(draft: Draft) -> None:
    draft.lines.append(_sum(draft, draft.lines, ""))
    draft.is_asked = True


def totals_that_differ(draft: Draft) -> None:
    total = _sum(draft, draft.lines, "合计")
    for name in draft.money():
        total.cells[name] = float(str(total.cells.get(name, 0))) + 2.5
    draft.lines.append(total)
    draft.is_asked = True


def townships_merged_beside(draft: Draft) -> None:
    """A column of townships before the others, each merged over its rows."""
    draft.labels = {"town": draft.chance.choice(("乡镇", "所属乡镇", "镇（街道）"))} | draft.labels
    for number, line in enumerate(draft.records()):
        line.cells["town"] = TOWNS[number // 2 % 4] if number % 2 == 0 else ""
    if _is_plain(draft):
        draft.merged += [(first, first + 1, "town") for first in range(0, len(draft.records()) - 1, 2)]


def serials_restarted(draft: Draft) -> None:
    draft.labels = {"serial": "序号"} | draft.labels
    middle = len(draft.records()) // 2
    for number, line in enumerate(draft.records()):
        line.cells["serial"] = number % middle + 1 if middle else 1


def serials_of_levels(draft: Draft) -> None:
    draft.labels = {"serial": "序号"} | draft.labels
    form = draft.chance.choice(("1-{}", "1.{}", "（{}）", "{}、", "①{}", "No.{}", "A{}"))
    for number, line in enumerate(draft.records(), 1):
        line.cells["serial"] = form.format(number)


def pages(draft: Draft) -> None:
    """Title, unit line and heading again on every page, with the sum of the page before."""
    parts = _halves(draft.lines)
    again = [Line({}, alone=[draft.title]), Line({}, alone=["单位：万元"]), Line(dict(draft.labels))]
    draft.above.append(["单位：万元"])
    subtotal = [_sum(draft, parts[0], "本页小计")] if draft.chance.random() < 0.5 else []
    footer = [Line({}, alone=["第1页，共2页"])] if draft.chance.random() < 0.5 else []
    draft.lines = [*parts[0], *subtotal, *footer, *again, *parts[1]]


def continued_on_a_sheet(draft: Draft) -> None:
    _continued(draft, with_heading=True)


def continued_without_a_heading(draft: Draft) -> None:
    if not _is_plain(draft):
        return
    _continued(draft, with_heading=False)
    draft.is_asked = True


def second_table_in_another_unit(draft: Draft) -> None:
    draft.is_debatable = True
    parts = _halves(draft.lines)
    for line in parts[1]:
        for name in draft.money() if line.truth is not None else ():
            line.cells[name] = float(str((line.truth or {})[name]))
    draft.above.append(["单位：万元"])
    second = [
        Line({}, alone=[]),
        Line({}, alone=[f"{TITLES[draft.report]}（二）"]),
        Line({}, alone=["单位：元"]),
        Line(dict(draft.labels)),
    ]
    draft.lines = [*parts[0], *second, *parts[1]]


def rows_over_two_lines(draft: Draft) -> None:
    """A name that goes on in the row below."""
    place = draft.chance.randrange(len(draft.lines))
    name = next(name for name in draft.fields if name in ("org_name", "base_name", "activity_name", "need_name"))
    draft.lines.insert(place + 1, Line({name: draft.chance.choice(("（剑阁分会）", "及其志愿服务队", "下属中心"))}))
    draft.is_asked = True


def a_record_of_two_amounts(draft: Draft) -> None:
    """A second amount in the row below, for the same record."""
    place = draft.chance.randrange(len(draft.lines))
    draft.lines.insert(place + 1, Line({draft.money()[0]: 3.5}))
    draft.is_asked = True


def notes_between_with_figures(draft: Draft) -> None:
    texts = (
        "另有物资折价3.2万元未列入",
        "（以上为2023年结转项目）",
        "以下为二季度计划",
        "以下项目已终止",
        "以下为预计数",
        "注：以下金额单位为元",
        "上述为历年累计数",
    )
    draft.lines.insert(draft.chance.randrange(1, len(draft.lines)), Line({}, alone=[draft.chance.choice(texts)]))
    draft.is_asked = True


def colours_explained(draft: Draft) -> None:
    texts = (
        "注：标红的为作废数据",
        "红色字体为上年数，不计入本季",
        "标黄为预计数",
        "备注：灰色行已退出，不再统计",
        "蓝色为新增，红色为拟删除",
        "加粗的为本季度新增，其余为历史数据",
    )
    (draft.below if draft.chance.random() < 0.5 else draft.above).append([draft.chance.choice(texts)])
    draft.is_asked = True


def notes_that_change_figures(draft: Draft) -> None:
    texts = (
        "注：以上数据为累计数，非本季度数。",
        "说明：本表为2023年全年数据",
        "注：本表含上年结转资金",
        "以上为预计数，待核实",
        "本表数据为测算数",
        "注：数据截至2024年5月底",
        "本表作废，以第二次报送为准",
        "数据未经审核，仅供参考",
        "注：以上为计划数",
    )
    draft.below.append([draft.chance.choice(texts)])
    draft.is_asked = True


def harmless_notes(draft: Draft) -> None:
    texts = (
        "注：以上数据均已核实。",
        "制表：剑阁县民政局社会组织管理股",
        "（此件公开发布）",
        "报送时间：2024年4月3日",
        "审核：张某    填表：李某    电话：0839-6600123",
        "本表一式两份。",
        "注：统计时间为2024年1月1日至3月31日",
        "说明：物资按市场价折算。",
        "备注：无",
    )
    draft.below += [[text] for text in draft.chance.sample(texts, 2)]


def quarters_in_a_column(draft: Draft) -> None:
    draft.labels["quarter"] = draft.chance.choice(("季度", "报告期", "所属季度", "期间"))
    for line in draft.records():
        line.cells["quarter"] = draft.chance.choice(("2024年一季度", "2024年第一季度"))
    draft.records()[-1].cells["quarter"] = draft.chance.choice(
        ("2024年二季度", "2023年第四季度", "2023年", "去年四季度")
    )
    draft.is_asked = True


def counties_in_a_column(draft: Draft) -> None:
    draft.labels = {"county": draft.chance.choice(("县（市、区）", "县区", "区县名称", "地区"))} | draft.labels
    for line in draft.records():
        line.cells["county"] = "剑阁县"
    if draft.chance.random() < 0.5:
        draft.records()[-1].cells["county"] = draft.chance.choice(("苍溪县", "青川县", "旺苍县"))
        draft.is_asked = True


def amounts_of_two_columns(draft: Draft) -> None:
    """This quarter's amount and all that was paid so far, neither called as the template calls it."""
    name = draft.money()[0]
    pair = draft.chance.choice(
        (
            ("本季度{}", "累计{}"),
            ("{}（本季）", "{}（累计）"),
            ("合同{}", "实际{}"),
            ("计划{}", "完成{}"),
            ("2023年{}", "2024年{}"),
            ("{}（含税）", "{}（不含税）"),
            ("拟{}", "已{}"),
        )
    )
    labels: dict[str, Value] = {}
    for field, label in draft.labels.items():
        labels |= {"a1": pair[0].format(label), "a2": pair[1].format(label)} if field == name else {field: label}
    for line in draft.records():
        line.cells |= {"a1": line.cells.get(name), "a2": float(str(Decimal(str((line.truth or {})[name])) / WAN + 1))}
        assert line.truth is not None
        line.truth[name] = UNSAID
    draft.labels, draft.is_asked = labels, True


def one_column_of_another_time(draft: Draft) -> None:
    name = draft.money()[0]
    form = draft.chance.choice(
        (
            "2023年{}",
            "上年{}",
            "{}（2023年）",
            "预计{}",
            "{}（预计）",
            "下季度{}",
            "{}（目标）",
            "年度计划{}",
            "{}（上季度）",
            "拟{}",
            "历年{}",
            "{}（含税）",
        )
    )
    draft.labels[name] = form.format(draft.labels[name])
    for line in draft.records():
        assert line.truth is not None
        line.truth[name] = UNSAID
    draft.is_asked, draft.is_debatable = "含税" not in form, True


def headings_split_over_rows(draft: Draft) -> None:
    """A long heading begun in one row and ended in the next."""
    rows: list[dict[str, Value]] = [{}, {}]
    for name, label in draft.labels.items():
        text = str(label)
        is_long = len(text) >= 6
        rows[0][name], rows[1][name] = (text[:4], text[4:]) if is_long else ("", text)
    draft.above.append([rows[0][name] for name in draft.fields])
    draft.labels = rows[1]
    draft.is_debatable = True


def headings_with_explanations(draft: Draft) -> None:
    forms = ("{}\n（按证书填写）", "{}（请据实填写）", "{}（必填项）", "*{}", "{}（选填，没有可不填）", "{}（见说明2）")
    for name in draft.fields:
        if draft.chance.random() < 0.5 and name not in draft.money():
            draft.labels[name] = draft.chance.choice(forms).format(draft.labels[name])


def codes_under_headings(draft: Draft) -> None:
    form = draft.chance.choice(("{}", "（{}）", "栏{}", "第{}栏", "[{}]"))
    draft.lines.insert(0, Line({}, alone=[form.format(number) for number, _ in enumerate(draft.fields, 1)]))


def examples_above(draft: Draft) -> None:
    cells = dict(draft.records()[0].cells)
    draft.lines.insert(0, Line(cells | {draft.fields[0]: draft.chance.choice(("示例", "例", "（示例）", "样例"))}))


def last_quarters_sheet(draft: Draft) -> None:
    other = new_draft(draft.report, draft.chance)
    name = draft.chance.choice(("上季度", "2023年四季度", "历史数据", "底稿", "Q4", "去年", "累计台账", "备份1", "旧"))
    sheet, _ = other.lay()
    draft.others.append(Sheet(sheet.rows, name))
    draft.is_asked = True


def zeros_in_rows(draft: Draft) -> None:
    line = draft.chance.choice(draft.records())
    assert line.truth is not None
    for name in draft.money():
        line.cells[name], line.truth[name] = draft.chance.choice((0, "0", "0.00")), "0.00"


def blank_forms_below(draft: Draft) -> None:
    """Rows that a form brings along, numbered and with a formula's zeros."""
    draft.labels = {"serial": "序号"} | draft.labels
    for number, line in enumerate(draft.records(), 1):
        line.cells["serial"] = number
    for number in range(3):
        cells: dict[str, Value] = {"serial": len(draft.records()) + number + 1}
        cells |= dict.fromkeys(draft.money(), 0) if draft.chance.random() < 0.5 else {}
        draft.lines.append(Line(cells))


def summary_beside(draft: Draft) -> None:
    """A small summary to the right, a blank column between."""
    draft.beside += ["", "领域", "小计"]
    for line, cells in zip(draft.lines, (["", "产业", 12.5], ["", "教育", 7.0], ["", "合计", 19.5]), strict=False):
        line.beside += cells
    draft.is_asked = True


def _sum(draft: Draft, lines: list[Line], label: str, place: int = 0) -> Line:
    line = Line({draft.fields[min(place, len(draft.fields) - 1)]: label})
    for name in draft.money():
        amounts = [one.truth[name] for one in lines if one.truth is not None]
        if UNSAID not in amounts:
            line.cells[name] = float(sum(Decimal(str(amount)) for amount in amounts) / WAN)
    return line


def _halves(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    middle = max(len(lines) // 2, 1)
    return lines[:middle], lines[middle:]


def _continued(draft: Draft, *, with_heading: bool) -> None:
    if draft.merged:
        return
    first, second = _halves(draft.lines)
    name = draft.chance.choice(("{}（续）", "{}续表", "续表", "{}2", "Sheet2")).format(TITLES[draft.report])
    rows: list[list[Value]] = [[draft.labels[field] for field in draft.fields]] if with_heading else []
    for line in second:
        rows.append([line.cells.get(field, "") for field in draft.fields] if line.alone is None else line.alone)
        if line.truth is not None:
            draft.elsewhere[name, len(rows)] = line.truth
    draft.others.append(Sheet(rows, name))
    draft.lines = first


def _is_plain(draft: Draft) -> bool:
    return all(line.truth is not None for line in draft.lines) and draft.report in LABELS


READABLE = (
    subtotals_by_township, subtotals_above, totals_in_odd_words, townships_merged_beside, serials_restarted, serials_of_levels, pages, continued_on_a_sheet,
    second_table_in_another_unit, harmless_notes, counties_in_a_column, headings_split_over_rows, headings_with_explanations, codes_under_headings,
    examples_above, zeros_in_rows, blank_forms_below,
)  # fmt: skip
ASKED = (
    totals_without_a_label, totals_that_differ, continued_without_a_heading, rows_over_two_lines, a_record_of_two_amounts, notes_between_with_figures, colours_explained,
    notes_that_change_figures, quarters_in_a_column, amounts_of_two_columns, one_column_of_another_time, last_quarters_sheet, summary_beside,
)  # fmt: skip
