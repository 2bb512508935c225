"""Rules on the headings of a table: those that are missing, doubled, unknown or may mean several reports. Data only.

Every sentence may name {report}, the report's title, and {place}, the cell.
"""

from etl.rules.rule import CRITICAL, NOTICE, UNDECIDABLE, WARNING, Rule, Sentence

TABLE_UNKNOWN_HEADING = Rule(
    "table.unknown_heading",
    (WARNING,),
    Sentence(
        "{place} 的列“{heading}”不在《{report}》的表样里，内容已另存，未计入统计。",
        "{place}: {report} has no column {heading}; its content is kept apart and counted nowhere.",
        expected="表样里的列名",
    ),
    remedy="如是表样里的列，按表样改列名；否则不必处理，或删除这一列。",
    found_in="recognise",
)
TABLE_NEAR_HEADING = Rule(
    "table.near_heading",
    (NOTICE,),
    Sentence(
        "{place} 的列“{heading}”与表样里的“{label}”相近，已按“{label}”读取；如不是这一列，请按表样改列名。",
        "{place}: the column {heading} is close to {label} and was read as that.",
        expected="{label}",
    ),
    remedy="如不是这一列，按表样改列名。",
    found_in="recognise",
)
TABLE_NO_HEADING = Rule(
    "table.no_heading",
    (WARNING,),
    Sentence(
        "{place} 所在的列没有表头，但有内容（{seen}），内容已另存，未计入统计；请补上表头或删除。",
        "{place}: the column has no heading but content ({seen}), which is kept apart and counted nowhere.",
        expected="每一列都有表头",
    ),
    remedy="补上表头，或删除这一列的内容。",
    found_in="recognise",
)
TABLE_MISSING_COLUMN = Rule(
    "table.missing_column",
    (CRITICAL,),
    {
        "missing": Sentence(
            "《{report}》缺少必填的列“{label}”；请在第 {row} 行的表头里加上这一列并填写。",
            "{report} lacks the required column {label}, which belongs into the heading in row {row}.",
            expected="{label}",
        ),
        "unknown": Sentence(
            "《{report}》缺少必填的列“{label}”；第 {row} 行的表头里有表样没有的列{others}，如果其中一列就是它，请把列名改为“{label}”，"
            "否则请加上这一列并填写。",
            "{report} lacks the required column {label}; row {row} has the unknown headings {others}, one of which it may be.",
            expected="{label}",
        ),
    },
    remedy="把列名改为表样里的，或在表头里加上这一列并填写。",
    found_in="recognise",
)
TABLE_DOUBLED_HEADING = Rule(
    "table.doubled_heading",
    (CRITICAL,),
    Sentence(
        "{first}（{first_heading}）和 {place}（{heading}）都是“{label}”，无法确定用哪一列；请删除或改名其中一列。",
        "{first} ({first_heading}) and {place} ({heading}) are both {label}: which counts cannot be decided.",
        expected="每个列名只出现一次",
    ),
    remedy="删除或改名其中一列。",
    found_in="recognise",
    kept_from_waivers=UNDECIDABLE,
)
TABLE_AMBIGUOUS = Rule(
    "table.ambiguous",
    (CRITICAL,),
    Sentence(
        "第 {row} 行的表头分不清是哪一张报表（{reports}）；请在表名里写明。",
        "The heading in row {row} fits several reports: {reports}.",
        expected="写明报表名称",
    ),
    remedy="在表名（工作表名或标题）里写明是哪一张报表。",
    found_in="recognise",
    kept_from_waivers=UNDECIDABLE,
)

HEADING_RULES = (
    *(TABLE_AMBIGUOUS, TABLE_MISSING_COLUMN, TABLE_DOUBLED_HEADING),
    *(TABLE_UNKNOWN_HEADING, TABLE_NO_HEADING, TABLE_NEAR_HEADING),
)
