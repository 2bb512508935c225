"""The period that a file says it is about: takes what its sheets state, gives issues where they name another than its folder.

A title, a line such as 统计期 or 截至, a print header, a comment, a cover, a column of periods, a sheet's or the file's name may
name a period. A table of another period beside one of the same report that is not returns the report: their rows would be added
up. Alone it is read, with a warning.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from etl.config.calendar import Period, parse_period
from etl.model import Cell, Issue, SourceFile
from etl.recognise.rows.disowned_rows import REMARK
from etl.recognise.sheet import SheetResult
from etl.recognise.spot_issue import spot_issue
from etl.recognise.statements.period import Stretch, stretches_in
from etl.recognise.statements.placed import Spot, Where
from etl.rules.reading.sheets import SHEET_OTHER_PERIOD
from etl.rules.rule import CRITICAL, WARNING
from etl.text import fold_label

_OF_PERIODS = re.compile(
    "^(?:统计|报告|填报|所属|数据)?(?:期间?|时期|报告期|周期|年度|季度|月份|年份|期别|时间(?:范围)?)$"
)

LONGEST_PERIOD = 10
_A_NUMERAL = re.compile("[0-9]{1,4}|[一二三四五六七八九十]{1,2}")
_AS_WORDS = {"年": "{}年", "季": "第{}季度", "月": "{}月份"}


@dataclass(frozen=True)
class _Named:
    """A place that names another period; `report` is that of the tables it is about, of which there are `tables`."""

    sheet: str
    spot: Spot
    text: str
    report: str | None
    tables: int = 0
    is_mixed: bool = False  # other rows of the same table are the period's
    is_part: bool = False  # months of the period


def other_period(source: SourceFile, results: Sequence[SheetResult]) -> list[Issue]:
    """An issue for every table, sheet, cover or file that names another period than the folder."""
    if not source.period:
        return []
    period = parse_period(source.period)
    named = [
        one
        for result in results
        for one in (*_of_tables(result, period), *_of_columns(result, period), *_of_remarks(result, period))
    ]
    tables = Counter(table.report for result in results for table in result.tables)
    other = _tables_of(named)
    # sheets for months of the quarter are its report, where none is for all of it
    named = [one for one in named if not (one.is_part and 1 < tables[str(one.report)] == other[one.report])]
    other = _tables_of(named)
    issues = [
        _issue(
            source, period, one, is_mixed=one.is_mixed or 0 < one.tables <= other[one.report] < tables[str(one.report)]
        )
        for one in named
    ]
    apart = (*_of_covers(results, period), *_of_file(source, results, period))
    return issues + [_issue(source, period, one, is_mixed=False) for one in apart]


def _tables_of(named: Sequence[_Named]) -> Counter[str | None]:
    """Number of tables of each report that are named."""
    count: Counter[str | None] = Counter()
    for one in named:
        count[one.report] += one.tables
    return count


def _of_tables(result: SheetResult, period: Period) -> Iterator[_Named]:
    """Periods that one sheet names: those around each table, else its name's."""
    sheet = result.reading.sheet
    said = [
        (report, [one for one in around.of_table().stretches if _contradicts([one.stretch], period)])
        for report, around in result.described
    ]
    for report, found in said:
        # a line between the rows may be about some of them
        for one in sorted(found, key=lambda one: (one.spot.where is not Where.GROUP, one.spot.where is Where.LINE))[:1]:
            is_table = one.spot.where is not Where.LINE
            is_part = is_table and _is_within(one.stretch, period)
            yield _Named(sheet, one.spot, one.text, report, tables=is_table, is_part=is_part)
    if not any(found for _, found in said) and _contradicts(stretches := stretches_in(sheet), period):
        is_part = all(_is_within(one, period) for one in stretches)
        for report, count in Counter(table.report for table in result.tables).items():
            yield _Named(sheet, Spot(Where.SHEET), sheet, report, count, is_part=is_part and count == 1)


