"""The views and functions of mart: takes the catalog, gives the SQL that makes them, with comments; runs nothing.

`mart.fold_key` comes first; `mart.<report>`, `mart.<report>_history` and `mart.<report>_as_of` come from the contracts; the others stand in marts/*.sql. Such a file says
in its head what the view is (its comment) and which reports and marts it reads; without them it is left out. Their functions of a moment and of an edition: `moments`, `editions`.
"""

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files

from etl.contract.catalog import Catalog
from etl.contract.schema import Contract
from etl.errors import ContractError
from etl.warehouse.marts.comparisons import comparison_parts
from etl.warehouse.marts.editions import KNOWN, KNOWN_COMMENT, known_edition_sql, revision_parts
from etl.warehouse.marts.figures import figure_joins, figure_list
from etl.warehouse.marts.fold_key import COMMENT, fold_key_sql
from etl.warehouse.marts.issue import issue_mart
from etl.warehouse.marts.lineage import lineage_mart
from etl.warehouse.marts.mart import Mart
from etl.warehouse.marts.mart_columns import COLUMNS, MEASURES
from etl.warehouse.marts.personal import (
    FUNCTION,
    FUNCTION_COMMENT,
    NOTE,
    changed_value,
    extra_for_all,
    function_sql,
    shown_to_members,
)
from etl.warehouse.marts.review_parts import review_parts
from etl.warehouse.marts.standings import standing_views
from etl.warehouse.marts.status_parts import status_parts
from etl.warehouse.marts.table_function import in_use_at, table_function
from etl.warehouse.marts.totals_shown import total_views
from etl.warehouse.report_columns import SOURCE_COMMENTS, column_comment, report_comment

_READS = re.compile(r"^-- (reports|marts): (.+)$", re.MULTILINE)
_JOINED = re.compile(r"\{joined: (?P<relation>[\w.]+) by (?P<keys>[\w, ]+?)(?: of (?P<period>[\w.]+))?\}")
_PLACE = {
    "county_code": ("s.county_code", "text"),
    "county_name": ("c.name", "text"),
    "prefecture_code": ("c.prefecture_code", "text"),
    "prefecture_name": ("c.prefecture_name", "text"),
    "designation": ("c.designation", "text"),
    "period": ("s.period", "text"),
}
_SOURCE = {
    "extra": (extra_for_all("r.extra"), "jsonb"),
    "submission_id": ("r.submission_id", "bigint"),
    "source_file": ("coalesce(r.source_file, s.source_file)", "text"),
    "source_sheet": ("r.source_sheet", "text"),
    "source_row": ("r.source_row", "integer"),
}
_INTERVAL = {
    "in_use_from": ("s.in_use_from", "timestamptz"),
    "in_use_to": ("s.in_use_to", "timestamptz"),
}


def all_marts(catalog: Catalog) -> list[Mart]:
    """Every mart that the catalog's reports allow, each after those it reads; ContractError when two bear one name."""
    marts = [
        Mart("fold_key", fold_key_sql(), COMMENT, kind="function"),
        Mart(FUNCTION, function_sql(), FUNCTION_COMMENT, kind="function"),
        Mart(KNOWN, known_edition_sql(), KNOWN_COMMENT, kind="function"),
        *_report_marts(catalog),
        *(Mart(*view) for view in total_views(catalog)),
        *_written_marts(catalog),
        lineage_mart(catalog),
        issue_mart(catalog),
    ]
    names = [mart.name for mart in marts]
    if doubled := sorted({name for name in names if names.count(name) > 1}):
        raise ContractError(f"a report may not be called after another view of mart: {', '.join(doubled)}")
    return marts


