"""Words of a sentence that only a row knows: another cell of it, where it stands, what is wrong with its value.

Takes a rule and the frame, gives for every such parameter of the rule's sentence a function of the row's number.
"""

from collections.abc import Callable
from functools import partial
from string import Formatter

import numpy as np

from etl.contract.contract_rules import ContractRule
from etl.normalise.alike import Folding, alike, folded, folded_without_zeros
from etl.normalise.frame import ReportFrame, show
from etl.rules.finding import WITHIN, WRITTEN_OTHERWISE, Alike

Word = Callable[[int], str]
FOLDINGS: dict[Alike, Folding] = {Alike.FOLDED: folded, Alike.BUT_ZEROS: folded_without_zeros}


def row_words(rule: ContractRule, frame: ReportFrame) -> dict[str, Word]:
    """By parameter; the value of the marked cell, which every sentence may quote, is no such word."""
    offered: dict[str, Callable[[], Word]] = {
        "why": lambda: (_written_otherwise if rule.finding.is_repeat else _why)(rule, frame),
        "place": lambda: partial(_place, frame),
        "first_place": lambda: _first_place(rule, frame),
        "first_row": lambda: _first_row(rule, frame),
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
    """Place where a table begins."""
    sheet, sheet_row = frame.data["source_sheet"].to_numpy()[row], frame.data["source_row"].to_numpy()[row]
    return f"“{sheet}”第 {sheet_row} 行起" if sheet else f"第 {sheet_row} 行起"


def _first_place(rule: ContractRule, frame: ReportFrame) -> Word:
    """Place of the first row among those that are alike in the columns that the rule reads."""
    firsts = _firsts(rule, frame)
    return lambda row: _place(frame, int(firsts[row]))


def _first_row(rule: ContractRule, frame: ReportFrame) -> Word:
    """The cell of that row, with its value; and its sheet and file where they are others."""
    firsts = _firsts(rule, frame)
    sheets, files = (frame.data[name].to_numpy() for name in ("source_sheet", "source_file"))

    def word(row: int) -> str:
        first = int(firsts[row])
        other_file = f"“{files[first]}”" if files[first] != files[row] else ""
        other_sheet = f"“{sheets[first]}”" if other_file or sheets[first] != sheets[row] else ""
        return f"{other_file}{other_sheet if sheets[first] else ''}{_beside(frame, rule.column, first)}"

    return word


def _written_otherwise(rule: ContractRule, frame: ReportFrame) -> Word:
    """That the first row is not written as this one is, if it is not."""
    firsts = _firsts(rule, frame)
    values = frame.data[[*rule.finding.own_columns()]].to_numpy(dtype=object)
    otherwise = rule.about.reason(WRITTEN_OTHERWISE)
    return lambda row: otherwise if (values[row] != values[int(firsts[row])]).any() else ""


def _firsts(rule: ContractRule, frame: ReportFrame) -> np.ndarray:
    """For every row the first of those that are alike in the columns that the rule reads."""
    numbers = alike(frame.data, [*WITHIN, *rule.finding.own_columns()], FOLDINGS[rule.finding.alike])
    firsts: np.ndarray = np.unique(numbers, return_index=True)[1]
    found: np.ndarray = firsts[numbers]
    return found
