"""Issues of one indicator form: its columns of figures, its indicators and their units.

Every function locates a rule's cell and gives one Issue; the words are the rule's, and none decides whether it is said.
"""

from collections.abc import Sequence

from etl.contract.schema import Column
from etl.model import Cell, ColumnMatch, Grid, Issue, address
from etl.recognise.cells import is_blank
from etl.recognise.header_block import HeaderBlock, Panel
from etl.recognise.rows.table_issues import At, issue, seen
from etl.rules.reading import forms
from etl.rules.reading.tables import TABLE_EMPTY


def undecided_figures(grid: Grid, block: HeaderBlock, panel: Panel) -> Issue:
    """No column of figures that the contract reads, or several."""
    rule, row = forms.FORM_FIGURES, block.last
    read = "、".join(f"“{word}”" for word in block.contract.figures.read)
    if not panel.figures:
        return issue(rule, grid, block, (row, panel.labels[0]), case="none", row=row + 1, wanted=read)
    named = "、".join(f"{address(row, c.index)}（{seen(c.heading)}）" for c in panel.figures)
    at, case = (row, panel.figures[-1].index), "several but one has a name" if read else "several"
    return issue(rule, grid, block, at, case=case, columns=named, wanted=read)


def unknown_indicator(grid: Grid, block: HeaderBlock, at: At, label: str, value: Cell) -> Issue:
    """A row whose label no indicator of the contract has."""
    shown, case = seen(label), "blank" if is_blank(value) else "figure"
    rule = forms.FORM_UNKNOWN_INDICATOR
    return issue(rule, grid, block, at, case=case, value=shown, label=shown, seen=seen(value))


def missing_indicator(grid: Grid, block: HeaderBlock, column: Column) -> Issue:
    """An indicator that must be there and is not."""
    at = (block.first, block.panels[0].labels[0])
    return issue(forms.FORM_MISSING_INDICATOR, grid, block, at, column=column.name, label=column.label.zh)


def doubled_indicator(grid: Grid, block: HeaderBlock, first: ColumnMatch, at: At) -> Issue:
    """An indicator that stands on the form twice."""
    label = block.contract.column(str(first.field)).label.zh
    rule = forms.FORM_DOUBLED_INDICATOR
    return issue(rule, grid, block, at, column=first.field, first=first.place, label=label)


def wrong_unit(grid: Grid, block: HeaderBlock, at: At, column: Column, said: str) -> Issue:
    """A unit beside an indicator that its figures cannot be in."""
    case = "no money" if column.type.is_money else "other measure" if column.measures else "no measure"
    name, label, shown, wanted = column.name, column.label.zh, seen(said), "、".join(column.measures)
    rule = forms.FORM_UNIT
    return issue(rule, grid, block, at, case=case, column=name, value=shown, label=label, seen=shown, wanted=wanted)


def two_units(grid: Grid, block: HeaderBlock, at: At, column: Column, said: Sequence[str]) -> Issue:
    """Two units beside one indicator."""
    name, label, shown, other = column.name, column.label.zh, seen(said[0]), seen(said[1])
    rule = forms.FORM_UNIT
    return issue(rule, grid, block, at, case="two", column=name, value=shown, label=label, seen=shown, other=other)


def merged_figure(grid: Grid, block: HeaderBlock, columns: Sequence[ColumnMatch]) -> Issue:
    """One figure merged over the rows of several indicators."""
    first, last = columns[0], columns[-1]
    labels = "、".join(f"“{seen(column.heading)}”" for column in columns)
    at = (int(first.row or 0), first.index)
    rule = forms.FORM_MERGED_FIGURE
    return issue(rule, grid, block, at, column=first.field, last=last.place, labels=labels)


def empty(grid: Grid, block: HeaderBlock) -> Issue:
    """A form without a figure that does not say that there is nothing to report."""
    at = (block.last + 1, block.panels[0].figures[0].index)
    return issue(TABLE_EMPTY, grid, block, at, case="form")
