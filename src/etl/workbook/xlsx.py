"""xlsx and xlsm to grids: checked part by part, then handed to calamine as a package of nothing but what it needs.

Takes the zip's bytes. What calamine sees is made here (skeleton, styles) or was checked here (strings, sheets): no macro,
link, picture or DTD reaches it, and an error cell is turned into its text first, since calamine gives a blank for it.
A sheet whose cells are not written the usual way, or lie too far apart for a dense array, is read by SheetScan instead.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from xml.sax.saxutils import quoteattr

from etl.model import Grid
from etl.settings import ReadingLimits
from etl.workbook.assemble import DISPIMG, Assembler, Facts, SparseRows
from etl.workbook.calamine_values import SheetValues, read_values
from etl.workbook.checked_xml import as_utf8, contains_declaration, stands_in
from etl.workbook.names import shown_names
from etl.workbook.number_formats import Shown, Style, is_marking
from etl.workbook.package import Package, pack
from etl.workbook.xlsx_notes import has_runs, print_lines_of, template_of, texts_over_cells, traits_of_strings
from etl.workbook.xlsx_parts import Skeleton, read_shared_strings, read_skeleton, read_styles
from etl.workbook.xlsx_runs import Runs
from etl.workbook.xlsx_scan import SheetScan, column_index

MAX_DENSE_CELLS = 20_000_000  # calamine holds 24 bytes for every cell of the range, twice
_ROOT = re.compile(rb"<((?:[A-Za-z0-9_]+:)?)worksheet[\s>]")
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\s[^>]*/>")
_RANGE = re.compile(rb'\sref="[A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?"')
CDATA = b"<![CDATA["  # calamine passes over what stands in it
ERROR = b't="e"'
HIDDEN = b'hidden="'
_CELLS_BEGIN = re.compile(rb"<(?:\w+:)?sheetData(?:\s[^>]*)?>")
_MERGES = re.compile(rb"<(?:\w+:)?mergeCells[\s>].*?</(?:\w+:)?mergeCells\s*>", re.DOTALL)
_LAST_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?r="([0-9]{1,7})"')
_UNSAVED = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f(?:\s[^>]*)?/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_NAMESPACE = "http://schemas.openxmlformats.org/"
_FORMAT_NUMBER: dict[Style, int] = {Shown.DATE: 22, Shown.DURATION: 46}


class XlsxReader:
    """Reads one file; the parts that all its sheets share are read once."""

    def __init__(self, content: bytes, limits: ReadingLimits) -> None:
        self._package = Package(content, limits)
        self._limits = limits
        self._skeleton: Skeleton = read_skeleton(self._package, limits.max_sheets)
        styles = self._skeleton.styles
        self._styles, self._traits = read_styles(self._package.read(styles), "") if styles else ((), {})
        shared = self._skeleton.shared_strings
        self._shared = as_utf8(self._package.read(shared)) if shared else b""
        self._has_marked_sections = contains_declaration(self._shared, CDATA)
        self._string_traits = traits_of_strings(self._shared)
        self._strings: list[str] | None = None

    def read(self) -> tuple[Grid, ...]:
        """All worksheets in order."""
        sheets = self._skeleton.sheets
        values: list[SheetValues | None] = []
        facts: list[Facts] = []
        dense: dict[int, bytes] = {}
        for number, sheet in enumerate(sheets):
            content = as_utf8(self._package.read(sheet.part))
            cells = _cells_of(content)
            print_lines = print_lines_of(content, cells)
            if not self._has_marked_sections and _is_usual(content):
                has_errors = stands_in(content, cells, b"e", ERROR)
                dense[number] = _for_calamine(content, cells, has_errors=has_errors)
                is_told = self._has_facts(content, cells, has_errors=has_errors)
                facts.append(self._scan(content, None) if is_told else Facts())
                values.append(None)
            else:
                found = SparseRows(self._limits.max_cells_per_sheet)
                facts.append(self._scan(content, found))
                values.append(SheetValues(number, sheet.name, sheet.hidden, found.rows()))
            facts[-1].print_lines = print_lines
        for number, sheet_values in zip(dense, self._dense_values(list(dense.values())), strict=True):
            values[number] = sheet_values
            facts[number].merges = sheet_values.merges
        for fact, sheet in zip(facts, sheets, strict=True):
            fact.comments, in_shapes = texts_over_cells(self._package, sheet.part)
            fact.print_lines += in_shapes
            fact.is_1904 = self._skeleton.is_1904
        assembler = Assembler(self._limits)
        names = shown_names([sheet.name for sheet in sheets])
        grids = tuple(
            assembler.grid(name, one.rows, fact, hidden=sheet.hidden)
            for name, sheet, one, fact in zip(names, sheets, values, facts, strict=True)
            if one is not None
        )
        template = template_of(self._package)
        return tuple(replace(grid, template=template) for grid in grids) if template else grids

    def _dense_values(self, contents: list[bytes]) -> list[SheetValues]:
        if not contents:
            return []
        parts = _skeleton_parts(len(contents), self._skeleton.is_1904, self._styles)
        if self._shared:
            parts["xl/sharedStrings.xml"] = self._shared
        for number, content in enumerate(contents, start=1):
            parts[f"xl/worksheets/sheet{number}.xml"] = content
        return list(read_values(pack(parts)))

    def _has_facts(self, content: bytes, cells: slice, *, has_errors: bool) -> bool:
        """True when anything in the XML is worth the scan; most sheets have nothing."""
        if content.find(HIDDEN, 0, cells.start) >= 0 or stands_in(content, cells, b"h", HIDDEN):
            return True
        if has_errors and b' vm="' in content:
            return True
        if self._string_traits or (stands_in(content, cells, b"i", b"<is>") and has_runs(content)):
            return True
        marking = [str(i) for i, style in enumerate(self._styles) if is_marking(style) or i in self._traits]
        if marking and re.search(rf'\ss="(?:{"|".join(marking)})"'.encode(), content):
            return True
        if not stands_in(content, cells, b"f", b"<f") and (b"<c" in content or b":f" not in content):
            return False
        return self._skeleton.recalculates or DISPIMG.encode() in content or _UNSAVED.search(content) is not None

    def _scan(self, content: bytes, values: SparseRows | None) -> Facts:
        if values is not None and self._strings is None:
            limit = self._limits.max_text_mb * 1_000_000
            self._strings = read_shared_strings(self._shared, limit) if self._shared else []
        return SheetScan(
            self._styles,
            strings=self._strings or (),
            is_1904=self._skeleton.is_1904,
            recalculates=self._skeleton.recalculates,
            values=values,
            traits=self._traits,
            string_traits=self._string_traits,
            runs=Runs() if has_runs(content) else None,
        ).read(content)


def _is_usual(content: bytes) -> bool:
    """True when every cell names its address first, as all office programs write it, and a dense array can hold them.

    Each test looks through the whole XML, so there are few.
    """
    root = _ROOT.search(content[:4096])
    if root is None or contains_declaration(content, CDATA):
        return False
    tag = b"<" + root[1] + b"c "
    last = _LAST_ROW.match(content, content.rfind(b"<" + root[1] + b"row "))
    if last is not None and int(last[1]) < 100_000:
        # up to ZZ9999 or Z99999 the range is small enough, whatever stands in it
        near = rb"[A-Z]{1,2}[0-9]{1,4}" if int(last[1]) < 10_000 else rb"[A-Z][0-9]{1,5}"
        if not re.search(tag + rb'(?!r="' + near + rb'")', content):
            return True
    if content.count(tag + b'r="') != content.count(tag):
        return False
    if last is None:  # rows without a number: where they stand is only known by counting
        return root[1] + b"row" not in content
    extents = [_extent(found[0]) for found in re.finditer(tag + rb'r="([A-Z]+[0-9]+)"[^>]*(?<!/)>', content)]
    rows, columns = max((row for row, _ in extents), default=0), max((column for _, column in extents), default=0)
    return rows * columns <= MAX_DENSE_CELLS


def _extent(cell: bytes) -> tuple[int, int]:
    """Rows and columns from A1 to a cell, from its opening tag."""
    reference = cell.split(b'"', 2)[1]
    letters = reference.rstrip(b"0123456789")
    return int(reference[len(letters) :]), column_index(letters.decode()) + 1


def _cells_of(content: bytes) -> slice:
    """Part of the XML with the rows and cells; all of it when it is not marked in the usual way."""
    begin, end = _CELLS_BEGIN.search(content), content.rfind(b"sheetData>")
    return slice(begin.end(), end) if begin is not None and begin.end() < end else slice(0, len(content))


def _for_calamine(content: bytes, cells: slice, *, has_errors: bool) -> bytes:
    """The XML without what calamine stumbles over: an empty or nonsensical dimension, and errors, which become texts."""
    content = _with_merges_first(content, cells)
    if (found := _DIMENSION.search(content, 0, 4096)) and not _RANGE.search(found[0]):
        content = content.replace(found[0], b"", 1)
    if not has_errors:
        return content
    return re.sub(rb'(<(?:\w+:)?c\s[^>]*?\s)t="e"', rb'\1t="str"', content)


def _with_merges_first(content: bytes, cells: slice) -> bytes:
    """The XML with the merged cells named before all cells instead of behind.

    calamine looks for them from the top, once more through every cell: without this a third of its time.
    """
    opening = content.rfind(b"<", 0, cells.start)
    if opening < 0 or contains_declaration(content, b"<!--"):
        return content
    merges = _MERGES.search(content, cells.stop)
    if merges is not None:
        return b"".join((content[:opening], merges[0], content[opening : merges.start()], content[merges.end() :]))
    if content.find(b"mergeCells", cells.stop) >= 0:  # written in some other way
        return content
    return b"".join((content[:opening], b"<mergeCells/>", content[opening:]))


def _skeleton_parts(sheets: int, is_1904: bool, styles: Sequence[Style]) -> dict[str, bytes]:
    """The parts around the sheets, in their plainest form."""
    numbers = range(1, sheets + 1)
    packages = f"{_NAMESPACE}package/2006"
    relations = f"{_NAMESPACE}officeDocument/2006/relationships"
    main = f"{_NAMESPACE}spreadsheetml/2006/main"
    listed = "".join(f'<sheet name={quoteattr(f"S{n}")} sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{relations}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    formats = "".join(f'<xf numFmtId="{_FORMAT_NUMBER.get(shown, 0)}"/>' for shown in styles)
    texts = {
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships">'
        f'<Relationship Id="rId1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types"/>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><workbookPr date1904="{int(is_1904)}"/>'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}/relationships">{related}'
        f'<Relationship Id="rIdT" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rIdF" Type="{relations}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs count="{len(styles)}">{formats}</cellXfs></styleSheet>',
    }
    return {name: text.encode() for name, text in texts.items()}
