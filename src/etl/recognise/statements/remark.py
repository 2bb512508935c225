"""Doubts that a remark throws on the figures of its row: takes the text and the table's unit, gives what it speaks of. Pure.

A remark explains (分两次拨付, 上年结转资金), and is no doubt; one that gives another unit, another figure, or says that the row's
are an estimate, a plan, not checked, not received or another place's, is.
"""

import re
from collections.abc import Callable, Collection
from enum import StrEnum

from etl.recognise.statements.money_unit import UnitStatement, names_money
from etl.recognise.statements.standing import standing_of_all
from etl.text import fold_label

UnitsStated = Callable[[str], tuple[UnitStatement, ...]]
LONGEST_STANDING = 8
LONGEST_DOUBT = 24  # a longer text tells a story, and may well speak of plans


class Doubt(StrEnum):
    """Subjects of a doubt that a remark throws."""

    UNIT = "金额单位"
    OTHER_FIGURE = "另一个数"
    UNSURE = "数据还没有核实，或是估计、计划的数"
    NOT_IN = "款项还没有到位"
    OTHER_TIME = "别的时期"
    OTHER_PLACE = "别的地方"
    UNSTEADY = "这一行算不算、数对不对"


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
    (
        Doubt.OTHER_FIGURE,
        re.compile(
            "(?:少|多|漏)[报计填付]|另(?:有|捐|外|付).{0,8}[0-9]|(?:其中|含)[^,。;]{1,6}[0-9]|不准|不[相]?符|不一致|疑问|请核|待查|^差[0-9]|汇率|^[?]+$"
        ),
    ),
    (
        Doubt.UNSURE,
        re.compile("^(?:约数?|大概|大约|估|暂|预|待)$|待(?:报|补)|口头|[核复]核?[对核]中|快报|初步(?:数|统计)"),
    ),
    (Doubt.OTHER_TIME, re.compile("^(?:上年|跨年|跨季度?|跨期|q[1-4]|20[0-9]{2})$|(?:转|列入|计入)下(?:一?季|年|期)")),
    (
        Doubt.OTHER_PLACE,
        re.compile("^(?:转|归|报|属于?|计入)[一-龥]{2,4}$|^(?:市|省)(?:里|级|厅|局)?已?(?:上?报|计入)$|^由.{2,8}报$"),
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
# a short remark with one of these throws some doubt, in whatever words; what stands in `_STEADY` has none
_STEMS = re.compile(
    "[误错串退冲撤销删虚假疑缺漏欠没]|取消|终止|中止|停止|解约|解除|核[减增]|调[出减增]|划转|移交|转出|未|不(?!限|详)|重复|同第|同一|上年|去年|往年|上?季度?已|补报|跨"
    "|下季|拟|待|暂|红字|样例|测试|大概|左右|市[里级]|省[里级]|由.+统计|外县|并入|合并|^[例空约误删退拟预估]$"
)
_STEADY = re.compile(
    "无误|没?有?错峰|纠错|不动产|不锈钢|不返贫|不间断|不定期|不愁|未成年|未脱贫|未来|销售|促销|[代直营产展供包][销售]|销往|销路|退役|退休|退耕|退伍|退捕|暑假|寒假|假期|假肢|待遇|招待|接待|期待|空巢|虚拟|缺[水氧]|疑难"
    "|残缺|不足|冲锋|撤县|没有|缺口|暂无|不再返贫|漏雨|防漏|冲洗|跨省|跨区域|解除.*隐患|调解|合并症|不便|不等|等不|暂住|误工|耽误|退[牧林]"
)
LONGEST_STEM = 8
_UNIT_WORDS = ("单位", "以元", "按元", "为元", "是元", "千元", "百元", "美元", "港元", "币")
# a remark that throws a doubt has one of these, or is a unit and nothing else: to look for them costs a column little
DOUBT_WORDS = (
    *_UNIT_WORDS,
    *("应为", "应是", "实际", "实为", "更正", "改为", "正确", "有误", "错误", "存疑", "核实", "核对", "确认", "审核", "审计", "审定", "核定", "暂估", "暂定", "预估", "估算", "估计", "概算"),
    *("测算", "计划", "目标", "预计", "预测", "预算", "合同", "拟", "意向", "到账", "到位", "支付", "兑付", "成交", "交付", "年", "季度", "月", "累计", "县"),
    *("少报", "多报", "漏报", "少计", "多计", "另有", "另捐", "另外", "另付", "其中", "含", "不准", "不符", "不相符", "不一致", "疑问", "请核", "待查", "|差", "汇率", "|?", "|？", "约数", "|约", "大概", "大约"),
    *("|估", "|暂", "|预", "|待", "待报", "待补", "口头", "核对", "复核", "快报", "初步", "跨", "上年", "|q", "|Q", "|20", "下季", "下一季", "下年", "下期", "|转", "|归", "|报", "|属", "|计入", "|市", "|省", "|由"),
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
    doubt = next((doubt for doubt, form in _FORMS if form.search(folded)), None)
    doubt = doubt or (Doubt.UNSURE if is_a_standing(remark) else None)
    return doubt or (Doubt.UNSTEADY if has_a_stem(folded) else None)


def has_a_stem(folded: str) -> bool:
    """True when a short remark has a word of doubt, in whatever wording.

    >>> has_a_stem("还没给"), has_a_stem("移交青川县"), has_a_stem("直播销售"), has_a_stem("用于助学")
    (True, True, False, False)
    """
    return len(folded) <= LONGEST_STEM and _STEMS.search(_STEADY.sub("", folded)) is not None


def is_a_standing(remark: str) -> bool:
    """True when a remark is nothing but what a draft, a plan or a part would be called.

    >>> is_a_standing("核对中"), is_a_standing("已公示")
    (True, False)
    """
    return len(remark) <= LONGEST_STANDING and standing_of_all(remark) is not None


def may_doubt(remarks: Collection[str]) -> bool:
    """True when any of some remarks may throw one; a cheap test, and no for most columns."""
    text = "|" + "|".join(remarks)
    return any(word in text for word in DOUBT_WORDS) or any(
        is_a_standing(one) or has_a_stem(fold_label(one)) for one in {*remarks} - {""}
    )
