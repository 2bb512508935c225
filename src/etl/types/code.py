"""Codes of a closed list: counties write a label or one of its aliases, the code itself is stored."""

from etl.types.column_type import ColumnType

CODE = ColumnType(
    name="code",
    label="代码",
    sql="text",
    wanted="表样里列出的选项",
    number_format="@",
    has_codes=True,
    checks=("code",),
)
