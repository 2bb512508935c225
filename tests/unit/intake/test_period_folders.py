"""Folders of a period in other words than its id, when one period is meant."""

import pytest

from etl.config.divisions import load_divisions
from etl.intake.inbox import list_inbox
from etl.intake.open_inbox import open_inbox
from etl.settings import PROJECT


@pytest.fixture(scope="module")
def divisions():
    return load_divisions(PROJECT / "config")


def listed(inbox, divisions, *folders):
    for folder in folders:
        path = inbox / "513230" / folder / "捐赠款物.csv"
        path.parent.mkdir(parents=True)
        path.write_text(folder, encoding="utf-8")
    return list_inbox(*open_inbox(str(inbox)), divisions)


@pytest.mark.parametrize(
    "folder", ["2024q1", "2024-Q1", "2024年第一季度", "2024年一季度", "2024年1季度", "2024第1季度", "２０２４Ｑ１"]
)
def test_one_quarter_in_other_words_is_read(tmp_path, divisions, folder):
    listing = listed(tmp_path, divisions, folder)
    assert [(file.county_code, file.period, file.name) for file in listing.files] == [
        ("513230", "2024Q1", "捐赠款物.csv")
    ]
    assert listing.issues == ()


@pytest.mark.parametrize(
    "folder", ["2024年第五季度", "1999年第一季度", "20241", "第一季度", "2024年3月", "2024一", "2024Q12"]
)
def test_what_names_no_one_period_is_not_read_and_said(tmp_path, divisions, folder):
    listing = listed(tmp_path, divisions, folder)
    assert listing.files == ()
    assert len(listing.issues) == 1


def test_of_two_folders_for_one_period_the_id_counts(tmp_path, divisions):
    listing = listed(tmp_path, divisions, "2024年第一季度", "2024Q1")
    assert [file.key.split("/")[-2] for file in listing.files] == ["2024Q1"]
    assert [issue.value for issue in listing.issues] == ["513230/2024年第一季度"]
