"""The rows that would load, as plain values by column name: takes judged frames, gives what the warehouse would hold.

Figures are exact texts (amounts in yuan, with two decimals), days are ISO dates, codes are codes. Changes nothing.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from etl.contract.catalog import Catalog
from etl.warehouse.publish.arrow_columns import report_columns

Row = dict[str, Any]


def typed_rows(catalog: Catalog, rows: Mapping[str, pd.DataFrame]) -> dict[tuple[str, str], dict[str, list[Row]]]:
    """By the county code and name of each file, the rows of each report that it brought.

    A row has source_sheet, source_row, the contract's columns and extra, as `mart.<report>` calls them.
    """
    found: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for report, frame in rows.items():
        columns = report_columns(catalog.contracts[report], frame)
        of_file = zip(frame["county_code"].astype(str), columns.pop("source_file").to_pylist(), strict=True)
        names = list(columns)
        for place, values in zip(of_file, zip(*(of.to_pylist() for of in columns.values()), strict=True), strict=True):
            row = dict(zip(names, map(_plain, values), strict=True))
            found[place][report].append(row | {"extra": json.loads(row["extra"] or "{}")})
    return {place: dict(reports) for place, reports in found.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value
