"""Which of several files with the same report decides."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl.model import FileReading, Issue, Severity, SourceFile, Table
from etl.recognise.choose import choose

MORNING = datetime(2024, 4, 8, 8, tzinfo=UTC)
EVENING = datetime(2024, 4, 8, 20, tzinfo=UTC)


def reading(name, *, pull=1, modified_at=MORNING, sha256=None, rows=(4,), issues=(), report="sale"):
    source = SourceFile("513228", "2024Q1", name, sha256 or name, 1, modified_at, pull, MORNING, Path(name))
    table = Table(report, "Sheet1", (2, 2), (), rows, {})
    return FileReading(source, "xlsx", tables=(table,) if rows else (), issues=issues)


@pytest.mark.parametrize(
    ("files", "decides"),
    [
        pytest.param([reading("a", pull=2), reading("b", pull=1, modified_at=EVENING)], "a", id="a-later-pull"),
        pytest.param([reading("a", modified_at=EVENING), reading("b")], "a", id="in-one-pull-the-later-change"),
    ],
)
def test_the_file_that_arrived_last_decides(files, decides):
    (choice,) = choose(files).choices
    assert choice.source.name == decides
    (notice,) = choice.issues
    assert (notice.rule, notice.severity) == ("submission.displaced", Severity.NOTICE)
    assert notice.source_file not in (decides, None)


def test_two_that_cannot_be_told_apart_return_the_report():
    (choice,) = choose([reading("a", rows=(4, 5)), reading("b")]).choices
    assert [(issue.rule, issue.severity) for issue in choice.issues] == [("submission.undecidable", Severity.CRITICAL)]
    assert {"a", "b"} == {choice.issues[0].source_file, choice.issues[0].value}


def test_the_same_file_under_two_names_is_one():
    (choice,) = choose([reading("a", sha256="x"), reading("b", sha256="x")]).choices
    assert choice.issues == ()


def test_two_workbooks_of_one_zip_are_two():
    members = [reading("x.zip/a", sha256="x", rows=(4, 5)), reading("x.zip/b", sha256="x")]
    (choice,) = choose(members).choices
    assert [issue.rule for issue in choice.issues] == ["submission.undecidable"]


def test_an_unreadable_file_returns_what_is_owed_and_nobody_brought():
    broken = Issue("file.unreadable", Severity.CRITICAL, "坏了")
    owed = {("513228", "2024Q1", report) for report in ("sale", "need")} | {("513227", "2024Q1", "need")}
    chosen = choose([reading("good"), reading("bad", rows=(), issues=(broken,))], owed)
    assert {choice.report: [issue.rule for issue in choice.issues] for choice in chosen.choices} == {
        "sale": [],
        "need": ["file.unreadable"],
    }
