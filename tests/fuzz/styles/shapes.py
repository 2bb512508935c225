"""Styles of the shape: merged and hidden cells, struck ones, groups over headings, sheets turned round, blocks beside blocks."""

from decimal import Decimal

from tests.fuzz.styles.draft import TITLES, UNSAID, WAN, Draft, Line, write_amounts
from tests.workbooks.content import Fault, Runs, Struck, Unsaved, Value

ODD_NAMES = (
    "合计社会工作服务中心", "注册会计师协会", "示例社区发展基金会", "小计量器具商会", "备注镇志愿者协会", "其中村互助会", "无花果种植协会", "总工会志愿服务队",
    "说明书印制行业协会", "一心公益服务中心", "三台县商会", "（联合体）天府助学协会", "2024志愿服务队", "同上游村互助会", "例行助老服务社", "空港商会", "填表人协会",
)  # fmt: skip


def names_that_sound_like_marks(draft: Draft) -> None:
    for line in draft.records():
        name = draft.chance.choice(ODD_NAMES)
        assert line.truth is not None
        line.cells["org_name"] = line.truth["org_name"] = name


def first_columns_that_sound_like_marks(draft: Draft) -> None:
    names_that_sound_like_marks(draft)
    draft.labels = {"org_name": draft.labels["org_name"]} | draft.labels


def names_merged_down(draft: Draft) -> None:
    lines = draft.records()
    last = draft.chance.randrange(1, max(len(lines), 2))
    if not _are_neighbours(draft, last):
        return
    draft.merged.append((0, last, "org_name"))
    for line in lines[1 : last + 1]:
        assert line.truth is not None
        assert lines[0].truth is not None
        line.cells["org_name"], line.truth["org_name"] = "", lines[0].truth["org_name"]


def amounts_merged_down(draft: Draft) -> None:
    name = draft.money()[0]
    if not _are_neighbours(draft, 1):
        return
    draft.records()[1].cells[name] = ""
    draft.merged.append((0, 1, name))
    for line in draft.records()[:2]:
        assert line.truth is not None
        line.truth[name] = UNSAID


def hidden_rows(draft: Draft) -> None:
    draft.hidden |= {0, len(draft.records()) - 1}


def struck_rows(draft: Draft) -> None:
    line = draft.chance.choice(draft.records())
    line.cells = {name: Struck(str(value)) for name, value in line.cells.items()}
    draft.is_asked = True


def amounts_partly_struck(draft: Draft) -> None:
    write_amounts(draft, lambda yuan: Runs(((f"{draft.chance.randrange(2, 9)}", "struck"), (f"{yuan / WAN:.2f}", ""))))
    for line in draft.records():
        assert line.truth is not None
        line.truth.update(dict.fromkeys(draft.money(), UNSAID))


def amounts_with_raised_marks(draft: Draft) -> None:
    write_amounts(draft, lambda yuan: Runs(((f"{yuan / WAN:.2f}", ""), (f"{draft.chance.randrange(1, 4)}", "raised"))))
    draft.is_asked = True


def amounts_not_calculated(draft: Draft) -> None:
    line = draft.chance.choice(draft.records())
    assert line.truth is not None
    for name in draft.money():
        line.cells[name] = draft.chance.choice((Fault("#REF!"), Fault("#VALUE!"), Unsaved("=A1*2")))
        line.truth[name] = UNSAID


def amounts_below_a_fen(draft: Draft) -> None:
    write_amounts(draft, lambda yuan: f"{yuan / WAN:.2f}00031")
    for line in draft.records():
        assert line.truth is not None
        line.truth.update(dict.fromkeys(draft.money(), UNSAID))


def negative_amounts(draft: Draft) -> None:
    write_amounts(draft, lambda yuan: draft.chance.choice(("-", "－", "−")) + f"{yuan / WAN:.2f}")
    for line in draft.records():
        assert line.truth is not None
        line.truth.update(dict.fromkeys(draft.money(), UNSAID))


def groups_over_headings(draft: Draft) -> None:
    """A row of groups above the heading, each over the fields that belong together."""
    middle = len(draft.fields) // 2
    first, second = draft.chance.choice((("基本情况", "具体情况"), ("一、基本信息", "二、报送内容"), ("主体", "内容")))
    draft.groups |= {draft.fields[0]: first, draft.fields[middle]: second}


def turned_round(draft: Draft) -> None:
    """Records as columns, fields as rows."""
    for name in draft.fields:
        values = [draft.labels[name], *(line.cells.get(name, "") for line in draft.records())]
        draft.below.append(values)
    draft.labels, draft.lines, draft.is_asked = {}, [], True


def a_card_for_each_record(draft: Draft) -> None:
    for line in draft.records():
        draft.below += [[], ["登记卡"], *[[draft.labels[name], line.cells.get(name, "")] for name in draft.fields]]
    draft.labels, draft.lines, draft.is_asked = {}, [], True


def sentences_for_records(draft: Draft) -> None:
    for number, line in enumerate(draft.records(), 1):
        draft.below.append(
            [f"{number}、" + "，".join(f"{draft.labels[name]}：{line.cells.get(name)}" for name in draft.fields)]
        )
    draft.labels, draft.lines, draft.is_asked = {}, [], True


def a_total_column(draft: Draft) -> None:
    draft.beside.append(draft.chance.choice(("合计", "小计", "总计（万元）")))
    for line in draft.records():
        line.beside.append(float(sum(Decimal(str(line.truth[name])) for name in draft.money() if line.truth) / WAN))
    draft.is_asked = True


def a_blank_column_inside(draft: Draft) -> None:
    labels: dict[str, Value] = {}
    for place, (name, label) in enumerate(draft.labels.items()):
        labels |= {"blank": "", name: label} if place == 2 else {name: label}
    draft.labels = labels


def blank_rows_inside(draft: Draft) -> None:
    for _ in range(draft.chance.randrange(1, 3)):
        draft.lines.insert(draft.chance.randrange(1, len(draft.lines)), Line({}, alone=[]))


def named_after_the_county(draft: Draft) -> None:
    draft.title = draft.chance.choice(
        ("剑阁县{}", "剑阁县2024年第一季度{}", "广元市剑阁县{}统计表（2024年1-3月）", "附件2：{}")
    ).format(TITLES[draft.report])


def _are_neighbours(draft: Draft, last: int) -> bool:
    """True when no other line stands between the first records."""
    places = [place for place, line in enumerate(draft.lines) if line.truth is not None]
    return len(places) > last and places[last] - places[0] == last


READABLE = (
    names_that_sound_like_marks, first_columns_that_sound_like_marks, names_merged_down, groups_over_headings, a_blank_column_inside,
    blank_rows_inside, named_after_the_county,
)  # fmt: skip
ASKED = (
    amounts_merged_down, struck_rows, amounts_partly_struck, amounts_with_raised_marks, amounts_not_calculated, amounts_below_a_fen,
    negative_amounts, turned_round, a_card_for_each_record, sentences_for_records, a_total_column,
)  # fmt: skip
