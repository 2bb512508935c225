"""Sentences of what is not there yet: takes the facts and reports, gives parts of a headline that add up to what is due. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence

from etl.config.calendar import latest_ended, parse_period
from etl.site.county_state import is_overdue, owed
from etl.site.facts import Facts
from etl.site.figures import Figure, count, day
from etl.site.page import Sentence
from etl.warehouse.queries.standings import Standing


def open_sentence(
    facts: Facts, rows: Sequence[Standing], late: str, everything: str, *, of_one_report: bool = False
) -> Sentence:
    """Counts of these reports that are owing, not due yet, returned and failed; each leads to where its counties are."""
    due, unit = owed(rows), "个县" if of_one_report else "份"
    owing = [one for one in due if is_overdue(one, facts.today)]
    said: list[str | Figure] = []
    if owing and of_one_report:
        said += ["；", count(len(owing)).to(late), "个县缺报"]
    elif owing:
        counties = {one.county_code for one in owing}
        said += ["；", count(len(counties)).to(late), "个县还欠", count(len(owing)).to(late), "份"]
    waiting = [one for one in due if one.status == "missing" and one not in owing]
    if waiting:
        last = max(one.due_on for one in waiting if one.due_on)
        said += ["；", count(len(waiting)).to(everything), f"{unit}未到期（截止{day(last)}）"]
    for status, words in (("returned", "退回待更正"), ("failed", "因我方故障未能处理")):
        if found := sum(one.status == status for one in rows):
            said += ["；", count(found).to(late), f"{unit}{words}"]
    return tuple(said)


def gaps_sentence(facts: Facts, reports: Iterable[str]) -> Sentence:
    """Reports of the current period of which figures lack some, or have only what was accepted earlier."""
    rows = [one for code in facts.config.divisions.counties for one in owed(facts.of(facts.period, code))]
    said: list[str | Figure] = []
    for in_use, before in (("none", "还缺"), ("earlier", "沿用较早数据的有")):
        counts = Counter(one.report for one in rows if one.in_use == in_use)
        found = [report for report in reports if counts[report]]
        for place, report in enumerate(found):
            title = facts.config.catalog.titles[report]
            said += [
                f"{'、' if place else before}《{title}》",
                count(counts[report]).to(f"report/{report}.html#coverage"),
            ]
            said.append("份")
        said += ["。"] if found else []
    return tuple(said)


def period_not_begun(facts: Facts) -> Sentence:
    """Sentence that of the period that ended last nothing came, where it is none of those with reports."""
    frequencies = sorted({contract.frequency for contract in facts.config.catalog.contracts.values()})
    ended = (latest_ended(facts.today, frequency) for frequency in frequencies if facts.last_run)
    return tuple(
        f"{period.label}还没有收到报表，截止{day(facts.config.calendar.due_on(period))}。"
        for period in ended
        if period.id not in facts.periods and period.ends_on > parse_period(facts.period).ends_on
    )
