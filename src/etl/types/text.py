"""Texts: names, numbers of papers, addresses. Kept as they are written, identity numbers masked."""

from etl.model import Severity
from etl.types.column_type import ColumnType

TEXT = ColumnType(
    name="text",
    label="文本",
    sql="text",
    wanted="按文本填写的完整内容",
    number_format="@",
    when_cut=Severity.WARNING,  # still worth keeping, unless rows are told apart by it
)
