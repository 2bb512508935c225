import pytest

from etl.recognise.statements.money_unit import UnitStatements

READER = UnitStatements(("元", "千元", "万元", "百万元", "千万元", "亿元"))


def units_of(text: str) -> list[tuple[tuple[str, ...], bool]]:
    return [(statement.units, statement.is_unclear) for statement in READER.statements_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "单位：元",
            "单位：元 共1页",
            "单位：元保留两位小数",
            "注：表中资金均为元",
            "金额单位是元",
            "单位:元人民币",
            "（金额：元）",
        ),
        *(
            "单位：人民币元整",
            "单位－元",
            "单位;元",
            "单位=元",
            "￥元",
            "单位：RMB",
            "UNIT：元",
            "单位：元整",
            "单位：块",
            "单位：yuan",
        ),
        *(
            "本表金额均以人民币元列示",
            "单位：元 第1页",
            "单位：元 表3",
            "单位：元 县民政局",
            "注：以下金额单位为元",
            "单位:人民币元",
        ),
        *(
            "备注：以上金额均为元",
            "说明：金额请按元填写",
            "以元为单位",
            "以元计",
            "（元）",
            "单位：户、人、元",
            "金额:元",
            "单位 元",
        ),
        *(
            "面积单位：平方米；金额单位：元",
            "币种：人民币 单位：元",
            "(单位：元）",
            "计量单位：元",
            "资金以元为单位，保留两位小数",
        ),
    ],
)
def test_yuan_is_stated(text):
    assert units_of(text) == [(("元",), False)]


@pytest.mark.parametrize(
    "text", ["单位：万元", "（万元）", "单位：万", "金额单位：人民币万元", "单位：W元", "单位：萬元"]
)
def test_ten_thousand_yuan_is_stated(text):
    assert units_of(text) == [(("万元",), False)]


@pytest.mark.parametrize(
    "text",
    [
        "单位：百元",
        "单位：元、万元",
        "金额（元/万元）",
        "单位：美元",
        "单位：元/万元",
        "币种：美元",
        "单位：元或万元",
        "单位：角",
        "单位：万港元",
        "（计量单位：公斤）",
        "单位：个",
    ],
)
def test_no_one_unit_is_stated(text):
    ((_, is_unclear),) = units_of(text)
    assert is_unclear


@pytest.mark.parametrize(
    "text",
    [
        *(
            "捐赠款物",
            "广元市利州区捐赠情况",
            "共50万元",
            "其中：资金12.5万元",
            "元旦慰问活动",
            "填报单位：元坝区民政局",
            "多元化帮扶",
        ),
        *(
            "注：奖励标准单位：元/人",
            "每户补助500元",
            "单元楼改造",
            "实施单位：三元社工中心",
            "填报单位：剑阁县民政局",
            "单位：个、人",
        ),
        *("注：单价为每斤5元", "公元2024年", "元月", "5万元以下不填", "单位名称", "状元小学", "约3万元"),
    ],
)
def test_no_unit_is_stated(text):
    assert units_of(text) == []


def test_a_statement_about_one_column_names_it():
    first, second = READER.statements_in("说明：户均增收以元为单位，其他金额以万元为单位。")
    assert [(one.units, one.about) for one in (first, second)] == [
        (("元",), "说明:户均增收以"),
        (("万元",), "其他金额以"),
    ]
