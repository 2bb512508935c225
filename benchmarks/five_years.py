"""Years of accepted reports, made inside a migrated database: takes an open session, gives the periods. Nothing is read or judged.

Projects and payments are the large reports of a county, the others have their share of them. One report in ten was sent twice, one in fifty
is missing, one in fifty rests on an earlier version. The same arguments make the same rows.
"""

from typing import Any

import psycopg

from benchmarks.county_rows import SHARES

Session = psycopg.Connection[tuple[Any, ...]]
LARGE = ("project", "disbursement")
ORGANIZATIONS = SHARES["organization"]
# a number that looks like chance, of a submission, a row and what for
_CHANCE = "abs(hashtextextended(concat_ws(' ', s.submission_id, n, {salt}), 0)) % {most}"
_NAME = "s.county_code || '第' || (%s) || '号协会'"
_CODE = "'51' || s.county_code || lpad((%s)::text, 10, '0')"


def _chance(salt: int, most: int) -> str:
    return _CHANCE.format(salt=salt, most=most)


_ORG = _chance(1, ORGANIZATIONS)
_YUAN = f"({_chance(2, 900000)} + 10000)"
_LEVEL = f"(array['national', 'eastern', 'province', 'prefecture', 'county'])[1 + ({_ORG}) % 5]"
_DAY = f"date '2022-01-04' + ({_chance(3, 700)})::int"
_STAGE = f"(array['approval', 'implementation', 'disbursement', 'acceptance', 'completed'])[1 + {_chance(4, 5)}]"
# report -> its columns and their SQL
COLUMNS: dict[str, dict[str, str]] = {
    "organization": {
        "org_name": _NAME % "n", "credit_code": _CODE % "n", "org_type": "'association'", "grade": "'3A'",
        "register_level": "(array['national', 'eastern', 'province', 'prefecture', 'county'])[1 + n % 5]",
        "legal_person": "'王明'", "phone": "'13800000000'", "annual_check": "'passed'",
    },
    "agreement": {
        "agreement_no": "'XY' || n", "org_name": _NAME % _ORG, "credit_code": _CODE % _ORG, "register_level": _LEVEL,
        "pairing_mode": "'one_to_one'", "field": "'industry'", "signed_on": _DAY, "agreed_yuan": _YUAN,
    },
    "project": {
        "project_no": "'XM' || n", "project_name": "'清溪镇产业帮扶项目' || n", "org_name": _NAME % _ORG,
        "credit_code": _CODE % _ORG, "agreement_no": f"'XY' || {_chance(5, 80)}", "township": "'清溪镇'",
        "village": "'白果村'", "field": "'industry'", "stage": _STAGE, "planned_yuan": _YUAN,
        "disbursed_yuan": f"{_YUAN} / 2", "approved_on": _DAY, "households": _chance(6, 400), "persons": _chance(6, 400),
        "jobs": _chance(7, 40), "income_gain_yuan": "450",
    },
    "disbursement": {
        "voucher_no": "'PZ' || n", "project_no": f"'XM' || {_chance(8, 1000)}", "paid_on": _DAY, "paid_yuan": _YUAN,
        "fund_source": _NAME % _ORG, "payee": "'清溪镇人民政府'",
    },
    "donation": {
        "donation_no": "'JZ' || n", "org_name": _NAME % _ORG, "donated_on": _DAY, "kind": "'cash'",
        "value_yuan": _YUAN, "purpose": "'助学'",
    },
    "sale": {"org_name": _NAME % _ORG, "product": "'花椒' || n", "channel": "'online'", "sold_yuan": _YUAN},
    "incubator": {
        "base_name": "'基地' || n", "base_level": "(array['county', 'township', 'village'])[1 + n % 3]",
        "resident_orgs": "7", "area_sqm": "500", "invested_yuan": _YUAN,
    },
    "need": {
        "need_no": "'XQ' || n", "need_name": "'修路'", "field": "'industry'", "needed_yuan": _YUAN,
        "status": f"(array['open', 'claimed', 'launched'])[1 + {_chance(9, 3)}]", "published_on": _DAY,
    },
    "activity": {"activity_name": "'对接会' || n", "brand": "'other'", "held_on": _DAY, "orgs": "9"},
}  # fmt: skip
_SUBMISSIONS = """
insert into ops.submission (submission_id, run_id, county_code, period, report, source_file, sha256, pull, modified_at,
    received_at, arrived_at, status, row_count, critical_issues, warnings, notices, digest, decided_at, is_latest,
    in_use_from, in_use_to)
select nextval('ops.submission_id_seq'), %(run)s, k.code, %(period)s, k.report, k.report || '.xlsx', '', %(number)s,
    %(moment)s, %(moment)s, %(moment)s, k.status, 0, 0, 0, 0, md5(k.code || k.report || %(number)s), %(moment)s, k.is_latest,
    case when k.status = 'accepted' then %(moment)s::timestamptz end,
    case when k.status = 'accepted' and not k.is_last then %(moment)s::timestamptz + interval '1 day' end
from (
    select c.code, r.report, version, 'accepted' as status,
        version = versions and not is_stale as is_latest, version = versions as is_last
    from ref.county c
    cross join unnest(%(reports)s::text[]) as r (report)
    cross join lateral (select abs(hashtextextended(c.code || r.report || %(period)s, 0)) as dice) d
    cross join lateral (select case when dice %% 10 = 0 then 2 else 1 end as versions, dice %% 50 = 1 as is_stale) v
    cross join lateral generate_series(1, versions) as version
    where dice %% 50 <> 2 and c.code = any(%(counties)s)
    union all
    select c.code, r.report, 3, 'returned', true, true
    from ref.county c cross join unnest(%(reports)s::text[]) as r (report)
    where abs(hashtextextended(c.code || r.report || %(period)s, 0)) %% 50 = 1 and c.code = any(%(counties)s)
) k order by k.report, k.code, k.version
"""
_OWED = """
insert into ops.obligation select c.code, %(period)s, report, %(moment)s::date + 5, null, true, %(moment)s
from ref.county c cross join unnest(%(reports)s::text[]) as report where c.code = any(%(counties)s)
"""


