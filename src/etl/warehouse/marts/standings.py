"""The summaries as first reported and as at the deadline. Takes SQL, gives SQL; runs nothing.

Which submissions are summed is said by one relation, `mart.submission_in_use`; another in its place gives other summaries, made of the same
totals by the same figures. These are of no one moment, so they have no rates of reporting.
"""

from collections.abc import Iterator, Mapping

from etl.warehouse.marts.figures import REPORT_OF, figure_joins, figure_list, figure_names

VIEWS = {"as_first_reported": "以最初接收的一份计", "as_at_deadline": "以截止日期时的一份计"}
_AREA = ("level", "area_code", "period")
_COUNTED = ("reports_received", "reports_nil")
_LEVELS = {
    "county": ("county_code", "县级汇总"),
    "prefecture": ("prefecture_code", "市（州）级汇总"),
    "province": ("province_code", "全省汇总"),
}
Made = tuple[str, str, str]  # name, SQL, comment


def standing_views(texts: Mapping[str, str]) -> Iterator[Made]:
    """The views, each after those it reads; `texts` are the written marts."""
    for suffix, said in VIEWS.items():
        for name, select, comment in _selects(texts, suffix):
            made = f"{name}_{suffix}"
            yield made, f"create view mart.{made} as\n{select};", f"{comment}；{said}"


def _selects(texts: Mapping[str, str], suffix: str) -> Iterator[Made]:
    """Queries of each, with other relations in the place of those of now."""
    submissions, stood = "mart.submission_in_use", f"mart.submission_{suffix}"
    for name in ("area_report", "organization_from_outside"):
        yield name, _body(texts[name]).replace(submissions, stood), _said(texts[name])
    reports, outside = f"mart.area_report_{suffix}", f"mart.organization_from_outside_{suffix}"
    has = ", ".join(f"bool_or(x.report = '{one}') as has_{one}" for one in sorted({*REPORT_OF.values()}))
    yield (
        "area_summary",
        f"select r.level, r.area_code, r.period,\n    {figure_list()},\n    r.reports_received, r.reports_nil\nfrom (\n"
        f"    select x.level, x.area_code, x.period, count(*) as reports_received,\n"
        f"        count(case x.status when 'nil' then 1 end) as reports_nil, {has}\n    from {reports} x\n"
        f"    group by x.level, x.area_code, x.period\n) r\n{figure_joins(reports, _AREA, outside=outside)}",
        "各级汇总",
    )
    columns = ", ".join(f"s.{name}" for name in ("period", *figure_names(), *_COUNTED))
    for level, (code, comment) in _LEVELS.items():
        select = f"select s.area_code as {code}, {columns} from mart.area_summary_{suffix} s where s.level = '{level}'"
        yield f"{level}_summary", select, comment


def _body(text: str) -> str:
    return text.partition(" as\n")[2].strip().removesuffix(";")


def _said(text: str) -> str:
    return text.partition("\n")[0].removeprefix("-- ")
