"""The workbook's own part with a sheet more, in front: what counts sheets from the first one moves by one."""

from xml.sax.saxutils import quoteattr

from etl.marking.part_text import Element, PartText
from etl.workbook.refusals import broken


def main_namespace(content: bytes) -> str:
    """Namespace of the workbook's elements."""
    root = PartText(content).outline()
    return _namespace(root, root.prefix)


def sheet_names(content: bytes) -> list[str]:
    """Names of all sheets, charts and hidden ones too."""
    listed = PartText(content).outline().first("sheets")
    return [] if listed is None else [one.attribute("name") for one in listed.all("sheet")]


def with_front_sheet(content: bytes, name: str, key: str, relations: str) -> bytes:
    """The part with a sheet in front; `key` is the id of its relationship, `relations` their namespace."""
    part = PartText(content)
    root = part.outline()
    listed = root.first("sheets")
    if listed is None or not listed.children:
        raise broken(workbook="no sheets")
    used = next((one.rpartition(":")[0] for one in listed.children[0].attributes if one.endswith(":id")), "r")
    declared = "" if root.attributes.get(f"xmlns:{used}") == relations else f" xmlns:{used}={quoteattr(relations)}"
    numbers = [int(one.attribute("sheetId")) for one in listed.children if one.attribute("sheetId").isdecimal()]
    part.insert(
        listed.children[0].begin,
        f'<{root.prefix}sheet{declared} name={quoteattr(name)} sheetId="{max(numbers, default=0) + 1}" {used}:id={quoteattr(key)}/>',
    )
    _move_views(part, root, listed)
    names = root.first("definedNames")
    for one in [] if names is None else names.children:
        if (local := one.attribute("localSheetId")).isdecimal():
            part.set_attribute(one, "localSheetId", str(int(local) + 1))
    return part.encoded()


def _move_views(part: PartText, root: Element, listed: Element) -> None:
    views = root.first("bookViews")
    if views is None or not views.children:
        if views is None:
            prefix = root.prefix
            view = f'<{prefix}bookViews><{prefix}workbookView activeTab="1"/></{prefix}bookViews>'
            part.insert(listed.begin, view)
        return
    for one in views.all("workbookView"):
        active, first = one.attribute("activeTab"), one.attribute("firstSheet")
        moved = {"activeTab": str(int(active) + 1 if active.isdecimal() else 1)}
        if first.isdecimal() and int(first):
            moved["firstSheet"] = str(int(first) + 1)
        part.set_attributes(one, moved)


def _namespace(root: Element, prefix: str) -> str:
    return root.attributes.get(f"xmlns:{prefix[:-1]}" if prefix else "xmlns", "")
