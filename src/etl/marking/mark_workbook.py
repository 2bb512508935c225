"""An xlsx or xlsm with marks in it: takes the file's bytes, marks and a front sheet, gives the file's bytes with every other byte of every other part.

Pure. Marks that are ours and lie in it from before are taken away first. UnreadableWorkbook where a package cannot be spliced.
"""

import hashlib
import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count

from etl.marking import comment_shapes, package_lists
from etl.marking.comments_part import new_comments, with_comments
from etl.marking.front_part import front_part
from etl.marking.marks import CellMark, FrontSheet, Place
from etl.marking.package_splice import PackageSplice
from etl.marking.part_text import PartText
from etl.marking.sheet_part import CellRestyling
from etl.marking.styles_part import StylesPart
from etl.marking.threads_part import with_ourselves, with_replies
from etl.marking.trace import Trace, digest, properties
from etl.marking.unmark_workbook import unmark
from etl.marking.workbook_part import main_namespace, sheet_names, with_front_sheet
from etl.settings import ReadingLimits
from etl.workbook.names import shown_names
from etl.workbook.own_marks import FRONT_SHEET, our_words
from etl.workbook.xlsx_parts import Skeleton, main_part, read_relationships, read_skeleton


def marked(content: bytes, marks: Sequence[CellMark], front: FrontSheet, limits: ReadingLimits) -> bytes:
    """The workbook with its cells marked and the front sheet before its own."""
    splice = PackageSplice(content, limits)
    if unmark(splice, limits):
        content = splice.content()
        splice = PackageSplice(content, limits)
    return _Marking(content, splice, limits).run(marks, front)


