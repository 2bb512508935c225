"""Figures, counts, days, codes and names as people write them in a cell: read exactly, or asked about at the cell."""

from datetime import date

from tests.fuzz.strangers.form import SILENT, Form
from tests.workbooks.content import Fault, Runs, Struck, Unsaved, Value

UNSURE = (
    "约12", "近30", "30余", "十几", "若干", "3千多", "12~15", "12-15", "12—15", "12至15", "3/5", "1,2,3", "1.2亿左右", "≥5", "<3", "＞10", "12或13", "12+3", "=12*3", "12%", "12.5.6", "12,5", "O.5", "l2", "1O", "12-", "数十", "五六十", "12.5?", "12.5（待核）", "12.5(3月)", "12.5/13.5", "12.5、3", "12.5；其中物资3", "12'5", "不足10",
    "10以上", "超20", "接近8", "12上下", "十多", "几十", "一百余", "20多", "至少5", "最多9", "12±1", "12*2", "2×6", "3*4=12", "每户200", "人均300", "12.5万/年", "5万/户", "第一批5", "现金5物资3", "现金5，物资3", "5+3", "5＋3", "5（现金）3（物资）", "共3笔", "上年12", "12（含上年）", "12(其中：上级3)", "12→15", "原12现15",
    "12（15）", "12 (15)", "{12}", "[12]", "12人", "12户", "12斤", "12吨", "12箱", "12/月", "120元/户", "12.5美元", "$12", "12USD", "€12", "12港币", "12¢", "1.2e", "e5", "0x12", "１２万余", "一二三", "〇", "两", "俩", "半", "一个半", "倍", "翻番", "12倍", "五成", "2成", "百分之十", "12.5%%", "1..5", "1.2.3", ".", "-", "--5", "5-", "+-5", "12.5万-13万",
    "同上", "〃", "如上", "见附件", "TRUE", "是", "已拨", "全额", "未知", "?", "？？", "xxx", "***", "待填", "12.5已核", "核12.5", "大于5", "12.5左", "1２.5元/亩", "12:30", "3月5日", "12,34,5", "1,23", "1，5", "1 2 3", "12 13", "12\n13", "12;13", "12|13", "12\\13", "12_13", "12^2", "12²", "12①", "½", "1½", "⅓", "Ⅻ", "⑿",
)  # fmt: skip
SPELLED = (  # as they are written in 万元, and what they are in yuan
    ("１２．５", "125000.00"), ("12.50", "125000.00"), (" 12.5 ", "125000.00"), ("1,234.5", "12345000.00"), ("12.5万元", "125000.00"), ("壹拾贰万伍仟元整", "125000.00"), ("十二万五千元", "125000.00"), ("12.5万", "125000.00"), ("125000元", "125000.00"), ("人民币12.5万元", "125000.00"), ("￥125000元", "125000.00"), ("0.00125亿元", "125000.00"), ("12万5千元", "125000.00"), ("+12.5", "125000.00"),
    ("012.5", "125000.00"), ("12.5万元整", "125000.00"), ("12.5。", "125000.00"), ("1.25E1", "125000.00"), ("1.25E+1", "125000.00"), ("12.", "120000.00"), (".5", "5000.00"), ("12.5\u00a0", "125000.00"), ("\u200b12.5", "125000.00"), ("'12.5", "125000.00"), ("12.5（万元）", "125000.00"), ("1 234.5", "12345000.00"), ("1，234.5", "12345000.00"), ("1,2345", SILENT), ("12·5", SILENT), ("12。5", SILENT), ("(12.5)", SILENT),
    ("-12.5", SILENT), ("负12.5", SILENT), ("△12.5", SILENT), ("▲3", SILENT), ("-12.5万元", SILENT), ("（12.5）", SILENT), ("1.25×10", SILENT), ("125百元", SILENT), ("12.5百万", "12500000.00"), ("3千", "3000.00"), ("三千元", "3000.00"), ("5佰元", "500.00"), ("12.5w元", "125000.00"),
)  # fmt: skip
UNSURE_DAYS = (
    "24.3.5", "3月5日", "2024年3月", "2024-3", "2024.3.5-3.8", "2024年3月5日至8日", "三月五日", "正月初八", "2024年2月30日", "2024.13.1", "甲辰年正月", "5/3/2024", "03/05/24", "3.5", "2024年3月上旬", "2024年3月底", "113年3月5日", "2024年春节前", "2024年3月5日前", "约2024年3月5日", "2024年第一季度", "一季度", "20240", "2024350", "2024年", "每月5日", "3月", "2024-03-05/06", "2024年3月5、6日", "2024年3月5日、3月8日",
    "2024.3.5,2024.3.8", "昨天", "2024.3.", "２０２４年３月", "二〇二四年三月", "2024年三月份", "2024/3/", "3-5-2024", "240305", "2024年3月5日（农历）", "腊月廿三", "2023年腊月二十", "2024-03-05?", "2024年3月5日左右", "2024O305", "2024年3月○日", "2024年  月  日", "2024年3月  日", "2024年3月中", "3月中旬", "2024年3月初", "2024-03-05起", "自2024年3月5日", "2024年3月5日（计划）", "预计2024年3月5日", "拟2024年3月5日", "2024年3月5日未定", "原2024年3月5日", "2024.2.3改2024.3.5",
)  # fmt: skip
SPELLED_DAYS = tuple(
    (text, "2024-03-05")
    for text in (
        "2024年3月5日", "2024.3.5", "2024/03/05", "20240305", "2024年03月05日", "２０２４年３月５日", "2024-3-5", "2024年3月5号", "二〇二四年三月五日", "2024. 3. 5", "2024年 3月 5日", "2024-03-05 00:00:00", "2024年3月5日 ", "2024.03.05", "2024、3、5", "2024—03—05", "2024年3月5日（星期二）", "2024/3/5 ", "二零二四年三月五日", "2024年3月5日10时", "2024.3.5日",
    )
)  # fmt: skip
COUNTS = (
    "3户30人",
    "约30",
    "30左右",
    "三十余",
    "30.5",
    "-3",
    "每户3人",
    "30；其中脱贫10",
    "30+5",
    "30-40",
    "30~40",
    "30／40",
    "1.5万",
    "0.3万",
    "30%",
    "几",
    "数十",
    "近百",
    "30名左右",
    "30多",
    "上百",
    "30（10）",
    "30(含上年)",
    "30.0.1",
    "三四",
    "20、30",
    "30元",
    "30万元",
    "30斤",
    "30亩",
    "30吨",
    "20人30户",
    "全村",
    "全体",
    "同上",
    "30倍",
    "30/50",
    "30次/年",
    "2批30",
    "30→40",
)
ODD_NAMES = (
    "个人",
    "XX",
    "测试",
    "123",
    "某协会",
    "XX协会",
    "XXX",
    "×××",
    "0",
    "test",
    "aaa",
    "待定",
    "？",
    "abc",
    "无名",
    "某某公司",
    "示例单位",
    "请填写单位名称",
    "同上",
    "详见附件",
    "未知",
    "张三",
    "...",
    "……",
    "*",
    "#",
    "社会组织名称",
    "单位名称",
    "填写",
    "某公司",
    "某县协会",
    "12.5",
    "2024-03-05",
    "多家",
    "若干家",
    "等",
    "其他",
    "协会",
    "基金会",
    "公司",
    "企业",
    "待补",
    "TBD",
    "N/A",
    "空",
    "一家企业",
    "3家",
    "5个社会组织",
    "各社会组织",
    "全县社会组织",
    "爱心人士",
    "匿名",
    "不愿透露",
    "好心人",
    "社会各界",
    "群众",
    "个体户",
)
NO_NAMES = (
    "XX",
    "测试",
    "123",
    "×××",
    "0",
    "test",
    "aaa",
    "？",
    "abc",
    "请填写",
    "待定",
    "...",
    "……",
    "*",
    "#",
    "12.5",
    "2024-03-05",
    "TBD",
    "N/A",
    "XX项目",
    "示例项目",
    "某某村项目",
    "同上",
    "详见附件",
)
NEAR_CODES = (
    "非{0}",
    "不是{0}",
    "拟{0}",
    "{0}转{1}",
    "{0}、{1}",
    "{0}或{1}",
    "{0}/{1}",
    "{0}和{1}",
    "疑似{0}",
    "{0}？",
    "由{0}改{1}",
    "{0}及{1}",
    "申请{0}",
    "准{0}",
    "{0}→{1}",
    "{0}+{1}",
    "部分{0}",
    "{0}兼{1}",
    "{0}（{1}）",
    "尚未{0}",
    "半{0}",
    "{0}为主",
    "{0}（待定）",
    "{0}（已取消）",
    "计划{0}",
    "预计{0}",
    "{0} {1}",
    "{0};{1}",
    "先{0}后{1}",
    "{0}50%",
    "未{0}",
    "无{0}",
    "近{0}",
    "同{0}",
    "{0}除外",
    "{0}以外",
    "类{0}",
    "待{0}",
    "{0}×",
    "{0}前",
    "{0}未定",
    "或{0}",
)


