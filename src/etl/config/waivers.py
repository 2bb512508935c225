"""Rules that are waived for a time: takes config/waivers.yaml, gives frozen waivers, never looks at an issue.

Only what was read may be waived: a rule that means nothing was read, that nothing can be decided, or that what is written
is known to be wrong is refused when the file is loaded, and so is every name that nobody knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from etl.config.calendar import PeriodId, parse_period
from etl.config.divisions import Divisions
from etl.contract.rules_by_id import rules_by_id
from etl.contract.schema import Contract
from etl.errors import ContractError
from etl.rules.reading.registry import READING_RULES
from etl.strict_yaml import Strict, load_strict

ALL = "all"
READING = {rule.id: rule for rule in READING_RULES}

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Entry(Strict):
    """One waiver as it is written."""

    rule: Words
    county: Annotated[Words, Field(coerce_numbers_to_str=True)]  # code or full name, as an inbox folder
    report: Words
    period: Literal["all"] | PeriodId
    reason: Words
    allowed_by: Words
    expires_on: Annotated[date, Field(strict=True)]  # a number would pass for seconds since 1970


class _WaiverFile(Strict):
    """Contents of config/waivers.yaml."""

    waivers: tuple[_Entry, ...]


@dataclass(frozen=True)
class Waiver:
    """One rule waived; None means every county, report or period."""

    rule: str
    county_code: str | None
    report: str | None
    period: str | None
    reason: str
    allowed_by: str
    expires_on: date

    @property
    def words(self) -> str:
        """Note beside a waived issue: the reason, who allowed it, and until when."""
        return f"{self.reason}（{self.allowed_by}批准，有效期至 {self.expires_on}）"

    def is_in_force(self, today: date) -> bool:
        """True until the end of its last day."""
        return today <= self.expires_on

    def covers(self, rule: str, county_code: str, report: str, period: str) -> bool:
        """True when issues of this rule, county, report and period are waived."""
        return (
            self.rule == rule
            and self.county_code in (None, county_code)
            and self.report in (None, report)
            and self.period in (None, period)
        )


def load_waivers(config: Path, divisions: Divisions, contracts: Mapping[str, Contract]) -> tuple[Waiver, ...]:
    """The waivers of a config folder, expired ones included; ContractError names the entry and what is wrong in it."""
    waivers: list[Waiver] = []
    places: set[tuple[str | None, ...]] = set()
    for number, entry in enumerate(load_strict(config / "waivers.yaml", _WaiverFile).waivers, 1):
        try:
            waiver = _checked(entry, divisions, contracts)
        except ContractError as error:
            raise ContractError(f"waivers.yaml: waiver {number} ({entry.rule}): {error.message}") from None
        place = (waiver.rule, waiver.county_code, waiver.report, waiver.period)
        if place in places:
            raise ContractError(f"waivers.yaml: waiver {number} ({entry.rule}): the same is waived twice")
        places.add(place)
        waivers.append(waiver)
    return tuple(waivers)


def _checked(entry: _Entry, divisions: Divisions, contracts: Mapping[str, Contract]) -> Waiver:
    """The waiver that an entry means; ContractError when it names what does not exist, or what may not be waived."""
    if entry.report not in (ALL, *contracts):
        raise ContractError(f"unknown report {entry.report}; the reports are {', '.join(contracts)}")
    county = None if entry.county == ALL else divisions.resolve_folder(entry.county)
    if county is None and entry.county != ALL:
        raise ContractError(f"unknown or ambiguous county {entry.county}")
    reports = list(contracts) if entry.report == ALL else [entry.report]
    said_of = _reports_with(entry.rule, reports, contracts)
    if county is None and entry.rule in READING and READING[entry.rule].waived_by_county:
        raise ContractError("this rule is waived for one county at a time: for all, any misplaced file would load")
    if entry.period != ALL and parse_period(entry.period).frequency not in {contracts[r].frequency for r in said_of}:
        raise ContractError(f"no report that it covers is sent for {entry.period}")
    return Waiver(
        rule=entry.rule,
        county_code=county.code if county else None,
        report=None if entry.report == ALL else entry.report,
        period=None if entry.period == ALL else entry.period,
        reason=entry.reason,
        allowed_by=entry.allowed_by,
        expires_on=entry.expires_on,
    )


def _reports_with(rule: str, reports: list[str], contracts: Mapping[str, Contract]) -> list[str]:
    """Those of the reports that have the rule; ContractError when none has it, or when it may not be waived."""
    if rule in READING:
        why, said_of = READING[rule].not_waivable, reports
    else:
        contract = contracts.get(rule.split(".")[0])
        own = rules_by_id(contract).get(rule) if contract else None
        if contract is None or own is None:
            raise ContractError("no contract and no reading step has this rule; `etl rules` lists them")
        if contract.report not in reports:
            raise ContractError(f"it is a rule of {contract.report}, not of {', '.join(reports)}")
        why, said_of = own.not_waivable, [contract.report]
    if why:
        raise ContractError(f"this rule may not be waived: {why}")
    return said_of
