import os, json
import pytest, sqlalchemy as sa
from datetime import timedelta
from tests.integration.test_rerun_and_replay import *  # noqa
from tests.integration.test_rerun_and_replay import province

for n in [k for k in globals() if k.startswith("test_")]:
    del globals()[n]


def q(province, s):
    with province.engine.connect() as c:
        return [tuple(r) for r in c.execute(sa.text(s))]


def dump(province, title):
    print("\n==", title)
    print(
        " file",
        q(
            province,
            "select name, left(sha256,4), pull, modified_at, decided_under<>'' from ops.file order by pull, name",
        ),
    )
    print(
        " sub ",
        q(
            province,
            "select submission_id, report, source_file, left(sha256,4), pull, status, is_latest, in_use_from is not null and in_use_to is null, warnings, notices from ops.submission order by 1",
        ),
    )
    print(" chg ", q(province, "select * from ops.change"))
    print(" iss ", q(province, "select submission_id, source_file, rule, severity from ops.issue"))
    print(
        " att ",
        q(
            province,
            "select left(run_id,4), county_code, period, state, message from ops.county_attempt order by attempted_at",
        ),
    )
    print(" sum ", what_waits())


def test_a_replay_clears_a_failed_pull(province):
    province.send("消费帮扶.csv", SALES.format(channel="线上", yuan=3000))
    one_night(NIGHT)
    province.break_off("捐赠款物.csv")
    print(one_night(NIGHT + DAY).lines())
    print(province.status(), what_waits())
    print(replay(NIGHT + 2 * DAY, preview=True).lines())
    replay(NIGHT + 2 * DAY)
    print(province.status(), what_waits())


def test_b_rerun_decided_emptied(province):
    province.send("消费帮扶.csv", SALES.format(channel="线上", yuan=3000))
    one_night(NIGHT)
    province.empty()
    print(one_night(NIGHT + DAY, kind="rerun", counties=(COUNTY,)).lines())


def test_c_identical_touch(province):
    province.send("a.csv", SALES.format(channel="线上", yuan=3000))
    one_night(NIGHT)
    dump(province, "n1")
    os.utime(province.inbox / COUNTY / PERIOD / "a.csv", (2e9, 2e9))
    print(one_night(NIGHT + DAY).lines())
    dump(province, "touched")
    province.empty()
    province.send("b.csv", SALES.format(channel="线上", yuan=3000))
    print(one_night(NIGHT + 2 * DAY).lines())
    dump(province, "other name")


def test_d_identical_other_name_with_warning(province):
    text = SALES.format(channel="线上", yuan="约3000")
    province.send("a.csv", text)
    one_night(NIGHT)
    dump(province, "n1")
    province.empty()
    province.send("b.csv", text)
    print(one_night(NIGHT + 2 * DAY).lines())
    dump(province, "other name with warning")
    print(replay(NIGHT + 3 * DAY).lines())
    dump(province, "replay")


def test_e_back_again(province):
    A, B = SALES.format(channel="线上", yuan=1000), SALES.format(channel="线上", yuan=2000)
    for n, t in enumerate((A, B, A)):
        province.empty()
        province.send("a.csv", t)
        print(one_night(NIGHT + n * DAY).lines(), province.sold())
    province.empty()
    province.send("c.csv", A)
    print(one_night(NIGHT + 4 * DAY).lines(), province.sold())
    dump(province, "A as c.csv")
    print(replay(NIGHT + 5 * DAY).lines(), province.sold())


def test_f_failed_run_times(province):
    province.send("a.csv", SALES.format(channel="线上", yuan=3000))
    import time

    with pytest.raises(KeyboardInterrupt):
        with open_night(Orders(NIGHT)) as night:
            time.sleep(2)
            raise KeyboardInterrupt
    print(q(province, "select started_at, finished_at, message from ops.run"))


def test_g_report_only_night(province):
    province.send("a.csv", SALES.format(channel="线上", yuan=3000))
    print(one_night(NIGHT, reports=("donation",)).lines())
    dump(province, "only donation")
    province.empty()
    print(one_night(NIGHT + DAY, kind="rerun", counties=(COUNTY,)).lines())
    dump(province, "rerun")


def test_h_dup_key_changes(province):
    H = "社会组织名称,农产品,销售渠道,成交额（元）\n"
    province.send("a.csv", H + "甲协会,花椒,线上,1\n甲协会,花椒,线上,1\n")
    print(one_night(NIGHT).lines())
    province.send("a.csv", H + "甲协会,花椒,线上,1\n甲协会,花椒,线上,2\n")
    print(one_night(NIGHT + DAY).lines())
    dump(province, "dup")
