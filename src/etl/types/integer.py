"""Whole numbers of what is counted: households, persons, jobs."""

from etl.types.column_type import ColumnType, Units

INTEGER = ColumnType(
    name="integer",
    label="整数",
    sql="bigint",
    wanted="整数",
    number_format="0",
    example="120",
    scale=0,
    units=Units.MEASURES,
    checks=("minimum",),
)
