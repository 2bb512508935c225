"""Calendar days."""

from etl.types.column_type import ColumnType

DATE = ColumnType(
    name="date",
    label="日期",
    sql="date",
    wanted="日期",
    number_format="yyyy-mm-dd",
    example="2024-03-28",
    is_day=True,
)
