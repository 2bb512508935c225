from tests.integration.test_zz_scratch import *  # noqa
from tests.integration.test_zz_scratch import province
from datetime import datetime, UTC, timedelta
from etl.settings import load_settings
from etl.tell import morning
from etl.track.discretion import discreet

for n in [k for k in globals() if k.startswith("test_")]:
    del globals()[n]


def test_drafts(province):
    province.send("消费帮扶.csv", SALES.format(channel="=直播510105199001011234", yuan="13800138000元整"))
    one_night(NIGHT)
    now = NIGHT + timedelta(hours=6)
    with morning.open_round(load_settings(), now) as this:
        for n in morning.who_needs_what(this):
            if n.county_code == COUNTY:
                print(n.subject, n.text)
    print(q(province, "select message, value from ops.issue"))


def test_disc():
    for s in [
        "138-0013-8000",
        "0816-2345678",
        "51010519900101123X",
        "510105 19900101 1234",
        "电话：2345678",
        "手机号13800138000。",
        "+86 138 0013 8000",
        "（0816）234 5678",
        "51010519900101",
        "8613800138000",
        "138.0013.8000",
        "138 00138000",
        "1380013 8000",
        "１３８００１３８０００",
        "028－86661234",
        "座机 8666-1234",
        "联系人 张三 86661234",
    ]:
        print(s, "->", discreet(s))
