"""What may be wrong with one table as a whole: its headings, its unit, its merges, what stands around its rows. Data only.

Every sentence may name {report}, the report's title, and {place}, the cell.
"""

from etl.rules.rule import CRITICAL, NOTHING_READ, NOTICE, UNDECIDABLE, WARNING, Rule, Sentence

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
_ONE_UNIT = "一个金额单位，如“单位：万元”"
TABLE_UNIT = Rule(
    "table.unit",
    (CRITICAL, WARNING),
    {
        "unclear": Sentence(
            "{place} 的“{seen}”看不出金额用哪一个单位，请只写一个：元、千元、万元、百万元或亿元，或写在各列的表头里。",
            "{place}: {seen} does not say which unit of money is meant.",
            expected=_ONE_UNIT,
        ),
        "several": Sentence(
            "{place} 的“{seen}”与表里别处写的金额单位不一致，分不清按哪一个；请只写一个单位，不同单位的列把单位写在表头里。",
            "{place}: {seen} is another unit of money than the table says elsewhere.",
            expected=_ONE_UNIT,
        ),
        "other_than_heading": Sentence(
            "{place} 的“{seen}”与表头里写的金额单位不一致，已按表头读取；请核对，只保留对的一个。",
            "{place}: {seen} is another unit of money than the headings say, which were followed.",
            expected=_ONE_UNIT,
        ),
        "not_of_table": Sentence(
            "{place} 的“{seen}”写了金额单位，看不出说的是不是这张表；请把单位写在表的上方，或写在各列的表头里。",
            "{place}: {seen} says a unit of money, and not whether it is this table's.",
            expected=_ONE_UNIT,
        ),
        "beside": Sentence(
            "{place} 的列“{seen}”没有写单位，其他金额列写的是{unit}，已按{unit}读取；请在表头里写明单位。",
            "{place}: the column {seen} names no unit; the other amounts' unit, {unit}, was taken.",
            expected="{seen}（{unit}）",
        ),
    },
    remedy="只写一个金额单位，或写在各列的表头里。",
    found_in="recognise",
    kept_from_waivers=UNDECIDABLE,
)
TABLE_EMPTY = Rule(
    "table.empty",
    (CRITICAL, WARNING),  # a warning where another sheet of the file has the report
    {
        "list": Sentence(
            "《{report}》只有表头，没有内容；本期确实没有的，请在表头下一行填“无”。",
            "{report} has a heading and nothing under it.",
            expected="内容，或“无”",
        ),
        "form": Sentence(
            "《{report}》里一个数也没有填；本期确实没有的，请填 0，或在表下填“无”。",
            "No figure of {report} is filled in.",
            expected="内容，或“无”",
        ),
    },
    remedy="填写内容；本期确实没有的，填“无”。",
    found_in="recognise",
    kept_from_waivers=NOTHING_READ,
)
TABLE_MERGED_FIGURE = Rule(
    "table.merged_figure",
    (WARNING,),
    Sentence(
        "{place} 到 {last} 合并了“{label}”，每一行都按 {seen} 读取；如果是几行合计的数，请取消合并，分行填写。",
        "{place} to {last}: {label} is merged over several rows, each was read as {seen}.",
        expected="每行一个数",
    ),
    remedy="如果是几行合计的数，取消合并，分行填写。",
    found_in="recognise",
)
TABLE_ROW_NOT_UNDERSTOOD = Rule(
    "table.row_not_understood",
    (WARNING,),
    {
        "one": Sentence(
            "第 {row} 行只有“{seen}”，看不出是数据，没有读取；如是数据请补全，如是说明请写在“注：”后面。",
            "Row {row} holds nothing but {seen}: it does not look like data and was not read.",
            expected="一行数据",
        ),
        "several": Sentence(
            "第 {row} 到 {last_row} 行（“{seen}”等），看不出是数据，没有读取；如是数据请补全，如是说明请写在“注：”后面。",
            "Rows {row} to {last_row} ({seen} ...) do not look like data and were not read.",
            expected="一行数据",
        ),
    },
    remedy="如是数据请补全，如是说明请写在“注：”后面。",
    found_in="recognise",
)
TABLE_EXAMPLE = Rule(
    "table.example",
    (NOTICE,),
    Sentence(
        "第 {row} 行是示例，没有读取；如果是要报送的数据，请去掉“例”字。",
        "Row {row} is an example and was not read.",
        expected="要报送的数据",
    ),
    remedy="如果是要报送的数据，去掉“例”字。",
    found_in="recognise",
)
TABLE_BESIDE = Rule(
    "table.beside",
    (WARNING, NOTICE),  # a notice where it is hidden
    Sentence(
        "{place} 起（{seen}）在表格以外，没有读取；如是要报送的内容，请移到表格的列里。",
        "From {place} on ({seen}) cells stand outside the table and were not read.",
        expected="内容都在表格里",
    ),
    remedy="如是要报送的内容，移到表格的列里。",
    found_in="recognise",
)
_NOTHING_HIDDEN = "没有隐藏的行和列"
TABLE_HIDDEN = Rule(
    "table.hidden",
    (NOTICE,),
    {
        "rows": Sentence(
            "第 {rows} 行是隐藏的，已照常读取；如不需要报送，请删除。",
            "The rows {rows} are hidden and were read like the others.",
            expected=_NOTHING_HIDDEN,
        ),
        "columns": Sentence(
            "{columns} 列是隐藏的，已照常读取；如不需要报送，请删除。",
            "The columns {columns} are hidden and were read like the others.",
            expected=_NOTHING_HIDDEN,
        ),
        "both": Sentence(
            "第 {rows} 行和{columns} 列是隐藏的，已照常读取；如不需要报送，请删除。",
            "The rows {rows} and the columns {columns} are hidden and were read like the others.",
            expected=_NOTHING_HIDDEN,
        ),
    },
    remedy="如不需要报送，删除隐藏的行和列。",
    found_in="recognise",
)

