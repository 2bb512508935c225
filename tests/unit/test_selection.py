"""Selection of the file that decides, of several with the same report."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from etl.model import ColumnMatch, FileReading, Issue, Severity, SourceFile, Table
from etl.selection import choose

MORNING = datetime(2024, 4, 8, 8, tzinfo=UTC)
EVENING = datetime(2024, 4, 8, 20, tzinfo=UTC)


def reading(name, *, pull=1, modified_at=MORNING, sha256=None, rows=(4,), issues=(), report="sale", of=None):
    source = SourceFile("513228", "2024Q1", name, sha256 or name, 1, modified_at, pull, MORNING, Path(name))
    table = Table(report, "Sheet1", (2, 2), (), rows, {})
    return FileReading(source, "xlsx", tables=(table,) if rows else (), issues=issues, township=of)


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


def test_a_returned_workbook_beside_the_file_it_was_made_from_is_its_correction():
    origin = reading("a", modified_at=EVENING, sha256="5e1d" * 16, rows=(4, 5))
    for when in (MORNING, EVENING):
        back = replace(reading("b", modified_at=when), made_from="5e1d" * 8)
        for together in ([origin, back], [back, origin]):
            (choice,) = choose(together).choices
            assert (choice.source.name, choice.issues) == ("b", ())


def test_the_same_file_under_two_names_is_one():
    (choice,) = choose([reading("a", sha256="x"), reading("b", sha256="x")]).choices
    assert choice.issues == ()


def test_two_workbooks_of_one_zip_are_two():
    members = [reading("x.zip/a", sha256="x", rows=(4, 5)), reading("x.zip/b", sha256="x")]
    (choice,) = choose(members).choices
    assert [issue.rule for issue in choice.issues] == ["submission.undecidable"]


def test_an_unreadable_file_returns_what_is_owed_and_nobody_brought():
    broken = Issue(rule="file.unreadable", severity=Severity.CRITICAL, message="坏了")
    owed = {("513228", "2024Q1", report) for report in ("sale", "need")} | {("513227", "2024Q1", "need")}
    chosen = choose([reading("good"), reading("bad", rows=(), issues=(broken,))], owed)
    assert {choice.report: [issue.rule for issue in choice.issues] for choice in chosen.choices} == {
        "sale": [],
        "need": ["file.unreadable"],
    }


ALL = {("513228", "2024Q1", "sale")}


def sheet(name, lacking, keys, *, pull=1, modified_at=EVENING):
    """A list of sales of which some required columns are missing."""
    issues = tuple(
        Issue(rule="table.missing_column", severity=Severity.CRITICAL, message="缺", report="sale", column_name=column)
        for column in lacking
    )
    columns = tuple(
        ColumnMatch(index, column, column)
        for index, column in enumerate(sorted({"product", "sold_yuan", "channel", "org_name"} - set(lacking)))
    )
    one = reading(name, pull=pull, modified_at=modified_at, issues=issues)
    values = {} if "product" in lacking else {"product": list(keys)}
    table = replace(one.tables[0], columns=columns, values=values, rows=tuple(range(len(keys))))
    return replace(one, tables=(table,))


def decided(*files, accepted=()):
    chosen = choose(files, row_keys={"sale": ["product"]}, accepted=accepted)
    issues = [(issue.rule, str(issue.severity)) for issue in chosen.file_issues]
    return [(choice.source.name, sorted(set(rules(choice)))) for choice in chosen.choices], issues


def test_a_list_with_some_headings_decides_nothing_beside_a_whole_one():
    whole, said = sheet("whole", [], "ab", modified_at=MORNING), [("table.missing_column", "warning")]
    assert decided(whole, sheet("summary", ["product"], "ab")) == ([("whole", [])], said)
    assert decided(whole, sheet("repeated", ["channel"], "b")) == ([("whole", [])], said)
    assert decided(whole, sheet("few", ["channel", "sold_yuan"], "xyz")) == ([("whole", [])], said * 2)


def test_a_list_with_rows_of_its_own_is_no_helper():
    ((name, found),), _ = decided(sheet("whole", [], "ab", modified_at=MORNING), sheet("other", ["channel"], "xyz"))
    assert name == "other"
    assert ("submission.displaced", "critical", "whole") in found


def test_a_later_list_with_some_headings_takes_nothing_away_and_a_correction_is_returned():
    summary, correction = (sheet(name, [lacks], "ab", pull=2) for name, lacks in (("s", "product"), ("c", "channel")))
    assert decided(summary, accepted=ALL) == ([], [("table.missing_column", "warning")])
    assert decided(correction, accepted=ALL)[0] == [("c", [("table.missing_column", "critical", "c")])]
    assert decided(sheet("whole", [], "ab"), summary, accepted=ALL)[0] == [("whole", [])]


def test_a_file_of_nothing_leaves_what_was_returned_for_its_old_reasons():
    broken = Issue(rule="file.unreadable", severity=Severity.CRITICAL, message="坏了", report="sale")
    bad = reading("bad", rows=(), issues=(broken,))
    (choice,) = choose([bad]).choices
    assert rules(choice) == [("file.unreadable", "critical", "bad")]
    chosen = choose([bad], returned=ALL)
    assert chosen.choices == ()
    assert [(one.severity, one.report) for one in chosen.file_issues] == [(Severity.WARNING, None)]
    assert "仍按原来的意见更正" in chosen.file_issues[0].message
    unnamed = reading("bad", rows=(), issues=(replace(broken, report=None),))
    assert choose([unnamed], ALL, returned=ALL).choices == ()


def rules(choice):
    return [(issue.rule, str(issue.severity), issue.source_file) for issue in choice.issues]


def files_of(choice):
    return [source.name for source, _ in choice.placed()]


def test_the_files_of_townships_decide_together():
    files = [reading("a", of="木门镇"), reading("b", of="大德乡", modified_at=EVENING), reading("c", of="东河镇")]
    (choice,) = choose(files).choices
    assert files_of(choice) == ["a", "c", "b"]
    assert choice.source.name == "b"
    assert rules(choice) == []


def test_of_one_township_the_last_file_counts():
    files = [reading("a", of="木门镇"), reading("b", of="大德乡"), reading("a2", of="木门镇", modified_at=EVENING)]
    (choice,) = choose(files).choices
    assert files_of(choice) == ["b", "a2"]
    assert rules(choice) == [("submission.displaced", "notice", "a")]


def test_two_files_of_a_township_that_came_at_once_return_the_report():
    (choice,) = choose([reading("a", of="木门镇"), reading("b", of="木门镇")]).choices
    assert rules(choice) == [("submission.undecidable", "critical", "b")]


def test_the_file_of_the_county_replaces_those_of_its_townships():
    files = [reading("a", of="木门镇"), reading("b", of="大德乡"), reading("all", modified_at=EVENING)]
    (choice,) = choose(files).choices
    assert files_of(choice) == ["all"]
    assert [rule for rule, *_ in rules(choice)] == ["submission.displaced"] * 2


def test_a_township_after_the_county_may_complete_or_replace_it():
    (choice,) = choose([reading("all"), reading("a", of="木门镇", pull=2)]).choices
    assert rules(choice) == [("submission.part_after_whole", "critical", "a")]
    assert "木门镇" in choice.issues[0].message
    assert "all" in choice.issues[0].message


def test_a_part_with_a_critical_issue_returns_the_whole_report():
    bad = Issue(rule="table.empty", severity=Severity.CRITICAL, message="…", report="sale")
    (choice,) = choose([reading("a", of="木门镇", rows=(), issues=(bad,)), reading("b", of="大德乡", pull=2)]).choices
    assert ("table.empty", "critical", "a") in rules(choice)