class _Marking:
    def __init__(self, content: bytes, splice: PackageSplice, limits: ReadingLimits) -> None:
        self._splice = splice
        self._main = main_part(self._splice.package)
        self._skeleton: Skeleton = read_skeleton(self._splice.package, limits.max_sheets)
        self._namespace = main_namespace(self._splice.read(self._main))
        self._relations = package_lists.relations_namespace(self._namespace)
        styles = self._skeleton.styles
        self._styles_part = styles or self._beside("styles.xml")
        self._styles = StylesPart(self._splice.read(styles) if styles else b"", self._namespace)
        self._blocks: int | None = None  # of shape numbers, the highest that is taken
        self._trace = Trace(sha256=hashlib.sha256(content).hexdigest())

    def run(self, marks: Sequence[CellMark], front: FrontSheet) -> bytes:
        names = shown_names([sheet.name for sheet in self._skeleton.sheets])
        parts = {name: sheet.part for name, sheet in zip(names, self._skeleton.sheets, strict=True)}
        by_part: dict[str, list[CellMark]] = defaultdict(list)
        for mark in marks:
            if mark.sheet in parts:
                by_part[parts[mark.sheet]].append(mark)
        for part, of_part in by_part.items():
            self._mark_sheet(part, of_part)
        self._add_front(front, {name: sheet.name for name, sheet in zip(names, self._skeleton.sheets, strict=True)})
        self._keep_trace()
        return self._splice.content()

    def _mark_sheet(self, part: str, marks: Iterable[CellMark]) -> None:
        texts: dict[Place, list[str]] = defaultdict(list)
        is_critical: dict[Place, bool] = defaultdict(bool)
        for mark in marks:
            texts[mark.place].append(mark.text)
            is_critical[mark.place] |= mark.is_critical
        text = PartText(self._splice.read(part))
        cells = CellRestyling(
            text, texts, lambda place, style: self._styles.marked(style, is_critical=is_critical[place])
        ).run()
        self._trace.restyled[part] = cells.restyled
        key = self._add_comments(part, {place: our_words(lines) for place, lines in texts.items()}, cells)
        if key is not None:
            self._draw(text, cells, key)
            self._trace.drawn.append(part)
        self._splice.put(part, text.encoded())

    def _draw(self, text: PartText, cells: CellRestyling, key: str) -> None:
        """Name the drawing of the comments in the sheet, where its schema has it."""
        place = cells.closing if cells.behind is None else cells.behind
        text.insert(place, f'<{cells.prefix}legacyDrawing xmlns:r="{self._relations}" r:id="{key}"/>')

    def _add_comments(self, sheet: str, texts: Mapping[Place, str], cells: CellRestyling) -> str | None:
        """Write the comments of a sheet and their boxes; the id of the drawing where the sheet has had none."""
        related = {
            kind: part
            for kind, part in read_relationships(self._splice.package, sheet).values()
            if part in self._splice
        }
        if comments := related.get("comments"):
            content, fresh = with_comments(self._splice.read(comments), texts)
            self._splice.put(comments, content)
        else:
            comments, fresh = self._free(self._beside("commentsReturned"), "xml"), set(texts)
            self._splice.put(comments, new_comments(texts, self._namespace))
            package_lists.set_type(self._splice, comments, package_lists.COMMENTS)
            self._relate(sheet, "comments", comments)
        self._reply(related.get("threadedComment"), texts)
        drawing = self._drawing_of(sheet, cells)
        if not fresh:
            return None
        block = self._next_blocks(len(fresh))
        if drawing is not None:
            self._splice.put(drawing, comment_shapes.with_boxes(self._splice.read(drawing), fresh, block))
            return None
        drawing = self._free(self._beside("drawings/vmlDrawingReturned"), "vml")
        self._splice.put(drawing, comment_shapes.new_drawing(fresh, block))
        package_lists.set_type(self._splice, drawing, package_lists.DRAWING)
        return self._relate(sheet, "vmlDrawing", drawing)

    def _reply(self, threads: str | None, texts: Mapping[Place, str]) -> None:
        """Say the same in the threads of a sheet, if somebody is known to write in them."""
        related = read_relationships(self._splice.package, self._main).values()
        persons = next((part for kind, part in related if kind == "person" and part in self._splice), None)
        if threads is None or persons is None:
            return
        if (content := with_replies(self._splice.read(threads), texts)) is not None:
            self._splice.put(threads, content)
            self._splice.put(persons, with_ourselves(self._splice.read(persons)))

    def _drawing_of(self, sheet: str, cells: CellRestyling) -> str | None:
        if cells.drawing is None:
            return None
        key = next((value for name, value in cells.drawing.items() if name.rpartition(":")[2] == "id"), "")
        return read_relationships(self._splice.package, sheet).get(key, ("", None))[1]

    def _next_blocks(self, count: int) -> int:
        if self._blocks is None:
            drawings = [name for name in self._splice.names() if name.lower().endswith(".vml")]
            self._blocks = comment_shapes.blocks_in(map(self._splice.read, drawings))
        first = self._blocks + 1
        self._blocks += comment_shapes.blocks_needed(count)
        return first

    def _add_front(self, front: FrontSheet, targets: Mapping[str, str]) -> None:
        looks = self._styles.looks()
        self._splice.put(self._styles_part, self._styles.encoded())
        if self._skeleton.styles is None:
            package_lists.set_type(self._splice, self._styles_part, package_lists.STYLES)
            self._relate(self._main, "styles", self._styles_part)
        part = self._free(self._beside("worksheets/sheetReturned"), "xml")
        self._splice.put(part, front_part(front, looks, self._namespace, targets))
        package_lists.set_type(self._splice, part, package_lists.WORKSHEET)
        key = self._relate(self._main, "worksheet", part)
        workbook = self._splice.read(self._main)
        taken = {name.casefold() for name in sheet_names(workbook)}
        numbered = chain((FRONT_SHEET,), (f"{FRONT_SHEET}{number}" for number in count(2)))
        name = next(one for one in numbered if one not in taken)
        self._splice.put(self._main, with_front_sheet(workbook, name, key, self._relations))

    def _keep_trace(self) -> None:
        number = next(n for n in range(1, 9999) if f"customXml/item{n}.xml" not in self._splice)
        item, about = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
        self._splice.put(about, properties())
        self._splice.put(item, b"")  # so that it is among those that were added
        package_lists.set_type(self._splice, about, package_lists.PROPERTIES)
        package_lists.set_type(self._splice, item, "application/xml")
        self._relate(self._main, "customXml", item)
        self._relate(item, "customXmlProps", about)
        original = self._splice.package
        sheets = {*self._trace.restyled, *self._trace.drawn}
        for name in self._splice.changed():
            if name not in original:
                self._trace.added[name] = digest(self._splice.read(name))
            elif name not in sheets:
                self._trace.kept[name] = digest(self._splice.read(name)), original.read(name)
        self._splice.put(item, self._trace.written())

    def _relate(self, source: str, kind: str, target: str) -> str:
        return package_lists.relate(self._splice, source, f"{self._relations}/{kind}", target)

    def _beside(self, name: str) -> str:
        return posixpath.join(posixpath.dirname(self._main), name)

    def _free(self, stem: str, ending: str) -> str:
        return next(name for n in range(1, 9999) if (name := f"{stem}{n}.{ending}") not in self._splice)
