"""What a county is told about one cell that could not be read as it stands; every function gives the sentence after the place."""

from collections.abc import Callable

from etl.contract.schema import Column

Sentence = Callable[[int, str], str]  # from the row number and the value seen


def wanted(column: Column) -> str:
    """What should stand in a column, with an example."""
    if column.type == "amount":
        return f"以{column.unit}为单位的数字，如 12.50"
    if column.type == "date":
        return "日期，如 2024-03-28"
    if column.type in ("text", "credit_code"):
        return "按文本填写的完整内容"
    if column.type == "code":
        return "表样里列出的选项"
    return "整数，如 120" if column.type == "integer" else "数字，如 120.5"


def problem(label: str, why: str, expected: str) -> Sentence:
    return lambda row, value: f"“{label}”写的是“{value}”，{why}；请填写{expected}。"


def doubt(label: str, why: str) -> Sentence:
    return lambda row, value: f"“{label}”写的是“{value}”，{why}，已按所写的数读取；请核对，如有准确数请更正。"


def masked(label: str) -> Sentence:
    return lambda row, value: f"“{label}”里有身份证号，已遮盖后保存（{value}）；报表里不要填写身份证号。"


def ditto(label: str) -> Sentence:
    return lambda row, value: f"“{label}”写的是“{value}”，已按上一行的内容读取；请每一行都写明内容。"


def ditto_of_nothing(label: str) -> Sentence:
    return lambda row, value: f"“{label}”写的是“{value}”，但上一行没有内容；请写明内容。"
