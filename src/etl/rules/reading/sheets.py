"""Rules on a sheet as a whole: no table on it, a hidden one, one for guidance, another period's. Data only."""

from etl.rules.rule import CRITICAL, NOTHING_READ, NOTICE, WARNING, Rule, Sentence

SHEET_NOT_UNDERSTOOD = Rule(
    "sheet.not_understood",
    # critical where the sheet names a report that the file does not have otherwise, or goes on with one
    (CRITICAL, WARNING),
    {
        "report": Sentence(
            "工作表“{sheet}”里没有找到《{report}》的表头，整张表没有读取；请按表样填写，或把与填报无关的表删除。",
            "No heading of {report} was found on the sheet {sheet}, and nothing of it was read.",
            expected="表样里的表头",
        ),
        "any": Sentence(
            "工作表“{sheet}”里没有找到任何一张报表的表头，整张表没有读取；请按表样填写，或把与填报无关的表删除。",
            "No heading of any report was found on the sheet {sheet}, and nothing of it was read.",
            expected="表样里的表头",
        ),
    },
    remedy="按表样填写，或把与填报无关的表删除。",
    found_in="recognise",
    kept_from_waivers=NOTHING_READ,
)
SHEET_GUIDANCE = Rule(
    "sheet.guidance",
    (CRITICAL, WARNING),  # a warning where another sheet of the file has the report
    Sentence(
        "工作表“{sheet}”是说明或示例，里面的《{report}》没有读取；要报送的内容请填在另外的工作表里。",
        "The sheet {sheet} is guidance or an example: {report} on it was not read.",
        expected="报表在单独的工作表里",
    ),
    remedy="把要报送的内容填在另外的工作表里。",
    found_in="recognise",
    kept_from_waivers=NOTHING_READ,
)
SHEET_HIDDEN = Rule(
    "sheet.hidden",
    (WARNING, NOTICE),  # a notice where no report begins on it
    Sentence(
        "隐藏的工作表“{sheet}”不作为数据读取；如是要报送的内容，请取消隐藏后再报。",
        "The sheet {sheet} is hidden and was not read.",
        expected="要报送的工作表不隐藏",
    ),
    remedy="如是要报送的内容，取消隐藏后再报；否则不必处理。",
    found_in="recognise",
)
SHEET_OTHER_PERIOD = Rule(
    "sheet.other_period",
    (CRITICAL, WARNING),  # a warning where no other table of the report stands in the file
    {
        "alone": Sentence(
            "{place}写的是“{seen}”，文件放在 {folder} 文件夹，已按{period}读取；请核对：放错文件夹的请移动，写错的请更正。",
            "{place} says {seen}, the file lies in {folder}: it was read as {folder}.",
            expected="{period}",
        ),
        "mixed": Sentence(
            "{place}写的是“{seen}”，文件放在 {folder} 文件夹，同一份文件里还有本期的这张报表；请删除其他时期的数据后重新报送。",
            "{place} says {seen}, and the file has the report of {folder} as well: they would be added up.",
            expected="{period}",
        ),
        "figures": Sentence(
            "{place}写的是“{seen}”，下面的数不是本期的，文件放在 {folder} 文件夹；请只填本期的数，其他时期的列请删除。",
            "{place} says {seen}: figures of another period than {folder}.",
            expected="{period}",
        ),
    },
    remedy="核对报告期：放错文件夹的请移动，标题写错的请更正，其他时期的数据请删除。",
    found_in="recognise",
)

