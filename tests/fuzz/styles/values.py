"""Styles of writing values: how a clerk may put an amount, a day, a name or a code into a cell."""

from decimal import Decimal

from tests.fuzz.styles.draft import CODES, COUNTS, DAYS, UNSAID, WAN, Draft, Line, write_amounts

FULL = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


def amounts_with_their_unit(draft: Draft) -> None:
    forms = (
        "{wan}万元",
        "{wan} 万元",
        "{yuan:,}元",
        "￥{yuan:,.2f}元",
        "人民币{wan}万元",
        "{wan}（万元）",
        "{yuan}元整",
    )
    write_amounts(draft, lambda yuan: _form(draft.chance.choice(forms), yuan))


def amounts_full_width(draft: Draft) -> None:
    write_amounts(draft, lambda yuan: f"{yuan / WAN:,.4f}".translate(FULL))


def amounts_with_spaces(draft: Draft) -> None:
    write_amounts(draft, lambda yuan: f" {yuan / WAN:.2f}\u00a0\n")


def amounts_with_a_stop_for_the_point(draft: Draft) -> None:
    write_amounts(draft, lambda yuan: f"{yuan / WAN:.2f}".replace(".", draft.chance.choice("。·，、")))
    _unsaid(draft, draft.money())


def amounts_of_the_continent(draft: Draft) -> None:
    write_amounts(draft, lambda yuan: f"{yuan * 1000:,.2f}".translate(str.maketrans(",.", ".,")))
    _unsaid(draft, draft.money())


def amounts_in_brackets(draft: Draft) -> None:
    """Negative ones, as accountants write them."""
    write_amounts(draft, lambda yuan: f"({yuan / WAN:.2f})")
    _unsaid(draft, draft.money())


def amounts_in_words(draft: Draft) -> None:
    write_amounts(draft, lambda yuan: f"{yuan / WAN:.2f}万元（其中现金{draft.chance.randrange(2, 9)}万元）")
    _unsaid(draft, draft.money())


def amounts_as_sums(draft: Draft) -> None:
    write_amounts(draft, lambda yuan: f"{yuan / WAN - 1:.2f}+1")
    _unsaid(draft, draft.money())


def amounts_about(draft: Draft) -> None:
    words = ("近{}", "{}左右", "约{}", "{}余", "不足{}", "超{}", "{}以上", "{}多")
    write_amounts(draft, lambda yuan: draft.chance.choice(words).format(f"{yuan / WAN:.2f}"))
    draft.is_asked = True


def amounts_in_other_money(draft: Draft) -> None:
    money = draft.chance.choice(("美元", "港币", "USD", "万美元", "欧元", "HK$"))
    write_amounts(draft, lambda yuan: f"{yuan / WAN:.2f}{money}")
    _unsaid(draft, draft.money())


def amounts_with_a_format_of_other_money(draft: Draft) -> None:
    code = draft.chance.choice(("[$€-407]#,##0.00", '"US$"#,##0.00', '#,##0.00"港元"', "[$£-809]0.0"))
    for name in draft.money():
        draft.formats |= {(number, name): code for number in range(len(draft.records()))}
    draft.is_asked = True


def one_amount_in_another_unit(draft: Draft) -> None:
    line = draft.chance.choice(draft.records())
    assert line.truth is not None
    for name in (name for name in draft.money() if line.truth[name] is not UNSAID):
        yuan = Decimal(str(line.truth[name]))
        line.cells[name] = f"{yuan.normalize():f}元"


def notes_on_amounts(draft: Draft) -> None:
    mark = draft.chance.choice(("①", "*", "²", "（估）", "[1]", "注1"))
    write_amounts(draft, lambda yuan: f"{yuan / WAN:.2f}{mark}")
    _unsaid(draft, draft.money())


def days_in_everyday_forms(draft: Draft) -> None:
    forms = (
        "{y}年{m}月{d}日",
        "{y}.{m}.{d}",
        "{y}/{m:02}/{d:02}",
        "{y}{m:02}{d:02}",
        "{y}-{m}-{d} 00:00:00",
        "{y}年{m:02}月{d:02}号",
    )
    _write_days(draft, forms)


def days_without_a_year(draft: Draft) -> None:
    _write_days(draft, ("{m}月{d}日", "{m}.{d}", "{m}/{d}", "本年{m}月{d}日"))
    _unsaid(draft, [name for name in draft.fields if name in DAYS])


def days_of_two_digits(draft: Draft) -> None:
    _write_days(draft, ("{d:02}/{m:02}/{y}", "{m:02}-{d:02}-24", "24.{m}.{d}"))
    _unsaid(draft, [name for name in draft.fields if name in DAYS])


