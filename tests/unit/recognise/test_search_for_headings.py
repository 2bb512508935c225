"""Search for headings: far enough for every report, and not through a whole file that is none."""

import pytest

from etl.recognise import heading_search as search
from etl.recognise import sheet
from etl.recognise.headings.header_finder import HeaderFinder


@pytest.fixture
def tried(monkeypatch):
    """The rows that were held against the contracts as a heading."""
    rows, block_at = [], HeaderFinder.block_at

    def counted(self, grid, top, named):
        rows.append(top)
        return block_at(self, grid, top, named)

    monkeypatch.setattr(HeaderFinder, "block_at", counted)
    return rows


def test_known_words_in_the_same_columns_of_every_row_are_values(read, tried):
    result = read([["项目", "农产品", "编号", str(number)] for number in range(1000)], "Sheet1")
    assert result.tables == ()
    assert len(tried) == search.MOST_FAILURES


def test_known_words_among_the_rows_do_not_hide_the_next_table(read, heading, payment):
    lists = [["项目", "社会组织", "编号", "甲"] for _ in range(search.MOST_FAILURES + 5)]
    assert [len(table.rows) for table in read([*lists, [], heading, payment(1)], "Sheet1").tables] == [1]


def test_a_sheet_of_many_rows_is_looked_through_once(read, monkeypatch):
    looked, known_in = [], HeaderFinder.known_in
    monkeypatch.setattr(HeaderFinder, "known_in", lambda self, row: looked.append(1) or known_in(self, row))
    rows = [[f"记录{number}", f"地址{number}"] for number in range(search.HEADING_WITHIN_ROWS * 3)]
    (issue,) = read(rows, "Sheet1").issues
    assert issue.rule == "sheet.not_understood"
    assert len(looked) == search.HEADING_WITHIN_ROWS


def test_blank_rows_above_a_heading_do_not_count(read, heading, payment):
    rows = [[""]] * (search.HEADING_WITHIN_ROWS * 2)
    assert [table.rows for table in read([*rows, heading, payment(1)]).tables] == [(len(rows) + 1,)]


def test_a_word_for_nothing_among_many_rows_confirms_no_zero(read):
    few = [["资金拨付明细"], ["填报单位：旺苍县民政局"], ["无"]]
    assert read(few).nil_reports == ("disbursement",)
    many = [*few, *([f"记录{number}", "无"] for number in range(sheet.LONGEST_NIL))]
    result = read(many)
    assert result.nil_reports == ()
    assert [(issue.rule, str(issue.severity)) for issue in result.issues] == [("sheet.not_understood", "critical")]


def test_who_sends_a_sheet_without_a_table_is_read_at_both_its_ends(read):
    rows = [["记录", "甲"]] * 1000
    (preamble,) = read([*rows, ["填报单位：旺苍县民政局"]], "Sheet1").preambles
    assert preamble.sender == "旺苍县民政局"


def test_a_report_without_its_key_does_not_win_by_the_sheets_name(read):
    heading = ["社会组织名称", "统一社会信用代码", "组织类型", "登记层级"]
    rows = [heading, ["甲协会", "5110000083DY1FUBJX", "社会团体", "县级"]]
    assert [table.report for table in read(rows, "结对帮扶协议").tables] == ["organization"]
