"""Sayings of a sheet about period, sender and standing, in many words and every place: heard, or harmless."""

from collections.abc import Callable

from etl.model import column_letters
from tests.fuzz.strangers.form import Form, Record
from tests.workbooks.content import Sheet

OTHER_PERIODS = (
    "2023年第四季度", "2023年", "2024年第二季度", "2023年10-12月", "2024年4月—6月", "二〇二三年四季度", "2023Q4", "2023年度", "2024年上半年", "2024年1—6月", "截至2023年12月31日", "2023年10月至12月", "2024年二季度", "2022年", "2023年下半年",
    "2023.10-2023.12", "2024年1-5月", "2023年全年", "2021—2023年", "2024年4月", "二零二三年度", "2023年底", "2023年末", "2023财年", "23年四季度", "2024年6月30日", "2023年12月", "2024年度1-12月", "截止2024年6月底", "2024年第2季度", "2024年Q3", "2024年前三季度", "2025年第一季度",
)  # fmt: skip
VAGUE_PERIODS = (
    "上季度",
    "去年同期",
    "上年度",
    "历年",
    "近三年",
    "自开展工作以来",
    "三年行动以来",
    "上年同期",
    "十四五期间",
    "前三季度",
    "第四季度",
    "下半年",
    "4-6月",
    "四至六月",
    "10月份",
    "累计至今",
    "历史",
    "全年",
    "往年",
    "腊月",
    "第三季",
    "建会以来",
    "2021年以来",
    "半年",
    "上一季",
    "下季度",
    "年终",
    "跨年度",
)
OWN_PERIODS = (
    "2024年第一季度",
    "2024年1-3月",
    "2024年一季度",
    "2024Q1",
    "2024年1—3月",
    "二〇二四年第一季度",
    "截至2024年3月31日",
    "2024年1月至3月",
    "2024.1-2024.3",
    "第一季度",
    "2024年",
    "2024年3月",
    "一季度",
)
OTHER_SENDERS = (
    "青川县",
    "苍溪县",
    "旺苍县",
    "朝天区",
    "昭化区",
    "利州区",
    "成都市锦江区",
    "南江县",
    "阆中市",
    "绵阳市",
    "南充市",
    "西充县",
    "稻城县",
    "陕西省宁强县",
    "甘肃省文县",
    "重庆市开州区",
    "巴中市",
    "汶川县",
    "马边彝族自治县",
    "峨眉山市",
)
DRAFTS = (
    "草稿", "征求意见稿", "模拟数据", "测试数据", "未审定", "拟定", "作废", "已作废", "取消", "初稿", "送审", "估计数", "摸底数", "快报数", "预报数", "无效", "旧数据", "过期", "备份", "弃用", "假设", "演练", "未核实", "待审核", "待核", "讨论稿", "未定稿", "样表", "示例数据", "培训用表", "虚拟数据", "错误版本", "勿用",
    "不作为正式数据", "仅供参考", "预填", "试填报", "暂存", "草拟", "未经审核", "计划数", "预算数", "目标数", "申报数", "意向数", "承诺数", "部分数据", "不完整", "未完成", "待完善", "待补充", "重复报送", "已撤回", "已退回", "停用", "旧版", "修改前", "废表", "内部测算", "预估", "暂定", "匡算", "推算数", "口径待定",
    "缺3个乡镇", "未含乡镇", "不含县本级", "扣除后", "剔除重复", "调整前", "核减前", "市级汇总", "第2批", "抽样", "典型", "上报前", "未盖章", "留存", "临时", "合并", "对比", "差异",
)  # fmt: skip
REMARKS = (
    "作废", "取消", "已退", "已退款", "终止", "重复", "冲减", "划转", "已注销", "退回", "未到账", "待核实", "有误", "预计", "计划", "不计入", "暂估", "此条删除", "已并入上一条", "重复申报", "上年已报", "上季度已统计", "外县项目", "非本县", "未发生", "拟签", "意向", "已解约", "已解除", "中止", "停止实施", "撤销", "不实", "虚报", "退货", "冲销", "红字",
    "核减", "调出", "移交青川县", "金额单位元", "美元", "应为5万元", "实际3.2万元", "少报2万元", "多计1万元", "同第1行", "同一笔", "下季度实施", "跨年", "2023年捐赠", "去年的", "补报去年", "请删除", "填错了", "弄错了", "不要这条", "误", "无效数据", "待定", "未签字", "合同未签", "还没给", "没到位", "差2万未付", "数不准", "大概数", "约", "先报着",
    "已转出", "错行", "串行", "测试", "例", "样例", "空", "此项取消", "不再实施", "暂不统计", "由市级统计", "市里已报", "以财务为准", "正在核对",
)  # fmt: skip


def _in_title_bracket(form: Form, text: str) -> tuple[str, ...]:
    form.title = f"{form.title}（{text}）"
    return (text, "A1")


def _in_title_front(form: Form, text: str) -> tuple[str, ...]:
    form.title = f"{text}{form.title}"
    return (text, "A1")


