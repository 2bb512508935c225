"""Facts of two counties, made by hand: nothing is read from a warehouse."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial

from etl.night.request import Config, load_config
from etl.settings import PROJECT
from etl.site.facts import Facts
from etl.site.folder import Made
from etl.warehouse.queries.issue_groups import IssueGroup
from etl.warehouse.queries.sendings import Sending
from etl.warehouse.queries.standings import LastRun, Standing

PERIOD = "2024Q1"
COUNTY, OTHER = "513228", "513225"
DUE, NIGHT = date(2024, 4, 10), datetime(2024, 4, 11, 18, tzinfo=UTC)  # 2 o'clock on the 12th in Sichuan
_CONFIG: list[Config] = []


def config() -> Config:
    """The shipped configuration, loaded once."""
    if not _CONFIG:
        _CONFIG.append(load_config(PROJECT / "config"))
    return _CONFIG[0]


def standing(report: str = "project", status: str = "accepted", county: str = COUNTY, **more: object) -> Standing:
    came = status in ("accepted", "nil", "returned")
    one = Standing(
        period=PERIOD,
        county_code=county,
        report=report,
        status=status,
        due_on=DUE,
        arrived_at=NIGHT if came else None,
        days_late=0 if came else None,
        critical_issues=0,
        warnings=0,
        source_file="台账.xlsx" if came else None,
        in_use="this" if status in ("accepted", "nil") else "none",
        exempt_reason=None,
    )
    return one._replace(**more)


def sending(county: str = COUNTY, **more: object) -> Sending:
    one = Sending(
        submission_id=1,
        run_id="r1",
        county_code=county,
        period=PERIOD,
        report="project",
        source_file="台账.xlsx",
        status="accepted",
        row_count=3,
        critical_issues=0,
        warnings=0,
        received_at=NIGHT,
        decided_at=NIGHT,
        is_latest=True,
        is_in_use=True,
    )
    return one._replace(**more)


def issue(message: str = "K5 写错了。", **more: object) -> IssueGroup:
    one = IssueGroup(PERIOD, COUNTY, "project", "project.rule", "critical", False, 2, "台账.xlsx", "表", "K5", message)
    return one._replace(**more)


def facts(*standings: Standing, **more: object) -> Facts:
    """Facts of these reports; figures of the province are those that were published."""
    found: dict[tuple[str, str], list[Standing]] = {}
    for one in standings or (standing(),):
        found.setdefault((one.period, one.county_code), []).append(one)
    given: dict[str, object] = {
        "config": config(),
        "periods": (PERIOD,),
        "last_run": LastRun("r1", "nightly", NIGHT),
        "standings": found,
        "areas": {("province", "510000", PERIOD): {"paired_orgs": 118, "agreed_yuan": Decimal("263000000.00")}},
        "sendings": {(PERIOD, COUNTY): [sending()]},
    }
    return Facts(**given | more)  # type: ignore[arg-type]


def made(files: Iterable[tuple[str, Made]]) -> dict[str, bytes]:
    """Files as they are written."""
    return {path: content.make() for path, content in files}


def files_of(contents: Mapping[str, bytes]) -> list[tuple[str, Made]]:
    """Contents as files of a site, each by what it holds."""
    return [(path, Made(content.decode(), partial(bytes, content))) for path, content in contents.items()]
