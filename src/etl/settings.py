"""Settings from the environment (prefix ETL_), read once and passed on; secrets come from here only and are never logged."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from etl.errors import ConfigError

COUNTY_CODE = re.compile(r"\d{6}")
PROJECT = Path(__file__).resolve().parents[2]


class ReadingLimits(BaseModel):
    """How far reading one file may go; a file over a limit is returned with a sentence that names the limit.

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


class Settings(BaseSettings, ReadingLimits):
    """Where things are and how far reading may go. Relative paths are taken from the working directory."""

    model_config = SettingsConfigDict(env_prefix="ETL_", frozen=True, extra="ignore")

    home: Path = Field(default=Path("var"), description="everything the program writes stands below this folder")
    inbox: str | None = Field(default=None, description="folder or fsspec URL: <county>/<period>/<files>")
    warehouse_url: SecretStr | None = Field(default=None, description="PostgreSQL 14 or later; unset: embedded")
    config: Path = Field(default=PROJECT / "config", description="contracts, codes, reference, calendar, obligations")

    passwords: Annotated[Mapping[str, SecretStr], NoDecode] = Field(
        default={}, description="JSON object, county code to the password agreed with it: opens encrypted files"
    )

    readers: int = Field(default=2, ge=1, le=64, description="child processes that read files")
    seconds_per_file: float = Field(default=120, gt=0, description="reading stops after this and the file is returned")
    reader_memory_mb: int = Field(default=3072, ge=512, description="of one reading process")
    run_wait_seconds: float = Field(default=1800, ge=0, description="a run waits so long for another of its period")

    @field_validator("warehouse_url", mode="after")
    @classmethod
    def speaks_postgresql(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value().strip():
            return None
        scheme = value.get_secret_value().split("://", 1)[0]
        if scheme not in {"postgresql", "postgresql+psycopg", "postgres"}:
            raise ValueError("must begin with postgresql://")
        return value

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
        if not all(
            COUNTY_CODE.fullmatch(code) for code in found
        ):  # not quoted: it may be a password in the wrong place
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
    """The settings of this process; ConfigError names the variable that is wrong, never its value."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(
            f"ETL_{str(e['loc'][0]).upper()}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors()
        )
        raise ConfigError(f"settings: {wrong}") from None
