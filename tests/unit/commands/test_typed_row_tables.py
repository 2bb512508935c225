"""Typed rows as text tables: what fits beside each other, what goes on below, what is cut and with which mark."""

from rich.cells import cell_len

from etl.commands.tables.typed_rows import LONGEST, row_lines, shown_value


def row(number, **values):
    return {"source_sheet": "", "source_row": number, **values, "extra": {}}


def test_no_line_is_wider_than_the_screen_and_every_column_stands_once():
    rows = [row(n, **{f"column_{i}": "甲" * 10 for i in range(12)}) for n in (3, 4)]
    lines = list(row_lines({"donation": rows}, 80))
    assert max(map(cell_len, lines)) <= 80
    words = " ".join(lines).split()
    assert all(words.count(f"column_{i}") == 1 for i in range(12))
    bands = [line for line in lines if line.startswith("    source_row")]
    assert len(bands) > 1
    assert lines[-2] == "    empty in every row: source_sheet, extra"
    assert sum(line.startswith("    3 ") for line in lines) == len(bands)


def test_a_long_value_is_cut_with_a_mark():
    assert shown_value("说" * 20) == "说" * 20
    cut = shown_value("说" * 21)
    assert cut.endswith("…")
    assert cell_len(cut) <= LONGEST


def test_what_would_command_the_terminal_is_shown():
    assert shown_value("a\x1b]0;x\x07\n\u202eb") == "a�]0;x�↵�b"
