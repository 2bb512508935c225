"""Reports that each county owes: takes config/obligations.yaml, gives what is due for a period, never what was received.

Key counties owe one list of reports, the others another; an exemption lifts one county's duty for one period and says
why. Names of reports and counties that nobody knows are refused when the file is loaded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from etl.config.calendar import Calendar, Frequency, Period, PeriodId, parse_period
from etl.config.division_files import County
from etl.config.divisions import Divisions
from etl.errors import ContractError
from etl.strict_yaml import Strict, load_strict


@dataclass(frozen=True)
class Obligation:
    """One report that one county owes for one period; with a reason, it is exempt."""

    county_code: str
    period: str
    report: str
    due_on: date
    exempt_reason: str | None = None


class Exemption(Strict):
    """One county that need not send some reports for one period, and why."""

    county: Annotated[str, Field(coerce_numbers_to_str=True)]  # code or full name, as an inbox folder
    reports: tuple[str, ...] = Field(min_length=1)
    period: PeriodId
    reason: str = Field(min_length=1)


class Duties(Strict):
    """Contents of config/obligations.yaml."""

    key_counties: tuple[str, ...]
    other_counties: tuple[str, ...]
    exemptions: tuple[Exemption, ...] = ()

    @model_validator(mode="after")
    def reports_are_listed_once(self) -> Self:
        for group in (self.key_counties, self.other_counties):
            if doubled := sorted({report for report in group if group.count(report) > 1}):
                raise ValueError(f"reports listed twice: {', '.join(doubled)}")
        return self

    def owed_by(self, county: County) -> tuple[str, ...]:
        return self.key_counties if county.designation else self.other_counties


@dataclass(frozen=True)
class Obligations:
    """The duties, checked against the reports and the counties there are."""

    duties: Duties
    calendar: Calendar
    frequencies: Mapping[str, Frequency]  # report -> how often it is due
    exempt: Mapping[tuple[str, str, str], str]  # county code, period, report -> reason

    def due(self, divisions: Divisions, period: Period) -> list[Obligation]:
        """Everything owed for the period, exempt or not, by county code; only reports of the period's frequency."""
        due_on = self.calendar.due_on(period)
        return [
            Obligation(code, period.id, report, due_on, self.exempt.get((code, period.id, report)))
            for code, county in sorted(divisions.counties.items())
            for report in self.duties.owed_by(county)
            if self.frequencies[report] == period.frequency
        ]


def load_obligations(
    config: Path, divisions: Divisions, calendar: Calendar, frequencies: Mapping[str, Frequency]
) -> Obligations:
    """The obligations of a config folder; `frequencies` holds every report there is and how often it is due.

    ContractError names the reports and counties that do not exist, and exemptions that could never apply.
    """
    duties = load_strict(config / "obligations.yaml", Duties)
    named = {*duties.key_counties, *duties.other_counties, *(r for e in duties.exemptions for r in e.reports)}
    if unknown := sorted(named - set(frequencies)):
        raise ContractError(f"obligations.yaml: unknown reports: {', '.join(unknown)}")
    if unknown := sorted({e.county for e in duties.exemptions if divisions.resolve_folder(e.county) is None}):
        raise ContractError(f"obligations.yaml: exemptions name unknown or ambiguous counties: {', '.join(unknown)}")
    exempt: dict[tuple[str, str, str], str] = {}
    for exemption in duties.exemptions:
        for report in exemption.reports:
            key = _lifted_duty(exemption, report, duties, divisions, frequencies)
            if key in exempt:
                raise ContractError(f"obligations.yaml: exempt twice: {' '.join(key)}")
            exempt[key] = exemption.reason
    return Obligations(duties, calendar, dict(frequencies), exempt)


def _lifted_duty(
    exemption: Exemption, report: str, duties: Duties, divisions: Divisions, frequencies: Mapping[str, Frequency]
) -> tuple[str, str, str]:
    """County code, period and report; ContractError when the county does not owe that report for that period."""
    county = divisions.resolve_folder(exemption.county)
    if county is None or report not in duties.owed_by(county):
        raise ContractError(f"obligations.yaml: {exemption.county} is exempt from {report}, which it does not owe")
    if parse_period(exemption.period).frequency != frequencies[report]:
        raise ContractError(
            f"obligations.yaml: {exemption.county} is exempt from {report} for {exemption.period}, "
            f"but that report is {frequencies[report]}"
        )
    return county.code, exemption.period, report
