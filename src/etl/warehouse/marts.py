"""The views and functions of mart: takes the catalog, gives the SQL that makes them, with comments; runs nothing.

`mart.<report>` and `mart.<report>_as_of` come from the contracts; the others stand in marts/*.sql. Such a file says
in its head what the view is (its comment) and which reports and marts it reads; without them it is left out.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from etl.contract.catalog import Catalog
from etl.contract.schema import Contract
from etl.warehouse.core_schema import SOURCE_COMMENTS, TYPES, column_comment, report_comment
from etl.warehouse.mart_columns import COLUMNS, MEASURES

_READS = re.compile(r"^-- (reports|marts): (.+)$", re.MULTILINE)
_PLACE = {
    "county_code": ("s.county_code", "text"),
    "county_name": ("c.name", "text"),
    "prefecture_code": ("c.prefecture_code", "text"),
    "prefecture_name": ("c.prefecture_name", "text"),
    "designation": ("c.designation", "text"),
    "period": ("s.period", "text"),
}
_SOURCE = {
    "extra": ("r.extra", "jsonb"),
    "submission_id": ("r.submission_id", "bigint"),
    "source_file": ("s.source_file", "text"),
    "source_sheet": ("r.source_sheet", "text"),
    "source_row": ("r.source_row", "integer"),
}


@dataclass(frozen=True)
class Mart:
    """One view or function, the SQL that makes it, and what it and a view's columns are called."""

    name: str
    sql: str
    comment: str
    comments: Mapping[str, str] | None = None  # of columns; None: by name, from COLUMNS
    kind: Literal["view", "function"] = "view"


def all_marts(catalog: Catalog) -> list[Mart]:
    """Every mart that the catalog's reports allow, each after those it reads."""
    return [*_report_marts(catalog), *_written_marts(frozenset(catalog.contracts))]


def _report_marts(catalog: Catalog) -> Iterator[Mart]:
    for contract in catalog.contracts.values():
        comments = {name: COLUMNS[name] for name in _PLACE}
        comments |= {column.name: column_comment(catalog, column) for column in contract.columns}
        comments |= SOURCE_COMMENTS | {"source_file": "来源文件"}
        comment = report_comment(contract)
        yield Mart(contract.report, _view(contract), f"{comment}（现行数据）", comments)
        yield Mart(f"{contract.report}_as_of", _function(contract), f"{comment}（某一时刻的数据）", kind="function")


def _columns(contract: Contract) -> dict[str, tuple[str, str]]:
    """Column name -> where it comes from, and its type."""
    own = {column.name: (f"r.{column.name}", str(TYPES[column.type]).lower()) for column in contract.columns}
    return _PLACE | own | _SOURCE


def _select(contract: Contract, condition: str) -> str:
    columns = ",\n    ".join(f"{origin} as {name}" for name, (origin, _) in _columns(contract).items())
    return (
        f"select\n    {columns}\n"
        f"from core.{contract.report} r\n"
        "join ops.submission s on s.submission_id = r.submission_id\n"
        f"left join ref.county c on c.code = s.county_code\nwhere {condition}"
    )


def _view(contract: Contract) -> str:
    select = _select(contract, "s.in_use_from is not null and s.in_use_to is null")
    return f"create view mart.{contract.report} as\n{select};"


def _function(contract: Contract) -> str:
    """It runs with its owner's rights, as views do: readers have none on core and ops."""
    columns = ", ".join(f"{name} {kind}" for name, (_, kind) in _columns(contract).items())
    select = _select(contract, "s.in_use_from <= $1 and (s.in_use_to is null or s.in_use_to > $1)")
    return (
        f"create function mart.{contract.report}_as_of(moment timestamptz) returns table ({columns})\n"
        f"language sql stable security definer set search_path = pg_catalog as $body$\n{select}\n$body$;"
    )


def _written_marts(reports: frozenset[str]) -> list[Mart]:
    texts = {
        file.name.removesuffix(".sql"): file.read_text(encoding="utf-8")
        for file in sorted(files(__package__).joinpath("marts").iterdir(), key=lambda file: file.name)
        if file.name.endswith(".sql")
    }
    reads = {name: {kind: set(names.split()) for kind, names in _READS.findall(text)} for name, text in texts.items()}
    waiting = {name for name in texts if reads[name].get("reports", set()) <= reports}
    made: list[str] = []
    while ready := sorted(name for name in waiting if reads[name].get("marts", set()) <= set(made)):
        made += ready
        waiting -= set(ready)
    return [_written_mart(name, texts[name]) for name in made]


def _written_mart(name: str, text: str) -> Mart:
    comment = text.partition("\n")[0].removeprefix("-- ")
    return Mart(name, text.replace("{measures}", ", s.".join(MEASURES)), comment)