def _of_columns(result: SheetResult, period: Period) -> Iterator[_Named]:
    """Periods in columns that give each row its own."""
    for table in result.tables:
        for heading, cells in table.extra.items():
            if not _OF_PERIODS.match(fold_label(heading.rpartition(" ")[2])):
                continue
            texts = [_in_words(heading, cell) for cell in cells]
            said = {
                text: [one for one in stretches_in(text) if not _is_within(one, period)] for text in {*texts} - {""}
            }
            other = [text for text in dict.fromkeys(texts) if text and _contradicts(said[text], period)]
            if other:
                is_mixed = len(other) < len(said)
                place = next((c.index for c in table.columns if c.field is None and c.heading == heading), 0)
                spot = Spot(Where.LINE, (table.rows[texts.index(other[0])], place))
                yield _Named(result.reading.sheet, spot, other[0], table.report, is_mixed=is_mixed)


def _of_remarks(result: SheetResult, period: Period) -> Iterator[_Named]:
    """Remarks that are a period and nothing else: 2023年, 四季度, 1-5月."""
    for table in result.tables:
        cells = table.values.get(REMARK, [])
        short = [cell for cell in {*cells} if isinstance(cell, str) and 1 < len(cell) <= LONGEST_PERIOD]
        for text in short:
            stretches = stretches_in(text) if text[-1] in "年度月份季末底止前0123456789" else ()
            is_all = "".join(one.text for one in stretches) == fold_label(text)
            if is_all and _contradicts(stretches, period) and not all(_is_within(one, period) for one in stretches):
                index = next(column.index for column in table.columns if column.field == REMARK)
                spot = Spot(Where.LINE, (table.rows[cells.index(text)], index))
                yield _Named(result.reading.sheet, spot, text, table.report)


def _of_covers(results: Sequence[SheetResult], period: Period) -> Iterator[_Named]:
    if not any(result.tables for result in results):
        return
    for result in results:
        said = result.cover.stretches if result.cover else ()
        for one in [one for one in said if _contradicts([one.stretch], period)][:1]:
            yield _Named(result.reading.sheet, one.spot, one.text, None)


def _of_file(source: SourceFile, results: Sequence[SheetResult], period: Period) -> Iterator[_Named]:
    """Periods in the file's name and in the folders before it."""
    steps = [step.rpartition(".")[0] or step for step in source.name.split("/")]
    reports = dict.fromkeys(table.report for result in results for table in result.tables)
    if reports and any(_contradicts(stretches_in(step), period) for step in steps):
        yield _Named("", Spot(Where.FILE), source.name, next(iter(reports)) if len(reports) == 1 else None)


def _contradicts(stretches: Sequence[Stretch], period: Period) -> bool:
    return any(stretch.contradicts(period.starts_on, period.ends_on) for stretch in stretches)


def _is_within(stretch: Stretch, period: Period) -> bool:
    """True for months of the period, which its rows may be of one by one."""
    first, last = period.starts_on.month, period.ends_on.month + 12 * (period.ends_on.year - period.starts_on.year)
    shift = 0 if stretch.year is None else 12 * (stretch.year - period.starts_on.year)
    return first <= stretch.first + shift and stretch.last + shift <= last


def _in_words(heading: str, cell: Cell) -> str:
    """A cell of a column of periods with the word that its heading has for it: 2023 below 年度, 12 below 月份."""
    if isinstance(cell, date):
        return f"{cell.year}年{cell.month}月"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = "" if cell is None else str(cell).strip()
    if _A_NUMERAL.fullmatch(text):
        form = next((form for word, form in _AS_WORDS.items() if word in heading), "{}")
        return form.format(text)
    return text


def _issue(source: SourceFile, period: Period, one: _Named, *, is_mixed: bool) -> Issue:
    """The issue of a place, which the message names with its sheet."""
    sheet = f"工作表“{one.sheet}”的" if one.sheet and one.spot.where is not Where.COVER else ""
    where = f"{one.spot} " if one.spot.cell else str(one.spot)
    kind = one.spot.where if one.spot.where is Where.TITLE else ""
    is_of_figures = one.spot.where is Where.GROUP  # the other columns are the period's
    return spot_issue(
        SHEET_OTHER_PERIOD,
        "figures" if is_of_figures else "mixed" if is_mixed else "alone",
        one.text,
        sheet=one.sheet,
        spot=one.spot,
        report=one.report,
        severity=CRITICAL if is_mixed or is_of_figures else WARNING,
        place=f"{sheet}{where}{kind}",
        folder=source.period,
        period=period.label,
    )
