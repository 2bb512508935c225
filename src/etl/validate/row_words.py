"""Words of a sentence that only a row knows: another cell of it, where it stands, what is wrong with its value.

Takes a rule and the frame, gives for every such parameter of the rule's sentence a function of the row's number.
"""

from collections.abc import Callable
from functools import partial
from string import Formatter

import numpy as np

from etl.contract.contract_rules import ContractRule
from etl.normalise.frame import ReportFrame, show
from etl.rules.finding import WITHIN

Word = Callable[[int], str]


def row_words(rule: ContractRule, frame: ReportFrame) -> dict[str, Word]:
    """By parameter; the value of the marked cell, which every sentence may quote, is no such word."""
    offered: dict[str, Callable[[], Word]] = {
        "why": lambda: _why(rule, frame),
        "place": lambda: partial(_place, frame),
        "first_place": lambda: _first_place(rule, frame),
    }
    for part, read in rule.finding.reads.items():
        if read.report is None:
            offered[f"{part}_beside"] = partial(partial, _beside, frame, read.column)
    asked = {name for _, name, _, _ in Formatter().parse(rule.sentence.zh) if name}
    return {name: make() for name, make in offered.items() if name in asked}


def _why(rule: ContractRule, frame: ReportFrame) -> Word:
    stored = frame.data[rule.column].to_numpy(dtype=object)
    return lambda row: rule.of.why(stored[row])


def _beside(frame: ReportFrame, column: str, row: int) -> str:
    """The cell of another column in the same row, with its address."""
    cell = frame.cells(np.array([row]), column)[0] or ""
    return f"{cell} {show(frame.raw[column].at(row)) or ''}".strip()


def _place(frame: ReportFrame, row: int) -> str:
    """Where a table begins."""
    sheet, sheet_row = frame.data["source_sheet"].to_numpy()[row], frame.data["source_row"].to_numpy()[row]
    return f"“{sheet}”第 {sheet_row} 行起" if sheet else f"第 {sheet_row} 行起"


def _first_place(rule: ContractRule, frame: ReportFrame) -> Word:
    """Where the first row stands of those that are alike in the columns that the rule reads."""
    alike = [*WITHIN, *rule.finding.own_columns()]
    firsts = frame.data.reset_index().groupby(alike)["index"].transform("min").to_numpy()
    return lambda row: _place(frame, int(firsts[row]))