def _one(form: Form, names: list[str], value: Value, truth: object) -> bool:
    if not names:
        return False
    line, name = form.chance.choice(form.records()), form.chance.choice(names)
    line.cells[name] = value
    (line.truth or {})[name] = truth
    return True


def unsure_amounts(form: Form) -> bool:
    return _one(form, form.money(), form.chance.choice(UNSURE), SILENT)


def spelled_amounts(form: Form) -> bool:
    names = [
        name
        for name in form.money()
        if name in ("value_yuan", "sold_yuan", "paid_yuan", "agreed_yuan", "invested_yuan")
    ]
    value, truth = form.chance.choice(SPELLED)
    return _one(form, names, value, truth)


def broken_amounts(form: Form) -> bool:
    value: Value = form.chance.choice(
        (
            Fault("#REF!"),
            Fault("#N/A"),
            Fault("#DIV/0!"),
            Fault("#VALUE!"),
            Unsaved("=B2*2"),
            True,
            date(2024, 3, 5),
            Struck("12.5"),
            Runs((("12", "struck"), ("15", ""))),
            Runs((("12.5", ""), ("1", "raised"))),
        )
    )
    return _one(form, form.money(), value, SILENT)


def unsure_days(form: Form) -> bool:
    return _one(form, form.of_type("date"), form.chance.choice(UNSURE_DAYS), SILENT)


