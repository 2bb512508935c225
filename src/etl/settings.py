"""Settings from the environment (prefix ETL_), read once and passed on; secrets come from here only and are never logged."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from etl.errors import ConfigError

PROJECT = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """Where things are and how far reading may go. Relative paths are taken from the working directory."""

    model_config = SettingsConfigDict(env_prefix="ETL_", frozen=True, extra="ignore")

    home: Path = Field(default=Path("var"), description="everything the program writes stands below this folder")
    inbox: str | None = Field(default=None, description="folder or fsspec URL: <county>/<period>/<files>")
    warehouse_url: SecretStr | None = Field(default=None, description="PostgreSQL 14 or later; unset: embedded")
    config: Path = Field(default=PROJECT / "config", description="contracts, codes, reference, calendar, obligations")

    readers: int = Field(default=2, ge=1, le=64, description="child processes that read files")
    max_file_mb: int = Field(default=100, ge=1, description="a larger file is returned unread")
    seconds_per_file: float = Field(default=120, gt=0, description="reading stops after this and the file is returned")
    reader_memory_mb: int = Field(default=3072, ge=512, description="of one reading process")

    @field_validator("warehouse_url", mode="after")
    @classmethod
    def speaks_postgresql(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value().strip():
            return None
        scheme = value.get_secret_value().split("://", 1)[0]
        if scheme not in {"postgresql", "postgresql+psycopg", "postgres"}:
            raise ValueError("must begin with postgresql://")
        return value

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
        wrong = "; ".join(f"ETL_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise ConfigError(f"settings: {wrong}") from None
