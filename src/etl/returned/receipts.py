"""Receipts as things stand: takes a connection and the configuration, gives each file of which something was accepted its page.

What the figures are is only asked for of receipts that are written.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from etl.config.calendar import TIMEZONE, parse_period
from etl.contract.catalog import Catalog
from etl.contract.schema import Column
from etl.returned.receipt import Receipt, ReportReceipt, Total, page
from etl.returned.return_places import receipt_place
from etl.types.column_type import Units
from etl.warehouse.queries.receipt_rows import accepted_submissions, notes_of, totals_of, units_of

Row = Mapping[str, Any]
WRITTEN_IN = {"cell": "单元格注明", "heading": "表头注明", "sheet": "表内注明", "template": "表样规定"}
NOT_ADDED = ("均", "率", "比例")  # in the heading of a column whose sum says nothing


class Receipts:
    """Receipts of some counties and periods."""

    def __init__(self, connection: sa.Connection, period: str | None, counties: tuple[str, ...]) -> None:
        self._connection = connection
        self._files: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in accepted_submissions(connection, period, counties):
            place = receipt_place(row["period"], row["source_file"], row["sha256"])
            self._files[row["county_code"], place].append(row)

    def known_by(self) -> dict[tuple[str, str], str]:
        """County code and place of every receipt, with what it rests on: the same for the same submissions."""
        return {
            key: " ".join(f"{row['report']}:{row['submission_id']}" for row in rows)
            for key, rows in self._files.items()
        }

    def pages(
        self, wanted: Collection[tuple[str, str]], catalog: Catalog, names: Mapping[str, str]
    ) -> Iterator[tuple[tuple[str, str], bytes]]:
        """The pages of some of them."""
        rows = [row for key in wanted for row in self._files[key]]
        figures = _Figures(self._connection, catalog, rows)
        for key in wanted:
            first = self._files[key][0]
            reports = [figures.report(row) for row in self._files[key] if row["report"] in catalog.contracts]
            county, label = names.get(key[0], key[0]), parse_period(first["period"]).label
            received = first["received_at"].astimezone(TIMEZONE)
            receipt = Receipt(county, label, first["source_file"], first["sha256"], received, tuple(reports))
            yield key, page(receipt)


class _Figures:
    """Sums, units and notes of some submissions, asked for together."""

    def __init__(self, connection: sa.Connection, catalog: Catalog, rows: Sequence[Row]) -> None:
        self._catalog = catalog
        ids = [row["submission_id"] for row in rows]
        self._units = units_of(connection, ids)
        self._notes: dict[int, list[Row]] = defaultdict(list)
        for note in notes_of(connection, ids):
            self._notes[note["submission_id"]].append(note)
        self._totals: dict[int, Mapping[str, Any]] = {}
        for report in {row["report"] for row in rows} & catalog.contracts.keys():
            of_report = [row["submission_id"] for row in rows if row["report"] == report]
            columns = [column.name for column in self._added(report)]
            self._totals |= totals_of(connection, report, columns, of_report)

    def report(self, row: Row) -> ReportReceipt:
        """The receipt of one submission."""
        contract, number = self._catalog.contracts[row["report"]], row["submission_id"]
        notes = self._notes[number]
        return ReportReceipt(
            title=contract.title.zh,
            is_nil=row["status"] == "nil",
            rows=row["row_count"],
            version=f"第 {contract.version} 版，规则 {row['contracts_fingerprint'][:12]}",
            decided=row["decided_at"].astimezone(TIMEZONE),
            totals=tuple(
                self._total(column, number)
                for column in self._added(row["report"])
                if self._sum(column, number) is not None
            ),
            warnings=tuple(note["message"] for note in notes if note["severity"] == "warning"),
            notices=tuple(note["message"] for note in notes if note["severity"] == "notice"),
        )

    def _added(self, report: str) -> list[Column]:
        """Columns whose figures can be added up."""
        return [
            column
            for column in self._catalog.contracts[report].columns
            if column.type.is_figure and not any(word in column.label.zh for word in NOT_ADDED)
        ]

    def _sum(self, column: Column, number: int) -> Decimal | None:
        found = self._totals.get(number, {}).get(column.name)
        return None if found is None else Decimal(found)

    def _total(self, column: Column, number: int) -> Total:
        unit, source = self._units.get((number, column.name), ("", ""))
        written_in = f"文件以{unit}填写（{WRITTEN_IN.get(source, source)}）" if unit and column.type.is_money else ""
        stored = column.type.stored_in or (unit if column.type.units is Units.MEASURES else "")
        return Total(column.label.zh, self._sum(column, number) or Decimal(0), stored, written_in)
