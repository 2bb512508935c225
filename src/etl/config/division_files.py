"""Files of config/reference that say which divisions there are and were: takes the folder, gives frozen values.

Never passes over a line that it does not understand.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from etl.config.strict_csv import csv_rows
from etl.errors import ContractError

DIVISIONS = "sichuan_divisions.csv"
HISTORY = "sichuan_division_history.csv"
KEY_COUNTIES = "key_counties.csv"
HISTORY_COLUMNS = ("old_code", "old_name", "new_code")
DESIGNATIONS = frozenset({"national", "provincial"})
CODE = re.compile(r"[1-9][0-9]{5}")


@dataclass(frozen=True)
class County:
    """A county, city or district as it is called today (GB/T 2260)."""

    code: str
    name: str
    prefecture_code: str
    prefecture_name: str
    designation: str | None  # national or provincial key county, or neither


@dataclass(frozen=True)
class Prefecture:
    """A prefecture: the level between province and county."""

    code: str
    name: str


@dataclass(frozen=True)
class FormerDivision:
    """A code and name of earlier years and the division it is today; None when it was split up."""

    code: str
    name: str
    now: str | None


def read_divisions(
    folder: Path, key_counties: dict[str, tuple[str, str]]
) -> tuple[dict[str, Prefecture], dict[str, County]]:
    """Prefectures and counties of today, by code; a key county must be one of them, under its name."""
    prefectures: dict[str, Prefecture] = {}
    counties: dict[str, County] = {}
    rows = csv_rows(folder / DIVISIONS, ("code", "name", "prefecture_code", "prefecture_name", "level"))
    for where, row in rows:
        code = _code(where, row["code"])
        if code in prefectures or code in counties:
            raise ContractError(f"{where}: {code} is written twice")
        if row["level"] == "prefecture":
            prefectures[code] = Prefecture(code, row["name"])
        elif row["level"] == "county":
            name, designation = key_counties.pop(code, (row["name"], None))
            if name != row["name"]:
                raise ContractError(f"{KEY_COUNTIES}: {code} is {name}, but {row['name']} in {DIVISIONS}")
            counties[code] = County(code, name, row["prefecture_code"], row["prefecture_name"], designation)
        else:
            raise ContractError(f"{where}: level {row['level']!r} is neither prefecture nor county")
    for where, row in rows:
        if prefectures.get(row["prefecture_code"]) != Prefecture(row["prefecture_code"], row["prefecture_name"]):
            raise ContractError(f"{where}: {row['prefecture_code']} {row['prefecture_name']} is not a prefecture")
    if key_counties:
        raise ContractError(f"{KEY_COUNTIES}: no county has the code {', '.join(sorted(key_counties))}")
    return prefectures, counties


def read_key_counties(folder: Path) -> dict[str, tuple[str, str]]:
    """Code -> name and designation."""
    key_counties: dict[str, tuple[str, str]] = {}
    for where, row in csv_rows(folder / KEY_COUNTIES, ("code", "name", "designation")):
        code = _code(where, row["code"])
        if code in key_counties:
            raise ContractError(f"{where}: {code} is written twice")
        if row["designation"] not in DESIGNATIONS:
            raise ContractError(f"{where}: designation {row['designation']!r} is none of {sorted(DESIGNATIONS)}")
        key_counties[code] = (row["name"], row["designation"])
    return key_counties


def read_history(folder: Path, current: set[str]) -> tuple[FormerDivision, ...]:
    """The former divisions; rows of newly founded ones have nothing former and are passed over."""
    rows = [(where, row) for where, row in csv_rows(folder / HISTORY, HISTORY_COLUMNS) if row["old_code"]]
    steps = {row["old_code"]: row["new_code"] for _, row in rows if row["old_code"] != row["new_code"]}
    former = []
    for where, row in rows:
        now = _code(where, row["old_code"])
        passed: set[str] = set()
        while now and now not in current:
            passed.add(now)
            now = steps.get(now, now)
            if now in passed:
                raise ContractError(f"{where}: {row['old_code']} leads to {now}, which is no division of today")
        former.append(FormerDivision(row["old_code"], row["old_name"], now or None))
    return tuple(former)


def _code(where: str, text: str) -> str:
    if not CODE.fullmatch(text):
        raise ContractError(f"{where}: {text!r} is not a code of six digits")
    return text