def _in_title_tail(form: Form, text: str) -> tuple[str, ...]:
    form.title = f"{form.title}{form.chance.choice((' ', '—', '-', '——', '·'))}{text}"
    return (text, "A1")


def _line_above(form: Form, text: str) -> tuple[str, ...]:
    form.above.append([text])
    return (text, f"A{len(form.above) + bool(form.title)}")


def _sheet_name(form: Form, text: str) -> tuple[str, ...]:
    form.sheet = (
        form.chance.choice(("{1}（{0}）", "{1}-{0}", "{1} {0}", "{0}{1}"))
        .format(text, form.sheet)
        .replace("/", "")[:31]
    )
    return (text,)


def _file_name(form: Form, text: str) -> tuple[str, ...]:
    form.file = form.chance.choice(("{1}（{0}）", "{1}-{0}", "{0}{1}", "{1}_{0}")).format(text, form.title)
    return (text,)


def _printed(form: Form, text: str) -> tuple[str, ...]:
    if form.chance.random() < 0.5:
        form.header = text
    else:
        form.footer = text
    return (text,)


def _comment(form: Form, text: str) -> tuple[str, ...]:
    name = form.chance.choice(form.fields)
    form.comments[name] = text
    return (text, column_letters(form.fields.index(name)))


def _note(form: Form, text: str) -> tuple[str, ...]:
    form.below.append(
        [
            form.chance.choice(
                ("注：以上为{0}数据", "备注：本表系{0}", "说明：以上数据为{0}", "注：本表为{0}", "（{0}）")
            ).format(text)
        ]
    )
    return (text,)


def _cover(form: Form, text: str) -> tuple[str, ...]:
    form.before.append(Sheet([["社会组织帮扶报表"], [text], [""]], form.chance.choice(("封面", "首页", "说明"))))
    return (text,)


def _between(form: Form, text: str) -> tuple[str, ...]:
    form.lines.insert(
        len(form.lines) // 2,
        Record({}, alone=[form.chance.choice(("{0}", "二、{0}", "（二）{0}", "{0}：")).format(text)]),
    )
    return (text,)


def _group(form: Form, text: str) -> tuple[str, ...]:
    figures = form.of_type("amount", "integer", "number")
    if figures:
        form.groups = dict.fromkeys(figures, text)
    return (text,) if figures else ()


PLACES: tuple[Callable[[Form, str], tuple[str, ...]], ...] = (
    _in_title_bracket,
    _in_title_tail,
    _line_above,
    _sheet_name,
    _file_name,
    _printed,
    _comment,
    _cover,
)


def _say(form: Form, texts: tuple[str, ...], places: tuple[Callable[[Form, str], tuple[str, ...]], ...]) -> bool:
    text = form.chance.choice(texts)
    heard = form.chance.choice(places)(form, text)
    if heard:
        form.hear(*heard)
    return bool(heard)


def other_period(form: Form) -> bool:
    return _say(form, OTHER_PERIODS, (*PLACES, _in_title_front, _note, _between, _group))


def vague_period(form: Form) -> bool:
    return _say(
        form, VAGUE_PERIODS, (_in_title_bracket, _in_title_front, _sheet_name, _line_above, _note, _between, _group)
    )


def period_line(form: Form) -> bool:
    words = (
        "统计时间：{0}",
        "报告期：{0}",
        "数据时间：{0}",
        "所属期：{0}",
        "统计期间：{0}",
        "时间：{0}",
        "期间：{0}",
        "统计时段：{0}",
        "数据截止：{0}",
        "时间范围：{0}",
        "统计口径：{0}",
    )
    text = form.chance.choice(OTHER_PERIODS)
    form.above.append([form.chance.choice(words).format(text)])
    form.hear(text, f"A{len(form.above) + bool(form.title)}")
    return True


def own_period(form: Form) -> bool:
    text = form.chance.choice(OWN_PERIODS)
    form.chance.choice((_in_title_bracket, _in_title_front, _line_above, _sheet_name, _file_name, _printed, _cover))(
        form, text
    )
    return True


def period_column(form: Form) -> bool:
    heading, odd = form.chance.choice(
        (
            ("年份", "2023"),
            ("年度", "2023年"),
            ("季度", "2023年第四季度"),
            ("月份", "11月"),
            ("所属季度", "二季度"),
            ("统计期", "2023Q4"),
            ("所属年月", "202311"),
            ("报告期", "2023年12月"),
            ("年", "2022"),
            ("期别", "2023年四季度"),
            ("填报季度", "第四季度"),
            ("所属年度", "2023年度"),
            ("季", "Q4"),
            ("时间", "2023年四季度"),
        )
    )
    own = {
        "年份": "2024",
        "年度": "2024年",
        "月份": "2月",
        "年": "2024",
        "所属年度": "2024年度",
        "所属年月": "202402",
        "报告期": "2024年2月",
        "季": "Q1",
        "统计期": "2024Q1",
        "时间": "2024年一季度",
    }.get(heading, "2024年第一季度")
    at = form.chance.randrange(len(form.records()))
    form.extra.append((heading, lambda number: odd if number == at else own))
    form.hear(odd, heading, column_letters(len(form.fields)))
    return True


