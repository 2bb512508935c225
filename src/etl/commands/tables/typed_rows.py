"""Typed rows as text tables, one a report: takes the rows of etl.commands.typed_rows and a width, gives lines.

What does not fit the width goes on in a further band of columns below; a long value is cut with a mark.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.cells import cell_len, set_cell_size

from etl.foreign_text import visible

Rows = Sequence[Mapping[str, Any]]
LONGEST = 40  # places that a value may take; one of two places is a Chinese character
CUT = "…"
GAP = "  "


def row_lines(rows: Mapping[str, Rows], width: int) -> Iterator[str]:
    """The rows of every report, each report as a table of its own."""
    for report, of_report in rows.items():
        yield f"  {report}: {len(of_report)} rows would load"
        columns = {name: [shown_value(row[name]) for row in of_report] for name in of_report[0]}
        numbers = columns.pop("source_row")
        filled = [_of_one_length([name, *texts]) for name, texts in columns.items() if any(texts)]
        for band in _bands(_of_one_length(["source_row", *numbers]), filled, width - 4):
            for line in zip(*band, strict=True):
                yield f"    {GAP.join(line)}".rstrip()
        if empty := [name for name, texts in columns.items() if not any(texts)]:
            yield f"    empty in every row: {', '.join(empty)}"
        yield ""


def _bands(first: list[str], others: list[list[str]], width: int) -> Iterator[list[list[str]]]:
    """Columns side by side as far as they fit, each band led by the first column."""
    band, taken = [first], cell_len(first[0])
    for column in others:
        needed = len(GAP) + cell_len(column[0])
        if len(band) > 1 and taken + needed > width:
            yield band
            band, taken = [first], cell_len(first[0])
        band.append(column)
        taken += needed
    yield band


def shown_value(value: Any) -> str:
    r"""A value as a cell of a table: on one line, its control characters visible, cut with a mark where it is long.

    >>> shown_value("a\x1b[31m"), shown_value(None), shown_value({}), shown_value("5200.00")
    ('a�[31m', '', '', '5200.00')
    """
    if value is None or value == {}:
        return ""
    text = visible(json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value))
    if cell_len(text) <= LONGEST:
        return text
    kept = 0
    while cell_len(text[: kept + 1]) < LONGEST:
        kept += 1
    return text[:kept] + CUT


def _of_one_length(texts: list[str]) -> list[str]:
    longest = max(map(cell_len, texts))
    return [set_cell_size(text, longest) for text in texts]
