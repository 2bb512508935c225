"""The lines around a table: who reports, and what they state of unit, period and standing; and the titles. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from etl.contract.vocabulary import Vocabulary
from etl.recognise.cells import Row
from etl.recognise.statements.money_unit import UnitStatement, UnitStatements
from etl.recognise.statements.period import Stretch, stretches_in
from etl.recognise.statements.placed import Place, PlacedStanding, PlacedStretch, PlacedUnit, Spot, Where
from etl.recognise.statements.standing import Standing, standing_of_line, standing_of_note
from etl.text import LONGEST_LINE, fold_label, remembering

# what makes a line one about the period although it is no title: 统计期：, 注：以上为…数据, 截至
_ABOUT_TIME = re.compile(
    "(?:统计|报告|填报|所属|报表|数据)(?:期间?|时期|周期|时间|范围|口径|期别|季度)|^(?:期间?|时期|报告期|所属期|季度)|截[至止]"
    "|(?:以上|本表|上表|表中|表内|此表)(?:所?[填列]?)?(?:数据|内容|金额|情况)?(?:均|都|全部)?(?:为|是|系|属)"
)
_MOMENT = re.compile("(?:(?:统计|报告|所属|数据)(?:期间?|时期|周期|时间|时段)|报告期|所属期|期间):(?=20[0-9]{2})")
_CALLED = re.compile(
    "(?:以上|上述|本表|此表|表中|表内|所列)[^,，。;；:]{0,6}?(?:为|是|系|属)([^,，。;；为是]{1,8})[。.]?$"
)
# 单位：苍溪县民政局 names who reports; 单位：户、人 does not
_UNIT_OF_PEOPLE = re.compile("^单位(?:[(](?:盖?章|公章)[)])?:(?=.*[县区市州镇乡局办委])(.{3,})$")

_NOTE_OF_A_PLACE = re.compile("(?:附?注|备注|说明|制表|编制|审核|来源|上报)[^:：]{0,4}[:：].*[县区市州]")
_SHORT_NOTE = re.compile("(?:附?注|备注|说明)[0-9]{0,2}:(.{1,10})$")  # which says what a title's bracket would
LONGEST_NOTE = 24  # a longer note explains, and may well name other counties


@dataclass(frozen=True)
class Preamble:
    """Statements of the lines, in their order."""

    titles: tuple[str, ...] = ()
    title_cells: tuple[Place | None, ...] = ()
    sender: str | None = None
    sender_cell: Place | None = None
    units: tuple[PlacedUnit, ...] = ()
    stretches: tuple[PlacedStretch, ...] = ()
    standings: tuple[PlacedStanding, ...] = ()
    notes: tuple[tuple[str, Place | None], ...] = ()  # short ones that may name a place
    called: tuple[tuple[str, Place | None], ...] = ()  # what notes say that the table's figures are

    @staticmethod
    def of(parts: Sequence["Preamble"]) -> "Preamble":
        """Join several; the first that names a sender counts."""
        parts = [part for part in parts if part is not NOTHING]
        if len(parts) < 2:
            return parts[0] if parts else NOTHING
        first = next((part for part in parts if part.sender), NOTHING)
        return Preamble(
            tuple(title for part in parts for title in part.titles),
            tuple(cell for part in parts for cell in part.title_cells),
            first.sender,
            first.sender_cell,
            tuple(unit for part in parts for unit in part.units),
            tuple(stretch for part in parts for stretch in part.stretches),
            tuple(standing for part in parts for standing in part.standings),
            tuple(note for part in parts for note in part.notes),
            tuple(word for part in parts for word in part.called),
        )


NOTHING = Preamble()  # most places say nothing


@dataclass(frozen=True)
class _Said:
    """Statements of one text of a line."""

    sender: str | None
    units: tuple[UnitStatement, ...]
    stretches: tuple[Stretch, ...]
    standing: Standing | None
    is_title: bool
    is_note: bool = False
    called: str = ""


class PreambleReader:
    """Reads the lines above and below a table; built once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        senders = "|".join(map(re.escape, sorted(vocabulary.folded(vocabulary.sender), key=len, reverse=True)))
        others = vocabulary.folded((*vocabulary.fillers, *vocabulary.footers)) - vocabulary.folded(vocabulary.sender)
        stop = "|".join(map(re.escape, sorted(others, key=len, reverse=True)))
        self._unit_label = re.compile(r"^[(]?(?:金额|资金|计量|货币)?单位[:)]*$")
        self._sender = re.compile(rf"(?:{senders})(?:[(]盖章[)]|[(]公章[)])?:?(.*?)(?:(?:{stop}):|$)")
        self._filler = re.compile(rf"(?:{senders}|{stop}):?")
        self._units = UnitStatements(vocabulary.units)
        self._said = remembering(self._say)  # sheets of one template say the same
        self._line = lru_cache(maxsize=4096)(
            self._read_line
        )  # a sheet is read by several, and a file's sheets are alike

    def read(
        self,
        rows: Sequence[Row] | Mapping[int, Row],
        numbers: Iterable[int],
        where: Where = Where.TITLE,
        sheet: str | None = None,
    ) -> Preamble:
        """Read the given rows; the first that names a sender counts. `sheet` is theirs where it is not the tables'."""
        said: list[Preamble] = []
        for number in numbers:
            row = rows[number]
            if texts := tuple(
                (c, cell) for c, cell in enumerate(row) if cell and isinstance(cell, str) and cell.strip()
            ):
                is_short = len(sheet or "") + sum(len(text) for _, text in texts) <= LONGEST_LINE
                said.append((self._line if is_short else self._read_line)(texts, number, where, sheet))
        return Preamble.of(said)

    def _read_line(self, texts: tuple[tuple[int, str], ...], row: int, where: Where, sheet: str | None) -> Preamble:
        """Statements of the texts of one row, each with its column."""
        said: list[Preamble] = []
        labelled = False  # the text before was 单位： and took this one as its unit
        for (column, text), (_, following) in zip_longest(texts, texts[1:], fillvalue=(-1, "")):
            found = self.text(text, Spot(where, (row, column), sheet), following)
            said.append(replace(found, units=()) if labelled else found)
            labelled = self._unit_label.match(fold_label(text)) is not None
        return Preamble.of(said)

    def text(self, text: str, spot: Spot, following: str = "") -> Preamble:
        """Statements of one text at its place; `following` is the next text in its row."""
        said = self._said(text, following)
        return Preamble(
            (text,) if said.is_title else (),
            (spot.cell,) if said.is_title else (),
            said.sender or None,
            spot.cell if said.sender else None,
            tuple(PlacedUnit(spot, text, statement) for statement in said.units),
            tuple(PlacedStretch(spot, text, stretch) for stretch in said.stretches),
            (PlacedStanding(spot, text, said.standing),) if said.standing else (),
            ((text, spot.cell),) if said.is_note else (),
            ((said.called, spot.cell),) if said.called else (),
        )

    def stated_in(self, text: str) -> tuple[UnitStatement, ...]:
        """Statements on units in a text."""
        return self._units.statements_in(text)

    def units_in(self, text: str, spot: Spot) -> tuple[PlacedUnit, ...]:
        """Units that a text states: a name speaks of period, sender and standing in other ways."""
        return tuple(PlacedUnit(spot, text, statement) for statement in self._units.statements_in(text))

    def _say(self, text: str, following: str) -> _Said:
        """Interpret one text; `following` is the next text in its row."""
        folded, following = fold_label(text), fold_label(following)
        sender = self._sender.search(folded)
        line = f"{text}{following}" if self._unit_label.match(folded) else text
        units = self._units.statements_in(line)
        sender = sender or (None if units else _UNIT_OF_PEOPLE.match(folded))
        is_title = not self._filler.match(folded)
        short_note = None if is_title else _SHORT_NOTE.match(folded)
        is_about_time = is_title or short_note is not None or _ABOUT_TIME.search(folded) is not None
        said_of = short_note[1] if short_note else text
        standing = (standing_of_line(said_of) if is_about_time else None) or standing_of_note(text)
        called = None if standing else _CALLED.search(folded)
        return _Said(
            sender=sender and (sender[1] or following),
            units=units,
            stretches=stretches_in(_MOMENT.sub("截至", fold_label(said_of))) if is_about_time else (),
            standing=standing,
            is_title=is_title,
            called=called[1] if called else "",
            is_note=not is_title and len(folded) <= LONGEST_NOTE and _NOTE_OF_A_PLACE.match(folded) is not None,
        )
