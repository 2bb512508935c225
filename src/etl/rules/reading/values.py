"""Rules on a single cell as it is read by its column's type. Data only.

Every sentence may name {label}, the column's Chinese label, {value}, what stands in the cell, and {wanted}, what the type wants.
"""

from dataclasses import replace
from functools import cache

from etl.rules.reading.value_faults import VALUE_FAULTS
from etl.rules.rule import CRITICAL, NOTICE, WARNING, Rule, Sentence
from etl.types.column_type import ColumnType

VALUE_TYPE = Rule(
    "{report}.{column}.type",
    (CRITICAL, WARNING),  # a warning where Excel has cut a text by which rows are not told apart
    Sentence(
        "“{label}”写的是“{value}”，{why}；请填写{wanted}。",
        "{label} is {value}: {why}.",
        expected="{wanted}",
    ),
    remedy="照“应为”改写：要数的只写数，日期写年-月-日，编号和名称写全。",
    found_in="normalise",
    reasons=VALUE_FAULTS,
)
VALUE_DITTO = Rule(
    "{report}.{column}.ditto",
    (CRITICAL, WARNING, NOTICE),  # a warning where a figure is counted once more
    {
        "taken": Sentence(
            "“{label}”写的是“{value}”，已按上一行的内容读取；请每一行都写明内容。",
            "{label} is {value} and was read as what stands above it.",
            expected="{wanted}",
        ),
        "nothing above": Sentence(
            "“{label}”写的是“{value}”，但上一行没有内容；请写明内容。",
            "{label} is {value}, and nothing stands above it.",
            expected="{wanted}",
        ),
    },
    remedy="每一行都写明内容，不写“同上”。",
    found_in="normalise",
)
VALUE_TAKEN_AS_EMPTY = Rule(
    "{report}.{column}.taken_as_empty",
    (WARNING,),
    Sentence(
        "“{label}”写的是“{value}”，已按空白读取；没有的请留空，有的请填写{wanted}。",
        "{label} is {value}, which was read as blank.",
        expected="{wanted}，没有的留空",
    ),
    remedy="没有的请留空。",
    found_in="normalise",
)
VALUE_ASIDE = Rule(
    "{report}.{column}.aside",
    (WARNING,),
    Sentence(
        "“{label}”写的是“{value}”，已按“{taken}”读取，其余的字没有读取；请核对，不对的请改写成一个类别。",
        "{label} is {value} and was read as {taken}: the other words in the cell were not read.",
        expected="{wanted}",
    ),
    remedy="只写一个类别，其他说明写在备注里。",
    found_in="normalise",
)
_STORED = "“{label}”存的数是 {stored}，单元格格式"
_PLAIN = "把单元格格式改为“常规”"
VALUE_DISPLAY = Rule(
    "{report}.{column}.display",
    (CRITICAL, WARNING),
    {
        "hidden": Sentence(
            f"{_STORED}把它隐藏了，看不见，已按存的数读取；不需要填报的请清空这一格，需要的请{_PLAIN}。",
            "The cell of {label} stores {stored} and shows nothing; it was read as stored.",
            expected="{wanted}",
        ),
        "hidden behind words": Sentence(
            f"{_STORED}把它显示为“{{seen}}”，已按存的数读取；不需要填报的请清空这一格，需要的请{_PLAIN}。",
            "The cell of {label} stores {stored} and shows {seen}; it was read as stored.",
            expected="{wanted}",
        ),
        "code": Sentence(
            f"{_STORED}把它显示为“{{seen}}”，已按显示的读取；请把单元格设为文本格式，照样填写。",
            "The cell of {label} stores {stored} and shows {seen}; it was read as shown.",
            expected="{wanted}",
        ),
        "scaled": Sentence(
            f"{_STORED}把它显示为 {{seen}}，已按 {{taken}} 读取；请核对，最好{_PLAIN}。",
            "The cell of {label} stores {stored} and shows {seen}; it was read as {taken}.",
            expected="{wanted}",
        ),
        "unclear": Sentence(
            f"{_STORED}把它显示为 {{seen}}，分不清要报哪一个：按存的数是 {{stored}}{{unit}}，按显示的数是 {{shown}}；"
            f"请{_PLAIN}，再填写{{wanted}}。",
            "The cell of {label} stores {stored} and shows {seen}: which is meant, {stored}{unit} or {shown}, cannot be told.",
            expected="{wanted}",
        ),
    },
    remedy="把单元格格式改为“常规”（编号改为文本），再照样填写。",
    found_in="normalise",
)
_DOUBTFUL = Sentence(
    "“{label}”写的是“{value}”，{why}，已按所写的数读取；请核对，如有准确数请更正。",
    "{label} is {value}: {why}; it was read as the number written.",
    expected="准确的数字",
)
VALUE_APPROXIMATE = Rule(
    "{report}.{column}.approximate",
    (WARNING,),
    _DOUBTFUL,
    remedy="核对，如有准确数请更正。",
    found_in="normalise",
    reasons={
        "about": Sentence("“{about}”表示不是准确数", "{about} says that it is no exact number"),
        "about and rounded": Sentence(
            "“{about}”表示不是准确数，并四舍五入到{last}", "{about} says that it is no exact number, and it was rounded"
        ),
    },
)
VALUE_ROUNDED = Rule(
    "{report}.{column}.rounded",
    (WARNING,),
    _DOUBTFUL,
    remedy="核对，如有准确数请更正。",
    found_in="normalise",
    reasons={
        "rounded": Sentence("小数位过多，四舍五入到{last}", "it has too many decimals and was rounded"),
        "exponent": Sentence("用的是科学计数法", "it is written with an exponent"),
        "spread": Sentence("数字中间有空格", "there are spaces between its digits"),
    },
)
VALUE_UNIT = Rule(
    "{report}.{column}.unit",
    (WARNING,),
    {
        "slip": Sentence(
            "“{label}”写的是“{value}”，按所写单位是 {amount}，像是写错了单位；"
            "如实际是 {other} {unit}（{other_amount}），请改。",
            "{label} is {value}, in its unit {amount}: it may have been written in another one, for {other_amount}.",
            expected="以{template_unit}为单位的金额",
        ),
        "assumed": Sentence(
            "“{label}”这一列哪里都没有写单位，已按表样的{template_unit}读取，但 {count} 个数都是整数，多在 100 以上（如“{value}”），"
            "像是以元为单位；请核对，并在表头里写明单位。",
            "Nothing says the unit of {label}: the template's, {template_unit}, was taken, but all {count} figures are whole "
            "numbers, most of them 100 or more, as amounts in yuan are.",
            expected="写明单位的列名，如“{label}（{template_unit}）”",
        ),
    },
    remedy="核对单位，写错的请改，没有写的请在表头里写明。",
    found_in="normalise",
)
VALUE_TOTAL = Rule(
    "{report}.{column}.total",
    (WARNING,),
    Sentence(
        "{place} 的{total}“{label}”是 {value}，各行相加是 {sum}；请核对是合计写错还是某一行写错。",
        "{place}: the total ({total}) of {label} is {value}, its rows add up to {sum}.",
        expected="{sum}",
    ),
    remedy="核对是合计写错还是某一行写错。",
    found_in="normalise",
)
IDENTITY_NUMBER = Rule(
    "identity_number",
    (WARNING,),
    {
        case: Sentence(
            f"{where}里有身份证号，已遮盖后保存（{{value}}）；报表里不要填写身份证号。",
            f"{where_en} holds an identity number, which was masked before anything was stored ({{value}}).",
            expected="不填写身份证号",
        )
        for case, where, where_en in (
            ("column", "“{label}”", "{label}"),
            ("cell", "这个单元格", "The cell"),
            ("comment", "批注", "The comment"),
            ("page", "页眉、页脚或文本框", "A printed header or footer, or a text box,"),
            ("sheet", "工作表名", "The sheet's name"),
            ("file", "文件名", "The file's name"),
        )
    },
    remedy="报表里不要填写身份证号。",
    found_in="recognise",
)

