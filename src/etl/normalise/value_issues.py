"""Issues of single cells as they are read: takes a frame, rows and a rule, adds one issue a row. The words are the rule's."""

from collections.abc import Callable, Mapping

import numpy as np

from etl.contract.schema import Column
from etl.model import Severity, ShownNumber
from etl.normalise.frame import ReportFrame
from etl.normalise.shown_numbers import DisplayNote, as_seen, exact, stored
from etl.rules.reading.values import VALUE_DISPLAY
from etl.rules.rule import CRITICAL, WARNING, Rule

OfRow = Callable[[int], Mapping[str, object]]


def _nothing_more(_: int) -> Mapping[str, object]:
    return {}


def report(
    frame: ReportFrame,
    rows: np.ndarray,
    column: Column,
    rule: Rule,
    *,
    case: str = "",
    severity: Severity | None = None,
    of_row: OfRow = _nothing_more,
    **words: object,
) -> None:
    """Add an issue at a column's cell in each row; it weighs what the rule weighs at worst unless told.

    The rule's sentence is given the column's label, what its type wants, and the value seen, besides `words` and `of_row`.
    """
    words = {"label": column.label.zh, "wanted": column.expected} | words
    template = rule.sentences[case].given(**words)  # once: a column may be wrong in every row

    def sentence(row: int, value: str) -> str:
        return template.filled(value=value, **of_row(row))

    own_id = rule.id_of(report=frame.contract.report, column=column.name)
    frame.report(rows, column.name, own_id, severity or rule.severity, sentence, rule.expected(case, **words))


def report_display(
    frame: ReportFrame,
    rows: np.ndarray,
    column: Column,
    note: DisplayNote,
    unit: str,
    cell_of: Callable[[int], ShownNumber],
) -> None:
    """Say what was read of numbers that are shown otherwise, in a column that is written in `unit`."""
    by_case: dict[str, list[int]] = {}
    for row in rows:
        seen = as_seen(cell_of(row))
        by_case.setdefault("hidden behind words" if seen and note is DisplayNote.HIDDEN else note, []).append(row)

    def of_row(row: int) -> Mapping[str, object]:
        cell = cell_of(row)
        with_unit = exact(cell) if cell.display.text else f"{exact(cell)}{unit}"
        taken = exact(cell) if cell.display.text and column.type.is_money else stored(cell)
        return {"stored": stored(cell), "seen": as_seen(cell), "taken": taken, "shown": with_unit, "unit": unit}

    for case, of_case in by_case.items():
        severity = CRITICAL if note is DisplayNote.UNCLEAR else WARNING
        report(frame, np.array(of_case), column, VALUE_DISPLAY, case=case, severity=severity, of_row=of_row)
