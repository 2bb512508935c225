"""Rules on one table as a whole: its unit, its merges, what stands around its rows. Data only.

Every sentence may name {report}, the report's title, and {place}, the cell.
"""

from etl.rules.rule import CRITICAL, NOTHING_READ, NOTICE, UNDECIDABLE, WARNING, Rule, Sentence

_ONE_UNIT = "一个金额单位，如“单位：万元”"
TABLE_UNIT = Rule(
    "table.unit",
    (CRITICAL, WARNING),
    {
        "unclear": Sentence(
            "{place}的“{seen}”看不出金额用哪一个单位，请只写一个：元、千元、万元、百万元或亿元，或写在各列的表头里。",
            "{place}: {seen} does not say which unit of money is meant.",
            expected=_ONE_UNIT,
        ),
        "several": Sentence(
            "{place}的“{seen}”与表里别处写的金额单位不一致，分不清按哪一个；请只写一个单位，不同单位的列把单位写在表头里。",
            "{place}: {seen} is another unit of money than the table says elsewhere.",
            expected=_ONE_UNIT,
        ),
        "other_than_heading": Sentence(
            "{place}的“{seen}”与表头里写的金额单位不一致，已按表头读取；请核对，只保留对的一个。",
            "{place}: {seen} is another unit of money than the headings say, which were followed.",
            expected=_ONE_UNIT,
        ),
        "other_than_table": Sentence(
            "{place}的“{seen}”与表上写的金额单位不一致，已按表上写的读取；请核对，只保留对的一个。",
            "{place}: {seen} is another unit of money than the table says, which was followed.",
            expected=_ONE_UNIT,
        ),
        "not_of_table": Sentence(
            "{place}的“{seen}”写了金额单位，看不出说的是不是这张表；请把单位写在表的上方，或写在各列的表头里。",
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
    {
        "down": Sentence(
            "{place} 到 {last} 合并了“{label}”，每一行都按 {seen} 读取；如果是几行合计的数，请取消合并，分行填写。",
            "{place} to {last}: {label} is merged over several rows, each was read as {seen}.",
            expected="每行一个数",
        ),
        "across": Sentence(
            "{place} 到 {last} 合并成了一格，里面的 {seen} 只读作“{label}”，{others}没有读到数；请取消合并，分栏填写。",
            "{place} to {last} are merged: {seen} was read as {label} only, and nothing for {others}.",
            expected="每栏一个数",
        ),
    },
    remedy="取消合并，分行、分栏填写。",
    found_in="recognise",
)
TABLE_SPLIT_NUMBER = Rule(
    "table.split_number",
    (WARNING,),
    Sentence(
        "{place} 写的是“{seen}”，右边一格是“{rest}”，像是 {seen},{rest} 的千分位逗号把一个数分成了两格，已按 {seen} 读取；请去掉千分位逗号后重新报送。",
        "{place} says {seen} and the next cell {rest}: a thousands comma may have split one number; {seen} was read.",
        expected="不带千分位逗号的数字",
    ),
    remedy="去掉千分位逗号，或另存为 .xlsx 后重新报送。",
    found_in="recognise",
)
TABLE_UNDER_MERGE = Rule(
    "table.under_merge",
    (CRITICAL, WARNING),  # a warning where it is neither a figure nor a day
    Sentence(
        "{place} 被合并单元格 {span} 盖住，表上看不到，里面还有“{seen}”（合并单元格显示的是“{shown}”）；请取消合并，只保留要报送的内容。",
        "{place} is covered by the merged cells {span}, which show {shown}: it holds {seen}, which nobody sees.",
        expected="合并单元格里只有一个值",
    ),
    remedy="取消合并，只保留要报送的内容。",
    found_in="recognise",
    kept_from_waivers=UNDECIDABLE,
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
        "row": Sentence(
            "第 {row} 行（“{seen}”等），看不出是数据，没有读取；如是数据请补全，如是说明请写在“注：”后面。",
            "Row {row} ({seen} ...) does not look like data and was not read.",
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

TABLE_RULES = (
    *(TABLE_UNIT, TABLE_EMPTY, TABLE_MERGED_FIGURE, TABLE_UNDER_MERGE, TABLE_SPLIT_NUMBER),
    *(TABLE_ROW_NOT_UNDERSTOOD, TABLE_BESIDE, TABLE_EXAMPLE, TABLE_HIDDEN),
)
