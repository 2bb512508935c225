"""One worksheet's XML, cell by cell: the facts that calamine does not give, and the values where calamine cannot go.

Takes the XML of a sheet, gives Facts, and on request every value at its address in ragged rows. About four times slower
than calamine, so `etl.workbook.xlsx` asks only for sheets that need it. Formulas are looked at, never run.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from etl.cell_traits import Trait
from etl.model import Cell, Mark
from etl.workbook.assemble import DISPIMG, Facts, SparseRows
from etl.workbook.checked_xml import parse_xml
from etl.workbook.column_width import in_characters
from etl.workbook.number_formats import Shown, Style, from_serial, is_marking, mark_of
from etl.workbook.refusals import broken
from etl.workbook.xlsx_parts import unescaped
from etl.workbook.xlsx_runs import Runs

ROWS, COLUMNS = 1_048_576, 16_384
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
YES = ("1", "true", "on")


class SheetScan:
    """The scan of one sheet; `values` is None when only the facts are wanted."""

    def __init__(
        self,
        styles: Sequence[Style],
        *,
        strings: Sequence[str] = (),
        is_1904: bool = False,
        recalculates: bool = False,
        values: SparseRows | None = None,
        traits: Mapping[int, Trait] | None = None,
        string_traits: Mapping[int, Trait] | None = None,
        runs: Runs | None = None,
    ) -> None:
        self.facts = Facts()
        self._traits, self._string_traits = traits or {}, string_traits or {}
        self._runs = runs  # of inline texts, where some may be struck through
        self._styles, self._strings = styles, strings
        self._is_1904, self._recalculates = is_1904, recalculates
        self._values = values
        self._row = self._column = -1
        self._cell: dict[str, str] = {}
        self._texts: dict[str, list[str]] = {"v": [], "f": [], "t": []}
        self._has_formula = False
        self._inside = ""  # which of v, f, t the text belongs to
        self._in_phonetic = False
        self._zeros: list[tuple[int, int]] = []  # formulas whose saved result is 0
        self._others = 0  # formulas whose saved result is something else

    def read(self, content: bytes) -> Facts:
        parse_xml(content, self._start, self._end, self._text)
        if self._recalculates and self._zeros and not self._others:
            # xlsxwriter and its like save 0 for every formula and leave the calculation to the next program
            self.facts.marks |= dict.fromkeys(self._zeros, Mark.UNCALCULATED)
        return self.facts

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._column += 1
            if "r" in attributes:
                self._row, self._column = _position(attributes["r"])
            if not (0 <= self._row < ROWS and self._column < COLUMNS):
                raise broken(row=self._row, column=self._column)
            self._cell, self._has_formula = attributes, False
            self._texts = {"v": [], "f": [], "t": []}
        elif self._runs is not None and name in ("r", "strike", "vertAlign"):
            self._runs.start(name, attributes)
        elif name in ("v", "t", "f"):
            self._inside = name if not self._in_phonetic else ""
            self._has_formula = self._has_formula or name == "f"
        elif name == "row":
            self._row = int(attributes["r"]) - 1 if attributes.get("r", "").isdecimal() else self._row + 1
            self._column = -1
            if attributes.get("hidden") in YES:
                self.facts.hidden_rows.add(self._row)
        elif name == "rPh":
            self._in_phonetic = True
        elif name == "col":
            self._note_columns(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _text(self, data: str) -> None:
        if self._inside:
            self._texts[self._inside].append(data)
            if self._inside == "t" and self._runs is not None:
                self._runs.text(data)

    def _end(self, name: str) -> None:
        if name in ("v", "t", "f"):
            self._inside = ""
        elif name == "rPh":
            self._in_phonetic = False
        elif name == "c":
            self._finish_cell()

    def _finish_cell(self) -> None:
        place, kind = (self._row, self._column), self._cell.get("t", "n")
        text = "".join(self._texts["v"])
        formula = "".join(self._texts["f"])
        if kind == "inlineStr":
            text = "".join(self._texts["t"])
        if DISPIMG in formula or DISPIMG in text or (kind == "e" and "vm" in self._cell):
            self.facts.marks[place] = Mark.PICTURE
        elif self._has_formula:
            self._judge_formula(place, kind, text.strip())
        if text == "" and kind != "s":
            return
        self._note_trait(place, kind, text)
        if kind == "n" and is_marking(style := self._shown()):
            self._mark(place, style, text)
        if self._values is not None and (value := self._value(kind, text)) != "":
            self._values.put(*place, value)

    def _note_trait(self, place: tuple[int, int], kind: str, text: str) -> None:
        """Take down what the cell is shown as; a trait of numbers says nothing of texts."""
        own = self._traits.get(int(index) if (index := self._cell.get("s", "0")).isdecimal() else 0)
        if own is not None and own is not Trait.STRUCK and kind != "n":
            own = None
        if kind == "s" and text.strip().isdecimal():
            own = own or self._string_traits.get(int(text))
        elif kind == "inlineStr" and self._runs is not None:
            own = own or self._runs.finish()
        if own is not None:
            self.facts.traits[place] = own

    def _mark(self, place: tuple[int, int], style: Style, text: str) -> None:
        try:
            mark = mark_of(style, float(text))
        except ValueError:
            return
        if mark is not None:
            self.facts.marks.setdefault(place, mark)

    def _judge_formula(self, place: tuple[int, int], kind: str, text: str) -> None:
        if kind == "n" and text == "":
            self.facts.marks[place] = Mark.UNCALCULATED
        elif kind == "n" and text == "0":
            self._zeros.append(place)
        elif text:
            self._others += 1

    def _shown(self) -> Style:
        index = self._cell.get("s", "0")
        number = int(index) if index.isdecimal() else 0
        return self._styles[number] if number < len(self._styles) else Shown.NUMBER

    def _value(self, kind: str, text: str) -> Cell:
        if kind in ("str", "inlineStr"):
            return unescaped(text)
        text = text.strip()
        if kind == "s":
            if not text:
                return ""
            if not text.isdecimal() or int(text) >= len(self._strings):
                raise broken(shared_string=text)
            return self._strings[int(text)]
        if kind == "e":
            return text
        if kind == "b":
            return text in YES
        if kind == "d":
            return _iso(text)
        try:
            return from_serial(float(text), self._shown(), is_1904=self._is_1904)
        except ValueError:
            return text

    def _note_columns(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        columns = range(max(int(first) - 1, 0), min(int(last), COLUMNS)) if (first + last).isdecimal() else range(0)
        self.facts.name(columns)
        if attributes.get("hidden") in YES:
            self.facts.hidden_columns.update(columns)
        if width := in_characters(f"{attributes.get('width', '')}ch"):
            self.facts.widths.update(dict.fromkeys(columns, width))

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        self.facts.merges.append((*_position(first), *_position(last or first)))


def _position(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference.strip())
    if found is None:
        raise broken(reference=reference)
    return int(found[2]) - 1, column_index(found[1])


def place_of(reference: str) -> tuple[int, int] | None:
    """Row and column of an address, from 0; None where it is none."""
    found = _REFERENCE.fullmatch(reference)
    return (int(found[2]) - 1, column_index(found[1])) if found else None


def column_index(letters: str) -> int:
    """The index of a column from its letters.

    >>> column_index("A"), column_index("XFD")
    (0, 16383)
    """
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def _iso(text: str) -> Cell:
    try:
        moment = datetime.fromisoformat(text.rstrip("Z"))
    except ValueError:
        return text
    return moment.date() if "T" not in text else moment
