"""Styles of saying: what clerks write of unit, period and standing in words that nobody foresaw, at every place that says it."""

from collections.abc import Callable, Mapping, Sequence

from tests.fuzz.styles.draft import TITLES, UNSAID, Draft, write_amounts

Style = Callable[[Draft], None]

UNREAD_UNITS = (
    "单位：k", "单位:千", "单位：10000元", "单位：1000元", "单位：×万元", "单位：十万", "单位：外币", "单位：百元", "unit: 10,000 yuan", "单位：元/斤", "单位：元每斤",
    "单位：人次", "单位：公顷", "单位：美元", "币种：港币", "计量单位：十万元", "单位：元、万元", "金额单位：百元",
)  # fmt: skip
ODD_UNITS = (
    "单位→元", "单位=元", "单位｜元", "单位·元", "单位<元>", "单位（人民币）：元", "单位：(人民币)元", "单位即元", "单位：圆", "单位：块", "单位：RMB", "单位：¥", "货币单位：人民币元",
    "换算成元", "这里填的是元", "金额用元表示", "按元填报", "in yuan", "Unit: RMB", "CNY", "除特别注明外均为元", "如无特别说明，金额单位均为元", "由万元改为元", "帮扶资金（元）汇总表",
    "数额单位：元", "统计单位：元", "表内数据单位：元", "元为单位", "金额精确到元", "四舍五入到元", "计价单位：元", "单位系元", "非万元", "单位不是万元",
)  # fmt: skip
OTHER_PERIODS = (
    "2023年度", "2023", "FY23", "FY2023", "2023财年", "2023年报", "二〇二三年第二季度", "贰零贰叁年", "民国112年", "2023H2", "H2", "下半年", "前三季度", "全年", "2024年1-12月",
    "1—6月", "1至6月", "一至六月", "1-6月份", "截至6月底", "截止6月30日", "截至去年底", "Q2", "Q2 2024", "2Q24", "24Q2", "2024年二季", "第Ⅱ季度", "4月", "四月", "4月报", "2024.4", "2024_04",
    "202404", "April 2024", "2024年4月1日-6月30日", "4、5、6月", "去年四季度", "上一季度", "下一季度", "前年", "2021-2023年", "近三年", "十四五期间", "数据截止日期2024年6月30日",
    "统计时点2024年6月30日", "2023捐赠", "2024年3-4月",
)  # fmt: skip
STANDINGS = (
    "送审稿", "讨论稿", "修改稿", "未审核", "待审核", "待核实", "未核实", "暂定", "暂估", "估算", "测算数", "空表", "试填", "演练", "假数据", "仅供参考", "请勿使用", "已废", "取消", "撤回", "已撤回",
    "已退回", "重复报送", "备用", "原表", "修订前", "修改前", "更正前", "错误", "有误", "数据有误", "错版", "目标", "任务数", "预测", "预算", "概算", "拟", "意向", "储备项目", "规划", "申报数",
    "同期数", "环比", "同比", "其中", "部分", "不完整", "不全", "待补充", "待完善", "部分数据", "已剔除", "不含乡镇", "已上报过", "补报", "追加", "差额", "净增", "变化", "非正式", "临时",
    "过程表", "核对用", "删除", "待删除", "不要", "不报", "不计入", "不纳入统计", "无效", "失效", "过期", "作废", "草稿", "征求意见稿", "停用", "tmp", "void", "obsolete", "plan", "forecast",
)  # fmt: skip
OTHER_SENDERS = (
    "苍溪县", "苍溪县民政局", "旺苍", "青川", "青川县社工部", "北川羌族自治县", "若尔盖", "木里县", "会理市", "成都市锦江区民政局", "阿坝州民政局", "巴中市民政局", "昭通市民政局",
    "云南省昭通市民政局", "重庆市渝中区", "杭州市民政局",
)  # fmt: skip
SENDER_LINES = tuple(
    f"{label}：{sender}"
    for label in (
        "单位",
        "单位（章）",
        "制表单位",
        "汇总单位",
        "填报部门",
        "上报部门",
        "填报机构",
        "县区",
        "地区",
        "县名",
        "行政区划",
        "申报单位",
        "数据来源",
        "责任单位",
    )
    for sender in ("苍溪县民政局", "青川县", "成都市锦江区民政局")
)


def _in_title(draft: Draft, text: str) -> None:
    draft.title += f"（{text}）"