def spelled_days(form: Form) -> bool:
    names = [name for name in form.of_type("date") if form.column(name).required and name != "published_on"]
    return _one(form, names, *form.chance.choice(SPELLED_DAYS))


def years_in_days(form: Form) -> bool:
    return _one(
        form,
        form.of_type("date"),
        form.chance.choice((2024, 202403, 3.5, 12, 1905, 99, 240305, 20240230, 0.5, 20241305)),
        SILENT,
    )


def shown_without_a_day(form: Form) -> bool:
    names = form.of_type("date")
    if not names:
        return False
    name = form.chance.choice(names)
    for line in form.records():
        (line.truth or {})[name] = SILENT
        line.cells[name] = 45292
    form.formats[name] = form.chance.choice(
        ('yyyy"年"m"月"', "yyyy-mm", "mmm-yy", 'm"月"d"日"', "yyyy", "yyyy/m", "mm/yy", '[$-804]yyyy"年"m"月";@', "m/d")
    )
    return True


def unsure_counts(form: Form) -> bool:
    return _one(form, form.of_type("integer"), form.chance.choice(COUNTS), SILENT)


def near_codes(form: Form) -> bool:
    names = form.of_type("code")
    if not names:
        return False
    name = form.chance.choice(names)
    labels = form.codes[name]
    first, second = form.chance.sample(labels, 2)
    return _one(form, [name], form.chance.choice(NEAR_CODES).format(first, second), SILENT)


def odd_names(form: Form) -> bool:
    """Names of nobody: read as they stand, and asked about."""
    names = [name for name in ("org_name", "operator", "claimed_by") if name in form.fields]
    return _one(form, names, form.chance.choice(ODD_NAMES), SILENT)


def no_names(form: Form) -> bool:
    names = [
        name for name in ("project_name", "base_name", "activity_name", "need_name", "product") if name in form.fields
    ]
    return _one(form, names, form.chance.choice(NO_NAMES), SILENT)


STYLES = (
    unsure_amounts,
    unsure_amounts,
    spelled_amounts,
    broken_amounts,
    unsure_days,
    spelled_days,
    years_in_days,
    shown_without_a_day,
    unsure_counts,
    near_codes,
    near_codes,
    odd_names,
    no_names,
)