VALUE_RULES = (
    VALUE_TYPE,
    VALUE_TAKEN_AS_EMPTY,
    VALUE_DITTO,
    VALUE_ASIDE,
    VALUE_DISPLAY,
    VALUE_APPROXIMATE,
    VALUE_ROUNDED,
    VALUE_UNIT,
    VALUE_TOTAL,
)


@cache
def rules_of_column(kind: ColumnType) -> tuple[Rule, ...]:
    """The rules that a column of some type has by itself, with what may be said of its cells."""
    of_figures = (VALUE_APPROXIMATE, VALUE_TOTAL) if kind.is_figure else ()
    rounded = (VALUE_ROUNDED,) if kind.is_figure else ()
    aside = (VALUE_ASIDE,) if kind.has_codes else ()
    of_money = (VALUE_UNIT,) if kind.is_money else ()
    return (VALUE_TYPE, VALUE_TAKEN_AS_EMPTY, VALUE_DITTO, _display(kind), *aside, *of_figures, *rounded, *of_money)


def _display(kind: ColumnType) -> Rule:
    """Only of a figure two readings differ, and only a text is read as it is shown."""
    never = {*(() if kind.is_figure else ("unclear",)), *(() if kind.is_text else ("code",))}
    says = {case: sentence for case, sentence in VALUE_DISPLAY.sentences.items() if case not in never}
    return replace(VALUE_DISPLAY, says=says, severities=VALUE_DISPLAY.severities if kind.is_figure else (WARNING,))
