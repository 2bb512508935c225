"""As many counties as are asked for: takes their number, gives codes and names, and a config folder that knows them all.

Up to 183 are Sichuan's own, under the shipped config. Beyond that whole provinces are cloned, each with its own first
letter and code, into a config folder made for it.
"""

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path

from etl.config.division_files import DIVISIONS, KEY_COUNTIES
from etl.config.divisions import load_divisions
from etl.settings import PROJECT

CONFIG = PROJECT / "config"
LETTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"  # a clone of 锦江区 is 甲锦江区
OWN = "51"  # of every code of Sichuan; a clone's begins with the next number


@dataclass(frozen=True)
class Province:
    """Counties by code, and the config folder under which they report."""

    counties: dict[str, str]
    config: Path


def province(count: int, work: Path) -> Province:
    """So many counties; ValueError when there would be no code for them."""
    own = {code: county.name for code, county in load_divisions(CONFIG).counties.items()}
    clones = -(-count // len(own)) - 1
    if not 1 <= count <= len(own) * (len(LETTERS) + 1):
        raise ValueError(f"--counties takes 1 to {len(own) * (len(LETTERS) + 1)}")
    if clones == 0:
        codes = list(own)
        chosen = [codes[n * len(own) // count] for n in range(count)]  # from all prefectures
        return Province({code: own[code] for code in chosen}, CONFIG)
    config = work / f"config-{clones + 1}"
    if not config.exists():
        _write_config(config, clones)
    counties = {code: county.name for code, county in load_divisions(config).counties.items()}
    return Province(dict(list(counties.items())[:count]), config)


def _write_config(config: Path, clones: int) -> None:
    unfinished = config.with_name(f"{config.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(CONFIG, unfinished)
    for name in (DIVISIONS, KEY_COUNTIES):
        path = unfinished / "reference" / name
        with path.open(encoding="utf-8-sig", newline="") as file:
            heading, *rows = csv.reader(file)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(heading)
            writer.writerows(rows)
            writer.writerows(_clone(heading, row, n) for n in range(clones) for row in rows)
    unfinished.rename(config)


def _clone(heading: list[str], row: list[str], n: int) -> list[str]:
    values = dict(zip(heading, row, strict=True))
    for name in ("code", "prefecture_code"):
        if name in values:
            values[name] = f"{int(OWN) + n + 1}{values[name].removeprefix(OWN)}"
    for name in ("name", "prefecture_name"):
        if name in values:
            values[name] = LETTERS[n] + values[name]
    return list(values.values())
