"""Words in a row's own cells by which it may be none of the records: a remark that voids it, a part, a sum. Pure, on texts."""

import re

from etl.text import fold_label

_REMARKS = re.compile(
    r"^(?:请|可|拟|建议)?(?:删除?|剔除)$|^(?:重了|多余|误录入?|录错|写错|×)$|不属于|不在.{0,4}范围|超出?范围|非捐赠|同一笔|并入第|与第.{1,4}[行条]|与上.{1,2}(?:相同|一致)"
    r"|^(?:已|合同|协议)*(?:注销|终止|解除|中止|流标|暂停|搁置|停止)(?:协议|合同)?$|红冲|^冲[账销红]|抵消|(?:转账|交易|支付)失败|未(?:成功|成交|发生|履行)|^已?退$|退[0-9]"
    r"|另(?:行|外)?上?报$|单独上?报"
    "|"
    r"(?<![未不非没])(?:作废|删除|废除)|不(?:予?计(?!成本|较|报酬|名利|息)|统计|纳入|算)|重复(?:$|[,，。、;；请]|填|上?报|录|统计|项)|[误错](?:填|报|录)|填错|请?忽略"
    r"|勿(?:统计|计入)|^删(?:去|掉|除)?$|(?:已|全额)?退[回款](?!出|休)|撤[销回]|剔除|(?:[上去往]年度?|上季度?)(?:的?数据?$|项目$|已报|报过)"
    r"|^[(]?已?(?:取消|停用|退货|无效)[)]?$|[此本该][行条笔项].{0,4}无效"
)
# a text that voids its row, or is a part of another, has one of these: to look for them costs a column little
VOIDING_WORDS = (
    "作废", "删", "废除", "不计", "不予计", "不统计", "不纳入", "不算", "重复", "误填", "误报", "误录", "错填", "错报", "错录",
    "填错", "忽略", "勿统计", "勿计入", "退回", "退款", "撤销", "撤回", "剔除", "取消", "停用", "退货", "上年", "去年", "往年",
    "上季", "无效", "重了", "多余", "误录", "录错", "写错", "×", "不属于", "范围", "非捐赠", "同一笔", "并入第", "与第", "与上", "注销", "终止", "解除", "中止", "流标", "暂停", "搁置", "停止",
    "红冲", "冲账", "冲销", "冲红", "抵消", "失败", "未成功", "未成交", "未发生", "未履行", "退", "另", "单独",
)  # fmt: skip
PART_WORDS = ("其中", "含", "包括", "当中", "内：", "内:")
# a record is called so by nobody: 1月小计, 本月发生额, 平均
_SUMS = re.compile(
    r"^[(]?.{0,10}(?:小计|合计|总计|共计|累计|汇总)(?:数|额|金额|大写)?[)—-]*$|^(?:月[计结]|∑|sum:?|(?:本[月季年]|累计)?发生额|净额|结余|余额|差额|平均[值数]?|均值|最[大高小低]值?|占比|比重"
    r"|增长率|完成率|[同环]比|上年同期|去年(?:同期)?|折[算合]|[减加]:.*|截至.{1,8})$"
)
SUM_WORDS = (
    "小计", "合计", "总计", "共计", "累计", "汇总", "月计", "月结", "∑", "sum", "SUM", "发生额", "净额", "结余", "余额", "差额", "平均", "均值", "最大", "最高", "最小", "最低", "占比", "比重",
    "增长率", "完成率", "同比", "环比", "上年同期", "去年", "折算", "折合", "减：", "加：", "减:", "加:", "截至",
)  # fmt: skip
_PART_OF = re.compile(r"^[(]?(?:其中(?![村镇乡寨坝山河])|(?:[其内]?含|包[含括]|(?:其|这)?当中|内)(?::|[)]?$))")


def is_voided_by(remark: str) -> bool:
    """True when a remark says that its row is not to be counted.

    >>> is_voided_by("此行作废"), is_voided_by("重复填报"), is_voided_by("已完成")
    (True, True, False)
    >>> is_voided_by("此笔不计"), is_voided_by("上年数据"), is_voided_by("上年结转资金")
    (True, True, False)
    """
    return _REMARKS.search(fold_label(remark)) is not None


def is_a_sum(name: str) -> bool:
    """True when the name of a record is what a sum, a mean or a rate is called.

    >>> is_a_sum("1月小计"), is_a_sum("平均值"), is_a_sum("会计师协会")
    (True, True, False)
    """
    return _SUMS.match(fold_label(name)) is not None


def is_part_of(lead: str) -> bool:
    """True when the first words of a row say that it is a part of the row above.

    >>> is_part_of("其中：教育"), is_part_of("其中村互助会"), is_part_of("其美多吉协会")
    (True, False, False)
    >>> is_part_of("含："), is_part_of("包括：现金"), is_part_of("含光社区"), is_part_of("含税")
    (True, True, False, False)
    """
    return _PART_OF.match(fold_label(lead)) is not None
