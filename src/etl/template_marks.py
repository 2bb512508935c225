"""Marks by which a template is known again: its printed code, the seal of its own sheets, what its 是/否 cells are called.

Values and texts only. A mark says where a sheet came from, never what is on it: headings decide that.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from etl.text import fold_label

NIL_LABEL = "本期零报告（是/否）"
UNCHANGED_LABEL = "预填内容本期无变动（是/否）"
YES, NO = "是", "否"
ANSWERS = "核实说明"  # heading of the column in which a county explains what is true as it stands; no data
LISTS_SHEET = "选项（勿改）"
GUIDANCE_SHEET = "填报说明"
TEMPLATE = "template"  # what a sheet of our own, or one that nobody filled in, is taken for
PROPERTY = "etl-template"  # the custom property of a workbook
WHOLE = "workbook"  # what a code names that is no report's own
_CODE = re.compile(
    r"(?P<report>[a-z][a-z0-9_]*)@(?P<version>[0-9]{1,4})[·・](?P<county>[0-9]{6})[·・]"
    r"(?P<period>20[0-9]{2}(?:Q[1-4]|-[0-9]{2})?)(?:[·・](?P<prefilled>[0-9a-f]{12}))?"
)
SEAL = "表样标识"
_SEAL = re.compile(rf"{SEAL}\s*([0-9a-f]{{12}})\s*$")
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
_DAY = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?: 00:00:00)?")


@dataclass(frozen=True)
class TemplateCode:
    """Printed code of a template: report and version of its contract, whose, for when, and what was filled in beforehand."""

    report: str
    version: int
    county_code: str
    period: str
    prefilled: str | None = None  # digest of the rows that were filled in beforehand

    def __str__(self) -> str:
        """The code as it is printed behind 表号.

        >>> str(TemplateCode("project", 3, "513228", "2024Q2"))
        'project@3·513228·2024Q2'
        """
        parts = [f"{self.report}@{self.version}", self.county_code, self.period]
        return "·".join([*parts, self.prefilled] if self.prefilled else parts)


def code_in(text: str) -> TemplateCode | None:
    """The code that a text holds.

    >>> code_in("表号：project@3·513228·2024Q2")
    TemplateCode(report='project', version=3, county_code='513228', period='2024Q2', prefilled=None)
    """
    if "@" not in text or (found := _CODE.search(text)) is None:
        return None
    return TemplateCode(
        found["report"], int(found["version"]), found["county"], found["period"], found["prefilled"] or None
    )


def digest_of(rows: Iterable[Mapping[str, object]]) -> str:
    """Digest of rows by their values, in whatever order they stand and however a program writes a figure or a day.

    >>> digest_of([{"a": 12.5, "b": None}]) == digest_of([{"b": "", "a": "12.50"}])
    True
    """
    said = (
        "\x1f".join(f"{name}={text}" for name, cell in sorted(row.items()) if (text := plain_text(cell)))
        for row in rows
    )
    plain = sorted(filter(None, said))
    return hashlib.sha256("\x1e".join(plain).encode()).hexdigest()[:12]


def seal_of(rows: Sequence[Sequence[object]]) -> str:
    """The text that stands in A1 of a sheet of our own and says what stands below it."""
    return f"{SEAL} {digest_of({str(place): cell for place, cell in enumerate(row)} for row in rows)}"


def is_sealed(rows: Sequence[Sequence[object]]) -> bool:
    """True when a sheet is one of our own and nothing on it was changed."""
    first = next(iter(rows[0]), None) if rows else None
    said = _SEAL.search(first) if isinstance(first, str) and SEAL in first else None
    return said is not None and seal_of(rows[1:]).endswith(said[1])


def plain_text(cell: object) -> str:
    """One text for all the ways in which programs write a value.

    >>> plain_text(3.0), plain_text(" 3 "), plain_text(date(2024, 1, 5)), plain_text("2024/1/5")
    ('3', '3', '2024-01-05', '2024-01-05')
    """
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else str(cell)
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    text = fold_label(str(cell)) if not isinstance(cell, (int, float, Decimal)) else str(cell)
    if day := _DAY.fullmatch(text):
        return f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}"
    return f"{Decimal(text).normalize():f}" if _NUMBER.fullmatch(text) else text
