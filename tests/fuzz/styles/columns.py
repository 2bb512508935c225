"""Styles of columns: headings in units that their fields cannot have, and cells that hold no value of theirs or hold it oddly."""

from collections.abc import Sequence
from datetime import date

from tests.fuzz.styles.draft import COUNTS, DAYS, UNSAID, WAN, Draft, write_amounts


def _heading(draft: Draft, names: Sequence[str], forms: Sequence[str]) -> None:
    """Headings that cannot be their fields': what stands below them is nobody's value."""
    for name in names:
        draft.labels[name] = draft.chance.choice(forms).format(draft.labels[name])
        for line in draft.records():
            assert line.truth is not None
            line.truth[name] = UNSAID


def amounts_under_headings_in_measures(draft: Draft) -> None:
    forms = (
        "{}（斤）",
        "{}（公斤）",
        "{}（吨）",
        "{}（人）",
        "{}（户）",
        "{}（件）",
        "{}/亩",
        "{}（%）",
        "{}（个）",
        "{}（批）",
        "{}（单位：吨）",
    )
    _heading(draft, draft.money(), forms)


def amounts_under_headings_in_rates(draft: Draft) -> None:
    _heading(
        draft,
        draft.money(),
        ("{}（元/斤）", "{}（万元/户）", "{}（元/人）", "{}（元/亩）", "{}（万元/吨）", "{}（元/年）", "{}（元每户）"),
    )


def amounts_under_headings_in_two_units(draft: Draft) -> None:
    _heading(
        draft,
        draft.money(),
        (
            "{}（万元）（元）",
            "{}（元）/万元",
            "{}（元或万元）",
            "{}万元（元）",
            "{}（元、万元）",
            "{}（千元/元）",
            "{}（元）（千元）",
        ),
    )


def amounts_under_headings_in_unknown_units(draft: Draft) -> None:
    _heading(
        draft,
        draft.money(),
        (
            "{}（k）",
            "{}（百元）",
            "{}（十万）",
            "{}（×1000）",
            "{}（1000元）",
            "{}（$）",
            "{}（USD）",
            "{}（外币）",
            "{}（角）",
            "{}_w",
            "{}百元",
        ),
    )


def amounts_under_a_group_that_is_a_unit(draft: Draft) -> None:
    """元 alone in a row above the amounts' headings."""
    draft.is_debatable = True
    write_amounts(draft, float)
    unit = draft.chance.choice(("元", "（元）", "单位：元", "人民币元"))
    draft.groups |= dict.fromkeys(draft.money(), unit)


def amounts_under_a_group_of_other_figures(draft: Draft) -> None:
    words = (
        "预算数",
        "概算",
        "暂估",
        "估算金额",
        "意向",
        "已退回",
        "同期数",
        "环比",
        "差额",
        "部分",
        "其中",
        "调整前",
        "原",
        "外县",
        "累计",
        "斤",
        "百元",
        "元/斤",
        "预测情况",
        "申报金额",
    )
    draft.groups |= dict.fromkeys(draft.money(), draft.chance.choice(words))
    for line in draft.records():
        assert line.truth is not None
        line.truth.update(dict.fromkeys(draft.money(), UNSAID))


def counts_under_headings_of_others(draft: Draft) -> None:
    forms = {
        "households": ("{}（人）", "{}（亩）", "{}/人", "{}（万元）", "{}（百户）", "{}（户/人）"),
        "persons": ("{}（户）", "{}（元）", "{}（万人）", "{}/户", "{}（台）", "{}（人/户）"),
    }
    for name in (name for name in draft.fields if name in COUNTS):
        _heading(draft, [name], forms[name])


def names_under_headings_of_figures(draft: Draft) -> None:
    _heading(
        draft,
        [name for name in draft.fields if name in ("product", "project_name")],
        ("{}（斤）", "{}（万元）", "{}（个）", "{}（吨）"),
    )


def amounts_with_spaces_inside(draft: Draft) -> None:
    write_amounts(
        draft, lambda yuan: f"{yuan:,.0f}元".replace(",", " ") if yuan % 1 == 0 and yuan >= 1000 else f"{yuan}元"
    )


def amounts_spread_out(draft: Draft) -> None:
    write_amounts(draft, lambda yuan: " ".join(f"{yuan / WAN:.4f}"))
    draft.is_asked = True


def amounts_of_several_things(draft: Draft) -> None:
    forms = (
        "{}万元/户",
        "{}元/斤",
        "{}×2",
        "2×{}",
        "{}*10",
        "每户{}元",
        "{}元×100",
        "={}+3",
        "≥{}",
        "<{}",
        "{}CR",
        "{}-",
        "▲{}",
        "负{}",
        "{}台",
        "{}公顷",
        "{}k",
        "{}百元",
        "{}百",
        "1/{}",
    )
    write_amounts(draft, lambda yuan: draft.chance.choice(forms).format(f"{yuan / WAN:.2f}"))
    for line in draft.records():
        assert line.truth is not None
        line.truth.update(dict.fromkeys(draft.money(), UNSAID))


