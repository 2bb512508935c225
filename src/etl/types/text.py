"""Texts: names, numbers of papers, addresses. Kept as they are written, identity numbers masked."""

from etl.model import Severity
from etl.types.column_type import ColumnType

TEXT = ColumnType(
    name="text",
    label="文本",
    sql="text",
    wanted="完整的内容（文本格式）",
    number_format="@",
    when_cut=Severity.WARNING,  # still worth keeping, unless rows are told apart by it
)
