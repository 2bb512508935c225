"""The workbooks inside a zip, one level deep: each by a name that can be shown and holds no identity number, its bytes in memory only.

Takes the zip's bytes, gives its members one at a time. Nothing is ever written, so a name that climbs out of a folder, or
two that are the same, do no harm; what desktops leave behind (__MACOSX, ~$…, Thumbs.db) is passed over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from etl.identity_numbers import mask
from etl.settings import ReadingLimits
from etl.workbook.names import shown_names
from etl.workbook.package import Package, label_of
from etl.workbook.refusals import too_large

_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|~\$|\.|thumbs\.db$|desktop\.ini$)", re.IGNORECASE)


@dataclass(frozen=True)
class Member:
    """One file of a zip."""

    name: str
    content: bytes


class ZippedFiles:
    """The files of one zip, by their shown names; `password` opens those that ask for one."""

    def __init__(self, content: bytes, limits: ReadingLimits, password: str | None = None) -> None:
        self._package = Package(content, limits, password)
        labels = [_inside(label_of(info)) for info in self._package.infos]
        kept = [(info, label) for info, label in zip(self._package.infos, labels, strict=True) if label]
        if len(kept) > limits.max_zip_files:
            raise too_large("zip files", count=len(kept), most=limits.max_zip_files)
        shown = shown_names([mask(label) for _, label in kept])
        self._infos = {name: info for name, (info, _) in zip(shown, kept, strict=True)}
        self.names = tuple(self._infos)

    def __iter__(self) -> Iterator[Member]:
        return (self.open(name) for name in self.names)

    def open(self, name: str) -> Member:
        """One of `names`."""
        return Member(name, self._package.read_info(self._infos[name]))


def _inside(label: str) -> str:
    """A member's path without what would climb out of a folder; '' for what is no submission.

    >>> _inside("../../附件/一季度.xlsx"), _inside("__MACOSX/._一季度.xlsx")
    ('附件/一季度.xlsx', '')
    """
    path = "/".join(part for part in label.split("/") if part not in ("", ".", ".."))
    return "" if _LITTER.search(path) else path
