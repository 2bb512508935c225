from tests.integration.test_zz_scratch import *  # noqa
from tests.integration.test_zz_scratch import province

for n in [k for k in globals() if k.startswith("test_")]:
    del globals()[n]
H = "项目编号,项目名称,实施社会组织,统一社会信用代码,帮扶领域,项目阶段,计划投资（元）,累计拨付资金（元）\n"
R = "{number},种植,甲协会,5110000083DY1FUBJX,产业,实施,100000,{paid}\n"
SH = "社会组织名称,农产品,销售渠道,成交额（元）\n"


def test_town(province):
    province.send("白水镇/消费帮扶.csv", SH + "甲协会,花椒,线上,1\n")
    province.send("木门镇/消费帮扶.csv", SH + "乙协会,花椒,线上,2\n")
    print(one_night(NIGHT).lines())
    print(province.sold())
    province.empty()
    province.send("白水镇/消费帮扶.csv", SH + "甲协会,花椒,线上,10\n")
    print(one_night(NIGHT + DAY).lines())
    print(sorted(province.sold()))
    dump(province, "t2")
    print(q(province, "select * from ops.part"))
    province.empty()
    province.send("国华镇/消费帮扶.csv", SH + "丙协会,花椒,线上,100\n")
    print(one_night(NIGHT + 2 * DAY).lines())
    print(sorted(province.sold()))
    print(q(province, "select * from ops.part"))
    print(replay(NIGHT + 3 * DAY).lines())
    print(sorted(province.sold()))
    # identical township file again under another name
    province.empty()
    province.send("国华镇/消费帮扶（新）.csv", SH + "丙协会,花椒,线上,100\n")
    print(one_night(NIGHT + 4 * DAY).lines())
    print(sorted(province.sold()))
    dump(province, "same again")
    province.empty()
    province.send("白水镇/消费帮扶.csv", SH + "甲协会,花椒,线上,好\n")
    print(one_night(NIGHT + 5 * DAY).lines())
    print(sorted(province.sold()))
    print(replay(NIGHT + 6 * DAY).lines())
    print(sorted(province.sold()))
    dump(province, "end")
    print(q(province, "select * from ops.part"))
