"""Styles of wording: amounts, days and counts as clerks say them, units where and how headings and lines name them."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from tests.fuzz.styles.draft import COUNTS, DAYS, UNSAID, WAN, Draft, Line, write_amounts
from tests.workbooks.content import Value

FULL = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
CAPITALS, NUMERALS = "零壹贰叁肆伍陆柒捌玖", "〇一二三四五六七八九"
HEADINGS_IN_YUAN = (
    "{}（人民币：元）", "{}（单位：人民币元）", "{}（RMB：元）", "{}：元", "{}（以元计）", "{}（元，保留两位小数）", "{}【单位：元】", "{}（元）\n（据实填写）",
    "{}(￥元)", "{} 元", "{}_元", "{}（单位为元）", "{}\n单位：元",
)  # fmt: skip
HEADINGS_IN_WAN = ("{}（人民币，万元）", "{}（单位：人民币万元）", "{}：万元", "{}（万元，保留两位小数）", "{}\n（万 元）", "{}（ 万元 ）", "{}（以万元为单位）")  # fmt: skip
EXPLAINED = (
    "填报说明：金额单位为万元，如50000元填5。", "说明：1.本表按季填报；2.金额以万元为单位，保留两位小数，不足1万元的据实填写；3.日期格式如2024-01-01。",
    "填表要求：金额（万元）保留两位小数，例如12345元应填1.23",
)  # fmt: skip


def amounts_in_capitals(draft: Draft) -> None:
    write_amounts(draft, lambda yuan: _in_words(yuan, CAPITALS, "拾佰仟") + ("元整" if yuan % 1 == 0 else "元"))


def amounts_in_numerals(draft: Draft) -> None:
    draft.is_debatable = True
    write_amounts(draft, lambda yuan: _in_words(yuan, NUMERALS.replace("〇", "零"), "十百千") + "元")


def amounts_as_ranges(draft: Draft) -> None:
    forms = ("{}-{}", "{}～{}", "{}至{}万元", "{}万—{}万", "{}~{}万元", "{}到{}", "{}－{}万")
    _write_unsaid(draft, lambda yuan: draft.chance.choice(forms).format(int(yuan / WAN), int(yuan / WAN) + 2))


def amounts_nearly(draft: Draft) -> None:
    forms = (
        "近{}万元",
        "{}万余元",
        "{}余万元",
        "约{}万",
        "{}万元左右",
        "大概{}",
        "估计{}",
        "将近{}万",
        "{}万多",
        "逾{}万元",
        "{}+",
        "≈{}",
        "≥{}",
        ">{}",
    )
    write_amounts(draft, lambda yuan: draft.chance.choice(forms).format(f"{yuan / WAN:.2f}"))
    draft.is_asked = True


def amounts_in_mixed_units(draft: Draft) -> None:
    forms: tuple[Callable[[Decimal], str], ...] = (
        lambda yuan: f"{yuan / WAN / WAN:.8f}亿元",
        lambda yuan: f"{yuan / 1000:.3f}千元",
        lambda yuan: f"{yuan:.2f}元",
        lambda yuan: f"{yuan / WAN:.4f}万",
        lambda yuan: f"{int(yuan // WAN)}万{int(yuan % WAN)}元",
        lambda yuan: f"人民币{yuan:,.2f}元整",
        lambda yuan: f"RMB{yuan / WAN:.4f}万元",
        lambda yuan: f"{yuan:,.2f}元".translate(FULL),
    )
    write_amounts(draft, lambda yuan: draft.chance.choice(forms)(yuan))


def amounts_with_a_sign_of_money(draft: Draft) -> None:
    """￥125,000.00 where the template asks for 万元."""
    _write_unsaid(draft, lambda yuan: f"￥{yuan:,.2f}")


def amounts_below_zero(draft: Draft) -> None:
    forms = ("△{}", "▲{}", "（{}）", "红字{}", "负{}", "-{}万元", "[{}]")
    _write_unsaid(draft, lambda yuan: draft.chance.choice(forms).format(f"{yuan / WAN:.2f}"))


def amounts_with_words(draft: Draft) -> None:
    forms = (
        "{}（暂估）", "{}（含上年）", "{}万元/年", "每年{}", "现金{}，物资3.2", "{}+3.2", "{}（另物资一批）", "{}万元（到位5万）", "{}%", "{}亩", "{}台", "{}/2",
        "首期{}", "人均{}", "{}件", "{}万人次", "已付{}", "待拨{}", "（{}）万", "{}?", "{}待核",
    )  # fmt: skip
    _write_unsaid(draft, lambda yuan: draft.chance.choice(forms).format(f"{yuan / WAN:.2f}"))


def amounts_mistyped(draft: Draft) -> None:
    forms: tuple[Callable[[str], str], ...] = (
        lambda text: text.replace(".", ".."),
        lambda text: text.replace(".", "."  " "),
        lambda text: f"{text[:1]}O{text[1:]}",
        lambda text: text.replace(".", ",") ,
        lambda text: f"{text}l",
        lambda text: f"{text}.",
        lambda text: f".{text}",
        lambda text: f"{text}e1",
        lambda text: text.replace(".", "'"),
        lambda text: text.replace(".", "点"),
    )  # fmt: skip
    draft.is_debatable = True
    for line in draft.records():
        assert line.truth is not None
        for name in draft.money():
            form = draft.chance.choice(forms)
            yuan = Decimal(str(line.truth[name]))
            line.cells[name] = form(f"{yuan / WAN:.2f}")
            if form not in (forms[1], forms[5], forms[9]):  # of these a reader may take the number
                line.truth[name] = UNSAID


def amounts_shown_as_percentages(draft: Draft) -> None:
    for name in draft.money():
        draft.formats |= {(number, name): "0.00%" for number in range(len(draft.records()))}
    draft.is_asked = True


def amounts_in_yuan_by_odd_headings(draft: Draft) -> None:
    draft.is_debatable = False
    write_amounts(draft, float)
    form = draft.chance.choice(HEADINGS_IN_YUAN)
    for name in draft.money():
        draft.labels[name] = form.format(draft.labels[name])


def headings_in_wan_of_odd_wording(draft: Draft) -> None:
    form = draft.chance.choice(HEADINGS_IN_WAN)
    for name in draft.money():
        draft.labels[name] = form.format(draft.labels[name])


def amounts_in_yuan_by_a_row_of_units(draft: Draft) -> None:
    write_amounts(draft, float)
    form = draft.chance.choice(("元", "（元）", "单位：元", "人民币元"))
    cells: dict[str, Value] = dict.fromkeys(draft.money(), form)
    cells |= {name: ("户" if name == "households" else "人") for name in draft.fields if name in COUNTS}
    draft.lines.insert(0, Line(cells))


def amounts_in_yuan_by_a_list_of_units(draft: Draft) -> None:
    draft.is_debatable = True
    write_amounts(draft, float)
    draft.above.append(
        [draft.chance.choice(("单位：元、人、户", "单位：户、人、元", "计量单位：元/人/户", "单位：个、元"))]
    )


def amounts_in_wan_by_a_list_of_units(draft: Draft) -> None:
    draft.is_debatable = True
    draft.above.append([draft.chance.choice(("单位：万元、人、户", "单位：人、万元", "单位：万元（人数单位：人）"))])


def amounts_in_yuan_by_the_files_name(draft: Draft) -> None:
    draft.is_debatable = True
    write_amounts(draft, float)
    if draft.chance.random() < 0.5:
        draft.file = draft.chance.choice(("报表（单位：元）", "报表(元)", "报表_元_"))
    else:
        draft.sheet = draft.chance.choice(("一季度（元）", "汇总表-单位元", "Sheet1(元)"))


def line_and_headings_of_two_units(draft: Draft) -> None:
    """万元 in a line, 元 in the headings, which are nearer."""
    amounts_in_yuan_by_odd_headings(draft)
    draft.above.append(["单位：万元"])
    draft.is_asked = True


def explained_at_length(draft: Draft) -> None:
    draft.above += [[text] for text in draft.chance.sample(EXPLAINED, 2)]


def days_in_numerals(draft: Draft) -> None:
    year = draft.chance.choice(("二〇二四", "二零二四", "二O二四", "2024"))
    _write_days(draft, lambda day: f"{year}年{_numeral(day.month)}月{_numeral(day.day)}{draft.chance.choice('日号')}")


def days_as_dates(draft: Draft) -> None:
    forms: tuple[Callable[[date], Value], ...] = (
        lambda day: day,
        lambda day: datetime.fromisoformat(f"{day}T09:30:00"),
        lambda day: float(day.toordinal() - date(1899, 12, 30).toordinal()),
        lambda day: f"{day:%Y-%m-%d}T00:00:00",
        lambda day: f"{day:%Y年%m月%d日}（星期{NUMERALS[day.isoweekday()] if day.isoweekday() < 7 else '日'}）",
        lambda day: f"{day:%Y．%m．%d}",
        lambda day: f"{day:%Y年%m月%d日} 上午",
        lambda day: f"{day:%Y%m%d}".translate(FULL),
        lambda day: f" {day:%Y／%m／%d}",
    )
    _write_days(draft, lambda day: draft.chance.choice(forms)(day))


def days_nobody_can_tell(draft: Draft) -> None:
    forms = (
        "{y}年{m}月初", "{m}月{d}日", "{y}-{m}-{d}至{y}-{m}-{e}", "{y}.{m}.{d}、{y}.{m}.{e}", "{y}年春节前", "农历{m}月初五", "{y}-02-30", "{y}-13-{d}", "{y}年{m}月{d}-{e}日",
        "24年{m}月{d}日", "{y}", "{y}年", "Q1", "一季度", "{y}年{m}月", "今年{m}月", "每月{d}日", "{d}号", "已完成", "{m}月", "2o24-{m}-{d}", "{y}-{m}", "{y}{m}",
    )  # fmt: skip
    _write_days(
        draft, lambda day: draft.chance.choice(forms).format(y=day.year, m=day.month, d=day.day, e=min(day.day + 2, 31))
    )
    for line in draft.records():
        assert line.truth is not None
        line.truth.update({name: UNSAID for name in draft.fields if name in DAYS})


def days_to_come(draft: Draft) -> None:
    """Days that have not happened, or years that cannot be meant."""
    line = draft.chance.choice(draft.records())
    assert line.truth is not None
    for name in (name for name in draft.fields if name in DAYS):
        year = draft.chance.choice((2042, 2024, 1924, 2204, 1904))
        line.cells[name] = line.truth[name] = f"{year}-11-05"
        draft.is_asked = True


def counts_in_words(draft: Draft) -> None:
    forms = (
        "{}余",
        "约{}",
        "{}-{}",
        "{}户{}人",
        "{}.5",
        "{}（含脱贫户）",
        "男{}女{}",
        "{}多",
        "{}以上",
        "{}%",
        "近{}",
        "{}、{}",
        "{}/{}",
        "人均{}",
        "第{}",
        "{}万",
        "-{}",
    )
    for line in draft.records():
        assert line.truth is not None
        for name in (name for name in draft.fields if name in COUNTS):
            shown = str(line.truth[name])
            form = draft.chance.choice(forms)
            line.cells[name] = form.replace("{}", shown)
            if form not in ("{}余", "约{}", "{}多", "{}以上", "近{}"):
                line.truth[name] = UNSAID
            draft.is_asked = True


def counts_in_other_forms(draft: Draft) -> None:
    forms: tuple[Callable[[int], Value], ...] = (
        lambda count: f"{count:,}",
        lambda count: str(count).translate(FULL),
        lambda count: f"'{count}",
        lambda count: f"{count}.0",
        lambda count: f" {count} ",
        lambda count: float(count),
        lambda count: f"共{count}",
    )
    draft.is_debatable = True
    for line in draft.records():
        assert line.truth is not None
        for name in (name for name in draft.fields if name in COUNTS):
            line.cells[name] = draft.chance.choice(forms)(int(str(line.truth[name])))


def codes_of_two(draft: Draft) -> None:
    forms = {
        "kind": ("资金、物资", "资金/物资", "□资金 ☑物资", "资金（含物资）", "非资金"),
        "channel": ("线上、线下", "线上+线下", "□线上 ☑线下", "线上为主", "非线上"),
    }
    for line in draft.records():
        assert line.truth is not None
        for name in (name for name in draft.fields if name in forms):
            line.cells[name] = draft.chance.choice(forms[name])
            line.truth[name] = UNSAID
            if "☑" in str(line.cells[name]):  # what is ticked may be read
                line.truth[name] = "goods" if name == "kind" else "offline"
                draft.is_debatable = True


def keys_as_numbers(draft: Draft) -> None:
    for number, line in enumerate(draft.records(), 1):
        assert line.truth is not None
        for name in (name for name in draft.fields if name in ("donation_no", "project_no")):
            line.cells[name], line.truth[name] = number, str(number)


def _write_unsaid(draft: Draft, write: Callable[[Decimal], Value]) -> None:
    write_amounts(draft, write)
    for line in draft.records():
        assert line.truth is not None
        line.truth.update(dict.fromkeys(draft.money(), UNSAID))


def _write_days(draft: Draft, write: Callable[[date], Value]) -> None:
    for line in draft.records():
        for name in (name for name in draft.fields if name in DAYS):
            line.cells[name] = write(date.fromisoformat(str((line.truth or {})[name])))


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return f"{'' if tens == 0 else '十' if tens == 1 else NUMERALS[tens] + '十'}{NUMERALS[ones] if ones else ''}"


def _in_words(yuan: Decimal, digits: str, places: str) -> str:
    """Whole yuan below 1,000,000 in words."""
    wan, rest = divmod(int(yuan), 10_000)
    return (f"{_of_four(wan, digits, places)}万" if wan else "") + (
        ("零" if wan and rest < 1000 and rest else "") + _of_four(rest, digits, places) if rest else ""
    )


def _of_four(number: int, digits: str, places: str) -> str:
    said, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            said += ("零" if gap and said else "") + digits[digit] + (places[power - 1] if power else "")
            gap = False
        else:
            gap = True
    return said


READABLE = (
    amounts_in_capitals, amounts_in_numerals, amounts_in_mixed_units, amounts_in_yuan_by_odd_headings, headings_in_wan_of_odd_wording, amounts_in_yuan_by_a_row_of_units,
    amounts_in_yuan_by_a_list_of_units, amounts_in_wan_by_a_list_of_units, explained_at_length, days_in_numerals, days_as_dates,
    counts_in_other_forms, keys_as_numbers,
)  # fmt: skip
ASKED = (
    amounts_as_ranges, amounts_nearly, amounts_with_a_sign_of_money, amounts_below_zero, amounts_with_words, amounts_mistyped, amounts_shown_as_percentages,
    amounts_in_yuan_by_the_files_name, line_and_headings_of_two_units, days_nobody_can_tell, days_to_come, counts_in_words, codes_of_two,
)  # fmt: skip
