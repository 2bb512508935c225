"""The rows of ref: takes the catalog and the divisions, gives what each table holds; never touches a database."""

from typing import Any

import sqlalchemy as sa

from etl.config.calendar import parse_period
from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.contract.schema import CodeList, Column
from etl.warehouse.marts.headings import heading_of
from etl.warehouse.marts.mart_columns import MEASURES
from etl.warehouse.marts.measures import MADE_OF
from etl.warehouse.schema import ref_tables

Rows = list[dict[str, Any]]
YEARS = range(2020, 2040)
_PARTS = ([""], [f"Q{quarter}" for quarter in range(1, 5)], [f"-{month:02}" for month in range(1, 13)])


def reference_rows(catalog: Catalog, divisions: Divisions) -> dict[sa.Table, Rows]:
    """Every table of ref with its rows."""
    return {
        ref_tables.prefecture: [{"code": p.code, "name": p.name} for p in divisions.prefectures.values()],
        ref_tables.county: [
            {
                "code": c.code,
                "name": c.name,
                "prefecture_code": c.prefecture_code,
                "prefecture_name": c.prefecture_name,
                "designation": c.designation,
            }
            for c in divisions.counties.values()
        ],
        ref_tables.report: _reports(catalog),
        ref_tables.report_column: _report_columns(catalog),
        ref_tables.code: _codes(catalog),
        ref_tables.period: _periods(),
        ref_tables.measure: _measures(),
    }


def _periods() -> Rows:
    rows = []
    for parts in _PARTS:  # of one frequency
        ids = [f"{year}{part}" for year in YEARS for part in parts]
        for place, one in enumerate(map(parse_period, ids)):
            rows.append(
                {
                    "period": one.id,
                    "frequency": one.frequency,
                    "label_zh": one.label,
                    "starts_on": one.starts_on,
                    "ends_on": one.ends_on,
                    "previous_period": ids[place - 1] if place else None,
                    "same_period_last_year": ids[place - len(parts)] if place >= len(parts) else None,
                }
            )
    return rows


def _measures() -> Rows:
    rows = []
    for position, (name, meaning) in enumerate(MEASURES.items()):
        made_of = MADE_OF.get(name)
        is_rate = name.endswith("_rate")
        if name != "period":
            rows.append(
                {
                    "measure": name,
                    "position": position,
                    "label_zh": heading_of(meaning),
                    "meaning": meaning,
                    "unit": "元" if name.endswith("_yuan") else "比率" if is_rate else "个",
                    "report": made_of and made_of.report,
                    "counted": made_of and made_of.counted,
                    "column_name": made_of and made_of.column,
                    "condition": made_of.condition if made_of and made_of.condition != "true" else None,
                    "adds_over_counties": not is_rate and not name.endswith("_orgs"),
                }
            )
    return rows


def _reports(catalog: Catalog) -> Rows:
    return [
        {
            "report": contract.report,
            "position": position,
            "title_zh": contract.title.zh,
            "title_en": contract.title.en,
            "description": contract.description.zh,
            "frequency": contract.frequency,
        }
        for position, contract in enumerate(catalog.contracts.values(), start=1)
    ]


def _report_columns(catalog: Catalog) -> Rows:
    return [
        {
            "report": contract.report,
            "column_name": column.name,
            "position": position,
            "label_zh": column.label.zh,
            "label_en": column.label.en,
            "type": column.type.name,
            "code_list": _code_list_name(catalog, contract.report, column) if column.codes else None,
            "is_required": column.required,
            "is_key": column.name in contract.key,
            "description": column.description.zh,
        }
        for contract in catalog.contracts.values()
        for position, column in enumerate(contract.columns, start=1)
    ]


def _codes(catalog: Catalog) -> Rows:
    return [
        {
            "code_list": code_list.name,
            "code": code,
            "position": position,
            "label_zh": entry.label.zh,
            "label_en": entry.label.en,
        }
        for code_list in _code_lists(catalog).values()
        for position, (code, entry) in enumerate(code_list.codes.items(), start=1)
    ]


def _code_lists(catalog: Catalog) -> dict[str, CodeList]:
    """Every code list by its name in ref."""
    own = {
        _code_list_name(catalog, contract.report, column): catalog.codes_of(column)
        for contract in catalog.contracts.values()
        for column in contract.columns
        if column.type.has_codes
    }
    return catalog.code_lists | own


def _code_list_name(catalog: Catalog, report: str, column: Column) -> str:
    """A list's own name, or report and column where another list, with other codes, bears that name."""
    own = catalog.codes_of(column)
    others = [
        catalog.codes_of(other) for contract in catalog.contracts.values() for other in contract.columns if other.codes
    ]
    is_shared = any(other.name == own.name and other != own for other in [*others, *catalog.code_lists.values()])
    return f"{report}.{column.name}" if is_shared and isinstance(column.codes, CodeList) else own.name
