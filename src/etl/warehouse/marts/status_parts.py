"""Parts of the SQL of mart.reporting_status: what was owed, came and failed, as it is now or as it stood at a moment. Runs nothing.

A function of a moment has its caller's rights and reaches mart only, so it reads the histories there.
"""

from etl.warehouse.marts.table_function import in_use_at

_UNIT = "county_code, period, report"
_LATEST = f"submission_id, {_UNIT}, status, received_at, arrived_at, source_file, critical_issues, warnings, decided_at"
_NOW = {
    "moment": "now()",
    "duties": "(select * from ops.obligation where in_force)",
    "latest": "(select * from ops.submission where is_latest)",
    "used": "(select * from ops.submission where in_use_from is not null and in_use_to is null)",
}
_OF_A_MOMENT = {
    "moment": "$1",
    "duties": """(
        select * from mart.obligation_history
        where (in_force_from is null or in_force_from <= $1) and (in_force_to is null or in_force_to > $1)
    )""",
    "latest": f"""(
        select distinct on ({_UNIT}) {_LATEST} from mart.submission_decided where decided_at <= $1
        order by {_UNIT}, pull desc, modified_at desc, submission_id desc
    )""",
    "used": f"(select * from mart.submission_history where {in_use_at('$1')})",
}


def status_parts(*, of_a_moment: bool = False) -> dict[str, str]:
    """By their names in the file."""
    now, then = ("ops.submission", "ops.county_attempt"), ("mart.submission_decided", "mart.attempt_history")
    submissions, attempts = then if of_a_moment else now
    until, tried = ("decided_at <= $1 and ", " where attempted_at <= $1") if of_a_moment else ("", "")
    return (_OF_A_MOMENT if of_a_moment else _NOW) | {
        "accepted": f"""(
        select {_UNIT}, min(arrived_at) as arrived_at
        from {submissions} where {until}status in ('accepted', 'nil') group by {_UNIT}
    )""",
        "attempts": f"""(
        select distinct on (county_code, period) county_code, period, state, attempted_at
        from {attempts}{tried} order by county_code, period, attempted_at desc
    )""",
    }
