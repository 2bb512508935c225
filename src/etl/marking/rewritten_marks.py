"""Our marks in a workbook that another program has saved: takes the package, leaves out our sheet, comments and fills as far as they are told."""

import re
from html import unescape

from etl.marking.package_lists import TYPES, relations_part
from etl.marking.package_splice import PackageSplice
from etl.marking.part_text import Element, PartText, as_text
from etl.marking.styles_part import CRITICAL_FILL, WARNING_FILL
from etl.marking.threads_part import without_replies
from etl.settings import ReadingLimits
from etl.workbook.names import shown_names
from etl.workbook.own_marks import COMMENT_SIGN, is_front_sheet, without_our_words
from etl.workbook.read import read_content
from etl.workbook.xlsx_parts import Skeleton, main_part, read_relationships
from etl.workbook.xlsx_scan import place_of

_BOX = re.compile(rb"<((?:\w+:)?)shape\b(?:(?!</\1shape>).)*</\1shape>", re.DOTALL)
_LINE_BREAK = re.compile(rb"(?:\n|&#10;|&#x[aA];)\Z")


def take_away_rewritten(
    splice: PackageSplice, skeleton: Skeleton, limits: ReadingLimits, *, is_filled: bool = True
) -> None:
    """Leave out of a package what is ours."""
    if skeleton.styles is not None and is_filled:
        _take_off_fills(splice, skeleton.styles)
    for sheet in skeleton.sheets:
        related = read_relationships(splice.package, sheet.part).values()
        comments = next((part for kind, part in related if kind == "comments" and part in splice), None)
        drawings = [part for kind, part in related if kind == "vmlDrawing" and part in splice]
        for threads in (part for kind, part in related if kind == "threadedComment" and part in splice):
            splice.put(threads, without_replies(splice.read(threads)))
        if comments is not None:
            _take_out_comments(splice, comments, drawings)
    ours = {grid.sheet for grid in read_content(splice.content(), "xlsx", limits)[1] if is_front_sheet(grid)}
    names = shown_names([sheet.name for sheet in skeleton.sheets])
    for name, sheet in zip(names, skeleton.sheets, strict=True):
        if name in ours and len(ours) < len(names):
            _take_out_sheet(splice, sheet.name, sheet.part)


def _take_off_fills(splice: PackageSplice, styles: str) -> None:
    part = PartText(splice.read(styles))
    root = part.outline()
    fills, formats = root.first("fills"), root.first("cellXfs")
    if fills is None or formats is None:
        return
    ours = {
        str(number) for number, fill in enumerate(fills.all("fill")) if _colour(fill) in (CRITICAL_FILL, WARNING_FILL)
    }
    for one in formats.all("xf"):
        if one.attribute("fillId") in ours:
            part.set_attribute(one, "fillId", "0")
    splice.put(styles, part.encoded())


def _colour(fill: Element) -> str:
    pattern = fill.first("patternFill")
    shown = pattern.first("fgColor") if pattern is not None else None
    return shown.attribute("rgb").upper() if shown is not None else ""


def _take_out_comments(splice: PackageSplice, comments: str, drawings: list[str]) -> None:
    part = PartText(splice.read(comments))
    root = part.outline()
    listed = root.first("commentList")
    gone = [
        place
        for one in ([] if listed is None else listed.all("comment"))
        if _cut(part, one) and (place := place_of(one.attribute("ref"))) is not None
    ]
    splice.put(comments, part.encoded())
    for drawing in drawings:
        content = splice.read(drawing)
        for found in [*_BOX.finditer(content)]:
            if any(_is_at(found[0], *place) for place in gone):
                content = content.replace(found[0], b"", 1)
        splice.put(drawing, content)


def _is_at(box: bytes, row: int, column: int) -> bool:
    found = [re.search(rb"<(?:\w+:)?%s>\s*(\d+)\s*</" % name, box) for name in (b"Row", b"Column")]
    return all(found) and [int(one[1]) for one in found if one] == [row, column]


def _cut(part: PartText, comment: Element) -> bool:
    """Cut what is ours out of a comment; True when nothing is left of it and it is taken out. What stands above keeps its looks."""
    shown = comment.first("text")
    pieces = [one for one in (shown.children if shown is not None else []) if one.name in ("t", "r")]
    texts = [one if one.name == "t" else one.first("t") for one in pieces]
    said = ["" if one is None else unescape(part.utf8[one.tag_end : one.close].decode()) for one in texts]
    at = next((number for number, text in enumerate(said) if COMMENT_SIGN in text), None)
    if at is None:
        return False
    left = without_our_words("".join(said[at:])).strip("\r\n")
    if not left and at == 0:
        part.replace(comment.begin, comment.end, b"")
        return True
    prefix, newline = comment.prefix, "\n" if at else ""
    run = f'<{prefix}r><{prefix}t xml:space="preserve">{newline}{as_text(left)}</{prefix}t></{prefix}r>' if left else ""
    part.replace(pieces[at].begin, pieces[-1].end, run)
    above = texts[at - 1]
    if not left and above is not None and (found := _LINE_BREAK.search(part.utf8[above.tag_end : above.close])):
        part.replace(above.tag_end + found.start(), above.close, b"")  # ours, which a program has moved up
    return False


def _take_out_sheet(splice: PackageSplice, name: str, sheet: str) -> None:
    main = main_part(splice.package)
    part = PartText(splice.read(main))
    root = part.outline()
    listed = root.first("sheets")
    sheets = [] if listed is None else listed.all("sheet")
    index = next((n for n, one in enumerate(sheets) if one.attribute("name") == name), None)
    if index is None:
        return
    part.replace(sheets[index].begin, sheets[index].end, b"")
    for view in views.all("workbookView") if (views := root.first("bookViews")) is not None else []:
        moved = {
            key: str(int(at) - 1)
            for key in ("activeTab", "firstSheet")
            if (at := view.attribute(key)).isdecimal() and int(at) > index
        }
        part.set_attributes(view, moved)
    names = root.first("definedNames")
    for one in names.children if names is not None else []:
        local = one.attribute("localSheetId")
        if local.isdecimal() and int(local) == index:
            part.replace(one.begin, one.end, b"")
        elif local.isdecimal() and int(local) > index:
            part.set_attribute(one, "localSheetId", str(int(local) - 1))
    splice.put(main, part.encoded())
    _unlist(splice, relations_part(main), "Id", {sheets[index].attribute("id")})
    _unlist(splice, TYPES, "PartName", {f"/{sheet}"})
    splice.remove(sheet)
    if relations_part(sheet) in splice:
        splice.remove(relations_part(sheet))


def take_out_trace(splice: PackageSplice, item: str) -> None:
    """Leave our trace out, which says nothing any more."""
    main = main_part(splice.package)
    keys = {key for key, (_, part) in read_relationships(splice.package, main).items() if part == item}
    _unlist(splice, relations_part(main), "Id", keys)
    gone = [item, relations_part(item), *(part for _, part in read_relationships(splice.package, item).values())]
    _unlist(splice, TYPES, "PartName", {f"/{part}" for part in gone})
    for part in gone:
        if part in splice:
            splice.remove(part)


def _unlist(splice: PackageSplice, listing: str, attribute: str, values: set[str]) -> None:
    part = PartText(splice.read(listing))
    for one in part.outline().children:
        if one.attribute(attribute) in values:
            part.replace(one.begin, one.end, b"")
    splice.put(listing, part.encoded())