SHEET_STANDING = Rule(
    "sheet.standing",
    (WARNING,),
    {
        "set_aside": Sentence(
            "工作表“{seen}”的名称说明它是{standing}，里面的《{title}》没有读取；如是要报送的内容，请改工作表名。",
            "The sheet {seen} calls itself a draft, void, old or another time's; its {title} was not read.",
            expected="要报送的内容在正式的工作表里",
        ),
        "alone": Sentence(
            "工作表“{seen}”的名称说明它是{standing}，里面的《{title}》已照常读取；请核对，确是要报送的请改工作表名。",
            "The sheet {seen} calls itself a draft, void, old or another time's; its {title} was read.",
            expected="要报送的内容在正式的工作表里",
        ),
        "summary": Sentence(
            "工作表“{seen}”里{rows}的《{title}》缺少必填的列，文件里另有完整的一张，这一张按汇总表处理，没有读取。",
            "{rows} of the sheet {seen} are {title} without required columns beside a whole one, taken for a summary.",
            expected="一张完整的报表",
        ),
    },
    remedy="要报送的内容只放在一张正式的工作表里，其余的删除。",
    found_in="recognise",
)
SHEET_ASIDE = Rule(
    "sheet.aside",
    (WARNING, NOTICE),  # a notice for a file's name
    Sentence(
        "{place}里的“{seen}”没有读懂，数据已照常读取；如果它说的是草稿、计划、其他时期、其他单位或只是一部分，请核对数据，改好后重新报送。",
        "{place} says {seen}, which nobody understood; the figures were read as they stand.",
        expected="标题和名称里只写报表、单位和报告期",
    ),
    remedy="核对数据是否就是要报送的；是的，不必处理，也可以把这几个字删去。",
    found_in="recognise",
)
SHEET_SEVERAL = Rule(
    "sheet.several",
    (WARNING, NOTICE),  # a notice where the sheets' names say that each is a part, nothing where a title does
    {
        "alike": Sentence(
            "《{title}》在这份文件里有 {count} 张工作表（{sheets}），从工作表名看不出各是哪一部分，已全部合并读取；"
            "如有旧稿或副本，请删除后重新报送。",
            "{count} sheets of the file have {title} ({sheets}), and their names do not say which part each is; all were read.",
            expected="每张报表一张工作表，或在工作表名里写明是哪一部分",
        ),
        "titled": Sentence(
            "{place} 的“{seen}”下面又是一张《{title}》，已合并读取；如不是本期要报送的内容，请删除后重新报送。",
            "Below {seen} at {place} stands {title} once more; its rows were read, too.",
            expected="每张报表一张工作表，或在工作表名里写明是哪一部分",
        ),
        "parts": Sentence(
            "《{title}》在这份文件里有 {count} 张工作表（{sheets}），已合并读取。",
            "{count} sheets of the file have {title} ({sheets}); all were read.",
            expected="每张报表一张工作表，或在工作表名里写明是哪一部分",
        ),
    },
    remedy="旧稿和副本请删除；各张是同一报表的不同部分的，在工作表名里写明（如乡镇、月份、续表）。",
    found_in="recognise",
)

SHEET_RETURNED_TABLE = Rule(
    "sheet.returned_table",
    (CRITICAL,),
    Sentence(
        "“{sheet}”的 {place} 里写了一张《{title}》，这张表是退回的说明，里面的内容不作为数据读取；请把它移到单独的工作表里重新报送。"
        "再退回的工作簿里不保留它，请从报送的文件里移。",
        "{place} of {sheet}, the sheet that went back with the file, holds {title}, and nothing of it was read.",
        expected="报表在单独的工作表里",
    ),
    remedy="把要报送的内容移到单独的工作表里，不写在“退回说明”里。",
    found_in="recognise",
    kept_from_waivers=NOTHING_READ,
)
SHEET_RETURNED_CELLS = Rule(
    "sheet.returned_cells",
    (WARNING,),
    Sentence(
        "“{sheet}”的 {place} 写了“{seen}”，没有读取：要改正的请直接改在原来的工作表里，对待核对事项的解释请写在“核实说明”一列。",
        "{place} of {sheet}, the sheet that went back with the file, was written into: {seen}. Nothing of it was read.",
        expected="只在“核实说明”一列填写",
    ),
    remedy="要改正的改在原来的工作表里，解释写在“核实说明”一列，其余的删除。",
    found_in="recognise",
)

SHEET_RULES = (
    SHEET_STANDING,
    SHEET_ASIDE,
    SHEET_SEVERAL,
    SHEET_NOT_UNDERSTOOD,
    SHEET_GUIDANCE,
    SHEET_HIDDEN,
    SHEET_OTHER_PERIOD,
    SHEET_RETURNED_TABLE,
    SHEET_RETURNED_CELLS,
)
