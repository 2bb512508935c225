"""The skeleton of an xlsx or xlsm: its sheets in order, its date system, its number formats, where its parts stand.

Takes the checked package, gives plain values. Only worksheets are given: macro sheets, dialogs and charts are never read,
and a relationship that leads out of the file is never followed.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from etl.cell_traits import Trait
from etl.workbook.checked_xml import local, parse_xml, understood_once
from etl.workbook.number_formats import Style, shown_by_number
from etl.workbook.package import Package
from etl.workbook.refusals import broken, too_large
from etl.workbook.shown_otherwise import trait_of_number

Relationships = Mapping[str, tuple[str, str]]
MAX_STYLES = 70_000  # Excel allows 65,490 cell formats


@dataclass(frozen=True)
class SheetPart:
    """One worksheet and where its XML stands."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True)
class Skeleton:
    """Content of the workbook part, and the tables that all sheets share; None where there is none."""

    sheets: tuple[SheetPart, ...]
    is_1904: bool
    recalculates: bool  # "calculate all on opening": the saved results may never have been calculated
    shared_strings: str | None
    styles: str | None


def read_skeleton(package: Package, max_sheets: int) -> Skeleton:
    """The skeleton of the workbook in a package; UnreadableWorkbook when it has no worksheet at all."""
    main = main_part(package)
    targets = read_relationships(package, main)
    workbook = _read_workbook(package.read(main), "")
    sheets = tuple(
        SheetPart(name, targets[key][1], hidden)
        for name, key, hidden in workbook.listed
        if key in targets and targets[key][0] == "worksheet"
    )
    if not sheets:
        raise broken(reason="no worksheet")
    if len(sheets) > max_sheets:
        raise too_large("sheets", count=len(sheets), most=max_sheets)
    shared = next((part for kind, part in targets.values() if kind == "sharedStrings"), None)
    styles = next((part for kind, part in targets.values() if kind == "styles"), None)
    return Skeleton(
        sheets,
        workbook.is_1904,
        workbook.recalculates,
        shared if shared is not None and shared in package else None,
        styles if styles is not None and styles in package else None,
    )


@dataclass(frozen=True)
class _Workbook:
    """Content of the workbook part: of each sheet its name, the id of its relationship, and that it is hidden."""

    listed: tuple[tuple[str, str, bool], ...]
    is_1904: bool
    recalculates: bool


@understood_once
def _read_workbook(content: bytes, _: str) -> _Workbook:
    listed: list[tuple[str, str, bool]] = []
    flags = {"1904": False, "recalculates": False}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            state = (local(attributes, "state") or "visible").strip().casefold()
            listed.append((local(attributes, "name") or "", local(attributes, "id") or "", state != "visible"))
        elif name == "workbookPr":
            flags["1904"] = (local(attributes, "date1904") or "") in ("1", "true", "on")
        elif name == "calcPr":
            flags["recalculates"] = (local(attributes, "fullCalcOnLoad") or "") in ("1", "true", "on")

    parse_xml(content, start)
    return _Workbook(tuple(listed), flags["1904"], flags["recalculates"])


def main_part(package: Package) -> str:
    """Name of the workbook's own part."""
    if "_rels/.rels" in package:
        for kind, part in read_relationships(package, "").values():
            if kind == "officeDocument" and part in package:
                return part
    if "xl/workbook.xml" in package:
        return "xl/workbook.xml"
    raise broken(reason="no workbook part")


def read_relationships(package: Package, source: str) -> Relationships:
    """id -> (last word of its type, part) of every relationship that stays inside the file."""
    folder, name = posixpath.split(source)
    part = posixpath.join(folder, "_rels", f"{name}.rels")
    return _relationships(package.read(part), folder) if part in package else MappingProxyType({})


@understood_once
def _relationships(content: bytes, folder: str) -> Relationships:
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "Relationship" and attributes.get("TargetMode", "").casefold() != "external":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = attributes.get("Target", "").replace("\\", "/")
            found[attributes.get("Id", "")] = (kind, posixpath.normpath(posixpath.join("/", folder, target))[1:])

    parse_xml(content, start)
    return MappingProxyType(found)


@understood_once
def read_styles(content: bytes, _: str) -> tuple[tuple[Style, ...], Mapping[int, Trait]]:
    """Style of each cell format of the styles part, by its index; and the traits that some give to cells."""
    codes: dict[int, str] = {}
    numbers: list[int] = []
    fonts: list[int] = []
    struck: list[bool] = []
    path: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name)
        if name == "numFmt" and path[-2:-1] == ["numFmts"]:
            codes[_integer(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "font" and path[-2:-1] == ["fonts"]:
            struck.append(False)
        elif name == "strike" and path[-3:-1] == ["fonts", "font"]:
            struck[-1] = attributes.get("val", "1") not in ("0", "false")
        elif name == "xf" and path[-2:-1] == ["cellXfs"]:
            numbers.append(_integer(attributes.get("numFmtId")))
            fonts.append(_integer(attributes.get("fontId")))

    parse_xml(content, start, lambda name: path.__delitem__(-1))
    if len(numbers) > MAX_STYLES:
        raise too_large("styles")
    traits = {i: trait for i, number in enumerate(numbers) if (trait := trait_of_number(number, codes))}
    traits |= {i: Trait.STRUCK for i, font in enumerate(fonts) if font < len(struck) and struck[font]}
    return tuple(shown_by_number(number, codes) for number in numbers), MappingProxyType(traits)


def _integer(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,9}", text) else 0


def read_shared_strings(content: bytes, max_chars: int) -> list[str]:
    """The shared strings in order, rich text joined, phonetic guides left out."""
    strings: list[str] = []
    parts: list[str] = []
    state = {"in_text": False, "in_phonetic": 0, "left": max_chars}

    def start(name: str, _: dict[str, str]) -> None:
        if name == "si":
            parts.clear()
        elif name == "rPh":
            state["in_phonetic"] += 1
        elif name == "t":
            state["in_text"] = not state["in_phonetic"]

    def end(name: str) -> None:
        if name == "si":
            strings.append(unescaped("".join(parts)))
        elif name == "rPh":
            state["in_phonetic"] -= 1
        elif name == "t":
            state["in_text"] = False

    def text(data: str) -> None:
        if state["in_text"]:
            parts.append(data)
            state["left"] -= len(data)
            if state["left"] < 0:
                raise too_large("texts")

    parse_xml(content, start, end, text)
    return strings


def unescaped(text: str) -> str:
    """Text with `_x000D_` and the like turned into the characters they stand for.

    >>> unescaped("a_x000A_b")
    'a\\nb'
    """
    if "_x" not in text:
        return text
    plain = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # two halves make one character
