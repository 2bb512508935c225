"""Formats of a template's cells, each made once a workbook."""

from collections.abc import Mapping

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from etl.model import Severity

FONT = {"font_name": "宋体", "font_size": 11}
TEXT = "@"  # number format of what is read as it is typed
GREY, RED, YELLOW = "#7F7F7F", "#FFC7CE", "#FFEB9C"
_BORDER = {"border": 1, "border_color": "#BFBFBF"}


class Formats:
    """The formats of one workbook: what is locked, what is filled in, what a hint looks like."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._entries: dict[tuple[str, bool], Format] = {}
        centred = {"align": "center", "valign": "vcenter", "text_wrap": True}
        self.title = self._made(bold=True, font_size=16, **centred)
        self.line = self._made(valign="vcenter")
        self.label = self._made(valign="vcenter", text_wrap=True)
        self.small = self._made(font_size=9, font_color=GREY, valign="vcenter")
        self.entry_line = self._made(locked=False, bottom=1, valign="vcenter")
        self.beside = self._made(locked=False)
        self.answer = self._made(locked=False, valign="top", text_wrap=True, **_BORDER)
        self.heading = self._made(bold=True, bg_color="#DDEBF7", **centred, **_BORDER)
        self.required = self._made(bold=True, bg_color="#DDEBF7", font_color="#C00000", **centred, **_BORDER)
        self.text = self._made(valign="top", text_wrap=True, **_BORDER)
        self._hints: Mapping[Severity, Format] = {
            Severity.CRITICAL: book.add_format({"bg_color": RED}),
            Severity.WARNING: book.add_format({"bg_color": YELLOW}),
        }

    def entry_of(self, number_format: str, *, is_grey: bool = False) -> Format:
        """The format of a cell that is filled in."""
        key = (number_format, is_grey)
        if key not in self._entries:
            colour = {"font_color": GREY, "italic": True} if is_grey else {}
            shown = {"valign": "top", "text_wrap": number_format == TEXT}
            self._entries[key] = self._made(num_format=number_format, locked=False, **shown, **_BORDER, **colour)
        return self._entries[key]

    def hint_of(self, severity: Severity) -> Format:
        """The colour of a cell that breaks a rule."""
        return self._hints.get(severity, self._hints[Severity.WARNING])

    def _made(self, **properties: object) -> Format:
        return self._book.add_format({**FONT, **properties})
