"""Parts of the SQL of mart.period_change that follow from the lists of figures: which reports came, and each figure as a row. Runs nothing."""

from etl.warehouse.marts.figures import REPORT_OF, RESTS_ON

_REPORTS = sorted({*REPORT_OF.values()})
_COUNTS = ("due", "accepted", "received", "nil", "stale", "missing")
_RATES = {"reporting_rate": "reports_accepted", "on_time_rate": "reports_on_time"}
_SIDES = {"n": "now", "b": "before"}


def comparison_parts() -> dict[str, str]:
    """By their names in the file."""
    has = ", ".join(f"bool_or(report = '{one}') as has_{one}" for one in _REPORTS)
    counted = ", ".join(
        f"count(distinct case report when '{one}' then county_code end) as counties_{one}" for one in _REPORTS
    )
    sums = [f"reports_{name}" for name in (*_COUNTS, "on_time")]
    reporting = ", ".join(f"sum({one}.{name}) as {name}_{side}" for one, side in _SIDES.items() for name in sums)
    figures = (f"('{name}', f.counties_{report}, f.{name}::numeric)" for name, report in RESTS_ON.items())
    counts = (f"('reports_{name}', g.reports_{name}_now, g.reports_{name}_before)" for name in _COUNTS)
    rates = (
        f"('{rate}', "
        + ", ".join(f"round(g.{of}_{side} / nullif(g.reports_due_{side}, 0), 4)" for side in _SIDES.values())
        + ")"
        for rate, of in _RATES.items()
    )
    return {
        "has": f"{has}, {counted}",
        "counties": ", ".join(f"r.counties_{one}" for one in _REPORTS),
        "measures_with_counties": ",\n            ".join(figures),
        "reporting": reporting,
        "reporting_measures": ",\n            ".join([*counts, *rates]),
    }
