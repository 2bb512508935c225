from tests.integration.test_zz_scratch import *  # noqa
from tests.integration.test_zz_scratch import province
import threading, time

for n in [k for k in globals() if k.startswith("test_")]:
    del globals()[n]
H = "项目编号,项目名称,实施社会组织,统一社会信用代码,帮扶领域,项目阶段,计划投资（元）,累计拨付资金（元）\n"
R = "{number},种植,甲协会,5110000083DY1FUBJX,产业,实施,100000,{paid}\n"


def test_a_nil_after_projects(province):
    province.send("p.csv", H + R.format(number="XM1", paid=5))
    print(one_night(NIGHT).lines())
    province.empty()
    province.send("项目台账2.csv", "项目台账\n零报告\n")
    print(one_night(NIGHT + DAY).lines())
    dump(province, "nil")


def test_b_since_returned_then(province):
    # v1 accepted 50000; v2 returned 40000 (bad); v3 accepted 45000
    province.send("p.csv", H + R.format(number="XM1", paid=50000))
    one_night(NIGHT)
    province.send("p.csv", H + R.format(number="XM1", paid="好"))
    one_night(NIGHT + DAY)
    province.send("p.csv", H + R.format(number="XM1", paid=45000))
    print(one_night(NIGHT + 2 * DAY).lines())
    dump(province, "since")
    print(replay(NIGHT + 3 * DAY).lines())
    dump(province, "after replay")


def test_c_two_at_once_same_file_names(province):
    """two nights in threads"""
    province.send("p.csv", H + R.format(number="XM1", paid=50000))
    out = []

    def go(k):
        try:
            out.append(one_night(NIGHT + k * DAY).lines())
        except Exception as e:
            out.append(repr(e))

    ts = [threading.Thread(target=go, args=(k,)) for k in (0, 1)]
    [t.start() for t in ts]
    [t.join() for t in ts]
    print(out)
    dump(province, "two")


def test_d_unreadable_then_good(province):
    (province.inbox / COUNTY / PERIOD).mkdir(parents=True)
    (province.inbox / COUNTY / PERIOD / "x.xlsx").write_bytes(b"PK\x03\x04broken")
    print(one_night(NIGHT).lines()[:6])
    province.empty()
    province.send("消费帮扶.csv", SALES.format(channel="线上", yuan=1))
    print(one_night(NIGHT + DAY).lines()[:6])
    dump(province, "d")
    print(replay(NIGHT + 2 * DAY).lines()[:8])


def test_e_waiver_expired_nightly_not_reread(province):
    province.send("消费帮扶.csv", SALES.format(channel="线上", yuan=-5))
    province.waive("2024-04-10")
    print(one_night(NIGHT).lines())
    print(one_night(NIGHT + 3 * DAY).lines())
    print(province.status())


def test_f_replay_one_report(province):
    province.send("a.csv", SALES.format(channel="直播带货", yuan=1))
    one_night(NIGHT)
    province.allow("直播带货")
    print(replay(NIGHT + DAY, preview=True).lines())
    print(one_night(NIGHT + DAY, fetched_by=fetch.recall, kind="replay", reports=("donation",)).lines())
    dump(province, "one report replay")
    print(one_night(NIGHT + DAY).lines())