def days_as_spans(draft: Draft) -> None:
    _write_days(draft, ("{y}年{m}月", "{y}.{m}.{d}-{y}.{m}.28", "{y}年{m}月上旬", "{y}年第一季度", "1月至{m}月"))
    _unsaid(draft, [name for name in draft.fields if name in DAYS])


def counts_with_measures(draft: Draft) -> None:
    for line in draft.records():
        for name in (name for name in draft.fields if name in COUNTS):
            measure = "户" if name == "households" else draft.chance.choice(("人", "名", "人次"))
            line.cells[name] = f"{line.cells[name]}{measure}"


def counts_of_something_else(draft: Draft) -> None:
    for line in draft.records():
        for name in (name for name in draft.fields if name in COUNTS):
            line.cells[name] = (
                f"{line.cells[name]}{draft.chance.choice(('人' if name == 'households' else '户', '万', '%', '亩', '万元'))}"
            )
            assert line.truth is not None
            line.truth[name] = UNSAID


def codes_with_marks(draft: Draft) -> None:
    draft.is_debatable = True
    for line in draft.records():
        for name in (name for name in draft.fields if name in CODES):
            line.cells[name] = draft.chance.choice(("{} ", "\u200b{}", "{}\n", "（{}）", "{}。", "√{}")).format(
                line.cells[name]
            )


def codes_nobody_knows(draft: Draft) -> None:
    for line in draft.records():
        for name in (name for name in draft.fields if name in CODES):
            line.cells[name] = draft.chance.choice(("其他", "资金+物资", "线上线下", "若干", "待定", "A", "1"))
            assert line.truth is not None
            line.truth[name] = UNSAID


def keys_twice(draft: Draft) -> None:
    """The same record again, its key written otherwise."""
    first = draft.records()[0]
    twin = Line(dict(first.cells), dict(first.truth or {}))
    for name in ("donation_no", "project_no"):
        if name in twin.cells:
            changes = (
                str.lower,
                lambda text: text.translate(FULL),
                lambda text: text.replace("-", "—"),
                lambda text: f" {text[:2]} {text[2:]}",
            )
            twin.cells[name] = draft.chance.choice(changes)(str(twin.cells[name]))
    if "product" in twin.cells:
        twin.cells["product"] = f"{twin.cells['product']}\u200b"
    draft.lines.append(twin)
    draft.is_asked = True


def names_as_dittos(draft: Draft) -> None:
    mark = draft.chance.choice(("同上", "〃", "″", "“", "--〃--", "同前"))
    lines = draft.records()
    for line, before in zip(lines[1:], lines, strict=False):
        if draft.chance.random() < 0.5 and before.cells["org_name"] == mark:
            continue
        assert line.truth is not None
        assert before.truth is not None
        line.cells["org_name"], line.truth["org_name"] = mark, before.truth["org_name"]


def comments_that_correct(draft: Draft) -> None:
    name = draft.money()[0]
    draft.comments[0, name] = draft.chance.choice(("有误，应为5.2", "此数待核", "含上年结转"))


def _form(form: str, yuan: Decimal) -> str:
    plain = yuan.quantize(Decimal("0.01"))
    return form.format(
        wan=f"{plain / WAN:.6f}".rstrip("0").rstrip("."), yuan=plain.quantize(Decimal(1)) if plain % 1 == 0 else plain
    )


def _write_days(draft: Draft, forms: tuple[str, ...]) -> None:
    for line in draft.records():
        for name in (name for name in draft.fields if name in DAYS):
            year, month, day = (int(part) for part in str((line.truth or {})[name]).split("-"))
            line.cells[name] = draft.chance.choice(forms).format(y=year, m=month, d=day)


def _unsaid(draft: Draft, names: list[str]) -> None:
    for line in draft.records():
        assert line.truth is not None
        line.truth.update(dict.fromkeys(names, UNSAID))


READABLE = (
    amounts_with_their_unit,
    amounts_full_width,
    amounts_with_spaces,
    one_amount_in_another_unit,
    days_in_everyday_forms,
    counts_with_measures,
    names_as_dittos,
)
ASKED = (
    amounts_with_a_stop_for_the_point,
    amounts_of_the_continent,
    amounts_in_brackets,
    amounts_in_words,
    amounts_as_sums,
    amounts_about,
    amounts_in_other_money,
    amounts_with_a_format_of_other_money,
    notes_on_amounts,
    days_without_a_year,
    days_of_two_digits,
    days_as_spans,
    counts_of_something_else,
    codes_with_marks,
    codes_nobody_knows,
    keys_twice,
    comments_that_correct,
)
