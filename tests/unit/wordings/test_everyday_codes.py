"""Everyday words for codes: with an ending, an alias in brackets, quotes, or another usual word."""

import pytest

from tests.unit.wordings.sheets import Judged, record

WORDS = {
    ("organization", "组织类型"): {
        "association": "社会团体 社团 社会团体类 社团类 协会 学会 商会 联合会 社会团体（社团） 社团法人 社会团体法人 社会团体组织",
        "foundation": "基金会 基金 基金会类 慈善基金会 基金会法人",
        "service": "社会服务机构 民非 民办非企业 民办非企业单位 民非单位 民办非企业单位（法人） 民非企业 社会服务机构（民非） 民非（民办非企业单位） 民办非 社会服务机构类 民非机构",
    },
    ("organization", "登记层级"): {
        "national": "全国性 国家级 全国 部级 民政部登记 全国级 全国性社会组织",
        "eastern": "东部 东部省市 东部地区",
        "province": "省级 省 省本级 省民政厅 省级登记 省属 全省性 四川省级 在省民政厅登记",
        "prefecture": "市级 市 市州级 州级 市（州）级 地级 市本级 市级登记 市州 地市级 市属",
        "county": "县级 县 区级 区县级 县（市、区）级 区 县区级 县级登记 县本级 区（县）级 县市区级 本县 县属 县（市、区） 县级社会组织",
    },
    ("organization", "评估等级"): {
        "5A": "5A 5A级 AAAAA AAAAA级 5a 五A 5A级社会组织 5A等级 ５Ａ AAAAA等 中国社会组织5A级",
        "4A": "4A级 AAAA级 四A",
        "3A": "AAA级 3A级 三A级 三A",
        "2A": "2A级 AA级",
        "1A": "1A级 A级 A",
        "none": "未评估 未评级 未参评 无 无等级 未定级 未评 没有 尚未评估 未参加评估 暂未评估 不参评 未评定 未参与评估",
    },
    ("organization", "年检结论"): {
        "pass": "合格 年检合格 通过 年检通过 合格（年检） 已年检合格 年报合格 合格。 2022年度合格 年检：合格",
        "basic": "基本合格 年检基本合格",
        "fail": "不合格 年检不合格 未通过",
        "none": "未参检 未年检 未参加 未参加年检 未检 当年新成立 新成立 未到年检时间 未开展年检 2023年新成立",
    },
    ("agreement", "结对方式"): {
        "one_to_one": "一对一 1对1 一对一结对 1:1 一对一帮扶 一对一结对帮扶 一对一方式",
        "one_to_many": "一对多 1对多 一对多结对 1对N 一对多帮扶",
        "many_to_one": "多对一 多对1 多对一帮扶 N对1 多对一结对",
    },
    ("agreement", "帮扶领域"): {
        "industry": "产业 产业类 产业帮扶 产业发展 产业振兴 产业发展类 产业扶持 产业项目 特色产业 产业帮扶项目",
        "employment": "就业 就业帮扶 就业类 就业创业 就业培训 稳岗就业 促进就业",
        "education": "教育 助学 教育类 助学类 教育帮扶 教育助学 捐资助学 教育扶持 奖学助学",
        "health": "健康 医疗 医疗健康 医疗类 健康帮扶 卫生健康 医疗卫生 义诊 医疗帮扶 医疗救助 健康类",
        "elderly": "养老 养老服务 为老服务 养老类 养老助老 敬老 助老",
        "childcare": "育幼 关爱儿童 儿童关爱 儿童 留守儿童 托育 关爱留守儿童 未成年人保护 儿童福利",
        "consumption": "消费 消费帮扶 消费助农 消费类 以购代捐 农产品销售",
        "livelihood": "民生 救助 社会救助 民生类 民生保障 帮困 扶贫济困 困难救助 助困 民生帮扶 兜底保障 民生类帮扶",
        "infrastructure": "基础设施 基础设施建设 基建 基础设施类 基础建设 道路建设 人居环境",
        "culture": "文化 文化类 文化振兴 文体 文化教育 文化体育 乡风文明",
        "talent": "人才 人才培训 培训 人才类 人才振兴 技能培训 人才培养 人才支持",
        "other": "其他 其它 其他类 综合 其他帮扶 其他领域 综合类",
    },
    ("project", "项目阶段"): {
        "approval": "审批 立项 审批中 立项审批 待审批 审批阶段 立项阶段 报批 筹备 前期 前期工作 已立项 项目审批",
        "implementation": "实施 实施中 正在实施 在建 进行中 建设中 实施阶段 推进中 正在推进 推进实施 施工中 正在建设 已开工 项目实施 持续推进 正在开展 项目实施阶段",
        "disbursement": "资金拨付 拨付 拨付中 资金拨付中 拨款 拨付阶段 资金拨付阶段 已拨付",
        "acceptance": "审计验收 验收 验收中 待验收 审计 验收阶段 审计验收中 正在验收 项目验收 审计中",
        "completed": "完成 已完成 完工 已完工 竣工 已竣工 已验收 办结 已办结 结项 已结项 完结 项目完成 全部完成 验收完成 验收合格 已验收合格 项目已完成 已经完成 全部完工",
    },
    ("donation", "捐赠类型"): {
        "cash": "资金 现金 捐款 款 资金类 款项 资金捐赠 捐资 货币 现金捐赠 资金（现金） 捐赠资金 转账 银行转账 货币资金",
        "goods": "物资 实物 物 物资类 捐物 物品 物资捐赠 实物捐赠 捐赠物资 物资（实物） 实物类 实物捐赠类",
    },
    ("sale", "销售渠道"): {
        "online": "线上 网络 电商 线上销售 直播 直播带货 网上 网络销售 线上平台 电商平台 网店 网购 线上渠道 网上销售 微商 线上采购 线上平台销售",
        "offline": "线下 实体 线下销售 实体店 展销 现场 展销会 线下采购 门店 集中采购 线下渠道 定向采购 商超 单位采购 现场销售 线下交易",
    },
    ("need", "认领状态"): {
        "open": "待认领 未认领 未对接 待对接 否 尚未认领 无人认领 未领",
        "claimed": "已认领 认领 已对接 是 已被认领 认领成功 已签约",
        "launched": "已转项目 已立项 已实施 转项目 已转化 已转为项目 已落地 已转化项目 实施中",
    },
    ("incubator", "基地层级"): {
        "province": "省级 省 省本级 省级孵化基地",
        "prefecture": "市级 市 市州级 州级 市（州）级 市本级 市级孵化基地",
        "county": "县级 区级 县 区 区县级 县（市、区）级 县级孵化基地 县区级 县级基地",
        "township": "乡级 乡镇级 镇级 街道 乡镇 街道级 乡镇（街道）级 乡（镇）级 乡镇街道级 镇",
        "village": "村级 村 社区 社区级 村（社区）级 村社区级 村（社区）",
    },
    ("activity", "品牌"): {
        "shu_gongyi": "蜀公益·哺桑梓 蜀公益哺桑梓 蜀公益 “蜀公益·哺桑梓” 蜀公益-哺桑梓 哺桑梓 蜀公益•哺桑梓 “蜀公益•哺桑梓”行动",
        "liangxin": "两新联万村·党建助振兴 两新联万村 “两新联万村·党建助振兴” 两新联万村党建助振兴 两新联万村 党建助振兴",
        "yilu": "彝路相伴·牵手伴行 彝路相伴 彝路相伴牵手伴行 “彝路相伴”",
        "other": "其他 无 其它 其他品牌 自有品牌 其他类 其他类活动",
    },
}
CASES = [
    pytest.param(report, label, code, word, id=f"{report}-{label}-{word}")
    for (report, label), codes in WORDS.items()
    for code, words in codes.items()
    for word in words.split()
]
DEBATABLE = [  # a person decides what these mean
    ("project", "项目阶段", "未开工"),
    ("sale", "销售渠道", "直销"),
    ("need", "认领状态", "认领中"),
    ("organization", "年检结论", "免检"),
    ("agreement", "帮扶领域", "一老一小"),
    ("project", "项目阶段", "未完成"),
    ("project", "项目阶段", "2024年完成"),
    ("organization", "年检结论", "基本"),
]


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    cases = [(one.values[0], one.values[1], one.values[3]) for one in CASES] + DEBATABLE
    sheets = {(report, label, word): (report, record(report, cells={label: word})) for report, label, word in cases}
    return Judged(tmp_path_factory.mktemp("codes"), sheets)


@pytest.mark.parametrize(("report", "label", "code", "word"), CASES)
def test_an_everyday_word_is_its_code(judged, report, label, code, word):
    assert judged[report, label, word].value(label) == code


@pytest.mark.parametrize(("report", "label", "word"), DEBATABLE)
def test_a_word_that_may_mean_two_codes_is_asked_about(judged, report, label, word):
    (message,) = judged[report, label, word].critical
    assert f"写的是“{word}”" in message
