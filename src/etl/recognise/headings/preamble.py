"""The lines around a table: who reports, in which money unit, for which period, and the titles. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from etl.contract.vocabulary import Vocabulary
from etl.recognise.cells import Row, is_blank
from etl.recognise.headings.meaning import MONEY_LIKE
from etl.text import fold_label, remembering

QUARTER = re.compile(r"(20\d{2})年?度?(?:第?([一二三四1-4])季度|[qQ]([1-4]))")
QUARTER_NUMBER = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True)
class UnclearUnit:
    """A line that speaks of a money unit and does not say which: 单位：百元, or 单位：元、万元 with both in `units`."""

    text: str
    units: tuple[str, ...]
    cell: tuple[int, int]


@dataclass(frozen=True)
class Preamble:
    """What the lines say; `sender_cell` and the like are (row, column) from 0."""

    titles: tuple[str, ...] = ()
    title_cells: tuple[tuple[int, int], ...] = ()
    sender: str | None = None
    sender_cell: tuple[int, int] | None = None
    unit: str | None = None
    unclear_unit: UnclearUnit | None = None
    period: str | None = None
    period_cell: tuple[int, int] | None = None


@dataclass(frozen=True)
class _Said:
    """What one text of a line says."""

    sender: str | None
    units: tuple[str, ...]
    is_unclear: bool
    period: str | None
    is_title: bool


class PreambleReader:
    """Reads the lines above and below a table; built once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        units = "|".join(map(re.escape, sorted(map(fold_label, vocabulary.units), key=len, reverse=True)))
        self._unit_of = {fold_label(unit): unit for unit in vocabulary.units}
        # 单位：万元, 金额单位:人民币万元, (单位：户、人、万元); a line with two money units says nothing of any column
        other = "|".join(map(re.escape, sorted(vocabulary.folded(vocabulary.measures), key=len, reverse=True)))
        senders = "|".join(map(re.escape, sorted(vocabulary.folded(vocabulary.sender), key=len, reverse=True)))
        others = vocabulary.folded((*vocabulary.fillers, *vocabulary.footers)) - vocabulary.folded(vocabulary.sender)
        stop = "|".join(map(re.escape, sorted(others, key=len, reverse=True)))
        listed = rf"(?:(?:人民币)?[:(]?(?:{units}|{other})[)]?[、,/;和]?)+"
        ends = rf"(?:(?![一-龥])|(?=(?:{stop}|日期|时间):))"
        self._unit = re.compile(
            rf"(?:单位均?|^(?:计量|金额)(?=:))[:为]?[(]?({listed}){ends}|^[(]?({listed})[)]?$|^[^:]*[(]((?:{units}))[)]$"
            rf"|[以按](?:人民币)?({units})(?:计|为单位)"
        )
        self._unclear = re.compile(rf"单位均?[:为]?[(]?((?:人民币)?[(]?{MONEY_LIKE}){ends}")
        self._money = re.compile(units)
        self._unit_label = re.compile(r"^[(]?(?:金额|资金|计量)?单位[:)]*$")
        self._sender = re.compile(rf"(?:{senders})(?:[(]盖章[)]|[(]公章[)])?:?(.*?)(?:(?:{stop}):|$)")
        self._filler = re.compile(rf"(?:{senders}|{stop}):?")
        self._said = remembering(self._say)  # sheets of one template say the same

    def read(self, rows: Sequence[Row], numbers: Iterable[int]) -> Preamble:
        """What the given rows say; the first line that says a thing wins, but of units the one nearest to the table."""
        titles: list[tuple[str, tuple[int, int]]] = []
        sender = unit = period = None
        sender_cell = period_cell = None
        unclear: list[UnclearUnit] = []
        for number in numbers:
            texts = [(c, cell) for c, cell in enumerate(rows[number]) if isinstance(cell, str) and not is_blank(cell)]
            for (column, text), (_, following) in zip_longest(texts, texts[1:], fillvalue=(-1, "")):
                said = self._said(text, following)
                if sender is None and said.sender is not None:
                    sender, sender_cell = said.sender, (number, column)
                if said.is_unclear:
                    unclear.append(UnclearUnit(text, said.units, (number, column)))
                elif said.units:
                    unit = said.units[0]
                if period is None and said.period:
                    period, period_cell = said.period, (number, column)
                if said.is_title:
                    titles.append((text, (number, column)))
        words, cells = tuple(text for text, _ in titles), tuple(cell for _, cell in titles)
        lost = unclear[-1] if unclear and unit is None else None
        return Preamble(words, cells, sender or None, sender_cell, unit, lost, period, period_cell)

    def _say(self, text: str, following: str) -> _Said:
        """What one text says; `following` is the next text in its row."""
        folded, following = fold_label(text), fold_label(following)
        sender, quarter = self._sender.search(folded), QUARTER.search(folded)
        units = self._units_in(folded, following)
        line = folded + following if self._unit_label.match(folded) else folded
        return _Said(
            sender=sender and (sender[1] or following),
            units=units,
            is_unclear=len(units) > 1 or (not units and self._unclear.search(line) is not None),
            period=quarter and _quarter_id(quarter),
            is_title=not self._filler.match(folded),
        )

    def _units_in(self, folded: str, following: str) -> tuple[str, ...]:
        """The money units that a line names; `following` is the next text in its row."""
        found = self._unit.search(folded)
        listed = next(filter(None, found.groups()), "") if found else ""
        if not found and self._unit_label.match(folded):
            listed = following.strip("()")
            if not self._money.fullmatch(listed.removeprefix("人民币")):
                return ()
        return tuple(self._unit_of[unit] for unit in dict.fromkeys(self._money.findall(listed)))


def _quarter_id(found: re.Match[str]) -> str:
    number = found[2] or found[3]
    return f"{found[1]}Q{QUARTER_NUMBER.get(number) or int(number)}"
