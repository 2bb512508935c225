"""The figures that summaries are made of, written once: SQL over any relation that says which submissions are summed for what.

Takes the relation's name and its grouping columns; gives the joins of the blocks below to a base `r`, and the list of figures. The
base has the grouping columns and a `has_<report>` for each report: where that is false the figures are null, as nothing came.
Every block reads totals of submissions (`etl.warehouse.totals`), never rows. Runs nothing.
"""

from collections.abc import Sequence

OUTSIDE = "('national', 'eastern')"
PERIOD = "period"
# alias -> report, what is summed, and the totals beside `u`, the relation
_BLOCKS: tuple[tuple[str, str, str, str], ...] = (
    (
        "g",
        "agreement",
        f"""count(distinct o.credit_code) as paired_orgs,
        count(distinct u.county_code) as paired_counties,
        sum(o.agreements)::bigint as agreements,
        sum(o.agreed_yuan) as agreed_yuan,
        count(distinct case when o.register_level in {OUTSIDE} then o.credit_code end) as national_eastern_orgs,
        sum(case when o.register_level in {OUTSIDE} then o.agreed_yuan end) as national_eastern_agreed_yuan""",
        "join mart.agreement_total o on o.submission_id = u.submission_id",
    ),
    (
        "p",
        "project",
        """sum(t.projects) as projects,
        sum(t.planned_yuan) as planned_yuan,
        sum(t.disbursed_yuan) as disbursed_yuan,
        sum(t.households)::bigint as households,
        sum(t.persons)::bigint as persons,
        sum(t.jobs)::bigint as jobs""",
        "join mart.project_stage_total t on t.submission_id = u.submission_id",
    ),
    (
        "e",
        "project",
        "sum(o.projects)::bigint as national_eastern_projects",
        """join mart.project_organization o on o.submission_id = u.submission_id
    join {outside} f on f.period = {period} and f.credit_code = o.credit_code""",
    ),
    (
        "d",
        "donation",
        "sum(t.donated_yuan) as donated_yuan",
        "join mart.donation_total t on t.submission_id = u.submission_id",
    ),
    ("s", "sale", "sum(t.sold_yuan) as sold_yuan", "join mart.sale_total t on t.submission_id = u.submission_id"),
    (
        "n",
        "need",
        """sum(t.needs) as needs,
        sum(case when t.status in ('claimed', 'launched') then t.needs end) as needs_claimed""",
        "join mart.need_total t on t.submission_id = u.submission_id",
    ),
    (
        "v",
        "activity",
        "sum(t.activities) as activities",
        "join mart.activity_total t on t.submission_id = u.submission_id",
    ),
    (
        "i",
        "incubator",
        """sum(case t.base_level when 'province' then t.incubators end) as incubators_province,
        sum(case t.base_level when 'prefecture' then t.incubators end) as incubators_prefecture,
        sum(case t.base_level when 'county' then t.incubators end) as incubators_county,
        sum(case t.base_level when 'township' then t.incubators end) as incubators_township,
        sum(case t.base_level when 'village' then t.incubators end) as incubators_village""",
        "join mart.incubator_total t on t.submission_id = u.submission_id",
    ),
)
# figure -> the alias of its block, in the order in which summaries show them; None: a rate of others
_FIGURES: dict[str, str | None] = {
    **dict.fromkeys(("paired_orgs", "paired_counties", "agreements", "agreed_yuan"), "g"),
    **dict.fromkeys(("national_eastern_orgs", "national_eastern_agreed_yuan"), "g"),
    "national_eastern_projects": "e",
    **dict.fromkeys(("projects", "planned_yuan", "disbursed_yuan"), "p"),
    "disbursement_rate": None,
    **dict.fromkeys(("households", "persons", "jobs"), "p"),
    "donated_yuan": "d",
    "sold_yuan": "s",
    "needs": "n",
    "needs_claimed": "n",
    "activities": "v",
    **{f"incubators_{level}": "i" for level in ("province", "prefecture", "county", "township", "village")},
}
REPORT_OF = {alias: report for alias, report, _, _ in _BLOCKS}
# the report that each figure rests on
RESTS_ON = {name: REPORT_OF[alias or "p"] for name, alias in _FIGURES.items()}


def figure_list() -> str:
    """Every figure as a column: null where its report has not come, zero where it came without such rows."""
    return ",\n    ".join(_column(name, alias) for name, alias in _FIGURES.items())


def figure_names() -> tuple[str, ...]:
    """Names of the figures, in the order in which summaries show them."""
    return tuple(_FIGURES)


def figure_joins(
    relation: str,
    keys: Sequence[str],
    of_period: str = "",
    outside: str = "mart.organization_from_outside",
) -> str:
    """The blocks, each grouped by the keys and joined to `r` on them; with `of_period` all are of that one period.

    Who comes from outside takes long for all periods, so that block is made period by period.
    """
    return "\n".join(
        f"left join (\n{_block(block, relation, keys, of_period, outside)}\n) {block[0]}"
        f" on {' and '.join(f'{block[0]}.{key} = r.{key}' for key in keys)}"
        for block in _BLOCKS
    )


def _block(block: tuple[str, str, str, str], relation: str, keys: Sequence[str], of_period: str, outside: str) -> str:
    _, report, sums, totals = block
    if of_period or "{outside}" not in totals:
        return _grouped(relation, report, sums, totals.format(outside=outside, period=of_period), keys)
    others = [key for key in keys if key != PERIOD]
    joined = totals.format(outside=outside, period=f"c.{PERIOD}")
    one = _grouped(relation, report, sums, joined, others, f" and u.{PERIOD} = c.{PERIOD}")
    return (
        f"    select c.{PERIOD}, x.*\n"
        f"    from (select distinct u.{PERIOD} from {relation} u where u.report = '{report}') c\n"
        f"    cross join lateral (\n{one}\n    ) x"
    )


def _grouped(relation: str, report: str, sums: str, joined: str, keys: Sequence[str], condition: str = "") -> str:
    grouped = ", ".join(f"u.{key}" for key in keys)
    return (
        f"    select\n        {grouped},\n        {sums}\n    from {relation} u\n    {joined}\n"
        f"    where u.report = '{report}'{condition}\n    group by {grouped}"
    )


def _column(name: str, alias: str | None) -> str:
    if alias is None:
        return f"round(p.disbursed_yuan / nullif(p.planned_yuan, 0), 4) as {name}"
    zero = "0.00" if name.endswith("_yuan") else "0::bigint"
    return f"case when r.has_{REPORT_OF[alias]} then coalesce({alias}.{name}, {zero}) end as {name}"
