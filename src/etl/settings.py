"""Settings from the environment (prefix ETL_), read once and passed on; secrets come from here only and are never logged."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from etl.channel_settings import Channels
from etl.errors import SettingError

COUNTY_CODE = re.compile(r"\d{6}")
PROJECT = Path(__file__).resolve().parents[2]


def shipped(name: Literal["config", "sample"]) -> Path:
    """A folder that comes with the program: in the package of an installed wheel, else where the checkout has it."""
    inside = Path(__file__).resolve().parent / "shipped" / name
    return inside if inside.is_dir() else PROJECT / {"config": "config", "sample": "tests/corpus"}[name]


class ReadingLimits(BaseModel):
    """Limits on reading one file; a file over a limit is returned with a sentence that names the limit.

    The largest real county file seen had 3 MiB and its largest sheet 60,000 cells.
    """

    model_config = ConfigDict(frozen=True)

    max_file_mb: int = Field(default=100, ge=1, description="a larger file is returned unread")
    max_unzipped_mb: int = Field(default=512, ge=1, description="of all parts of a zipped workbook that are read")
    max_zip_ratio: int = Field(default=500, ge=10, description="unzipped to zipped size of one part above 10 MB")
    max_zip_members: int = Field(default=10_000, ge=1, description="entries of one zipped file")
    max_zip_files: int = Field(default=200, ge=1, description="workbooks in one zip")
    max_sheets: int = Field(default=500, ge=1, description="worksheets of one file")
    max_cells_per_sheet: int = Field(default=5_000_000, ge=1000, description="up to the last filled one of each row")
    max_cells_per_file: int = Field(default=10_000_000, ge=1000, description="the same, all sheets together")
    max_cell_chars: int = Field(default=100_000, ge=1000, description="of one cell; Excel itself holds 32,767")
    max_text_mb: int = Field(default=256, ge=1, description="characters of all cells of a file, in millions")


class InboxAccess(BaseModel):
    """Account on the server of an inbox elsewhere, besides its URL. Keys of S3 are those of every client of S3: AWS_..."""

    model_config = ConfigDict(frozen=True)

    inbox_password: SecretStr | None = Field(
        default=None, description="of the account that ETL_INBOX names, if it is not in the URL, or of its key"
    )
    inbox_key: Path | None = Field(default=None, description="file with the private key for sftp://")
    inbox_known_hosts: Path | None = Field(
        default=None, description="file with the keys of SFTP servers; unset: ~/.ssh/known_hosts"
    )

    @field_validator("inbox_key", "inbox_known_hosts", mode="after")
    @classmethod
    def is_a_file(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError("must be a file that can be read")
        return value


class Settings(BaseSettings, Channels, ReadingLimits, InboxAccess):
    """Settings of the program: places, limits, channels. Relative paths are taken from the working directory."""

    model_config = SettingsConfigDict(env_prefix="ETL_", frozen=True, extra="ignore")

    home: Path = Field(default=Path("var"), description="everything the program writes stands below this folder")
    inbox: str | None = Field(default=None, description="folder or fsspec URL: <county>/<period>/<files>")
    returns: str | None = Field(
        default=None,
        description="folder or URL (sftp://, s3://) to which every county's marked workbooks go after a night; not in the inbox",
    )
    returns_link: str = Field(
        default="",
        description="beginning of the address under which counties find it, for their mail; default: ETL_RETURNS",
    )
    warehouse_url: SecretStr | None = Field(default=None, description="PostgreSQL 14 or later; unset: embedded")
    reader_url: SecretStr | None = Field(
        default=None, description="the same database as warehouse_url, by an account that only reads: for `etl sql`"
    )
    config: Path = Field(
        default_factory=lambda: shipped("config"), description="contracts, codes, reference, calendar, obligations"
    )

    passwords: Annotated[Mapping[str, SecretStr], NoDecode] = Field(
        default={}, description="JSON object, county code to the password agreed with it: opens encrypted files"
    )

    readers: int = Field(default=2, ge=1, le=64, description="child processes that read files")
    judges: int = Field(default=2, ge=0, le=64, description="child processes that judge reports; 0: none, the run does")
    seconds_per_file: float = Field(
        default=120, gt=0, description="of processor time; reading stops after it and the file is returned"
    )
    wall_seconds_per_file: float = Field(
        default=600,
        gt=0,
        description="on the clock; a file not read by then fails its county, and is read by the next run",
    )
    wall_seconds_per_report: float = Field(
        default=900, gt=0, description="on the clock; a report not judged by then is judged once more, by a new process"
    )
    reader_memory_mb: int = Field(default=3072, ge=512, description="of one reading process")
    judge_memory_mb: int = Field(default=8192, ge=512, description="of one judging process")
    files_at_once: int = Field(default=400, ge=1, description="read and judged together; more take more memory")
    task_runner: Literal["threads", "processes", "dask", "work-pool"] = Field(
        default="threads", description="who reads the files"
    )
    dask_scheduler: str | None = Field(default=None, description="of the Dask cluster: tcp://host:8786")
    work_pool_seconds: float = Field(default=600, gt=0, description="what no worker has read by then is read here")
    site: str | None = Field(
        default=None, description="province pages after every run: a folder or fsspec URL; unset: none"
    )
    site_url: str = Field(default="", description="where readers open the pages, for links: https://host/pages/")
    site_audience: Literal["internal", "public"] = Field(default="internal", description="edition of the pages")
    site_periods: int = Field(default=4, ge=0, description="periods before the current one that pages show")
    keep_days: int = Field(default=400, ge=7, description="Prefect's runs and logs older than this go with `etl prune`")
    run_wait_seconds: float = Field(default=1800, ge=0, description="a run waits so long for another of its period")

    @field_validator("warehouse_url", "reader_url", mode="after")
    @classmethod
    def speaks_postgresql(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value().strip():
            return None
        scheme = value.get_secret_value().split("://", 1)[0]
        if scheme not in {"postgresql", "postgresql+psycopg", "postgres"}:
            raise ValueError("must begin with postgresql://")
        return value

    @field_validator("site", mode="after")
    @classmethod
    def blank_is_no_site(cls, value: str | None) -> str | None:
        return value.strip() or None if value else None

    @field_validator("site_url", mode="after")
    @classmethod
    def is_opened_in_a_browser(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("must begin with https:// or http://")
        return value.rstrip("/") + "/" if value else ""

    @field_validator("passwords", mode="before")
    @classmethod
    def are_passwords(cls, value: object) -> object:
        """The JSON of the environment; no message may quote it."""
        try:
            found = json.loads(value or "{}") if isinstance(value, str) else value
        except json.JSONDecodeError:
            found = None
        if not isinstance(found, dict) or not all(isinstance(v, (str, SecretStr)) and v for v in found.values()):
            raise ValueError('must be a JSON object of county codes and passwords, such as {"510821": "…"}')
        # not quoted: it may be a password in the wrong place
        if not all(COUNTY_CODE.fullmatch(code) for code in found):
            raise ValueError("has a name that is no county code of six digits")
        return found

    @property
    def reading_limits(self) -> ReadingLimits:
        """The limits alone, for the reading processes: they need no secrets."""
        return ReadingLimits(**{name: getattr(self, name) for name in ReadingLimits.model_fields})

    @property
    def archive(self) -> Path:
        return self.home / "archive"

    @model_validator(mode="after")
    def paths_are_absolute(self) -> Self:
        object.__setattr__(self, "home", self.home.expanduser().resolve())
        object.__setattr__(self, "config", self.config.expanduser().resolve())
        return self


def load_settings() -> Settings:
    """The settings of this process; SettingError names the variable that is wrong, never its value."""
    settings, faults = settings_and_faults()
    if faults:
        raise SettingError("settings: " + "; ".join(faults.values()))
    return settings


def settings_and_faults() -> tuple[Settings, dict[str, str]]:
    """The settings of this process, with the default where one is wrong, and what is wrong with each of these."""
    faults: dict[str, str] = {}
    while True:
        try:
            defaults = {name: Settings.model_fields[name].get_default(call_default_factory=True) for name in faults}
            return Settings(**defaults), faults
        except ValidationError as error:
            faults |= {_field(found["loc"]): _fault(found["loc"], found["msg"]) for found in error.errors()}


def _field(place: tuple[int | str, ...]) -> str:
    return str(place[0]).lower() if place else "smtp_url"  # of mail as a whole


def _fault(place: tuple[int | str, ...], message: str) -> str:
    return "".join(f"ETL_{str(name).upper()}: " for name in place[:1]) + message.removeprefix("Value error, ")
