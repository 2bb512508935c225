"""The summaries as they stood: of a moment (functions), as first reported and as at the deadline (views). Takes SQL, gives SQL; runs nothing.

Which submissions are summed is said by one relation, `mart.submission_in_use`; another in its place gives other summaries, made of the same
totals by the same figures. What was owed is known as it is now only: these have no rates of reporting.
"""

from collections.abc import Callable, Iterator, Mapping

from etl.warehouse.marts.figures import REPORT_OF, figure_joins, figure_list, figure_types

VIEWS = {"as_first_reported": "以最初接收的一份计", "as_at_deadline": "以截止日期时的一份计"}
FUNCTION = "as_of"
_OF_A_MOMENT = "某一时刻的数据"
_SUBMISSION = {
    **dict.fromkeys(("submission_id",), "bigint"),
    **dict.fromkeys(("county_code", "period", "report", "status", "source_file"), "text"),
    "arrived_at": "timestamptz",
}
_REPORT = {
    **dict.fromkeys(("level", "area_code", "period", "report", "county_code"), "text"),
    "submission_id": "bigint", "of_period": "text", "status": "text",
}  # fmt: skip
_AREA = dict.fromkeys(("level", "area_code", "period"), "text")
_COUNTED = {"reports_received": "bigint", "reports_nil": "bigint"}
_LEVELS = {
    "county": ("county_code", "县级汇总"),
    "prefecture": ("prefecture_code", "市（州）级汇总"),
    "province": ("province_code", "全省汇总"),
}
Made = tuple[str, str, str]  # name, SQL, comment


def standing_views(texts: Mapping[str, str]) -> Iterator[Made]:
    """The views, each after those it reads; `texts` are the written marts."""
    for suffix, said in VIEWS.items():
        for name, select, comment in _selects(texts, lambda one, suffix=suffix: f"{one}_{suffix}"):  # type: ignore[misc]
            made = f"{name}_{suffix}"
            yield made, f"create view mart.{made} as\n{select};", f"{comment}；{said}"


def standing_functions(texts: Mapping[str, str]) -> Iterator[Made]:
    """The functions of a moment; their callers' rights let the planner take them apart."""
    select = (
        f"select {', '.join(_SUBMISSION)} from mart.submission_history h\n"
        "where h.in_use_from <= $1 and (h.in_use_to is null or h.in_use_to > $1)"
    )
    yield _function("submission_in_use", select, "在用的报送", _SUBMISSION)
    returned = {
        "area_report": _REPORT,
        "organization_from_outside": {"period": "text", "credit_code": "text"},
        "area_summary": _AREA | figure_types() | _COUNTED,
    }
    returned |= {
        f"{level}_summary": {code: "text", "period": "text"} | figure_types() | _COUNTED
        for level, (code, _) in _LEVELS.items()
    }
    for name, select, comment in _selects(texts, lambda one: f"{one}_{FUNCTION}($1)"):
        yield _function(name, select, comment, returned[name])


def _function(name: str, select: str, comment: str, columns: Mapping[str, str]) -> Made:
    made = f"{name}_{FUNCTION}"
    declared = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    sql = (
        f"create function mart.{made}(moment timestamptz) returns table ({declared})\n"
        f"language sql stable as $body$\n{select}\n$body$;"
    )
    return made, sql, f"{comment}（{_OF_A_MOMENT}）"


def _selects(texts: Mapping[str, str], standing: Callable[[str], str]) -> Iterator[Made]:
    """Queries of each, with other relations in the place of those of now."""
    submissions = "mart.submission_in_use"
    stood = f"mart.{standing('submission')}" if "$1" not in standing("") else f"mart.{standing('submission_in_use')}"
    for name in ("area_report", "organization_from_outside"):
        yield name, _body(texts[name]).replace(submissions, stood), _said(texts[name])
    reports, outside = f"mart.{standing('area_report')}", f"mart.{standing('organization_from_outside')}"
    has = ", ".join(f"bool_or(x.report = '{one}') as has_{one}" for one in sorted({*REPORT_OF.values()}))
    keys = tuple(_AREA)
    yield (
        "area_summary",
        f"select r.level, r.area_code, r.period,\n    {figure_list()},\n    r.reports_received, r.reports_nil\nfrom (\n"
        f"    select x.level, x.area_code, x.period, count(*) as reports_received,\n"
        f"        count(case x.status when 'nil' then 1 end) as reports_nil, {has}\n    from {reports} x\n"
        f"    group by x.level, x.area_code, x.period\n) r\n{figure_joins(reports, keys, outside=outside)}",
        "各级汇总",
    )
    columns = ", ".join(f"s.{name}" for name in ("period", *figure_types(), *_COUNTED))
    for level, (code, comment) in _LEVELS.items():
        select = (
            f"select s.area_code as {code}, {columns} from mart.{standing('area_summary')} s where s.level = '{level}'"
        )
        yield f"{level}_summary", select, comment


def _body(text: str) -> str:
    return text.partition(" as\n")[2].strip().removesuffix(";")


def _said(text: str) -> str:
    return text.partition("\n")[0].removeprefix("-- ")
