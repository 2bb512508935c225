"""Headings and codes that the comment of a column says: takes the comment, gives what stands over the column in a file. Pure."""

import re

LONGEST = 63  # bytes of a name in PostgreSQL
YUAN = "（元）"
# 状态：accepted 接收，returned 退回
_CODE = re.compile(r"(?:^|[：，；])([a-z][a-z_]*) ([^，；：]+)")
_END = re.compile(r"[：，；]")


def heading_of(comment: str) -> str:
    """The heading that a comment begins with, and the unit of money.

    >>> heading_of("协议金额合计，单位：元"), heading_of("拨付率：累计拨付资金除以计划投资"), heading_of("报告期，如 2024Q1")
    ('协议金额合计（元）', '拨付率', '报告期')
    """
    unit = YUAN if "单位：元" in comment else ""
    return cut(_END.split(comment, maxsplit=1)[0], LONGEST - len(unit.encode())) + unit


def labels_of(comment: str) -> dict[str, str]:
    """Codes that a comment explains.

    >>> labels_of("在用的数据：this 出自这一份，none 没有"), labels_of("报送编号，见 ops.submission")
    ({'this': '出自这一份', 'none': '没有'}, {})
    """
    return dict(_CODE.findall(comment))


def cut(text: str, length: int) -> str:
    """A text of no more bytes than that."""
    return text.encode()[:length].decode(errors="ignore")
