"""Amounts of money: written in the unit of the cell, the heading, the sheet or the template, kept in fen, stored in yuan."""

from etl.types.column_type import ColumnType, Units

AMOUNT = ColumnType(
    name="amount",
    label="金额（元）",
    sql="numeric(18, 2)",
    wanted="以{unit}为单位的数字",
    number_format="0.00",
    example="12.50",
    scale=2,
    units=Units.MONEY,
    stored_in="元",
    rounded_to="分",
    checks=("minimum",),
)
