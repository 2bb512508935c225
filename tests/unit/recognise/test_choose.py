"""Which of several files with the same report decides."""

from datetime import UTC, datetime
from pathlib import Path

from etl.model import FileReading, Issue, Severity, SourceFile, Table
from etl.recognise.choose import choose

MORNING = datetime(2024, 4, 8, 8, tzinfo=UTC)
EVENING = datetime(2024, 4, 8, 20, tzinfo=UTC)


def reading(name, *, pull=1, modified_at=MORNING, sha256=None, rows=(4,), issues=(), report="sale"):
    source = SourceFile("513228", "2024Q1", name, sha256 or name, 1, modified_at, pull, MORNING, Path(name))
    table = Table(report, "Sheet1", (2, 2), (), rows, {})
    return FileReading(source, "xlsx", tables=(table,) if rows else (), issues=issues)


def test_of_one_pull_the_file_changed_last_decides_and_names_the_other():
    (choice,) = choose([reading("a", modified_at=EVENING), reading("b")]).choices
    assert choice.source.name == "a"
    (notice,) = choice.issues
    assert (notice.rule, notice.severity, notice.source_file) == ("submission.displaced", Severity.NOTICE, "b")


def test_a_later_pull_decides_and_is_judged_as_on_its_night_when_the_earlier_file_is_read_with_it():
    later = reading("a", pull=2)
    together = choose([reading("b", pull=1, modified_at=EVENING), later])
    assert together.choices == choose([later]).choices


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
