"""Settings as they are in force, where each came from, and names in the environment that mean nothing. Shows no secret."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic import SecretStr

from etl.commands.checkups.finding import Finding, look, wrong
from etl.settings import Settings
from etl.text import without_password

PREFIX = "ETL_"
OF_PREFECT = ("PREFECT_API_URL", "PREFECT_API_AUTH_STRING")
SET = "set, not shown"


@dataclass(frozen=True)
class InForce:
    """One setting: its name, its value as it may be shown, and where that came from."""

    name: str
    value: str
    source: str  # environment or default


def settings_in_force(settings: Settings, environ: Mapping[str, str], faults: Mapping[str, str]) -> list[InForce]:
    """Every setting of ours, then Prefect's address and key; of one that is wrong no value is in force."""
    given = {name.upper() for name in environ}
    ours = [
        InForce(
            name,
            "wrong, see below" if field in faults else _shown(getattr(settings, field)),
            "environment" if name in given else "default",
        )
        for field in Settings.model_fields
        for name in [f"{PREFIX}{field.upper()}"]
    ]
    address, key = (environ.get(name, "") for name in OF_PREFECT)
    return [
        *ours,
        InForce(OF_PREFECT[0], without_password(address), "environment" if address else "default"),
        InForce(OF_PREFECT[1], SET if key else "", "environment" if key else "default"),
    ]


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return SET
    if isinstance(value, Mapping):  # passwords of counties
        return f"for {len(value)} counties, not shown" if value else ""
    return "" if value is None else without_password(str(value))


def unknown_names(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Names that begin like a setting's and are none, each with the nearest that is; their values are not shown."""
    known = {f"{PREFIX}{field.upper()}" for field in Settings.model_fields}
    files = {f"{name}_FILE" for name in known}  # the container's entry point reads these
    for name in sorted(environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known | files:
            nearest = get_close_matches(name.upper(), sorted(known), n=1, cutoff=0.75)
            if nearest:
                yield wrong("names", f"{name} is no setting and has no effect; {nearest[0]} is one")
            else:
                yield look("names", f"{name} is no setting and has no effect")
