"""Figures with decimals that are no money: areas, hours, weights."""

from etl.types.column_type import ColumnType, Units

NUMBER = ColumnType(
    name="number",
    label="数值",
    sql="numeric(18, 4)",
    wanted="数字",
    number_format="General",
    example="120.5",
    scale=4,
    units=Units.MEASURES,
    rounded_to="小数点后四位",
    checks=("minimum",),
)
