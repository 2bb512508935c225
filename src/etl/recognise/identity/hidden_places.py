"""Meaning of the places at which identity numbers were hidden: takes what the sheets of a file were read as, gives the column
of each place, the places where a figure or a credit code only looks like such a number, and the issues of the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etl.contract.schema import Column, Contract
from etl.identity_numbers import MASKED, is_of_an_organisation
from etl.model import Issue, SourceFile, Table, address
from etl.recognise.cells import is_figure
from etl.recognise.identity.hiding import Hidden, Place
from etl.recognise.sheet import SheetResult
from etl.rules.reading.values import IDENTITY_NUMBER

SHOWN = 60  # characters of a value that an issue quotes
MOST_DIGITS = 16  # before the point of the largest figure that is stored


@dataclass(frozen=True)
class HiddenPlaces:
    """Places at which numbers were hidden on one sheet, with what the sheet was read as."""

    hidden: Sequence[Hidden]
    result: SheetResult
    contracts: Mapping[str, Contract]

    def spared(self) -> set[Place]:
        """The places that are to be read as they stand: a column of figures or of credit codes holds no person's number."""
        return {place for one in self.hidden if self._is_no_person(one) for place in one.cells}

    def keys(self) -> set[Place]:
        """The places in columns by which rows are told apart or refer to each other."""
        places = (place for one in self.hidden if one.where == "cell" for place in one.cells)
        return {place for place in places if self._is_key(place)}

    def issues(self, sole_report: str | None) -> list[Issue]:
        """An issue for every place; `sole_report` is the one that the file has, if it is one, and is told what stands beside it."""
        return [self._issue(one, sole_report) for one in self.hidden]

    def _is_no_person(self, one: Hidden) -> bool:
        if one.where != "cell":
            return False
        columns = [column for place in one.cells if (column := self._column(place)[1])]
        if len(one.cells) > 1:
            return any(column.type.is_figure for column in columns)
        return any(
            (column.type.is_figure and is_figure(one.before[0]) and len(_whole(one.before[0])) <= MOST_DIGITS)
            or (column.type.is_registered and is_of_an_organisation(one.before[0]))
            for column in columns
        )

    def _is_key(self, place: Place) -> bool:
        report, column = self._column(place)
        return report is not None and column is not None and column.name in self.contracts[report].told_apart_by()

    def _issue(self, one: Hidden, sole_report: str | None) -> Issue:
        place = one.cells[0] if one.cells else None
        report, column = self._column(place) if place and one.where == "cell" else (None, None)
        cell, value = address(*place) if place else None, one.after.strip()[:SHOWN]
        case = "column" if column else one.where
        sentence = IDENTITY_NUMBER.sentence(case, value=value, label=column.label.zh if column else "")
        return Issue(
            rule=IDENTITY_NUMBER.id,
            severity=IDENTITY_NUMBER.severity,
            message=f"{cell} {sentence}" if cell else sentence,
            report=report or sole_report,
            sheet=self.result.reading.sheet or None,
            cell=cell,
            source_row=place[0] + 1 if place else None,
            column_name=column.name if column else None,
            value=value,
            expected=IDENTITY_NUMBER.expected(case),
        )

    def _column(self, place: Place) -> tuple[str | None, Column | None]:
        """Report in whose rows a cell stands, and its column there."""
        row, index = place
        for table in self.result.tables:
            field = next((m.field for m in table.columns if m.index == index and m.row in (None, row)), None)
            if table.header_rows[1] < row <= _last_row(table):
                return table.report, self.contracts[table.report].column(field) if field else None
        return None, None


def of_file_name(source: SourceFile, of: str = "") -> list[Issue]:
    """The issue of a file in whose name a number was hidden; `of` is the zip that it lies in, whose name is said once."""
    name = source.name.removeprefix(of)
    if not MASKED.search(name):
        return []
    value = name.lstrip("/")[:SHOWN]
    return [
        Issue(
            rule=IDENTITY_NUMBER.id,
            severity=IDENTITY_NUMBER.severity,
            message=IDENTITY_NUMBER.sentence("file", value=value),
            value=value,
            expected=IDENTITY_NUMBER.expected("file"),
        )
    ]


def _last_row(table: Table) -> int:
    rows = [*table.rows, *(total.row for total in table.totals), *(m.row for m in table.columns if m.row is not None)]
    return max(rows, default=-1)


def _whole(text: str) -> str:
    """Digits of a figure before its point."""
    return "".join(filter(str.isdecimal, text.partition(".")[0]))
