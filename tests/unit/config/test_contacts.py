"""Addresses of counties: a strict file that may be absent, whose errors never repeat an address."""

import pytest

from etl.config.contacts import load_contacts
from etl.config.divisions import load_divisions
from etl.errors import ContractError
from etl.settings import PROJECT

DIVISIONS = load_divisions(PROJECT / "config")


def test_without_the_file_nobody_has_an_address(tmp_path):
    assert load_contacts(tmp_path, DIVISIONS) == {}


def test_a_county_may_have_several_addresses(tmp_path):
    rows = "county_code,mail\n513228,a@heishui.example.cn\n510821,x@wangcang.example.cn\n513228, b@heishui.example.cn\n"
    (tmp_path / "contacts.csv").write_text(rows, encoding="utf-8-sig")
    assert load_contacts(tmp_path, DIVISIONS) == {
        "513228": ("a@heishui.example.cn", "b@heishui.example.cn"),
        "510821": ("x@wangcang.example.cn",),
    }


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        pytest.param("county_code,address\n513228,a@x.cn", "mail", id="no-such-column"),
        pytest.param("county_code,mail\n999999,geheim@x.cn", "line 2: no county", id="unknown-county"),
        pytest.param("county_code,mail\n513228,13800138000 geheim", "line 2: not a mail address", id="no-address"),
        pytest.param("county_code,mail\n513228,geheim@x.cn\n513228,geheim@x.cn", "line 3", id="twice"),
    ],
)
def test_what_is_wrong_is_named_without_the_address(tmp_path, rows, named):
    (tmp_path / "contacts.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(ContractError, match=r"contacts\.csv") as caught:
        load_contacts(tmp_path, DIVISIONS)
    assert named in caught.value.message
    assert "geheim" not in caught.value.message
