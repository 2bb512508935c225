"""Rules on one indicator form: its column of figures, its indicators, their units and merges. Data only.

Every sentence may name {report}, the report's title, and {place}, the cell.
"""

from dataclasses import replace

from etl.rules.rule import CRITICAL, UNDECIDABLE, WARNING, Rule, Sentence

_SEVERAL = Sentence(
    "{columns}都像是《{report}》要填的数，无法确定用哪一列；请只留下要报送的一列，或按表样改列名。",
    "{columns} all look like the figures of {report}: which count cannot be decided.",
)
FORM_FIGURES = Rule(
    "form.figures",
    (CRITICAL,),
    {
        "several": replace(_SEVERAL, expected="一列数量"),
        "several but one has a name": replace(_SEVERAL, expected="{wanted}"),
        "none": Sentence(
            "第 {row} 行的表头里没有《{report}》要读取的列{wanted}；请按表样加上这一列并填写。",
            "The heading in row {row} has no column of figures of {report} ({wanted}).",
            expected="{wanted}",
        ),
    },
    remedy="只留下要报送的一列数，列名照表样写。",
    found_in="recognise",
    kept_from_waivers=UNDECIDABLE,
)
FORM_UNKNOWN_INDICATOR = Rule(
    "form.unknown_indicator",
    (WARNING,),
    {
        "blank": Sentence(
            "{place} 的指标“{label}”不在《{report}》的表样里，内容已另存，未计入统计；如是表样里的指标，请按表样改名。",
            "{place}: {report} has no indicator {label}.",
            expected="表样里的指标",
        ),
        "figure": Sentence(
            "{place} 的指标“{label}”（{seen}）不在《{report}》的表样里，内容已另存，未计入统计；"
            "如是表样里的指标，请按表样改名。",
            "{place}: {report} has no indicator {label} ({seen}); it is kept apart and counted nowhere.",
            expected="表样里的指标",
        ),
    },
    remedy="如是表样里的指标，按表样改名。",
    found_in="recognise",
)
FORM_MISSING_INDICATOR = Rule(
    "form.missing_indicator",
    (CRITICAL,),
    Sentence(
        "《{report}》缺少必填的指标“{label}”；请在表里加上这一行并填写。",
        "{report} lacks the required indicator {label}.",
        expected="{label}",
    ),
    remedy="在表里加上这一行并填写。",
    found_in="recognise",
)
FORM_DOUBLED_INDICATOR = Rule(
    "form.doubled_indicator",
    (CRITICAL,),
    Sentence(
        "{first} 和 {place} 都是指标“{label}”，无法确定用哪一个；请删除或改名其中一行。",
        "{first} and {place} are both the indicator {label}: which counts cannot be decided.",
        expected="每个指标只出现一次",
    ),
    remedy="删除或改名其中一行。",
    found_in="recognise",
    kept_from_waivers=UNDECIDABLE,
)


def _wrong_unit(wanted: str, wanted_en: str) -> Sentence:
    return Sentence(
        f"{{place}} 指标“{{label}}”的单位是“{{seen}}”，应是{wanted}；请改正单位和数。",
        f"{{place}}: the unit of {{label}} is {{seen}}, expected is {wanted_en}.",
        expected=wanted,
    )


FORM_UNIT = Rule(
    "form.unit",
    (CRITICAL,),
    {
        "no money": _wrong_unit("金额单位（如万元）", "a unit of money"),
        "no measure": _wrong_unit("数量单位（如个、人）", "a measure"),
        "other measure": _wrong_unit("{wanted}", "{wanted}"),
        "two": Sentence(
            "{place} 指标“{label}”写了两个单位（{seen}、{other}），无法确定用哪一个；请改正。",
            "{place}: {label} has two units, {seen} and {other}.",
            expected="一个单位",
        ),
    },
    remedy="每个指标只写一个单位，并与表样一致。",
    found_in="recognise",
    kept_from_waivers=UNDECIDABLE,
)
FORM_MERGED_FIGURE = Rule(
    "form.merged_figure",
    (CRITICAL,),
    Sentence(
        "{place} 到 {last} 合并了{labels}的数；请取消合并，每个指标填一个数。",
        "{place} to {last}: one figure is merged over {labels}.",
        expected="每个指标一个数",
    ),
    remedy="取消合并，每个指标填一个数。",
    found_in="recognise",
    kept_from_waivers=UNDECIDABLE,
)

FORM_RULES = (
    *(FORM_FIGURES, FORM_MISSING_INDICATOR, FORM_DOUBLED_INDICATOR, FORM_UNIT, FORM_MERGED_FIGURE),
    FORM_UNKNOWN_INDICATOR,
)
