"""Files of a county's rows beside its page: takes the facts and what fetches rows, gives a workbook and CSVs, made only when they are new.

Each row says from which file, sheet and cells it was read. Telephone numbers are left out, personal columns in a public edition
too, and what looks like the number of a person within a text is hidden.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from functools import cache, partial

from etl.contract.schema import Column, Contract
from etl.exports.csv_file import WITH_BOM, write_sheet
from etl.exports.sheet import Kind, Sheet, SheetColumn, kind_of
from etl.exports.xlsx_file import write_xlsx
from etl.notices.phone_columns import phone_columns
from etl.notices.redaction import redact_all
from etl.site.facts import Facts
from etl.site.folder import Made
from etl.site.pages.county_paths import csv_path, has_rows, workbook_path
from etl.site.read_ahead import ReadAhead
from etl.warehouse.queries.county_rows import Row
from etl.warehouse.queries.sendings import Sending
from etl.warehouse.queries.source_cells import SourceCells

RowsOf = Callable[[str, Sequence[Column], Sequence[int]], Mapping[int, Sequence[Row]]]
Texts = Sequence[str | None]  # of a column
Places = Mapping[tuple[int, str], SourceCells]  # of each version and sheet


def county_files(
    facts: Facts, rows_of: RowsOf, made_by: str = "", pool: Executor | None = None
) -> Iterator[tuple[str, Made]]:
    """The files of every county of the current period."""
    phones = phone_columns(facts.config.catalog)
    edition = f"{made_by}:{facts.config.catalog.fingerprint}:{facts.audience}"
    in_use = {
        code: sorted(filter(has_rows, facts.sendings.get((facts.period, code), ())), key=lambda one: one.report)
        for code in facts.config.divisions.counties
    }
    reports = {}
    for name, contract in facts.config.catalog.contracts.items():
        columns = [c for c in contract.columns if (name, c.name) not in phones and _is_shown(facts, c)]
        sizes = {one.submission_id: one.row_count for found in in_use.values() for one in found if one.report == name}
        reports[name] = _ReportRows(facts, contract, columns, ReadAhead(partial(rows_of, name, columns), sizes, pool))
    for code, found in in_use.items():
        if not found:
            continue
        places = {(one.submission_id, one.sheet): one for one in facts.sources.get((facts.period, code), ())}
        sheets = []
        for one in found:
            sheets.append(cache(partial(reports[one.report].sheet, one, places)))
            yield csv_path(facts, code, one.report), Made(f"{edition}:{one.submission_id}", partial(_csv, sheets[-1]))
        key = f"{edition}:{','.join(str(one.submission_id) for one in found)}"
        yield workbook_path(facts, code), Made(key, partial(_workbook, sheets))


def _is_shown(facts: Facts, column: Column) -> bool:
    return facts.audience == "internal" or not column.personal


class _ReportRows:
    """Sheets of one report, a county's after the other."""

    def __init__(self, facts: Facts, contract: Contract, columns: Sequence[Column], rows: ReadAhead) -> None:
        heads = [SheetColumn(_heading(one), kind_of(one.name, one.type.sql.partition("(")[0])) for one in columns]
        place = [SheetColumn("来源文件"), SheetColumn("工作表"), SheetColumn("行", Kind.COUNT), SheetColumn("单元格")]
        reads = [*(_reader(facts, one) for one in columns), redact_all, redact_all, None]
        self._title, self._heads, self._reads, self._rows = contract.title.zh, (*heads, *place), reads, rows

    def sheet(self, sending: Sending, places: Places) -> Sheet:
        """The rows of a version, each with the cells that it was read from."""
        rows = self._rows.rows(sending.submission_id)
        if not rows:
            return Sheet(self._title, self._heads, [])
        named = {
            sheet: _between(one) for (submission, sheet), one in places.items() if submission == sending.submission_id
        }
        columns = list(zip(*rows, strict=True))
        cells = [named[sheet or ""](row) for sheet, row in zip(columns[-2], columns[-1], strict=True)]
        shown = [of if read is None else read(of) for of, read in zip(columns, self._reads, strict=True)]
        return Sheet(self._title, self._heads, list(zip(*shown, cells, strict=True)))


def _heading(column: Column) -> str:
    return f"{column.label.zh}（元）" if column.type.is_money else column.label.zh


def _reader(facts: Facts, column: Column) -> Callable[[Texts], Texts] | None:
    """Reader of a column's texts: of codes it shows the labels, of words no number of a person."""
    if column.codes is not None:
        labels = {code: entry.label.zh for code, entry in facts.config.catalog.codes_of(column).codes.items()}
        return lambda codes: [labels.get(code, code) if code is not None else None for code in codes]
    return redact_all if column.type.sql == "text" and not column.type.is_registered else None


def _between(place: SourceCells) -> Callable[[str | None], str]:
    """Namer of the cells of a row, first and last; of an indicator form each by itself."""
    letters = sorted(set(place.letters.values()), key=lambda one: (len(one), one))
    if all(one.isalpha() for one in letters) and letters:
        return lambda row: f"{letters[0]}{row}:{letters[-1]}{row}"
    named = "、".join(letters)
    return lambda _: named


def csv_of(sheet: Sheet) -> bytes:
    """A sheet as CSV that Excel opens with its Chinese letters."""
    text = io.StringIO(newline="")
    write_sheet(text, sheet)
    return text.getvalue().encode(WITH_BOM)


def xlsx_of(sheets: Sequence[Sheet]) -> bytes:
    """Sheets as a workbook; the same sheets give the same bytes."""
    file = io.BytesIO()
    write_xlsx(file, sheets)
    return file.getvalue()


def _csv(sheet: Callable[[], Sheet]) -> bytes:
    return csv_of(sheet())


def _workbook(sheets: Sequence[Callable[[], Sheet]]) -> bytes:
    return xlsx_of([sheet() for sheet in sheets])
