"""Summary of a night: every trouble beside one command, waived issues, and how a run ended that published nothing."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from etl.errors import ConfigError, TransientError
from etl.night.needs import needs
from etl.night.night_page import night_page, trouble_page
from etl.night.request import RunRequest
from etl.night.summary import Returned, Summary

NIGHT = Summary("3f0c1d2e-0", "nightly", "inbox", files_seen=3, files_read=3, seconds=1.0, warnings=7)


def test_waived_issues_are_counted_among_the_warnings():
    (counts,) = [line for line in Summary(**{**vars(NIGHT), "waived": 2}).lines() if line.startswith("files:")]
    assert counts.endswith("warnings: 7 (2 waived)")
    assert "waived" not in "\n".join(NIGHT.lines())


def test_a_waiver_that_ran_out_stands_beside_the_command_that_looks_at_it():
    summary = Summary(**{**vars(NIGHT), "expired": ("project.key was waived for 金川县 until 2024-06-30",)})
    expected = "  expired   project.key was waived for 金川县 until 2024-06-30; look at it with: etl waivers"
    assert expected in summary.lines()
    assert "`etl waivers`" in night_page(summary)
    assert "`etl waivers`" not in night_page(NIGHT)


def test_a_year_to_be_added_to_the_calendar_is_said():
    summary = Summary(**{**vars(NIGHT), "unknown_year": "2027 without 元旦、春节"})
    (line,) = [line for line in summary.lines() if "calendar" in line]
    assert line.startswith("  calendar  2027 without 元旦、春节; add it to config/calendar.yaml")
    assert "2027 without 元旦、春节" in night_page(summary)
    assert "calendar" not in "\n".join([*NIGHT.lines(), night_page(NIGHT)])


def commands(markdown: str) -> list[str]:
    return re.findall(r"`(etl [^`]+)`", markdown)


RETURNED = Returned("513228", "黑水县", "2024Q1", "need", "项目需求与认领", "a|b.xlsx", 2, "C5 写的是“a|b”；请更正。")


@pytest.mark.parametrize(
    ("trouble", "command"),
    [
        ({"failed": {"513228 黑水县": "台账.xlsx: Permission denied"}}, "etl rerun --county 513228"),
        ({"returned": (RETURNED,)}, "etl issues --county 513228 --report need --period 2024Q1"),
        ({"unplaced": ("收件箱里的“某某县”没有读取",)}, "etl run"),
        ({"expired": ("project.key was waived for all counties until 2024-06-30",)}, "etl waivers"),
        ({"standing": {"2024Q1": {"accepted": 9, "missing": 2}}}, "etl status --period 2024Q1"),
        ({"standing": {"2024Q1": {"returned": 2}}}, "etl issues --severity critical --period 2024Q1"),
        ({"standing": {"2024Q1": {"failed": 9}}}, "etl rerun --period 2024Q1"),
    ],
    ids=["failed", "returned", "unplaced", "expired", "still-missing", "still-returned", "still-failed"],
)
def test_every_trouble_stands_beside_one_command(trouble, command):
    assert commands(night_page(replace(NIGHT, **trouble))) == [command]


def test_a_night_without_trouble_names_no_command():
    assert (
        commands(night_page(replace(NIGHT, accepted=9, standing={"2024Q1": {"accepted": 9, "nil": 1, "exempt": 1}})))
        == []
    )


def test_a_bar_in_a_message_breaks_no_table():
    (row,) = [line for line in night_page(replace(NIGHT, returned=(RETURNED,))).splitlines() if "C5" in line]
    assert len(re.findall(r"(?<!\\)\|", row)) == 5


OF_ANOTHER = tuple(
    replace(RETURNED, report=f"r{n}", title=f"表{n}", message="填报单位是壤塘县；请寄回。") for n in range(9)
)


def test_a_file_of_another_county_is_one_row_with_one_command():
    night = replace(NIGHT, returned=(*OF_ANOTHER, RETURNED))
    page = night_page(night)
    assert commands(page) == [
        "etl issues --county 513228 --period 2024Q1",
        "etl issues --county 513228 --report need --period 2024Q1",
    ]
    assert "表0 and 8 more reports" in page
    assert [need.command for need in needs(night)] == commands(page)


def test_no_more_of_a_kind_is_said_than_a_screen_holds():
    counties = {f"51{n:04} 县": "not mounted" for n in range(183)}
    failed = [fact for fact in replace(NIGHT, failed=counties).facts() if fact.kind == "failed"]
    assert len(failed) == 40
    assert "  … and 143 more failed: etl rerun" in replace(NIGHT, failed=counties).lines()


NOW = datetime(2024, 4, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("orders", "error", "command"),
    [
        (RunRequest(NOW), TransientError("the inbox cannot be reached"), "etl run"),
        (
            RunRequest(NOW, period="2024Q1", counties=("513228",)),
            ConfigError("no"),
            "etl run --period 2024Q1 --county 513228",
        ),
        (RunRequest(NOW, "rerun", counties=("513228",)), TransientError("the warehouse broke off"), "etl rerun"),
        (RunRequest(NOW, "replay", is_preview=True), TransientError("the warehouse broke off"), "etl replay --preview"),
        (RunRequest(NOW), ValueError("12.5 is wrong"), "etl runs"),
    ],
    ids=["transient", "config", "rerun", "preview", "our-own-fault"],
)
def test_a_run_that_published_nothing_names_the_command_that_comes_next(orders, error, command):
    markdown = trouble_page(orders, error)
    assert commands(markdown) == [command]
    assert "12.5" not in markdown