def periods(quarters: int) -> list[str]:
    """So many quarters, the last of which is 2024Q4."""
    return [f"{2024 - back // 4}Q{4 - back % 4}" for back in range(quarters)][::-1]


def make(session: Session, quarters: int, counties: list[str], rows: int) -> list[str]:
    """Fill the warehouse; `rows` are those of a large report."""
    made = periods(quarters)
    for number, period in enumerate(made, start=1):
        moment = f"{int(period[:4]) + (period[5] == '4')}-{int(period[5]) % 4 * 3 + 1:02}-05 02:00+08"
        values = {"run": f"run-{number}", "period": period, "number": number, "moment": moment}
        values |= {"reports": list(COLUMNS), "counties": counties}
        session.execute(
            "insert into ops.run (run_id, kind, started_at, finished_at, state, contracts_fingerprint)"
            " values (%(run)s, 'nightly', %(moment)s, %(moment)s, 'finished', '')",
            values,
        )
        session.execute(_SUBMISSIONS.encode(), values)
        session.execute(_OWED, values)
        for report, columns in COLUMNS.items():
            count = rows if report in LARGE else max(1, rows * SHARES[report] // 1000)
            session.execute(_rows(report, columns, count).encode(), values)
            session.execute(
                "update ops.submission set row_count = %s where run_id = %s and report = %s and status = 'accepted'",
                [count, values["run"], report],
            )
    return made


def _rows(report: str, columns: dict[str, str], count: int) -> str:
    values = ", ".join(columns.values()).replace("%", "%%")
    return (
        f"insert into core.{report} (submission_id, source_sheet, source_row, {', '.join(columns)})"
        f" select s.submission_id, '表', n + 4, {values}"
        f" from ops.submission s cross join generate_series(1, {count}) as n"
        f" where s.run_id = %(run)s and s.report = '{report}' and s.status = 'accepted' order by s.submission_id, n"
    )
