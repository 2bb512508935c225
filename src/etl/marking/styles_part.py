"""Cell formats that show a mark: takes the styles part, gives a format like another one but for its fill, and those of the front sheet.

The two fills stand there once; a format of the county's is copied with its fonts, borders and number format.
"""

import re

from etl.marking.marks import UNWRAPPED, Look
from etl.marking.part_text import Element, PartText, with_attribute
from etl.workbook.refusals import broken

CRITICAL_FILL, WARNING_FILL, HEADING_FILL = "FFFF8B87", "FFFFE680", "FFD9E2EC"  # ARGB
FILLS = {Look.CRITICAL: CRITICAL_FILL, Look.WARNING: WARNING_FILL, Look.HEADING: HEADING_FILL}
FONT = "宋体"
# of each look: emphasis, size, colour
FONTS = {
    Look.TEXT: ("", 11, ""),
    Look.TITLE: ("b", 16, ""),
    Look.HEADING: ("b", 11, ""),
    Look.CRITICAL: ("", 11, ""),
    Look.WARNING: ("", 11, ""),
    Look.LINK: ("u", 11, "FF0563C1"),
    Look.SMALL: ("", 9, "FF808080"),
    Look.LINE: ("", 11, ""),
}
MOST_FORMATS = 64_000  # Excel allows 65,490
# lists of the part in the order of its schema, and what each is made of
ORDER = (
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
)
ITEMS = {"fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf"}
# what a list begins with that is not there: Excel takes the first two fills for its own whatever they are
FIRST = {
    "fonts": ('<font><sz val="11"/></font>',),
    "fills": (
        '<fill><patternFill patternType="none"/></fill>',
        '<fill><patternFill patternType="gray125"/></fill>',
    ),
    "borders": ("<border/>",),
    "cellXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
}


class StylesPart:
    """The styles part of a package, to which formats are added."""

    def __init__(self, content: bytes, namespace: str) -> None:
        self._part = PartText(content or f'<styleSheet xmlns="{namespace}"/>'.encode())
        self._root = self._part.outline()
        self._added: dict[str, list[str]] = {name: [] for name in ITEMS}  # below each list
        for name, items in FIRST.items():
            if not self._there(name):
                self._added[name] += [_with_prefix(item, self._root.prefix) for item in items]
        self._fills = {look: self._add("fills", self._fill(colour)) for look, colour in FILLS.items()}
        self._clones: dict[tuple[int, bool], int] = {}

    def marked(self, style: int, *, is_critical: bool) -> int:
        """The format like another one, filled."""
        key = style, is_critical
        if key not in self._clones:
            self._clones[key] = self._add("cellXfs", self._clone(style, self._fills[_look(is_critical)]))
        return self._clones[key]

    def looks(self) -> dict[Look, int]:
        """The formats of the front sheet, which are added."""
        return {look: self._add("cellXfs", self._format(look, self._add("fonts", self._font(look)))) for look in Look}

    def encoded(self) -> bytes:
        """The part with all formats that were asked for."""
        behind = ""
        for name in ITEMS:
            parent, added = self._root.first(name), self._added[name]
            if parent is None:
                prefix = self._root.prefix
                text = f'<{prefix}{name} count="{len(added)}">{"".join(added)}</{prefix}{name}>' if added else ""
                later = self._root.first(*ORDER[ORDER.index(name) + 1 :])
                if later is not None:
                    self._part.insert(later.begin, text)
                else:
                    behind += text
                continue
            if parent.is_empty and added:
                raise broken(styles=name)
            if "count" in parent.attributes and added:
                self._part.set_attribute(parent, "count", str(len(self._there(name)) + len(added)))
            self._part.append_to(parent, "".join(added))
        if behind:
            self._part.append_to(self._root, behind)
        return self._part.encoded()

    def _there(self, name: str) -> list[Element]:
        parent = self._root.first(name)
        return [] if parent is None else parent.all(ITEMS[name])

    def _add(self, name: str, text: str) -> int:
        self._added[name].append(text)
        index = len(self._there(name)) + len(self._added[name]) - 1
        if index >= MOST_FORMATS:
            raise broken(styles="too many")
        return index

    def _clone(self, style: int, fill: int) -> str:
        formats = self._there("cellXfs")
        if style >= len(formats):
            return (
                f'<{self._root.prefix}xf numFmtId="0" fontId="0" fillId="{fill}" borderId="0" xfId="0" applyFill="1"/>'
            )
        one = formats[style]
        tag = self._part.utf8[one.begin : one.tag_end]
        tag = with_attribute(with_attribute(tag, "fillId", str(fill)), "applyFill", "1")
        return (tag + self._part.utf8[one.tag_end : one.end]).decode()

    def _format(self, look: Look, font: int) -> str:
        prefix = self._root.prefix
        wraps = "" if look in UNWRAPPED else ' wrapText="1"'
        return (
            f'<{prefix}xf numFmtId="0" fontId="{font}" fillId="{self._fills.get(look, 0)}" borderId="0" xfId="0" applyFont="1"'
            f' applyFill="1" applyAlignment="1"><{prefix}alignment horizontal="left" vertical="top"{wraps}/></{prefix}xf>'
        )

    def _fill(self, colour: str) -> str:
        prefix = self._root.prefix
        return (
            f'<{prefix}fill><{prefix}patternFill patternType="solid"><{prefix}fgColor rgb="{colour}"/>'
            f'<{prefix}bgColor indexed="64"/></{prefix}patternFill></{prefix}fill>'
        )

    def _font(self, look: Look) -> str:
        prefix, (emphasis, size, colour) = self._root.prefix, FONTS[look]
        shown = f"<{prefix}{emphasis}/>" if emphasis else ""
        coloured = f'<{prefix}color rgb="{colour}"/>' if colour else ""
        return (
            f'<{prefix}font>{shown}<{prefix}sz val="{size}"/>{coloured}<{prefix}name val="{FONT}"/>'
            f'<{prefix}family val="3"/><{prefix}charset val="134"/></{prefix}font>'
        )


def _look(is_critical: bool) -> Look:
    return Look.CRITICAL if is_critical else Look.WARNING


def _with_prefix(text: str, prefix: str) -> str:
    return re.sub(r"(</?)(?=\w)", rf"\g<1>{prefix}", text)
