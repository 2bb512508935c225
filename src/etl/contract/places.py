"""Levels of the places that the reference names: takes the config folder, gives folded name -> prefecture or county.

A code list whose codes say which places they are (`places`) reads 剑阁县民政局 as the county's level, 成都市 as the prefecture's.
Whether the files are sound is checked where the divisions are loaded; a folder without them names no place.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from etl.text import fold_label

_OF_A_PEOPLE = re.compile("(?:(?:藏|彝|羌|回|苗|土家)族)+自治([县州])$")
_IS_ANYWHERE = re.compile("[东西南北]区$")  # 东区 alone is no place of ours for certain


def levels_of_places(config: Path) -> Mapping[str, str]:
    """Folded name of every division, current or former, alone and behind its prefecture's, and its level."""
    levels: dict[str, str] = {}
    for row in _rows(config / "reference" / "sichuan_division_history.csv"):
        level = "prefecture" if row["old_code"].endswith("00") else "county"
        levels |= dict.fromkeys(_names(row["old_name"], ""), level)
    for row in _rows(config / "reference" / "sichuan_divisions.csv"):
        above = row["prefecture_name"] if row["level"] == "county" else ""
        levels |= dict.fromkeys(_names(row["name"], above), row["level"])
    for row in _rows(config / "reference" / "sichuan_divisions.csv"):
        if row["level"] == "prefecture":  # 巴中市 was a county's seat before
            levels |= dict.fromkeys(_names(row["name"], ""), row["level"])
    return levels


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield from csv.DictReader(lines)


def _names(name: str, prefecture: str) -> Iterator[str]:
    """A division's names: in full, as the short form of an autonomous one (北川县, 阿坝州), and behind its prefecture's."""
    short = _OF_A_PEOPLE.sub(r"\1", name)
    for own in dict.fromkeys((name, short)):
        if not _IS_ANYWHERE.fullmatch(own):
            yield fold_label(own)
        for above in _names(prefecture, "") if prefecture else ():
            yield above + fold_label(own)
    if name.startswith("市") and prefecture:  # 乐山市市中区 is mostly written 乐山市中区
        yield fold_label(prefecture.removesuffix("市") + name)
