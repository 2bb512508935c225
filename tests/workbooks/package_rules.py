"""The rules of a workbook's package that Excel holds to and LibreOffice forgives: takes an xlsx, gives what breaks them."""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

SHEET_ORDER = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]
STYLE_ORDER = [
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
]
BOOK_ORDER = [
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "AlternateContent",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
]
CELL = re.compile(r"([A-Z]+)(\d+)")


def broken_rules(content: bytes) -> list[str]:
    """Everything in a package that an office program may find fault with."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist() if not name.endswith("/")}
        doubled = [name for name, count in Counter(map(str.casefold, package.namelist())).items() if count > 1]
    trees = {name: ElementTree.fromstring(text) for name, text in parts.items() if name.endswith((".xml", ".rels"))}  # noqa: S314
    found = [f"two parts called {name}" for name in doubled]
    return [
        *found,
        *_types(parts, trees),
        *_relations(parts, trees),
        *_book(trees),
        *_styles(trees),
        *_sheets(parts, trees),
    ]


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _types(parts: dict[str, bytes], trees: dict[str, ElementTree.Element]) -> Iterator[str]:
    types = trees["[Content_Types].xml"]
    extensions = [one.get("Extension", "").casefold() for one in types if _local(one) == "Default"]
    named = [one.get("PartName", "").casefold() for one in types if _local(one) == "Override"]
    for name in parts:
        if (
            name != "[Content_Types].xml"
            and f"/{name}".casefold() not in named
            and name.rpartition(".")[2].casefold() not in extensions
        ):
            yield f"{name} has no content type"
    for name, count in Counter(extensions + named).items():
        if count > 1:
            yield f"two content types of {name}"
    known = {f"/{name}".casefold() for name in parts}
    yield from (f"content type of {name}, which is not there" for name in named if name not in known)


def _relations(parts: dict[str, bytes], trees: dict[str, ElementTree.Element]) -> Iterator[str]:
    known = {name.casefold() for name in parts}
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        for identifier, count in Counter(one.get("Id") for one in tree).items():
            if count > 1:
                yield f"{name}: two relationships {identifier}"
        for one in tree:
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", "")))[1:]
            if one.get("TargetMode") != "External" and target.casefold() not in known:
                yield f"{name}: {target} is not there"


def _in_order(name: str, tree: ElementTree.Element, order: list[str]) -> Iterator[str]:
    places = [order.index(_local(child)) for child in tree if _local(child) in order]
    if places != sorted(places):
        yield f"{name}: elements out of order: {[_local(child) for child in tree]}"


def _book(trees: dict[str, ElementTree.Element]) -> Iterator[str]:
    for name, tree in trees.items():
        if _local(tree) != "workbook":
            continue
        yield from _in_order(name, tree, BOOK_ORDER)
        sheets = [one for group in tree if _local(group) == "sheets" for one in group]
        for what in ("name", "sheetId"):
            values = Counter(str(one.get(what)).casefold() for one in sheets)
            yield from (f"{name}: {what} {value} twice" for value, count in values.items() if count > 1)
        yield from (f"{name}: sheet name {one.get('name')}" for one in sheets if not 0 < len(one.get("name", "")) <= 31)
        for one in tree.iter():
            for attribute in ("localSheetId", "activeTab", "firstSheet"):
                if int(one.get(attribute, "0")) >= len(sheets):
                    yield f"{name}: {attribute} leads to no sheet"


def _styles(trees: dict[str, ElementTree.Element]) -> Iterator[str]:
    for name, tree in trees.items():
        if _local(tree) != "styleSheet":
            continue
        yield from _in_order(name, tree, STYLE_ORDER)
        lists = {_local(child): child for child in tree}
        for child in tree:
            if (
                child.get("count") is not None
                and _local(child) in STYLE_ORDER[:6]
                and int(child.get("count", "")) != len(child)
            ):
                yield f"{name}: {_local(child)} counts wrongly"
        for xf in lists["cellXfs"]:
            for attribute, kind in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
                if int(xf.get(attribute, "0")) >= max(len(lists.get(kind, ())), 1):
                    yield f"{name}: {attribute} leads nowhere"


def _sheets(parts: dict[str, bytes], trees: dict[str, ElementTree.Element]) -> Iterator[str]:
    formats = max(
        (
            len(child)
            for tree in trees.values()
            if _local(tree) == "styleSheet"
            for child in tree
            if _local(child) == "cellXfs"
        ),
        default=1,
    )
    for name, tree in trees.items():
        if _local(tree) == "worksheet":
            yield from _in_order(name, tree, SHEET_ORDER)
            yield from _cells(name, tree, formats)
            yield from _drawn(name, tree, parts, trees)


def _cells(name: str, tree: ElementTree.Element, formats: int) -> Iterator[str]:
    last_row = 0
    for row in (one for one in tree.iter() if _local(one) == "row"):
        number = int(row.get("r", last_row + 1))
        if number <= last_row:
            yield f"{name}: row {number} behind row {last_row}"
        last_row, last_column = number, 0
        for cell in row:
            if int(cell.get("s", "0")) >= formats:
                yield f"{name}: {cell.get('r')} has a format that there is not"
            if (place := CELL.fullmatch(cell.get("r", ""))) is None:
                continue
            column = 0
            for letter in place[1]:
                column = column * 26 + ord(letter) - 64
            if int(place[2]) != number or column <= last_column:
                yield f"{name}: cell {cell.get('r')} out of order"
            last_column = column


def _drawn(
    name: str, tree: ElementTree.Element, parts: dict[str, bytes], trees: dict[str, ElementTree.Element]
) -> Iterator[str]:
    rels = trees.get(posixpath.join(posixpath.dirname(name), "_rels", f"{posixpath.basename(name)}.rels"), ())
    targets = {
        one.get("Id"): (
            one.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", posixpath.dirname(name), one.get("Target", "")))[1:],
        )
        for one in rels
    }
    used = [value for one in tree.iter() for key, value in one.attrib.items() if key.endswith("relationships}id")]
    yield from (f"{name}: relationship {key} is not there" for key in used if key not in targets)
    for kind, part in targets.values():
        if kind != "comments":
            continue
        comments = [one for one in trees[part].iter() if _local(one) == "comment"]
        authors = sum(_local(one) == "author" for one in trees[part].iter())
        refs = Counter(one.get("ref") for one in comments)
        yield from (f"{part}: two comments on {ref}" for ref, count in refs.items() if count > 1)
        yield from (
            f"{part}: an author that there is not" for one in comments if int(one.get("authorId", "")) >= authors
        )
        shown = next((one for one in tree if _local(one) == "legacyDrawing"), None)
        key = None if shown is None else next(v for k, v in shown.attrib.items() if k.endswith("relationships}id"))
        if key not in targets or (drawing := targets[key][1]) not in parts:
            yield f"{name}: comments without a drawing"
            continue
        boxes = re.findall(rb"<(?:\w+:)?Row>(\d+)</[^>]*>\s*<(?:\w+:)?Column>(\d+)</", parts[drawing])
        if len(boxes) != len(comments):
            yield f"{drawing}: {len(boxes)} boxes of {len(comments)} comments"
        numbers = Counter(re.findall(rb'<(?:\w+:)?shape [^>]*?\bid="([^"]+)"', parts[drawing]))
        yield from (f"{drawing}: two shapes {number!r}" for number, count in numbers.items() if count > 1)
