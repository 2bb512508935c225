"""A workbook without our marks: takes a file's bytes, gives what the county's file would be with the changes made since.

Exact where the file still has our trace and no program has rewritten the parts around the sheets. Else by what can be told: our
sheet by its name and number, our comments by their sign, our fills by their colours. A file without marks is given as it came.
"""

from collections.abc import Collection

from etl.marking.package_splice import PackageSplice
from etl.marking.part_text import PartText
from etl.marking.rewritten_marks import take_away_rewritten, take_out_trace
from etl.marking.sheet_restoring import restore_cells
from etl.marking.trace import Trace, digest, read_trace
from etl.settings import ReadingLimits
from etl.workbook.own_marks import COMMENT_SIGN, FRONT_SHEET
from etl.workbook.xlsx_parts import Skeleton, main_part, read_relationships, read_skeleton


def unmarked(content: bytes, limits: ReadingLimits) -> bytes:
    """The workbook with our marks taken away."""
    splice = PackageSplice(content, limits)
    return splice.content() if unmark(splice, limits) else content


def unmark(splice: PackageSplice, limits: ReadingLimits) -> bool:
    """Take our marks away in a package; False where it has none."""
    skeleton = read_skeleton(splice.package, limits.max_sheets)
    part, trace = _trace_of(splice)
    if trace is not None and _is_as_left(splice, trace):
        _restore_cells(splice, trace, skeleton, drawn=trace.drawn)
        for name, (_, before) in trace.kept.items():
            splice.put(name, before)
        for name in trace.added:
            splice.remove(name)
    elif trace is not None:
        styles = skeleton.styles or ""
        has_styles = styles in trace.kept and _is_marked(splice, trace, styles)
        if has_styles:
            _restore_cells(splice, trace, skeleton, drawn=())  # comments of a clerk may be left
            splice.put(styles, trace.kept[styles][1])
        take_away_rewritten(splice, skeleton, limits, is_filled=not has_styles)
        take_out_trace(splice, part)
    elif _may_be_marked(splice, skeleton):
        take_away_rewritten(splice, skeleton, limits)
    else:
        return False
    return True


def _trace_of(splice: PackageSplice) -> tuple[str, Trace | None]:
    """Our trace, and the part that it is."""
    for kind, part in read_relationships(splice.package, main_part(splice.package)).values():
        if kind == "customXml" and part in splice and (trace := read_trace(splice.read(part))) is not None:
            return part, trace
    return "", None


def _is_as_left(splice: PackageSplice, trace: Trace) -> bool:
    """True when nobody has changed a part that we changed, but for the sheets; and all that we added is there.

    Of what we added only comments matter: a clerk may have written into them.
    """
    return (
        all(_is_marked(splice, trace, name) for name in trace.kept)
        and all(name in splice for name in trace.added)
        and all(_is_marked(splice, trace, name) for name in trace.added if "omments" in name)
    )


def _is_marked(splice: PackageSplice, trace: Trace, name: str) -> bool:
    """True for a part that is as our marking has left it; of what older marks added no hash is known."""
    expected = trace.kept[name][0] if name in trace.kept else trace.added[name]
    return name in splice and expected in ("", digest(splice.read(name)))


def _restore_cells(splice: PackageSplice, trace: Trace, skeleton: Skeleton, *, drawn: Collection[str]) -> None:
    was = trace.kept.get(skeleton.styles or "", ("", b""))[1]
    first_of_ours = 0
    if was:
        formats = PartText(was).outline().first("cellXfs")
        first_of_ours = 0 if formats is None else len(formats.all("xf"))
    for part, restyled in trace.restyled.items():
        if part in splice:
            splice.put(part, restore_cells(splice.read(part), restyled, first_of_ours, is_drawn=part in drawn))


def _may_be_marked(splice: PackageSplice, skeleton: Skeleton) -> bool:
    if any(sheet.name.startswith(FRONT_SHEET) for sheet in skeleton.sheets):
        return True
    comments = [name for name in splice.names() if "comments" in name.lower() and name.lower().endswith(".xml")]
    return any(COMMENT_SIGN in PartText(splice.read(name)).utf8.decode("utf-8", "replace") for name in comments)
