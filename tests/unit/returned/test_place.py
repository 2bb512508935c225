"""A returned workbook never lies in the inbox, and its name is one that every system takes."""

import pytest

from etl.errors import ConfigError
from etl.returned.give_back import check_place
from etl.returned.return_places import workbook_place


@pytest.mark.parametrize(
    ("out", "inbox"),
    [
        pytest.param("{0}/inbox/退回", "{0}/inbox", id="folder"),
        pytest.param("{0}/inbox", "{0}/inbox/", id="itself"),
        pytest.param("s3://reports/in/back", "s3://reports/in", id="url"),
        pytest.param("file://{0}/inbox/退回", "{0}/inbox", id="url-of-a-folder"),
    ],
)
def test_a_place_inside_the_inbox_is_refused(tmp_path, out, inbox):
    with pytest.raises(ConfigError, match="inside the inbox"):
        check_place(out.format(tmp_path), inbox.format(tmp_path))


@pytest.mark.parametrize("out", ["{0}/inbox2", "{0}", "s3://reports/in2"])
def test_a_place_beside_the_inbox_is_taken(tmp_path, out):
    check_place(out.format(tmp_path), f"{tmp_path}/inbox")
    check_place(out.format(tmp_path), "s3://reports/in")
    check_place(out.format(tmp_path), None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("台账.xlsx", "台账.xlsx"),
        ("台账.XLSM", "台账.XLSM"),
        ("台账.xls", "台账.xlsx"),
        ("报表.zip/一季度.csv", "报表.zip/一季度.xlsx"),
        ("../..", "报表.xlsx"),
        ('a:b*?"<>|.xls', "a_b______.xlsx"),
        ("表\u202e.xls", "表\ufffd.xlsx"),
        ("长" * 300 + ".xls", "长" * 80 + ".xlsx"),
    ],
)
def test_a_marked_workbook_has_the_name_of_its_file(name, expected):
    assert workbook_place("2024Q1", name, set()) == f"2024Q1/{expected}"
