"""Threads of comments, which newer programs show in the place of a comment: takes a sheet's part and texts by cell, gives it with ours as the last reply.

Who replies stands in the part of persons, where we are one more.
"""

import hashlib
from collections.abc import Mapping
from uuid import UUID

from etl.marking.comments_part import AUTHOR
from etl.marking.marks import Place
from etl.marking.part_text import PartText, as_text
from etl.model import address
from etl.workbook.xlsx_scan import place_of

OURSELVES = "{6C0B7E0A-5B1D-4B58-9C37-2E4F0D9A16C2}"


def with_replies(content: bytes, texts: Mapping[Place, str]) -> bytes | None:
    """The part with a reply of ours below each thread on one of the cells; None where there is no such thread."""
    part = PartText(content)
    root = part.outline()
    last = {
        place: comment
        for comment in root.all("threadedComment")
        if (place := place_of(comment.attribute("ref"))) in texts
    }
    if not last:
        return None
    prefix = root.prefix
    replies = (
        f'<{prefix}threadedComment ref="{address(*place)}" dT="{comment.attribute("dT")}" personId="{OURSELVES}" '
        f'id="{_number(place, texts[place])}" parentId="{comment.attribute("parentId") or comment.attribute("id")}">'
        f"<{prefix}text>{as_text(texts[place])}</{prefix}text></{prefix}threadedComment>"
        for place, comment in sorted(last.items())
        if place is not None
    )
    part.append_to(root, "".join(replies))
    return part.encoded()


def with_ourselves(persons: bytes) -> bytes:
    """The part of persons with us among them."""
    part = PartText(persons)
    root = part.outline()
    if all(one.attribute("id") != OURSELVES for one in root.children):
        prefix = root.prefix
        part.append_to(
            root, f'<{prefix}person displayName="{AUTHOR}" id="{OURSELVES}" userId="{AUTHOR}" providerId="None"/>'
        )
    return part.encoded()


def without_replies(content: bytes) -> bytes:
    """The part without what we replied."""
    part = PartText(content)
    for comment in part.outline().all("threadedComment"):
        if comment.attribute("personId").upper() == OURSELVES:
            part.replace(comment.begin, comment.end, b"")
    return part.encoded()


def _number(place: Place, text: str) -> str:
    digest = hashlib.sha256(f"{address(*place)} {text}".encode()).digest()
    return f"{{{str(UUID(bytes=digest[:16], version=4)).upper()}}}"
