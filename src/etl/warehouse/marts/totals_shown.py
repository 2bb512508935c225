"""Views of what submissions sum to, `mart.<report>_total`, a row an organisation where totals are kept by organisation. Runs nothing.

Summaries, of now and of a moment, read these: a function with its caller's rights reaches nothing but mart. An array that is taken apart is
read whole, asked for or not, so each view takes apart what its readers need and no more.
"""

from collections.abc import Iterator

import sqlalchemy as sa

from etl.contract.catalog import Catalog
from etl.warehouse.schema.total_tables import NUMBERS, TOTALS
from etl.warehouse.totals.specification import TOTALS as SPECIFIED

_REPORT_OF = {total.table: total.report for total in SPECIFIED}

# arrays bear the names of what stands in them, but for these
_ELEMENTS = {
    "credit_codes": "credit_code",
    "org_names": "org_name",
    "register_levels": "register_level",
    "from_outside": "credit_code",
}
_NUMBERS = ("projects", "planned_yuan", "disbursed_yuan", "households", "persons", "jobs")
# of a table with arrays: view, what its comment says besides, and the arrays that it takes apart
_APART = {
    "organization_total": (("organization_total", "", ("from_outside",)),),
    "agreement_total": (
        ("agreement_total", "", ("credit_codes", "register_levels", "agreements", "agreed_yuan", "org_names")),
        ("agreement_name", "：名称", ("credit_codes", "org_names", "register_levels")),
    ),
    "project_total": (
        ("project_total", "", ("credit_codes", *_NUMBERS, "org_names")),
        ("project_organization", "：项目数", ("credit_codes", "projects")),
        ("project_name", "：名称", ("credit_codes", "org_names")),
    ),
}


def total_views(catalog: Catalog) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Name, SQL, comment and comments of columns of each that the catalog has the report of."""
    for table in TOTALS:
        if _REPORT_OF[table.name] not in catalog.contracts:
            continue
        for name, said, arrays in _APART.get(table.name, ((table.name, "", ()),)):
            yield name, _sql(name, table, arrays), f"{table.comment}{said}", _comments(table)


def _sql(name: str, table: sa.Table, arrays: tuple[str, ...]) -> str:
    if not arrays:
        plain = ", ".join(f"t.{column.name}" for column in table.columns)
        return f"create view mart.{name} as\nselect {plain} from core.{table.name} t;"
    elements = [_ELEMENTS.get(array, array) for array in arrays]
    # as a list of its own "unnest" gives row after row; among tables it is written down first, which takes half as long again
    taken = ", ".join(f"unnest(t.{array}) as {one}" for array, one in zip(arrays, elements, strict=True))
    return (
        f"create view mart.{name} as\nselect t.submission_id, {', '.join(f'o.{one}' for one in elements)}\n"
        f"from core.{table.name} t\ncross join lateral (select {taken}) o;"
    )


def _comments(table: sa.Table) -> dict[str, str]:
    return {
        _ELEMENTS.get(column.name, column.name): str(column.comment).removesuffix(NUMBERS) for column in table.columns
    }
