"""Doubts that a remark throws on the figures of its row: takes the text and the table's unit, gives what it speaks of. Pure.

A remark explains (分两次拨付, 上年结转资金), and is no doubt; one that gives another unit, another figure, or says that the row's
are an estimate, a plan, not checked, not received or another place's, is.
"""

import re
from collections.abc import Callable, Collection, Iterable
from enum import StrEnum

from etl.recognise.statements.money_unit import UnitStatement, names_money
from etl.text import fold_label

UnitsStated = Callable[[str], tuple[UnitStatement, ...]]
LONGEST_DOUBT = 24  # a longer text tells a story, and may well speak of plans


class Doubt(StrEnum):
    """Subjects of a doubt that a remark throws."""

    UNIT = "金额单位"
    OTHER_FIGURE = "另一个数"
    UNSURE = "数据还没有核实，或是估计、计划的数"
    NOT_IN = "款项还没有到位"
    OTHER_TIME = "别的时期"
    OTHER_PLACE = "别的地方"


_FORMS = (
    (
        Doubt.OTHER_FIGURE,
        re.compile(
            "(?:应[为是]|实[际为]为?|更正[为成]|改为|正确(?:数据|金额|数)?[为是:])[^,。;]{0,6}[0-9]|(?:数据?|金额|填[写报])?(?:有误|错误)(?!率)|存疑"
        ),
    ),
    (
        Doubt.UNSURE,
        re.compile(
            "(?:待|未|尚未|需)(?:核实|核对|确认|审核|审计|审定|核定)|暂[估定]|预估|估[算计]|概算|测算|(?:计划|目标|预[计测]|预算|合同)(?:数|金额)"
        ),
    ),
    (Doubt.UNSURE, re.compile("^(?:拟.{0,6}|意向|计划|预[计测])$")),
    (Doubt.NOT_IN, re.compile("(?:未|尚未|待|部分|预计.{0,6})(?:到账|到位|支付|兑付|成交|交付)")),
    (
        Doubt.OTHER_TIME,
        re.compile(
            "^(?:[上去往前]年度?|上个?季度?|下个?季度?|20[0-9]{2}年|[一二三四]季度|[0-9]{1,2}-[0-9]{1,2}月|全年|累计|往年)(?:的|数据?|累计数?|已报)*$"
        ),
    ),
    (Doubt.OTHER_TIME, re.compile("含(?:20[0-9]{2}年|[下二三四]季度|[上去往前]年|上季)")),
    (Doubt.OTHER_PLACE, re.compile("(?:外|邻|别|其他)县|非本县|不[是属]于?本县|^[一-龥]{2,4}[县区](?:的|数据)$")),
)
_UNIT_WORDS = ("单位", "以元", "按元", "为元", "是元", "千元", "百元", "美元", "港元", "币")
# a remark that throws a doubt has one of these, or is a unit and nothing else: to look for them costs a column little
DOUBT_WORDS = (
    *_UNIT_WORDS,
    *("应为", "应是", "实际", "实为", "更正", "改为", "正确", "有误", "错误", "存疑", "核实", "核对", "确认", "审核", "审计", "审定", "核定", "暂估", "暂定", "预估", "估算", "估计", "概算"),
    *("测算", "计划", "目标", "预计", "预测", "预算", "合同", "拟", "意向", "到账", "到位", "支付", "兑付", "成交", "交付", "年", "季度", "月", "累计", "县"),
    *("|元", "|万元", "|￥", "|¥", "|人民币", "|RMB"),
)  # fmt: skip


def doubt_of(remark: str, units: Collection[str], stated: UnitsStated) -> Doubt | None:
    """The doubt that a remark throws on its row, whose amounts are in `units`.

    >>> doubt_of("应为3万", ("万元",), lambda _: ()), doubt_of("元", ("万元",), lambda _: ()), doubt_of("分两次拨付", ("万元",), lambda _: ())
    (<Doubt.OTHER_FIGURE: '另一个数'>, <Doubt.UNIT: '金额单位'>, None)
    """
    folded = fold_label(remark)
    if len(folded) > LONGEST_DOUBT:
        return None
    said = {unit for one in stated(remark) for unit in one.units or ("",)}
    if names_money(remark) and folded not in ("人民币", *map(fold_label, units)):
        return Doubt.UNIT
    if said and not said <= {*units}:
        return Doubt.UNIT
    return next((doubt for doubt, form in _FORMS if form.search(folded)), None)


def may_doubt(remarks: Iterable[str]) -> bool:
    """True when any of some remarks may throw one; a cheap test, and no for most columns."""
    text = "|" + "|".join(remarks)
    return any(word in text for word in DOUBT_WORDS)
