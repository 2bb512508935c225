"""Sheets of the official template: a sheet of our own is known by its seal, a table that nobody filled in counts as missing.

Takes what a sheet gave, gives it without what a template brought along; a ticked 零报告 is a nil report. A code or seal alone
decides nothing: the headings say what a table is, its rows whether it was filled in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from etl.model import Issue, SourceFile, Table
from etl.recognise.cells import is_blank
from etl.recognise.rows.table_part import TablePart
from etl.recognise.sheet import SheetResult
from etl.recognise.spot_issue import spot_issue
from etl.recognise.statements.placed import Place, Spot, Where
from etl.rules.reading.tables import TABLE_EMPTY
from etl.rules.reading.templates import TEMPLATE_OF_ANOTHER, TEMPLATE_TICK, TEMPLATE_UNTOUCHED
from etl.rules.rule import WARNING, Rule
from etl.template_marks import NIL_LABEL, NO, TEMPLATE, UNCHANGED_LABEL, YES, TemplateCode, code_in, digest_of
from etl.text import fold_label

_LABELS = {fold_label(label): label for label in (NIL_LABEL, UNCHANGED_LABEL)}

_SIGNS = ("@", "是/否")  # of a code and of a label; most lines have neither


@dataclass(frozen=True)
class _Lines:
    """Statements of the lines above a heading on the template: its code, and its 是/否 cells by their label."""

    code: TemplateCode | None
    code_at: Place
    ticks: dict[str, tuple[str, Place]]

    def says(self, label: str) -> bool:
        return self.ticks.get(label, ("", (0, 0)))[0] == YES


def without_untouched(
    results: Sequence[SheetResult], source: SourceFile, *, is_template: bool = False
) -> list[SheetResult]:
    """The results without tables of a template that are as they were handed out; a notice names each.

    `is_template` says that the file itself names the template that it was made from.
    """
    lines = [[_lines_above(part) for part in result.parts] for result in results]
    is_template = is_template or any(result.reading.taken_for == TEMPLATE for result in results)
    return [
        _as_filled_in(result, of_parts, source, is_template) if any(of_parts) or is_template else result
        for result, of_parts in zip(results, lines, strict=True)
    ]


def _as_filled_in(
    result: SheetResult, lines: Sequence[_Lines | None], source: SourceFile, is_template: bool
) -> SheetResult:
    for part, said in zip(result.parts, lines, strict=True):
        if said is not None or is_template:
            result = _part_as_filled_in(result, part, said or _Lines(None, (0, 0), {}), source, is_template)
    return result


def _part_as_filled_in(
    result: SheetResult, part: TablePart, said: _Lines, source: SourceFile, is_template: bool
) -> SheetResult:
    contract = part.block.contract
    tables = [table for table in result.tables if _is_of(table, part)]
    issues = [*_of_another(said, part, source, result), *_unclear(said, contract.report, result)]
    is_prefilled = bool(said.code and said.code.prefilled)
    is_untouched = is_prefilled and [_digest(table) for table in tables] == [said.code and said.code.prefilled]
    result = replace(result, issues=(*result.issues, *issues))
    if part.is_nil:
        return result
    if said.says(NIL_LABEL) and tables:
        count = sum(len(table.rows) for table in tables)
        return _with(result, _tick("nil_with_rows", NIL_LABEL, said, contract.report, result, count=count))
    if said.says(NIL_LABEL):
        return _as_nil(result, part)
    if tables and not is_untouched:
        is_changed = said.says(UNCHANGED_LABEL) and is_prefilled
        changed = _tick("changed", UNCHANGED_LABEL, said, contract.report, result) if is_changed else None
        return _with(result, replace(changed, severity=WARNING)) if changed else result
    if (tables and said.says(UNCHANGED_LABEL)) or not (said.code or is_template):
        return result
    if not tables and any(one.report == contract.report and one.rule != TABLE_EMPTY.id for one in result.issues):
        return result  # there is something under its headings, though no row of it could be read
    case, label = ("prefilled", UNCHANGED_LABEL) if tables else ("blank", NIL_LABEL)
    return _as_missing(result, part, tables, case, label)


def _as_nil(result: SheetResult, part: TablePart) -> SheetResult:
    """The result with the report confirmed to be zero."""
    report = part.block.contract.report
    return replace(
        result,
        nil_reports=(*result.nil_reports, report),
        issues=tuple(one for one in result.issues if (one.rule, one.report) != (TABLE_EMPTY.id, report)),
        parts=tuple(replace(one, is_nil=True) if one is part else one for one in result.parts),
    )


def _as_missing(result: SheetResult, part: TablePart, tables: Sequence[Table], case: str, label: str) -> SheetResult:
    """The result without the table and all that was said of it: nobody has written it yet."""
    report, sheet = part.block.contract.report, result.reading.sheet
    notice = spot_issue(
        TEMPLATE_UNTOUCHED,
        case,
        sheet,
        sheet=sheet,
        spot=(part.block.last, part.block.headed[0]),
        title=part.block.contract.title.zh,
        label=label,
    )
    return replace(
        result,
        reading=replace(result.reading, taken_for=TEMPLATE),
        tables=tuple(table for table in result.tables if table not in tables),
        described=tuple(one for one in result.described if one[0] != report),
        issues=(*(one for one in result.issues if one.report != report), notice),
    )


def _with(result: SheetResult, issue: Issue) -> SheetResult:
    return replace(result, issues=(*result.issues, issue))


def _is_of(table: Table, part: TablePart) -> bool:
    block = part.block
    return (table.report, table.header_rows) == (block.contract.report, (block.first, block.last))


def _digest(table: Table) -> str:
    """Digest of a table's rows; what stands under a heading that nobody knows was written by a county."""
    columns = {**table.values, **table.extra}
    return digest_of(dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True))


