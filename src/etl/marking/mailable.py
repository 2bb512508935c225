"""Test of a workbook that is to go by mail: takes its bytes, says no where it holds an identity number, or what nobody can look into.

Looked at is every text of every part, its tags left out and put as gaps, as a number may stand in one cell, in pieces of one, or
in two beside each other. Pictures, macros and other programs' objects may show a number that no text has.
"""

import re

from etl.identity_numbers import CELLS, find
from etl.marking.part_text import PartText
from etl.settings import ReadingLimits
from etl.workbook.package import Package

TEXTS = (".xml", ".rels", ".vml")
HARMLESS = ("printersettings",)  # that hold a machine's settings
_TAGS = re.compile("<[^>]*>")


def is_mailable(content: bytes, limits: ReadingLimits) -> bool:
    """True when no identity number can be in an xlsx."""
    package = Package(content, limits)
    for info in package.infos:
        name = info.filename.lower()
        if not name.endswith(TEXTS):
            if not any(one in name for one in HARMLESS):
                return False
            continue
        text = PartText(package.read_info(info)).utf8.decode("utf-8", "replace")
        if any(find(_TAGS.sub(gap, text)) for gap in ("", CELLS)):
            return False
    return True