def other_sender(form: Form) -> bool:
    return _say(
        form,
        OTHER_SENDERS,
        (_in_title_bracket, _in_title_front, _in_title_tail, _line_above, _sheet_name, _file_name, _printed),
    )


def sender_line(form: Form) -> bool:
    words = (
        "填报单位：{0}民政局",
        "上报单位：{0}社会工作部",
        "单位：{0}民政局",
        "报送单位（盖章）：{0}",
        "{0}民政局（盖章）",
        "制表：{0}社会组织综合党委",
        "填报单位（公章）：{0}委社会工作部",
        "县（市、区）：{0}",
        "所属地区：{0}",
        "单位名称：{0}社会组织服务中心",
        "编报：{0}民政局",
        "数据来源：{0}民政局",
        "填报地区：{0}",
        "行政区：{0}",
        "上报：{0}",
        "主管单位：{0}民政局",
        "{0}人民政府",
    )
    text = form.chance.choice(OTHER_SENDERS)
    line = form.chance.choice(words).format(text)
    (form.above if form.chance.random() < 0.6 else form.below).append([line])
    form.hear(text)
    return True


def own_sender(form: Form) -> bool:
    words = (
        "填报单位：剑阁县民政局",
        "单位（盖章）：剑阁县委社会工作部",
        "剑阁县民政局（公章）",
        "报送单位：广元市剑阁县民政局",
        "单位名称：剑阁县社会组织服务中心",
        "填报人：张三  审核人：李四  电话：0839-6600000",
        "单位负责人：王某",
    )
    (form.above if form.chance.random() < 0.6 else form.below).append([form.chance.choice(words)])
    return True


def county_column(form: Form) -> bool:
    text, at = form.chance.choice(OTHER_SENDERS), form.chance.randrange(len(form.records()))
    heading = form.chance.choice(
        ("县", "县区", "区县", "县（市、区）", "所属县", "所在县区", "行政区划", "地区", "县域", "属地")
    )
    form.extra.append((heading, lambda number: text if number == at else "剑阁县"))
    form.hear(text, heading, column_letters(len(form.fields)))
    return True


def draft(form: Form) -> bool:
    return _say(form, DRAFTS, (*PLACES, _note))


def draft_between(form: Form) -> bool:
    return _say(
        form,
        (
            "计划实施项目",
            "下季度拟开展",
            "作废记录",
            "以下为预计",
            "未落实部分",
            "意向项目",
            "上年结转",
            "已终止项目",
            "以下不计入统计",
            "储备",
            "外县捐赠",
            "以下重复",
            "待核实部分",
            "2023年遗留",
            "以下为测试数据",
            "以下未审核",
            "退出项目",
            "已取消",
            "其他县区",
            "暂估入账",
            "以下为上年数",
            "以前年度",
            "尚未到账",
            "备选项目",
        ),
        (_between,),
    )


def draft_group(form: Form) -> bool:
    return _say(
        form,
        (
            "预计",
            "计划",
            "目标",
            "上年",
            "去年同期",
            "其中：脱贫户",
            "2023年",
            "年度任务",
            "拟投入",
            "本年累计",
            "上季度",
            "预算",
            "批复数",
            "下达",
            "申请",
            "测算",
            "省级下达",
            "历史数",
            "核减",
            "应完成",
            "任务数",
            "考核指标",
            "二季度",
            "全年",
            "同比增长",
            "人均",
            "占比",
            "增减",
            "预期",
            "外县",
        ),
        (_group,),
    )


def remark(form: Form) -> bool:
    text, at = form.chance.choice(REMARKS), form.chance.randrange(len(form.records()))
    form.extra.append(("备注", lambda number: text if number == at else ""))
    form.hear(text, column_letters(len(form.fields)))
    return True


def state_column(form: Form) -> bool:
    heading, odd, usual = form.chance.choice(
        (
            ("状态", "已作废", "正常"),
            ("是否有效", "否", "是"),
            ("审核意见", "退回", "通过"),
            ("数据状态", "草稿", "已提交"),
            ("是否统计", "不统计", "统计"),
            ("核查情况", "不属实", "属实"),
            ("是否到账", "否", "是"),
            ("有效标志", "无效", "有效"),
            ("审批状态", "驳回", "同意"),
            ("计入本季", "×", "√"),
            ("是否重复", "是", "否"),
            ("是否本县", "否", "是"),
            ("删除标记", "1", "0"),
            ("备用", "作废", ""),
            ("审核结果", "不合格", "合格"),
            ("是否取消", "是", "否"),
            ("处理", "剔除", "保留"),
            ("核对", "有误", "无误"),
        )
    )
    at = form.chance.randrange(len(form.records()))
    form.extra.append((heading, lambda number: odd if number == at else usual))
    form.hear(odd, heading, column_letters(len(form.fields)))
    return True


STYLES = (
    other_period,
    vague_period,
    period_line,
    own_period,
    period_column,
    other_sender,
    sender_line,
    own_sender,
    county_column,
    draft,
    draft,
    draft_between,
    draft_group,
    remark,
    remark,
    state_column,
)
