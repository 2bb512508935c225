"""Functions of an edition, `mart.<view>_in(edition)`: takes views as the database has them, gives SQL; runs nothing.

Of summaries they give what was stored when the edition was frozen; of reports the rows that were in use at its moment.
"""

from collections.abc import Collection, Iterator, Mapping

from etl.contract.catalog import Catalog
from etl.warehouse.marts.chinese import quoted_name
from etl.warehouse.marts.described import MartView
from etl.warehouse.marts.figures import REPORT_OF, RESTS_ON
from etl.warehouse.marts.mart import Mart
from etl.warehouse.marts.table_function import in_use_at, table_function

SUFFIX = "_in"
_SAID = "（定稿版本，见 ref.edition）"
# summaries that are stored, and the column that says of which area a row is: who sees one prefecture sees its own
FROZEN: dict[str, str | None] = {
    "area_summary": "area_code",
    "county_summary": "county_code",
    "prefecture_summary": "prefecture_code",
    "province_summary": "province_code",
    "basis": "area_code",
    "county_reporting": "county_code",
    "reporting_status": "county_code",
    "project_funnel": "county_code",
    "incubation_coverage": "county_code",
    "organization_profile": None,
}
KNOWN = "known_edition"
KNOWN_COMMENT = "定稿版本的名称：没有这个版本则报错，并列出已有的"


def known_edition_sql() -> str:
    """SQL of a function that gives the name of an edition back, and fails where there is none: no rows would look like no figures."""
    return f"""create function mart.{KNOWN}(edition text) returns text language plpgsql stable as $body$
begin
    if not exists (select from ref.edition e where e.edition = $1) then
        raise exception 'there is no edition %; there are: %', $1,
            coalesce((select string_agg(e.edition, ', ' order by e.recorded_at) from ref.edition e), 'none yet')
            using errcode = 'invalid_parameter_value';
    end if;
    return $1;
end
$body$;"""


def edition_functions(catalog: Catalog, views: Mapping[str, MartView], timed: Collection[str]) -> Iterator[Mart]:
    """One of each summary that is had as of a moment, and of each report."""
    for view in views.values():
        if view.name in catalog.contracts:
            yield _function(view, _of_rows(view))
        elif view.name in FROZEN and view.name in timed:
            yield _function(view, _of_stored(view))


def revision_parts() -> dict[str, str]:
    """Gaps of revision.sql by their names: which report came, and each figure as a row with the report that it rests on."""
    reports = sorted({*REPORT_OF.values()})
    return {
        "came": ", ".join(f"bool_or(v.report = '{one}') as has_{one}" for one in reports),
        "figures_of_reports": ",\n        ".join(
            f"('{name}', '{report}', f.{name}::numeric)" for name, report in RESTS_ON.items()
        ),
    }


def _of_rows(view: MartView) -> str:
    listed = ", ".join(f"h.{name}" for name in _columns(view))
    return (
        f"select {listed}\nfrom ref.edition e\njoin mart.{view.name}_history h on h.period = e.period\n"
        f"    and {in_use_at('e.frozen_at', 'h.')}\n"
        f"where e.edition = mart.{KNOWN}($1)"
    )


def _of_stored(view: MartView) -> str:
    columns = _columns(view)
    listed, declared = ", ".join(f"q.{name}" for name in columns), ", ".join(map(" ".join, columns.items()))
    return (
        f"select {listed}\nfrom mart.edition_row r\n"
        f"cross join lateral jsonb_to_record(r.figures) as q ({declared})\n"
        f"where r.edition = mart.{KNOWN}($1) and r.view_name = '{view.name}'"
    )


def _function(view: MartView, body: str) -> Mart:
    name = f"{view.name}{SUFFIX}"
    return Mart(
        name, table_function(name, "edition text", _columns(view), body), f"{view.comment}{_SAID}", kind="function"
    )


def _columns(view: MartView) -> dict[str, str]:
    return {quoted_name(name): kind for name, kind in view.types.items()}
