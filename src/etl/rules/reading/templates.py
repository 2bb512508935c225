"""Rules on sheets of the official template: one left as it was, a 是/否 cell against the rows, another's printed code. Data only."""

from etl.rules.rule import CRITICAL, NOTICE, UNDECIDABLE, WARNING, Rule, Sentence

TEMPLATE_UNTOUCHED = Rule(
    "template.untouched",
    (NOTICE,),
    {
        "blank": Sentence(
            "工作表“{seen}”是没有填写的表样，《{title}》按未报送处理；本期确实没有的，请在“{label}”处选“是”。",
            "The sheet {seen} is a template that nobody filled in: {title} counts as missing.",
            expected="填写的内容，或“{label}”选“是”",
        ),
        "prefilled": Sentence(
            "工作表“{seen}”还是下发时预填的内容，《{title}》按未报送处理；确实没有变动的，请在“{label}”处选“是”。",
            "The sheet {seen} holds nothing but what was filled in beforehand: {title} counts as missing.",
            expected="本期的内容，或“{label}”选“是”",
        ),
    },
    remedy="填写本期的内容；没有数据或没有变动的，在表上方选“是”。",
    found_in="recognise",
)
TEMPLATE_TICK = Rule(
    "template.tick",
    (CRITICAL, WARNING),
    {
        "nil_with_rows": Sentence(
            "{place} 的“{label}”选了“是”，表里却有 {count} 行内容；确实没有的请删除这些行，有的请改选“否”。",
            "{place}: {label} says that there is nothing to report, and the table has {count} rows.",
            expected="“否”，或没有内容的表",
        ),
        "changed": Sentence(
            "{place} 的“{label}”选了“是”，表里的内容却改动过，已按表里的读取；请核对，有变动的请改选“否”。",
            "{place}: {label} says that nothing changed, and rows were changed; they were read.",
            expected="“否”，或没有改动的表",
        ),
        "unclear": Sentence(
            "{place} 的“{label}”写的是“{seen}”，没有采用；请选“是”或“否”。",
            "{place}: {label} says {seen}, which is neither yes nor no, and was passed over.",
            expected="“是”或“否”",
        ),
    },
    remedy="核对表上方选的“是”“否”，与表里的内容保持一致。",
    found_in="recognise",
    kept_from_waivers=UNDECIDABLE,
)
TEMPLATE_OF_ANOTHER = Rule(
    "template.of_another",
    (WARNING,),
    Sentence(
        "{place} 的表号“{seen}”不是{expected}的，已按文件夹和表头读取；请使用本县本期下发的表样。",
        "{place}: the printed code {seen} is not that of {expected}; folder and headings were followed.",
        expected="{expected}",
    ),
    remedy="使用本县本期下发的表样。",
    found_in="recognise",
)

TEMPLATE_RULES = (TEMPLATE_UNTOUCHED, TEMPLATE_TICK, TEMPLATE_OF_ANOTHER)