TABLE_PART_OF = Rule(
    "table.part_of",
    (CRITICAL,),
    Sentence(
        "{place} 写的是“{seen}”，这一行是上面一行的一部分，两行都计入会重复；请删除这一行，需要说明的写进备注。",
        "{place} says {seen}: the row is a part of the one above, and both would be added up.",
        expected="每行一条记录",
    ),
    remedy="删除“其中”行，需要说明的写进备注。",
    found_in="recognise",
)
TABLE_VOIDED_ROW = Rule(
    "table.voided_row",
    (WARNING,),
    Sentence(
        "{place} 写着“{seen}”，这一行仍按填写的内容计入；不要计入的请删除整行。",
        "{place} says {seen}; the row was counted all the same.",
        expected="只有要计入的行",
    ),
    remedy="不要计入的行，整行删除；要计入的，改写备注。",
    found_in="recognise",
)
TABLE_PLACEHOLDER = Rule(
    "table.placeholder",
    (WARNING,),
    Sentence(
        "{place} 写的是“{seen}”，像是表样里的示例，已照常读取；请改为真实内容，或删除这一行。",
        "{place} says {seen}, which looks like the form's own sample; the row was read.",
        expected="真实的名称或编号",
    ),
    remedy="改为真实内容，或删除这一行。",
    found_in="recognise",
)
TABLE_STANDING = Rule(
    "table.standing",
    (CRITICAL, WARNING),  # a warning where the whole file has no other table of the report
    {
        "mixed": Sentence(
            "{place} 的“{seen}”说明下面的内容是{standing}，不能和本期的数据放在一起；请删除后重新报送。",
            "{place} says {seen}: what follows is none of the period's figures, and would be added to them.",
            expected="只有本期的数据",
        ),
        "alone": Sentence(
            "{place} 的“{seen}”说明这张表是{standing}，已照常读取；如不是本期要报送的数据，请换成正式的表。",
            "{place} says {seen}: the table may be none of the period's; it was read.",
            expected="本期要报送的数据",
        ),
    },
    remedy="只留下本期要报送的数据。",
    found_in="recognise",
)
TABLE_UNIT_COLUMN = Rule(
    "table.unit_column",
    (CRITICAL,),
    Sentence(
        "{place} 的“{heading}”列逐行写着金额单位或币种（{seen}），各行的金额不能按同一单位读取；请把金额换算成{unit}，删除这一列。",
        "{place}: the column {heading} gives each row's unit or currency ({seen}); the amounts cannot be read in one.",
        expected="金额都以{unit}为单位",
    ),
    remedy="把金额换算成同一单位，删除单位列。",
    found_in="recognise",
    kept_from_waivers=UNDECIDABLE,
)

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

TABLE_RULES = (
    *(TABLE_STRUCK, TABLE_RAISED, TABLE_OTHER_MONEY, TABLE_DATE_SHOWN, TABLE_COMMENT),
    *(TABLE_PART_OF, TABLE_STANDING, TABLE_UNIT_COLUMN, TABLE_VOIDED_ROW, TABLE_PLACEHOLDER),
    *(TABLE_AMBIGUOUS, TABLE_MISSING_COLUMN, TABLE_DOUBLED_HEADING, TABLE_UNIT, TABLE_EMPTY),
    *(TABLE_UNKNOWN_HEADING, TABLE_NO_HEADING, TABLE_NEAR_HEADING, TABLE_MERGED_FIGURE),
    *(TABLE_ROW_NOT_UNDERSTOOD, TABLE_BESIDE, TABLE_EXAMPLE, TABLE_HIDDEN),
)
