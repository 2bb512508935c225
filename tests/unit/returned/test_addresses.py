"""Addresses of a county's folder, as its mail has them."""

import pytest

from etl.config.divisions import load_divisions
from etl.returned.addresses import address_of
from etl.settings import Settings, shipped


@pytest.mark.parametrize(
    ("returns", "link", "expected"),
    [
        (None, "", ""),
        ("/srv/returns/", "", "/srv/returns/513228_黑水县"),
        ("sftp://etl:Geheim@server/returns", "", "sftp://etl:***@server/returns/513228_黑水县"),
        ("/srv/returns", "https://files.example.cn/r", "https://files.example.cn/r/513228_黑水县"),
        ("/srv/returns", r"\\server\退回", r"\\server\退回\513228_黑水县"),
    ],
)
def test_a_county_is_sent_to_its_folder(returns, link, expected):
    county = load_divisions(shipped("config")).counties["513228"]
    assert address_of(Settings(returns=returns, returns_link=link), county) == expected
