"""Rows that say of themselves that they are none of the period's records, or not in the table's unit. Data only."""

from etl.rules.rule import CRITICAL, UNDECIDABLE, WARNING, Rule, Sentence

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
TABLE_REMARK = Rule(
    "table.remark",
    (WARNING,),
    Sentence(
        "{place} 的备注写着“{seen}”，说的是{about}；这一行已按填写的内容读取，请核对，要改的改在各列里。",
        "{place}: the remark {seen} throws a doubt on its row, which was read as it stands.",
        expected="与各列一致的备注",
    ),
    remedy="核对这一行；单位、数额有变的，改在各列里，不要写在备注里。",
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
TABLE_NAMED_LIKE_SUM = Rule(
    "table.named_like_sum",
    (WARNING,),
    Sentence(
        "{place} 写的是“{seen}”，像是合计、平均一类的行，因为各列都填了，已按一条记录计入；请核对，不是记录的请删除整行。",
        "{place} says {seen}, as a sum or a mean is called; the row fills in what a record must have, and was read as one.",
        expected="真实的名称或编号",
    ),
    remedy="合计、平均一类的行请删除；确是记录的，写明真实的名称。",
    found_in="recognise",
)
TABLE_NO_NAME = Rule(
    "table.no_name",
    (WARNING,),
    Sentence(
        "{place} 的“{label}”写的是“{seen}”，不像真实的名称，已照常读取；请写全称，个人捐赠、多家合并填写的请在备注里说明。",
        "{place} says {seen}, which names nobody; the row was read.",
        expected="全称",
    ),
    remedy="写组织的全称；确是个人或多家的，核对后不必处理。",
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
        "group": Sentence(
            "{place} 的“{seen}”说明下面的行是{standing}，已照常计入；请核对，不属于本期的请删除整行。",
            "{place} says {seen}: the rows below may be none of the period's; they were read.",
            expected="只有本期的数据",
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

DISOWNED_ROW_RULES = (
    TABLE_PART_OF,
    TABLE_STANDING,
    TABLE_UNIT_COLUMN,
    TABLE_VOIDED_ROW,
    TABLE_REMARK,
    TABLE_PLACEHOLDER,
    TABLE_NO_NAME,
    TABLE_NAMED_LIKE_SUM,
)
