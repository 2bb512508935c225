"""Rules on cells that look like something else than their value: strikes, raised marks, other money, comments. Data only."""

from etl.rules.rule import CRITICAL, NOTICE, WARNING, Rule, Sentence

_CLEAN = "单元格里只有要报的内容"
TABLE_STRUCK = Rule(
    "table.struck",
    (CRITICAL,),
    {
        "row": Sentence(
            "第 {row} 行画了删除线，看不出是否还要计入；不要的请删除整行，要的请去掉删除线。",
            "Row {row} is struck through: whether it counts cannot be told.",
            expected="没有删除线的行",
        ),
        "cell": Sentence(
            "{place} “{label}”的“{seen}”画了删除线，看不出是否还有效；请删除或去掉删除线。",
            "{place}: {seen} is struck through.",
            expected=_CLEAN,
        ),
        "part": Sentence(
            "{place} “{label}”里有一部分画了删除线（读出来是“{seen}”），分不清要报哪一个；请只留下要报的内容。",
            "{place}: a part of the cell, which reads {seen}, is struck through.",
            expected=_CLEAN,
        ),
    },
    remedy="不要的内容请删除，不要只画删除线。",
    found_in="recognise",
)
TABLE_RAISED = Rule(
    "table.raised",
    (CRITICAL,),
    Sentence(
        "{place} “{label}”里有上标或下标（如脚注的编号），读出来是“{seen}”，会当成数的一部分；请删除上标或下标。",
        "{place}: a raised or lowered mark stands in the cell, which reads {seen}.",
        expected=_CLEAN,
    ),
    remedy="删除上标或下标，说明写进备注。",
    found_in="recognise",
)
TABLE_OTHER_MONEY = Rule(
    "table.other_money",
    (CRITICAL,),
    Sentence(
        "{place} “{label}”存的数是 {seen}，但单元格格式显示的是别的币种或单位（如 $、€、美元、W）；请换算成以{unit}为单位的人民币数，格式改为“常规”。",
        "{place}: the number {seen} is shown in another currency or scale.",
        expected="以{unit}为单位的人民币数",
    ),
    remedy="换算成人民币，单元格格式改为“常规”。",
    found_in="recognise",
)
TABLE_DATE_SHOWN = Rule(
    "table.date_shown",
    (CRITICAL, WARNING),
    {
        "day": Sentence(
            "{place} “{label}”只显示到月份，存的是 {seen}，日子是程序补上的；请填写完整的日期，如 2024-03-28。",
            "{place}: the date shows no day; the stored {seen} has one that nobody wrote.",
            expected="完整的日期，如 2024-03-28",
        ),
        "year": Sentence(
            "{place} “{label}”没有显示年份，存的是 {seen}，已照此读取；请核对年份，写成完整的日期，如 2024-03-28。",
            "{place}: the date shows no year; the stored {seen} was read.",
            expected="完整的日期，如 2024-03-28",
        ),
    },
    remedy="填写完整的年月日。",
    found_in="recognise",
)
TABLE_COMMENT = Rule(
    "table.comment",
    (WARNING, NOTICE),  # a warning where it speaks of a correction
    {
        "text": Sentence(
            "{place} 有批注“{seen}”，批注不作为数据读取；要更正的请直接改单元格里的内容。",
            "{place} has a comment, {seen}, which was not read as data.",
            expected="要报的内容都在单元格里",
        ),
        "unseen": Sentence(
            "{place} 有批注，批注不作为数据读取；要更正的请直接改单元格里的内容。",
            "{place} has a comment, which was not read.",
            expected="要报的内容都在单元格里",
        ),
    },
    remedy="要更正的，直接改单元格里的内容。",
    found_in="recognise",
)

SHOWN_CELL_RULES = (TABLE_STRUCK, TABLE_RAISED, TABLE_OTHER_MONEY, TABLE_DATE_SHOWN, TABLE_COMMENT)
