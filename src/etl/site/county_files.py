"""Files of a county's rows beside its page: takes the facts and what fetches rows, gives a workbook and CSVs, made only when they are new.

Each row says from which file, sheet and cells it was read. Telephone numbers are left out, personal columns in a public edition
too, and what looks like the number of a person within a text is hidden.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

from etl.contract.schema import Column, Contract
from etl.exports.csv_file import WITH_BOM, write_sheet
from etl.exports.sheet import Kind, Sheet, SheetColumn, kind_of
from etl.exports.xlsx_file import write_xlsx
from etl.notices.phone_columns import phone_columns
from etl.notices.redaction import redact
from etl.site.facts import Facts
from etl.site.folder import Made
from etl.site.pages.county import csv_path, has_rows, workbook_path
from etl.warehouse.queries.sendings import Sending
from etl.warehouse.queries.source_cells import SourceCells

RowsOf = Callable[[str, Sequence[str], Sequence[int]], Sequence[Mapping[str, Any]]]
PLACE = (SheetColumn("来源文件"), SheetColumn("工作表"), SheetColumn("行", Kind.COUNT), SheetColumn("单元格"))


def county_files(facts: Facts, rows_of: RowsOf, made_by: str = "") -> Iterator[tuple[str, Made]]:
    """The files of every county of the current period."""
    phones = phone_columns(facts.config.catalog)
    shown = {
        name: [c for c in contract.columns if (name, c.name) not in phones and _is_shown(facts, c)]
        for name, contract in facts.config.catalog.contracts.items()
    }
    edition = f"{made_by}:{facts.config.catalog.fingerprint}:{facts.audience}"
    for code in facts.config.divisions.counties:
        in_use = [one for one in facts.sendings.get((facts.period, code), ()) if has_rows(one)]
        if not in_use:
            continue
        places = {(one.submission_id, one.sheet): one for one in facts.sources.get((facts.period, code), ())}
        sheets = {}
        for one in sorted(in_use, key=lambda one: one.report):
            contract = facts.config.catalog.contracts[one.report]
            sheets[one.report] = cache(partial(_sheet, facts, contract, shown[one.report], one, places, rows_of))
            key = f"{edition}:{one.submission_id}"
            yield csv_path(facts, code, one.report), Made(key, partial(_csv, sheets[one.report]))
        key = f"{edition}:{','.join(str(one.submission_id) for one in in_use)}"
        yield workbook_path(facts, code), Made(key, partial(_workbook, sheets))


def _is_shown(facts: Facts, column: Column) -> bool:
    return facts.audience == "internal" or not column.personal


def _sheet(
    facts: Facts,
    contract: Contract,
    columns: Sequence[Column],
    sending: Sending,
    places: Mapping[tuple[int, str], SourceCells],
    rows_of: RowsOf,
) -> Sheet:
    labels = {
        column.name: {code: entry.label.zh for code, entry in facts.config.catalog.codes_of(column).codes.items()}
        for column in columns
        if column.codes is not None
    }
    heads = tuple(SheetColumn(_heading(column), kind_of(column.name, column.type.sql)) for column in columns)
    rows = [
        (
            *(_value(column, row[column.name], labels.get(column.name)) for column in columns),
            redact(row["source_file"]),
            row["source_sheet"],
            row["source_row"],
            _cells(row, places),
        )
        for row in rows_of(contract.report, [column.name for column in columns], [sending.submission_id])
    ]
    return Sheet(contract.title.zh, (*heads, *PLACE), rows)


def _heading(column: Column) -> str:
    return f"{column.label.zh}（元）" if column.type.is_money else column.label.zh


def _value(column: Column, value: Any, labels: Mapping[str, str] | None) -> Any:
    if labels is not None:
        return labels.get(value, value)
    return redact(value) if isinstance(value, str) and not column.type.is_registered else value


def _cells(row: Mapping[str, Any], places: Mapping[tuple[int, str], SourceCells]) -> str:
    """The cells that a row was read from, first and last; of an indicator form each by itself."""
    place = places.get((row["submission_id"], row["source_sheet"]))
    letters = sorted(set(place.letters.values()), key=lambda one: (len(one), one)) if place else []
    if not letters:
        return ""
    if not all(one.isalpha() for one in letters):
        return "、".join(letters)
    return f"{letters[0]}{row['source_row']}:{letters[-1]}{row['source_row']}"


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


def _workbook(sheets: Mapping[str, Callable[[], Sheet]]) -> bytes:
    return xlsx_of([sheet() for sheet in sheets.values()])
