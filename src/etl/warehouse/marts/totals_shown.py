"""Views of what submissions sum to, `mart.<report>_total`, a row an organisation where totals are kept by organisation. Runs nothing.

Summaries, of now and of a moment, read these: a function with its caller's rights reaches nothing but mart.
"""

from collections.abc import Iterator

import sqlalchemy as sa

from etl.contract.catalog import Catalog
from etl.warehouse.schema.total_tables import NUMBERS, TOTALS
from etl.warehouse.totals.totals import report_of

# arrays bear the names of what stands in them, but for these
_ELEMENTS = {
    "credit_codes": "credit_code",
    "org_names": "org_name",
    "register_levels": "register_level",
    "from_outside": "credit_code",
}


def total_views(catalog: Catalog) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Name, SQL, comment and comments of columns of each that the catalog has the report of."""
    for table in TOTALS:
        if report_of(table.name) in catalog.contracts:
            yield table.name, _sql(table), str(table.comment), _comments(table)


def _sql(table: sa.Table) -> str:
    arrays = [column.name for column in table.columns if isinstance(column.type, sa.ARRAY)]
    plain = [f"t.{column.name}" for column in table.columns if column.name not in arrays]
    if not arrays:
        return f"create view mart.{table.name} as\nselect {', '.join(plain)} from core.{table.name} t;"
    elements = [_ELEMENTS.get(name, name) for name in arrays]
    listed = ", ".join([*plain, *(f"o.{name}" for name in elements)])
    return (
        f"create view mart.{table.name} as\nselect {listed}\nfrom core.{table.name} t\n"
        f"cross join lateral unnest({', '.join(f't.{name}' for name in arrays)}) as o ({', '.join(elements)});"
    )


def _comments(table: sa.Table) -> dict[str, str]:
    return {
        _ELEMENTS.get(column.name, column.name): str(column.comment).removesuffix(NUMBERS) for column in table.columns
    }
