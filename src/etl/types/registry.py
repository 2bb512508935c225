"""The column types that a contract may name; whoever loads contracts passes them on, also to child processes."""

from etl.types.amount import AMOUNT
from etl.types.code import CODE
from etl.types.column_type import ColumnType
from etl.types.credit_code import CREDIT_CODE
from etl.types.date import DATE
from etl.types.integer import INTEGER
from etl.types.number import NUMBER
from etl.types.text import TEXT

ColumnTypes = tuple[ColumnType, ...]
COLUMN_TYPES: ColumnTypes = (TEXT, CODE, CREDIT_CODE, DATE, AMOUNT, NUMBER, INTEGER)
