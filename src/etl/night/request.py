"""Request of one run: kind, inbox, period, counties, reports; checked against what there is before it starts."""

import shlex
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from etl.config.calendar import TIMEZONE, Calendar, load_calendar, parse_period, period_asked
from etl.config.divisions import Divisions, county_code, load_divisions
from etl.config.obligations import Obligations, load_obligations
from etl.config.waivers import Waiver, load_waivers
from etl.contract.catalog import Catalog, load_catalog, report_asked
from etl.contract.kinds import KINDS, Kinds
from etl.errors import ArgumentError, ConfigError
from etl.text import without_password


@dataclass(frozen=True)
class Config:
    """Everything in the config folder, loaded and checked once."""

    folder: Path
    catalog: Catalog
    divisions: Divisions
    calendar: Calendar
    obligations: Obligations
    waivers: tuple[Waiver, ...]  # expired ones too

    def waivers_in_force(self, today: date) -> tuple[Waiver, ...]:
        """The waivers that count on a day."""
        return tuple(waiver for waiver in self.waivers if waiver.is_in_force(today))


def load_config(folder: Path, kinds: Kinds = KINDS) -> Config:
    """The whole configuration; ContractError names the file and what is wrong in it."""
    catalog = load_catalog(folder, kinds)
    divisions, calendar = load_divisions(folder), load_calendar(folder)
    frequencies = {report: contract.frequency for report, contract in catalog.contracts.items()}
    obligations = load_obligations(folder, divisions, calendar, frequencies)
    waivers = load_waivers(folder, divisions, catalog.contracts)
    return Config(folder, catalog, divisions, calendar, obligations, waivers)


@dataclass(frozen=True)
class RunRequest:
    """Request of one run; empty selections mean everything. `now` is the clock of the run."""

    now: datetime
    kind: str = "nightly"  # nightly, rerun, replay
    inbox: str | None = None
    period: str | None = None
    counties: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    is_preview: bool = False  # say what would change, and store nothing
    takes_future: bool = False  # a period that has not begun, which otherwise is a slip

    def checked(self, config: Config, inbox: str | None) -> "RunRequest":
        """The request in the words of the configuration, and with an inbox; ConfigError names what does not exist or is not said.

        Only a night needs an inbox: a rerun takes what is there and the archive, a replay nothing but the archive.
        """
        period = None if self.period is None else self._begun(period_asked(self.period))
        reports = tuple(report_asked(config.catalog.titles, name) for name in self.reports)
        found = None if self.is_replay else self.inbox or inbox
        if self.kind == "nightly" and not found:
            raise ConfigError("no inbox is set; set ETL_INBOX or --inbox to the folder of the counties")
        codes = tuple(county_code(config.divisions, name) for name in self.counties)
        return replace(self, inbox=found, period=period, counties=codes, reports=reports)

    def _begun(self, period: str) -> str:
        """A period that has begun; of another every report would stand as missing from now on."""
        starts_on = parse_period(period).starts_on
        if starts_on > self.today and not self.takes_future:
            hint = f"; files that came before that are taken by: etl run --period {period} --future"
            raise ArgumentError(f"{period} begins on {starts_on}{hint if self.kind == 'nightly' else ''}")
        return period

    @property
    def today(self) -> date:
        """The day of the run, as the province counts days."""
        return self.now.astimezone(TIMEZONE).date()

    @property
    def is_replay(self) -> bool:
        """True when everything comes from the archive, and what came before is judged again."""
        return self.kind == "replay"

    @property
    def is_whole_night(self) -> bool:
        """True for a night as it is scheduled; a run of one period, some counties or some reports is somebody's."""
        return self.kind == "nightly" and not (self.period or self.counties or self.reports)

    @property
    def shown_inbox(self) -> str | None:
        """The inbox as it may be shown and kept."""
        return without_password(self.inbox) if self.inbox else None

    @property
    def command(self) -> str:
        """The command that does the same again; a rerun finds for itself what waits.

        >>> RunRequest(datetime.now(TIMEZONE), period="2024Q1", reports=("need",)).command
        'etl run --period 2024Q1 --report need'
        """
        words = ["etl", "run" if self.kind == "nightly" else self.kind]
        words += ["--preview"] if self.is_preview else []
        chosen = [("--period", self.period), ("--inbox", self.shown_inbox)]
        chosen += [("--county", county) for county in self.counties if self.kind != "rerun"]
        chosen += [("--report", report) for report in self.reports]
        return shlex.join([*words, *(word for option, value in chosen if value for word in (option, value))])

    def wants(self, county_code: str, period: str) -> bool:
        """True when files of this county and period are part of the run."""
        return self.period in (None, period) and (not self.counties or county_code in self.counties)
