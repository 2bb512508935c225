"""Cells behind figures: takes a connection of a reader's, gives where a value of a report's row came from, and the rows of a summary's figure.

Whoever may see fewer counties finds fewer. Names are those of a checked contract; values are parameters. Reads no file.
"""

from collections.abc import Mapping
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.rows import dict_row

from etl.contract.schema import Contract
from etl.warehouse.engine import driver_of, failures_translated
from etl.warehouse.marts.lineage import row_key
from etl.warehouse.marts.measures import MadeOf

Row = dict[str, Any]
LEVELS = {"county_summary": "county", "prefecture_summary": "prefecture", "province_summary": "province"}
_BESIDE = """mart.lineage l on l.report = %(report)s and l.submission_id = v.submission_id and l.source_sheet = v.source_sheet
    and l.source_row = v.source_row and l.source_file = v.source_file and l.column_name = %(column)s"""
_ISSUES = """
select rule, severity, message, waived from mart.issue
where submission_id = %(submission_id)s and source_file = %(source_file)s and coalesce(sheet, '') = %(source_sheet)s
    and (cell = %(cell)s or source_row = %(source_row)s and column_name = %(column_name)s)
order by severity, rule
"""


def cells_behind(
    connection: sa.Connection,
    contract: Contract,
    key: str,
    column: str,
    chosen: Mapping[str, str | None],
) -> list[Row]:
    """Cells of a column in the rows with this key, each with its value and its issues; most keys have one row.

    `chosen` holds the county_code and the period that are wanted; None is any. A column that the table lacks has no cell.
    """
    statement = f"""
select v.county_code, v.county_name, v.period, {row_key(contract, "v")} as row_key, v.{column} as value, v.submission_id,
    v.source_file, v.source_sheet, v.source_row, l.cell, l.heading, l.matched_by, l.unit, l.unit_source,
    f.sha256, f.run_id, f.received_at
from mart.{contract.report} v
left join {_BESIDE}
left join lateral (
    select o.sha256, o.run_id, o.received_at from mart.lineage o
    where o.report = %(report)s and o.submission_id = v.submission_id and o.source_file = v.source_file limit 1
) f on true
where mart.fold_key({row_key(contract, "v")}) = mart.fold_key(%(key)s)
    and (%(county_code)s::text is null or v.county_code = %(county_code)s)
    and (%(period)s::text is null or v.period = %(period)s)
order by v.period, v.county_code, v.source_file, v.source_sheet, v.source_row, l.cell"""
    found = _rows(connection, statement, {**chosen, "report": contract.report, "column": column, "key": key})
    return [row | {"issues": _rows(connection, _ISSUES, row | {"column_name": column})} for row in found]


def rows_behind(
    connection: sa.Connection, contract: Contract, made_of: MadeOf, level: str, area: str | None, period: str
) -> list[Row]:
    """The rows that a summary's figure of an area and period is made of, in order; `area` is its code."""
    column = made_of.column if made_of.column in {one.name for one in contract.columns} else None
    statement = f"""
select v.county_code, v.county_name, {row_key(contract, "v")} as row_key, {f"v.{made_of.column}" if made_of.column else "1"} as value,
    v.source_file, v.source_sheet, coalesce(l.cell, v.source_row::text) as cell
from mart.{contract.report} v
left join {_BESIDE}
where v.period = %(period)s and {made_of.condition} and exists (
    select from mart.area a
    where a.county_code = v.county_code and a.level = %(level)s and (%(area)s::text is null or a.area_code = %(area)s))
order by v.county_code, v.source_file, v.source_sheet, v.source_row"""
    values = {"period": period, "level": level, "area": area, "report": contract.report}
    return _rows(connection, statement, {**values, "column": column or (*contract.key, None)[0]})


def summary_figure(connection: sa.Connection, view: str, measure: str, area: str | None, period: str) -> Any:
    """The figure that a summary says; None where it has none."""
    level = LEVELS[view]
    statement = f"""
select {measure} as value from mart.{view}
where period = %(period)s and (%(area)s::text is null or {level}_code = %(area)s)"""
    found = _rows(connection, statement, {"period": period, "area": area})
    return found[0]["value"] if found else None


def area_code(connection: sa.Connection, level: str, named: str) -> str | None:
    """The code of an area, by its code or its full name; None where there is none, or two."""
    statement = """
select distinct area_code from mart.area where level = %(level)s and (area_code = %(named)s or area_name = %(named)s)"""
    found = _rows(connection, statement, {"level": level, "named": named})
    return found[0]["area_code"] if len(found) == 1 else None


def _rows(connection: sa.Connection, statement: str, values: Mapping[str, Any]) -> list[Row]:
    with failures_translated():
        cursor: psycopg.Cursor[Row] = driver_of(connection).cursor(row_factory=dict_row)
        with cursor:
            return cursor.execute(statement.encode(), values).fetchall()