def _in_sheet(draft: Draft, text: str) -> None:
    draft.sheet = f"{TITLES[draft.report]}（{text}）"


def _in_file(draft: Draft, text: str) -> None:
    draft.file = f"{TITLES[draft.report]}（{text}）"


def _above(draft: Draft, text: str) -> None:
    draft.above.append([text])


def _beside_the_title(draft: Draft, text: str) -> None:
    draft.above.append(["", "", text])


def _as_a_note(draft: Draft, text: str) -> None:
    draft.below.append([f"注：以上为{text}"])


def _below(draft: Draft, text: str) -> None:
    draft.below.append([text])


PLACES: Mapping[str, Callable[[Draft, str], None]] = {
    "in_the_title": _in_title,
    "in_the_sheets_name": _in_sheet,
    "in_the_files_name": _in_file,
    "in_a_line_above": _above,
    "beside_the_title": _beside_the_title,
    "in_a_note": _as_a_note,
    "in_a_line_below": _below,
}


def _saying(kind: str, place: str, texts: Sequence[str], effect: Style) -> Style:
    """A style that says one of some texts at a place; `effect` is what it does to the figures or to the truth."""

    def style(draft: Draft) -> None:
        effect(draft)
        PLACES[place](draft, draft.chance.choice(texts))

    style.__name__ = f"{kind}_{place}"
    return style


def _asked(draft: Draft) -> None:
    draft.is_asked = True


def _unsaid(draft: Draft) -> None:
    for line in draft.records():
        assert line.truth is not None
        line.truth.update(dict.fromkeys(draft.money(), UNSAID))


def _in_yuan(draft: Draft) -> None:
    draft.is_debatable = True
    write_amounts(draft, float)


def _all(kind: str, texts: Sequence[str], effect: Style, *places: str) -> tuple[Style, ...]:
    return tuple(_saying(kind, place, texts, effect) for place in places)


NAMES = ("in_the_title", "in_the_sheets_name", "in_the_files_name")
DOUBTS = (
    "单位：元", "以元为单位", "按元填", "此笔为元", "元", "千元", "美元", "单位：百元", "应为3万", "实际为5.2", "更正为3", "改为4.5万元", "有误", "数据有误", "金额错误", "待核实", "未审核", "暂估", "预估",
    "估算数", "测算", "计划数", "合同金额", "预计数", "拟", "意向", "未到账", "部分到账", "尚未支付", "预计二季度到账", "去年的", "2023年的", "上季度", "1-6月", "全年累计", "含二季度", "含上年", "外县", "非本县",
    "苍溪县的", "作废", "取消", "已退货", "停用",
)  # fmt: skip
HARMLESS_REMARKS = (
    "分两次拨付",
    "上年结转资金",
    "已公示",
    "用于道路硬化",
    "2024年1月5日签约",
    "人民币",
    "无",
    "县民政局监督",
    "共5户",
    "单位：剑阁县民政局",
    "资金已到位",
    "已验收",
    "每户500元",
)


def doubtful_remarks(draft: Draft) -> None:
    _remarks(draft, "")
    draft.chance.choice(draft.records()).beside[-1] = draft.chance.choice(DOUBTS)
    draft.is_asked = True


def harmless_remarks(draft: Draft) -> None:
    _remarks(draft, draft.chance.choice(HARMLESS_REMARKS))


def _remarks(draft: Draft, text: str) -> None:
    draft.beside.append("备注")
    for line in draft.records():
        line.beside.append(text)


READABLE = (
    *_all("amounts_in_yuan_by_odd_words", ODD_UNITS, _in_yuan, "in_a_line_above", "beside_the_title"),
    harmless_remarks,
)
ASKED = (
    *_all(
        "amounts_in_units_nobody_reads", UNREAD_UNITS, _unsaid, "in_a_line_above", "beside_the_title", "in_a_line_below"
    ),
    *_all("another_period", OTHER_PERIODS, _asked, *NAMES, "in_a_note"),
    *_all("another_standing", STANDINGS, _asked, *NAMES, "in_a_line_above", "in_a_note"),
    *_all("another_sender", OTHER_SENDERS, _asked, *NAMES),
    *_all("another_sender_by_a_label", SENDER_LINES, _asked, "in_a_line_above", "beside_the_title", "in_a_line_below"),
    doubtful_remarks,
)
