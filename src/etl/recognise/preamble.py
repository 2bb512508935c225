"""The lines around a table: who reports, in which money unit, for which period, and the titles. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from etl.contract.vocabulary import Vocabulary
from etl.recognise.rows import Row, is_blank
from etl.text import fold_label

QUARTER = re.compile(r"(20\d{2})年?度?(?:第?([一二三四1-4])季度|[qQ]([1-4]))")
QUARTER_NUMBER = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True)
class Preamble:
    """What the lines say; `sender_cell` and the like are (row, column) from 0."""

    titles: tuple[str, ...] = ()
    sender: str | None = None
    sender_cell: tuple[int, int] | None = None
    unit: str | None = None
    period: str | None = None
    period_cell: tuple[int, int] | None = None


class PreambleReader:
    """Reads the lines above and below a table; built once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        units = "|".join(map(re.escape, sorted(map(fold_label, vocabulary.units), key=len, reverse=True)))
        self._unit_of = {fold_label(unit): unit for unit in vocabulary.units}
        self._unit = re.compile(rf"(?:^|[^报表送])(?:金额|计量)?单位[:为]?[(]?({units})(?![一-龥])|^[(]({units})[)]$")
        self._unit_label = re.compile(r"^(?:金额|计量)?单位:?$")
        senders = "|".join(map(re.escape, sorted(vocabulary.folded(vocabulary.sender), key=len, reverse=True)))
        others = vocabulary.folded((*vocabulary.fillers, *vocabulary.footers)) - vocabulary.folded(vocabulary.sender)
        stop = "|".join(map(re.escape, sorted(others, key=len, reverse=True)))
        self._sender = re.compile(rf"(?:{senders})(?:[(]盖章[)]|[(]公章[)])?:?(.*?)(?:(?:{stop}):|$)")
        self._filler = re.compile(rf"(?:{senders}|{stop}):?")

    def read(self, rows: Sequence[Row], numbers: Iterable[int]) -> Preamble:
        """What the given rows say; the first line that says a thing wins."""
        titles: list[str] = []
        sender = unit = period = None
        sender_cell = period_cell = None
        for number in numbers:
            texts = [
                (c, str(cell)) for c, cell in enumerate(rows[number]) if isinstance(cell, str) and not is_blank(cell)
            ]
            for place, (column, text) in enumerate(texts):
                folded = fold_label(text)
                following = fold_label(texts[place + 1][1]) if place + 1 < len(texts) else ""
                if sender is None and (found := self._sender.search(folded)):
                    sender, sender_cell = found[1] or following, (number, column)
                unit = unit or self._unit_in(folded, following)
                if period is None and (quarter := QUARTER.search(folded)):
                    period, period_cell = _quarter_id(quarter), (number, column)
                if not self._filler.match(folded):
                    titles.append(text)
        return Preamble(tuple(titles), sender or None, sender_cell, unit, period, period_cell)

    def _unit_in(self, folded: str, following: str) -> str | None:
        if found := self._unit.search(folded):
            return self._unit_of[found[1] or found[2]]
        if self._unit_label.match(folded):
            return self._unit_of.get(following.strip("()"))
        return None


def _quarter_id(found: re.Match[str]) -> str:
    number = found[2] or found[3]
    return f"{found[1]}Q{QUARTER_NUMBER.get(number) or int(number)}"
