"""Templates of one county, as they are handed out and as they come back; read as a night reads them."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from etl.config.calendar import parse_period
from etl.model import FileReading, SourceFile
from etl.night.request import Config, load_config
from etl.recognise.reading import FileReader
from etl.settings import PROJECT
from etl.templates.report_sheet import TemplateFor
from etl.templates.workbook import template_workbook
from tests.filled_templates import Value

COUNTY, PERIOD = "513228", "2024Q2"  # 黑水县, which owes every report
CODE = "91350100M000100Y43"
PROJECT_ROW: dict[str, Value] = {
    "A7": "XM007",
    "B7": "道路硬化",
    "C7": "索玛公益基金会",
    "D7": CODE,
    "H7": "基础设施",
    "I7": "实施",
    "J7": 12.5,
    "K7": 3.25,
    "L7": date(2024, 4, 8),
    "P7": 120.0,
}
LAST_PERIOD: Mapping[str, list[dict[str, object]]] = {
    "project": [
        {
            "project_no": "XM001",
            "project_name": "文化广场",
            "org_name": "索玛公益基金会",
            "credit_code": CODE,
            "field": "culture",
            "stage": "implementation",
            "planned_yuan": Decimal("830000.00"),
            "disbursed_yuan": Decimal("120000.50"),
            "approved_on": date(2024, 1, 8),
            "persons": 30,
            "income_gain_yuan": Decimal("1200.00"),
        }
    ],
    "organization": [
        {
            "org_name": "索玛公益基金会",
            "credit_code": CODE,
            "org_type": "foundation",
            "register_level": "province",
            "legal_person": "5132********1234",
        }
    ],
}


@pytest.fixture(scope="session")
def config() -> Config:
    return load_config(PROJECT / "config")


@pytest.fixture(scope="session")
def template(config: Config) -> Callable[..., bytes]:
    """A template of the county; `rows` are what it reported before."""

    def template(of: Config = config, rows: Mapping[str, list[dict[str, object]]] | None = None) -> bytes:
        period = parse_period(PERIOD)
        owed = tuple(o.report for o in of.obligations.due(of.divisions, period) if o.county_code == COUNTY)
        county = of.divisions.counties[COUNTY]
        return template_workbook(of.catalog, TemplateFor(county, period, owed, of.calendar.due_on(period), rows or {}))

    return template


@pytest.fixture(scope="session")
def blank(template: Callable[..., bytes]) -> bytes:
    return template()


@pytest.fixture(scope="session")
def prefilled(template: Callable[..., bytes]) -> bytes:
    return template(rows=LAST_PERIOD)


@pytest.fixture(scope="session")
def read(config: Config, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., FileReading]:
    """A file of the county, read with an account of its cells."""
    reader = FileReader(config.catalog, config.divisions, accounts=True)
    folder = tmp_path_factory.mktemp("templates")

    def read(content: bytes, name: str = "报表.xlsx", county: str = COUNTY, period: str = PERIOD) -> FileReading:
        path = folder / name
        path.write_bytes(content)
        now = datetime(2024, 7, 2, tzinfo=UTC)
        return reader.read(SourceFile(county, period, name, name, len(content), now, 1, now, path))

    return read


@pytest.fixture
def written(tmp_path: Path) -> Callable[[bytes, str], Path]:
    def written(content: bytes, name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return written