def _tick(case: str, label: str, said: _Lines, report: str, result: SheetResult, **words: str | int) -> Issue:
    value, at = said.ticks[label]
    return _said_at(TEMPLATE_TICK, case, value, at, result, report, label=label, **words)


def _unclear(said: _Lines, report: str, result: SheetResult) -> Iterator[Issue]:
    for label, (value, _) in said.ticks.items():
        if value not in (YES, NO):
            yield replace(_tick("unclear", label, said, report, result), severity=WARNING)


def _of_another(said: _Lines, part: TablePart, source: SourceFile, result: SheetResult) -> Iterator[Issue]:
    """A warning where the printed code is another county's, period's or report's than folder and headings say."""
    code, contract = said.code, part.block.contract
    if code is None:
        return
    wanted = (contract.report, source.county_code or code.county_code, source.period or code.period)
    if (code.report, code.county_code, code.period) != wanted:
        expected = f"{wanted[1]} {wanted[2]}《{contract.title.zh}》"
        yield _said_at(TEMPLATE_OF_ANOTHER, "", str(code), said.code_at, result, contract.report, expected=expected)


def _lines_above(part: TablePart) -> _Lines | None:
    """Statements of the lines above a table's heading on the template; None where there are none."""
    code, code_at, ticks = None, (0, 0), {}
    for row in part.lines:
        cells = part.grid.rows[row]
        if not any(isinstance(cell, str) and any(sign in cell for sign in _SIGNS) for cell in cells):
            continue
        texts = [(column, cell) for column, cell in enumerate(cells) if not is_blank(cell)]
        for place, (column, cell) in enumerate(texts):
            if not isinstance(cell, str):
                continue
            if code is None and (found := code_in(cell)):
                code, code_at = found, (row, column)
            if label := _LABELS.get(fold_label(cell).rstrip(":")):
                at, value = texts[place + 1] if place + 1 < len(texts) else (column, "")
                if value != "" and fold_label(value).rstrip(":") not in _LABELS:
                    ticks[label] = (fold_label(value), (row, at))
    return _Lines(code, code_at, ticks) if code or ticks else None


def _said_at(
    rule: Rule, case: str, text: str, at: Place, result: SheetResult, report: str, **words: str | int
) -> Issue:
    """An issue at a cell of the lines above a table."""
    spot = Spot(Where.TITLE, at)
    return spot_issue(
        rule, case, text, sheet=result.reading.sheet, spot=spot, report=report, severity=rule.severity, **words
    )
