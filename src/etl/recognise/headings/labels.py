"""The labels above every column of a heading, group first; a merged label stands over its columns. Pure."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from etl.model import Cell, ColumnMatch
from etl.recognise.cells import Row
from etl.template_marks import ANSWERS
from etl.text import fold_label, tidy

LONGEST_GROUP = 20
FEWEST_DIGITS = 4  # columns of single digits beside each other
_DIGIT_PLACES = frozenset(["亿", "千万", "百万", "十万", "万", "千", "百", "十", "元", "角", "分"])
_IN_BRACKETS = re.compile(r"[(][^()]*[)]")
Merges = Sequence[tuple[int, int, int, int]]


def columns_of_labels(rows: Sequence[Row], merges: Merges) -> list[int]:
    """The columns that some rows fill or merge, and the one before each: of more blank ones beside each other none says more.

    So the same words in other columns are the same heading, and of hundreds of tables beside each other one is looked at.
    """
    width = max(map(len, rows))
    held = {column for row in rows for column, cell in enumerate(row) if cell is not None and cell != ""}
    for _, left, _, right in merges:
        held.update(range(left, min(right + 1, width)))
    return sorted(held | {column - 1 for column in held if column})


def column_parts(rows: Sequence[Row], merges: Merges, first: int, last: int) -> list[tuple[str, ...]]:
    """For every column the labels above it in rows `first` to `last`, group first; a merged label stands over its columns."""
    width = max((len(rows[row]) for row in range(first, last + 1)), default=0)
    labels = [[label_of(row[c]) if c < len(row) else "" for c in range(width)] for row in rows[first : last + 1]]
    merged: set[tuple[int, int]] = set()
    for top, left, bottom, right in merges:
        if bottom < first or top > last:
            continue
        text = labels[top - first][left] if top >= first and left < width else ""
        for row in range(max(top, first), min(bottom, last) + 1):
            for column in range(left, min(right + 1, width)):
                labels[row - first][column] = text if row == max(top, first) else ""
                merged.add((row - first, column))
    _spread_groups(labels, merged)
    return [tuple(dict.fromkeys(row[column] for row in labels if row[column])) for column in range(width)]


def _spread_groups(labels: list[list[str]], merged: set[tuple[int, int]]) -> None:
    """Spread a group heading over the blank cells to its right that have a label below, where nothing is merged (CSV)."""
    for place, (upper, lower) in enumerate(pairwise(labels)):
        for column in range(1, len(upper)):
            if (place, column) in merged or upper[column] or not lower[column]:
                continue
            if upper[column - 1] and lower[column - 1] and (place, column - 1) not in merged:
                upper[column] = upper[column - 1]


def shared_groups(parts: Sequence[tuple[str, ...]]) -> list[bool]:
    """For every column whether its group stands over a neighbouring column too."""
    return [
        len(labels) > 1
        and any(
            len(other) > 1 and other[0] == labels[0] and other != labels
            for other in (*parts[max(column - 1, 0) : column], *parts[column + 1 : column + 2])
        )
        for column, labels in enumerate(parts)
    ]


def digit_columns(parts: Sequence[tuple[str, ...]]) -> frozenset[int]:
    """The columns of a figure that is written one digit a column, as on a receipt: 千 百 十 元 角 分 beside each other."""
    places = [bool(labels) and fold_label(labels[-1]) in _DIGIT_PLACES for labels in parts]
    if sum(places) < FEWEST_DIGITS:
        return frozenset()
    runs = re.finditer("1+", "".join("1" if place else " " for place in places))
    return frozenset(column for run in runs if len(run[0]) >= FEWEST_DIGITS for column in range(*run.span()))


def merged_tops(merges: Merges, columns: Collection[int], height: int) -> dict[tuple[int, int], int]:
    """For every cell of some columns that lies under the top of a vertical merge, the row of that top."""
    return {
        (row, left): top
        for top, left, bottom, _ in merges
        if left in columns
        for row in range(top + 1, min(bottom + 1, height))
    }


def may_be_group(text: str) -> bool:
    """True when a text above a heading may belong to it: 其中：财政资金 and 金额（单位：元） may, 填报单位：某县 may not."""
    folded = _IN_BRACKETS.sub("", fold_label(text))
    return len(text) <= LONGEST_GROUP and (":" not in folded or folded.startswith("其中"))


def label_of(cell: Cell) -> str:
    """A cell as a label; one that could be none is blank."""
    return "" if cell is None or isinstance(cell, bool) else tidy(str(cell))


def is_of_answers(column: ColumnMatch) -> bool:
    """True for a column that no contract knows and in which a county explains its rows."""
    return column.field is None and fold_label(column.heading) == ANSWERS