def days_that_are_lists(draft: Draft) -> None:
    forms = ("{y}年{m}-{n}", "{y}.{m}、{n}", "{y}.{m}-{n}", "{y}/{m}—{n}", "{y}年{m}、{n}", "{y}年{m}、{n}月", "{y}.{m}.{d}/{n}", "{y}年{m}月{d}、{n}日", "{y}{m:02}{d:02}-{n:02}", "{y}-W10-2",
             "{y}-065", "17{d:02}568000", "{m}/{d}/{y}", "{d}.{m}.{y}", "’24.{m}.{d}", "{m}月底", "龙年{m}月{d}日", "农历{m}月{d}日", "{y}.{m}.{d}起", "{y}年{m}月{d}日前", "2567-{m:02}-{d:02}")  # fmt: skip
    for line in draft.records():
        assert line.truth is not None
        for name in (name for name in draft.fields if name in DAYS):
            year, month, day = (int(part) for part in str(line.truth[name]).split("-"))
            line.cells[name] = draft.chance.choice(forms).format(y=year, m=month, d=day, n=min(month + 2, 12))
            line.truth[name] = UNSAID


def days_in_foreign_words(draft: Draft) -> None:
    forms = (
        "%d %b %Y",
        "%b %d, %Y",
        "%d-%b-%Y",
        "%Y-%m-%dT00:00:00+08:00",
        "%Y-%m-%d 00:00:00.000",
        "%Y/%m/%d 上午",
        "%Y年%m月%d日 星期三",
        "%Y。%m。%d",
        "%Y-%m-%dT00:00:00Z",
    )
    draft.is_debatable = True
    for line in draft.records():
        for name in (name for name in draft.fields if name in DAYS):
            line.cells[name] = _day(str((line.truth or {})[name])).strftime(draft.chance.choice(forms))


def names_for_nothing(draft: Draft) -> None:
    """A required name that is none."""
    line = draft.chance.choice(draft.records())
    line.cells["org_name"] = draft.chance.choice(
        (
            "待定",
            "未定",
            "NULL",
            "N/A",
            "nan",
            "详见附件",
            "见备注",
            "略",
            "附后",
            "不详",
            "另附",
            "见名单",
            "—",
            "/",
            "暂无",
            "请选择",
        )
    )
    assert line.truth is not None
    line.truth["org_name"] = UNSAID


def codes_with_asides(draft: Draft) -> None:
    """A code whose bracket says something else: read, and asked about, or returned."""
    forms = (
        "{}（待定）",
        "{}（部分）",
        "{}（√）",
        "{}（原）",
        "{}（拟）",
        "{}(2023年)",
        "{}（已停）",
        "其他（{}）",
        "备注（{}）",
    )
    name = next(name for name in draft.fields if name in ("kind", "channel", "stage"))
    for line in draft.records():
        line.cells[name] = draft.chance.choice(forms).format(line.cells[name])
    draft.is_asked = True


def codes_of_everyday_no(draft: Draft) -> None:
    """Ticks, yes and no where a list of words is asked for."""
    name = next(name for name in draft.fields if name in ("kind", "channel", "stage"))
    for line in draft.records():
        assert line.truth is not None
        line.cells[name] = draft.chance.choice(
            (
                "是",
                "否",
                "√",
                "×",
                "○",
                "有",
                "Y",
                "N",
                "ü",
                "û",
                "R",
                "■",
                "对",
                "99",
                "1线上",
                "线上?",
                "非线上",
                "不",
                "半",
            )
        )
        line.truth[name] = UNSAID


def keys_cut_by_a_program(draft: Draft) -> None:
    for line, text in zip(draft.records(), ("5.13E+17", "5.13E17", "1.2e+15"), strict=False):
        for name in (name for name in draft.fields if name in ("donation_no", "project_no")):
            line.cells[name] = text
            assert line.truth is not None
            line.truth[name] = UNSAID


def _day(text: str) -> date:
    return date.fromisoformat(text)


READABLE = (amounts_with_spaces_inside, amounts_under_a_group_that_is_a_unit, days_in_foreign_words)
ASKED = (
    amounts_under_headings_in_measures,
    amounts_under_headings_in_rates,
    amounts_under_headings_in_two_units,
    amounts_under_headings_in_unknown_units,
    amounts_under_a_group_of_other_figures,
    counts_under_headings_of_others,
    names_under_headings_of_figures,
    amounts_spread_out,
    amounts_of_several_things,
    days_that_are_lists,
    names_for_nothing,
    codes_with_asides,
    codes_of_everyday_no,
    keys_cut_by_a_program,
)
