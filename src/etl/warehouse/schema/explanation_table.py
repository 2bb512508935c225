"""Table of what counties explain of warnings, as 0013 makes it."""

import sqlalchemy as sa

from etl.warehouse.schema.ref_tables import metadata, text, whole

explanation = sa.Table(
    "explanation",
    metadata,
    whole("submission_id", "所属的报送"),
    text("rule", "被说明的警告的规则"),
    text("column_name", "列的英文名；不属于某一列的为空", nullable=True),
    text("row_key", "所在行的键，按比较时的写法；不属于某一行的为空串"),
    text("sheet", "工作表", nullable=True),
    text("cell", "单元格", nullable=True),
    sa.Column("source_row", sa.Integer(), comment="行号，与 Excel 一致"),
    text("value", "被说明的值", nullable=True),
    text("explanation", "县里的核实说明；身份证号已遮盖"),
    text("since_period", "首次作此说明的报告期"),
    schema="ops",
    comment="县里对警告的核实说明：值不变的，下一期沿用；不影响警告本身的记录",
)
sa.Index("explanation_submission", explanation.c.submission_id)