def _report_marts(catalog: Catalog) -> Iterator[Mart]:
    for contract in catalog.contracts.values():
        comments = {name: COLUMNS[name] for name in (*_PLACE, *_INTERVAL)}
        comments |= {
            column.name: "；".join([column_comment(catalog, column), *([NOTE] if column.personal else [])])
            for column in contract.columns
        }
        comments |= SOURCE_COMMENTS | {"source_file": "来源文件", "extra": f"{SOURCE_COMMENTS['extra']}；其中的{NOTE}"}
        comment = report_comment(contract)
        yield Mart(contract.report, _current(contract), f"{comment}（现行数据）", comments)
        yield Mart(f"{contract.report}_history", _history(contract), f"{comment}（曾经使用的全部数据）", comments)
        yield Mart(f"{contract.report}_as_of", _as_of(contract), f"{comment}（某一时刻的数据）", kind="function")


def _columns(contract: Contract) -> dict[str, tuple[str, str]]:
    """Column name -> where it comes from, and its type."""
    own = {
        column.name: (shown_to_members(f"r.{column.name}") if column.personal else f"r.{column.name}", column.type.sql)
        for column in contract.columns
    }
    return _PLACE | own | _SOURCE


def _select(contract: Contract, columns: Mapping[str, tuple[str, str]], condition: str) -> str:
    listed = ",\n    ".join(f"{origin} as {name}" for name, (origin, _) in columns.items())
    return (
        f"select\n    {listed}\n"
        f"from core.{contract.report} r\n"
        f"join ops.submission s on s.submission_id = r.submission_id and s.report = '{contract.report}'\n"
        f"left join ref.county c on c.code = s.county_code\nwhere {condition}"
    )


def _current(contract: Contract) -> str:
    select = _select(contract, _columns(contract), "s.in_use_from is not null and s.in_use_to is null")
    return f"create view mart.{contract.report} as\n{select};"


def _history(contract: Contract) -> str:
    select = _select(contract, _columns(contract) | _INTERVAL, "s.in_use_from is not null")
    return f"create view mart.{contract.report}_history as\n{select};"


def _as_of(contract: Contract) -> str:
    columns = {name: kind for name, (_, kind) in _columns(contract).items()}
    listed = ", ".join(f"h.{name}" for name in columns)
    body = f"select {listed}\nfrom mart.{contract.report}_history h\nwhere {in_use_at('$1', 'h.')}"
    return table_function(f"{contract.report}_as_of", "moment timestamptz", columns, body)


def written_texts() -> dict[str, str]:
    """The written marts by name, as they stand in their files."""
    return {
        file.name.removesuffix(".sql"): file.read_text(encoding="utf-8")
        for file in sorted(files(__package__).iterdir(), key=lambda file: file.name)
        if file.name.endswith(".sql")
    }


def _written_marts(catalog: Catalog) -> list[Mart]:
    texts = written_texts()
    reads = {name: {kind: set(names.split()) for kind, names in _READS.findall(text)} for name, text in texts.items()}
    waiting = {name for name in texts if reads[name].get("reports", set()) <= catalog.contracts.keys()}
    made: list[str] = []
    while ready := sorted(name for name in waiting if reads[name].get("marts", set()) <= set(made)):
        made += ready
        waiting -= set(ready)
    marts = [_written_mart(catalog, name, texts[name]) for name in made]
    if "area_summary" in made:
        marts += [Mart(*view) for view in standing_views(texts)]
    return marts


def _parts(catalog: Catalog) -> dict[str, str]:
    return comparison_parts() | review_parts(catalog) | status_parts() | revision_parts()


def _written_mart(catalog: Catalog, name: str, text: str) -> Mart:
    comment = text.partition("\n")[0].removeprefix("-- ")
    written = text.replace("{measures}", ", s.".join(MEASURES)).replace("{figures}", figure_list())
    for part, sql in _parts(catalog).items():
        written = written.replace(f"{{{part}}}", sql)
    written = _JOINED.sub(
        lambda found: figure_joins(found["relation"], found["keys"].split(", "), found["period"] or ""), written
    )
    for value in ("old_value", "new_value"):
        written = written.replace(f"{{{value}}}", changed_value(catalog, f"d.{value}"))
    return Mart(name, written, comment)
