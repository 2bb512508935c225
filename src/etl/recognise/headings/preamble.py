"""The lines around a table: who reports, and what they state of unit, period and standing; and the titles. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from etl.contract.vocabulary import Vocabulary
from etl.recognise.cells import Row, is_blank
from etl.recognise.statements.money_unit import UnitStatement, UnitStatements
from etl.recognise.statements.period import Stretch, stretches_in
from etl.recognise.statements.placed import Place, PlacedStanding, PlacedStretch, PlacedUnit
from etl.recognise.statements.standing import Standing, standing_of_line
from etl.text import fold_label, remembering

_PERIOD_LABEL = re.compile(r"^(?:统计|报告|填报|所属|报表|数据)?(?:期间?|时期|周期|报告期|所属期|期别|季度|截[至止])")


@dataclass(frozen=True)
class Preamble:
    """What the lines say, in their order."""

    titles: tuple[str, ...] = ()
    title_cells: tuple[Place, ...] = ()
    sender: str | None = None
    sender_cell: Place | None = None
    units: tuple[PlacedUnit, ...] = ()
    stretches: tuple[PlacedStretch, ...] = ()
    standings: tuple[PlacedStanding, ...] = ()


@dataclass(frozen=True)
class _Said:
    """What one text of a line says."""

    sender: str | None
    units: tuple[UnitStatement, ...]
    stretches: tuple[Stretch, ...]
    standing: Standing | None
    is_title: bool


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

    def read(self, rows: Sequence[Row], numbers: Iterable[int]) -> Preamble:
        """What the given rows say; the first that names a sender counts."""
        titles: list[tuple[str, Place]] = []
        sender: str | None = None
        sender_cell: Place | None = None
        units: list[PlacedUnit] = []
        stretches: list[PlacedStretch] = []
        standings: list[PlacedStanding] = []
        for number in numbers:
            texts = [(c, cell) for c, cell in enumerate(rows[number]) if isinstance(cell, str) and not is_blank(cell)]
            labelled = False  # the text before was 单位： and took this one as its unit
            for (column, text), (_, following) in zip_longest(texts, texts[1:], fillvalue=(-1, "")):
                said, cell = self._said(text, following), (number, column)
                taken, labelled = labelled, self._unit_label.match(fold_label(text)) is not None
                if sender is None and said.sender is not None:
                    sender, sender_cell = said.sender, cell
                units += [PlacedUnit(cell, text, statement) for statement in said.units if not taken]
                stretches += [PlacedStretch(cell, text, stretch) for stretch in said.stretches]
                if said.standing:
                    standings.append(PlacedStanding(cell, text, said.standing))
                if said.is_title:
                    titles.append((text, cell))
        words, cells = tuple(text for text, _ in titles), tuple(cell for _, cell in titles)
        return Preamble(words, cells, sender or None, sender_cell, tuple(units), tuple(stretches), tuple(standings))

    def _say(self, text: str, following: str) -> _Said:
        """What one text says; `following` is the next text in its row."""
        folded, following = fold_label(text), fold_label(following)
        sender = self._sender.search(folded)
        line = folded + following if self._unit_label.match(folded) else folded
        is_title = not self._filler.match(folded)
        is_about_time = is_title or _PERIOD_LABEL.match(folded) is not None or "截至" in folded or "截止" in folded
        return _Said(
            sender=sender and (sender[1] or following),
            units=self._units.statements_in(line),
            stretches=stretches_in(text) if is_about_time else (),
            standing=standing_of_line(text) if is_title else None,
            is_title=is_title,
        )
