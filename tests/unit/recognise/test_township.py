"""Files that are one township's part of a county's report, and files that only look so."""

import pytest

from etl.config.divisions import load_divisions
from etl.recognise.origin.township import township_of
from etl.settings import PROJECT

DIVISIONS = load_divisions(PROJECT / "config")


@pytest.mark.parametrize(
    ("name", "senders", "township"),
    [
        pytest.param("木门镇.xlsx", [], "木门镇", id="nothing-but-its-name"),
        pytest.param("旺苍县木门镇社会组织助力乡村振兴台账.xlsx", [], "木门镇", id="after-the-county"),
        pytest.param("附件3_木门镇帮扶项目台账.xls", [], "木门镇", id="before-a-report"),
        pytest.param("帮扶项目台账（东河街道）.xlsx", [], "东河街道", id="in-brackets"),
        pytest.param("大德乡/台账.xlsx", [], "大德乡", id="folder"),
        pytest.param("台账.xlsx", ["旺苍县木门镇人民政府"], "木门镇", id="who-reports"),
        pytest.param("大德乡.xlsx", ["木门镇"], "木门镇", id="who-reports-counts-before-the-name"),
        pytest.param("旺苍县社会组织助力乡村振兴台账（2024年第一季度）.xlsx", [], None, id="乡村振兴"),
        pytest.param("旺苍县乡镇社会组织台账.xlsx", [], None, id="乡镇"),
        pytest.param("城乡社会组织台账.xlsx", [], None, id="城乡"),
        pytest.param("返乡创业项目台账.xlsx", [], None, id="返乡"),
        pytest.param("木门镇、大德乡.xlsx", [], None, id="two-of-them"),
        pytest.param("台账.xlsx", ["旺苍县民政局"], None, id="the-county-itself"),
        pytest.param("木门镇路灯修缮方案说明.xlsx", [], None, id="a-name-that-goes-on-otherwise"),
        pytest.param("510821.xlsx", [None], None, id="code"),
    ],
)
def test_a_township_is_named_beyond_doubt_or_not_at_all(name, senders, township):
    assert township_of(name, senders, DIVISIONS) == township
