"""Comments of one worksheet: takes its comments part, or none, and texts by cell, gives the part with ours below what is there."""

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from etl.marking.marks import Place
from etl.marking.part_text import Element, PartText, as_text
from etl.model import address
from etl.workbook.refusals import broken
from etl.workbook.xlsx_scan import place_of

AUTHOR = "退回核对"


def new_comments(texts: Mapping[Place, str], namespace: str) -> bytes:
    """A comments part of nothing but ours."""
    written = "".join(_comment("", place, 0, text) for place, text in sorted(texts.items()))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{namespace}">'
        f"<authors><author>{AUTHOR}</author></authors><commentList>{written}</commentList></comments>"
    ).encode()


def with_comments(content: bytes, texts: Mapping[Place, str]) -> tuple[bytes, set[Place]]:
    """The part with ours, and the cells that had no comment before. A comment of others gets ours below its own text."""
    part = PartText(content)
    root = part.outline()
    authors, listed = root.first("authors"), root.first("commentList")
    if authors is None or listed is None:
        raise broken(comments="no list")
    there = {place_of(comment.attribute("ref")): comment for comment in listed.all("comment")}
    fresh = {place for place in texts if place not in there}
    for place in sorted(texts.keys() - fresh):
        _append(part, there[place], texts[place])
    if fresh:
        part.append_to(authors, f"<{root.prefix}author>{AUTHOR}</{root.prefix}author>")
        number = len(authors.all("author"))
        written = "".join(_comment(root.prefix, place, number, texts[place]) for place in sorted(fresh))
        part.append_to(listed, written)
    return part.encoded(), fresh


def _append(part: PartText, comment: Element, text: str) -> None:
    prefix = comment.prefix
    run = f'<{prefix}r><{prefix}t xml:space="preserve">\n{as_text(text)}</{prefix}t></{prefix}r>'
    shown = comment.first("text")
    if shown is None:
        raise broken(comments="no text")
    if shown.is_empty:
        part.append_to(shown, run)
        return
    behind = [child for child in shown.children if child.name in ("t", "r")]
    part.insert(behind[-1].end if behind else shown.tag_end, run)


def _comment(prefix: str, place: Place, author: int, text: str) -> str:
    return (
        f'<{prefix}comment ref={quoteattr(address(*place))} authorId="{author}"><{prefix}text><{prefix}r>'
        f'<{prefix}t xml:space="preserve">{as_text(text)}</{prefix}t></{prefix}r></{prefix}text></{prefix}comment>'
    )
