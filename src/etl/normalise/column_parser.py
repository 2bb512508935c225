"""Type every column of a stacked frame: each distinct raw value is read once, bad ones become issues by mask.

Takes a ReportFrame with raw columns, fills `data` with typed ones. Never drops a value in silence and never raises for one.
"""

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from datetime import date, time
from typing import cast

import numpy as np
import pandas as pd

from etl.contract.catalog import Catalog
from etl.contract.schema import Column
from etl.errors import ContractError
from etl.model import Cell, ColumnMatch, ShownNumber
from etl.normalise import value_issues as say
from etl.normalise.capital_amounts import NUMERALS
from etl.normalise.dictionary_column import DictionaryColumn
from etl.normalise.dittos import Dittos
from etl.normalise.frame import ReportFrame
from etl.normalise.parsers.parser import Lexicon, Parser, Read
from etl.normalise.parsers.registry import PARSERS, Parsers
from etl.normalise.repeated_label import without_label
from etl.normalise.shown_numbers import DisplayNote, interpret
from etl.normalise.typed import Typed
from etl.rules.reading.values import (
    IDENTITY_NUMBER,
    VALUE_APPROXIMATE,
    VALUE_ASIDE,
    VALUE_DITTO,
    VALUE_ROUNDED,
    VALUE_TAKEN_AS_EMPTY,
    VALUE_TYPE,
)
from etl.rules.rule import CRITICAL, NOTICE, WARNING
from etl.text import fold_label

FIRST_YEAR = 1901  # days before it are what a date's format makes of 0, and no days
LONGEST_WORD = 12


class ColumnParser:
    """Types frames; built once from the catalog and the parsers of its column types."""

    def __init__(self, catalog: Catalog, parsers: Parsers = PARSERS) -> None:
        vocabulary = catalog.vocabulary
        self._lexicon = Lexicon.of(catalog)
        self._parsers = {parser.type: parser for parser in parsers}
        if lacking := [one.name for one in catalog.kinds.column_types if one not in self._parsers]:
            raise ContractError(f"no parser reads columns of type {', '.join(lacking)}")
        self._blanks = vocabulary.folded((*vocabulary.blanks, *vocabulary.placeholders))
        self._nulls = vocabulary.folded(vocabulary.nulls)
        self._not_yet = vocabulary.folded(vocabulary.not_yet) | self._nulls
        self._says_not_yet = _not_yet(vocabulary.not_yet_beginnings, vocabulary.not_yet_endings)
        self._dittos = Dittos(vocabulary.dittos)

    def type_columns(self, frame: ReportFrame) -> None:
        """Fill in every column of the frame's contract and report what could not be read."""
        for column in frame.contract.columns:
            raw = self._without_dittos(frame, column)
            parser = self._parsers[column.type](column, self._lexicon)
            if column.type.is_money:
                frame.data[column.name] = self._by_unit(frame, column, raw, parser)
            else:
                rows = np.arange(len(frame.data))
                frame.data[column.name] = self._read_rows(frame, column, raw, rows, parser, "").column()

    def _without_dittos(self, frame: ReportFrame, column: Column) -> DictionaryColumn:
        """The raw cells of a column with 同上 replaced by what stands above; where nothing stands above, the cell is at fault."""
        raw, taken, nothing = self._dittos.resolve(frame.raw[column.name], frame.data["table"].to_numpy())
        weight = WARNING if column.type.is_figure else NOTICE
        say.report(frame, taken, column, VALUE_DITTO, case="taken", severity=weight)
        say.report(frame, nothing, column, VALUE_DITTO, case="nothing above")
        frame.mark_suspect(nothing, column.name)
        return raw

    def _by_unit(self, frame: ReportFrame, column: Column, raw: DictionaryColumn, parser: Parser) -> pd.Series:
        """Amounts: the unit comes from the cell, else the heading, else the sheet's unit line, else the template."""
        units = np.array([unit_of(placed.table.columns, column) for placed in frame.tables], dtype=object)
        unit_of_row = units[frame.data["table"].to_numpy()]
        parts = []
        for unit in pd.unique(units):
            rows = np.flatnonzero(unit_of_row == unit)
            parts.append(self._read_rows(frame, column, raw, rows, parser, unit).column().set_axis(rows))
        amounts: pd.Series = pd.concat(parts)
        return amounts

    def _read_rows(
        self, frame: ReportFrame, column: Column, raw: DictionaryColumn, rows: np.ndarray, parser: Parser, unit: str
    ) -> Typed:
        """Typed values of some rows of a column, which is written in `unit` there; every distinct cell is read once, and those
        that surely are what they look like are not looked at one by one."""
        distinct = raw.of_rows(rows)
        typed = parser.at_once(distinct, unit)
        looked_at = np.flatnonzero(~typed.is_read)
        reads = (
            [self._read(cell, column, parser, unit) for cell in distinct.values[looked_at]] if len(looked_at) else []
        )
        if reads:
            place = np.full(len(distinct.stored) + 1, len(looked_at))
            place[looked_at] = np.arange(len(looked_at))
            self._report_all(frame, column, raw, rows, unit, place[distinct.codes], [*reads, Read()])
        return typed.completed(looked_at, [read.value for read in reads])

    def _report_all(
        self,
        frame: ReportFrame,
        column: Column,
        raw: DictionaryColumn,
        rows: np.ndarray,
        unit: str,
        codes: np.ndarray,
        reads: list[Read],
    ) -> None:
        """Say what there is to say of the cells that were looked at; `codes` tells which of `reads` belongs to each row."""
        self._report_reads(frame, column, rows, codes, reads)
        if any(read.display for read in reads):
            self._report_displays(frame, column, raw, rows, unit, np.array([read.display for read in reads])[codes])
        own = np.array([read.own_unit is not None for read in reads])[codes]
        if own.any():
            self._keep_own_units(frame, column, rows[own], unit, [str(reads[code].own_unit) for code in codes[own]])

    def _keep_own_units(
        self, frame: ReportFrame, column: Column, rows: np.ndarray, unit: str, own: Sequence[str]
    ) -> None:
        """Keep in which tables cells of the column, in some rows, name their unit, and which of them name another than the column's."""
        tables, source_rows = (frame.data[name].to_numpy()[rows] for name in ("table", "source_row"))
        for table, row, named in zip(tables, source_rows, own, strict=True):
            others = frame.own_unit.setdefault((int(table), column.name), {})
            if self._lexicon.money.get(named) != self._lexicon.money.get(unit):
                others[int(row)] = named

    def _read(self, raw: Cell, column: Column, parser: Parser, unit: str) -> Read:
        if self._is_blank(raw, parser.claims):
            return Read()
        if not column.required and self._says_nothing(raw, column, parser.claims):
            return Read(is_taken_as_empty=True)
        if not isinstance(raw, ShownNumber):
            return _read_bare(raw, column, parser, unit)
        interpreted = interpret(raw, column, self._lexicon.figures.is_money)
        return replace(
            Read() if interpreted.cell is None else parser.read(interpreted.cell, unit), display=interpreted.note
        )

    def _report_displays(
        self, frame: ReportFrame, column: Column, raw: DictionaryColumn, rows: np.ndarray, unit: str, notes: np.ndarray
    ) -> None:
        """Say what was read of numbers that are shown otherwise; what could not be read is critical."""

        def shown(row: int) -> ShownNumber:
            return cast(ShownNumber, raw.at(row))

        for note in DisplayNote:
            noted = rows[notes == note]
            say.report_display(frame, noted, column, note, unit, shown)
            if note is DisplayNote.UNCLEAR:
                frame.mark_suspect(noted, column.name)

    def _is_blank(self, raw: Cell, claimed: Container[str]) -> bool:
        if not isinstance(raw, str):
            return raw is None
        folded = fold_label(raw) if len(raw) < 12 else raw.strip()
        return not folded or (folded in self._blanks and folded not in claimed)

    def _says_nothing(self, raw: Cell, column: Column, claimed: Container[str]) -> bool:
        """True when a cell of an optional column says that there is nothing, in words or as programs leave it there."""
        if column.type.is_day and (raw == 0 or (isinstance(raw, date) and raw.year < FIRST_YEAR and raw.day <= 1)):
            return True  # ='表2'!A1 of a blank cell, shown as 1900/1/0
        if not isinstance(raw, str):
            return isinstance(raw, time) and raw == time()
        if len(word := raw.removesuffix(" 00:00:00")) > LONGEST_WORD:
            return False
        folded = fold_label(word).rstrip("。.,;!")
        if column.type.is_text and column.name not in self._lexicon.references:
            return folded in self._nulls and folded not in claimed
        is_word = folded in self._not_yet or (not column.type.is_text and self._says_not_yet.match(folded) is not None)
        return (is_word and folded not in claimed) or (column.type.is_day and folded in ("0", "0.0"))

    def _report_reads(
        self, frame: ReportFrame, column: Column, rows: np.ndarray, codes: np.ndarray, reads: list[Read]
    ) -> None:
        def rows_with(text: str, of: Callable[[Read], str | None]) -> np.ndarray:
            found: np.ndarray = rows[np.array([of(read) == text for read in reads])[codes]]
            return found

        cut = frame.contract.when_cut(column) or CRITICAL
        for of, severity in ((lambda read: read.problem, CRITICAL), (lambda read: read.loss, cut)):
            for why in dict.fromkeys(filter(None, map(of, reads))):
                bad = rows_with(why, of)
                wanted = column.expected if column.required else f"{column.expected}，没有的请留空"
                say.report(frame, bad, column, VALUE_TYPE, severity=severity, why=why, wanted=wanted)
                frame.mark_suspect(bad, column.name)
        for of, rule in (
            (lambda read: read.approximate, VALUE_APPROXIMATE),
            (lambda read: read.rounded, VALUE_ROUNDED),
        ):
            for why in dict.fromkeys(filter(None, map(of, reads))):
                say.report(frame, rows_with(why, of), column, rule, why=why)
        for taken in dict.fromkeys(read.aside for read in reads if read.aside):
            say.report(frame, rows_with(taken, lambda read: read.aside), column, VALUE_ASIDE, taken=taken)
        empty = rows[np.array([read.is_taken_as_empty for read in reads])[codes]]
        say.report(frame, empty, column, VALUE_TAKEN_AS_EMPTY)
        masked = rows[np.array([read.is_masked for read in reads])[codes]]
        say.report(frame, masked, column, IDENTITY_NUMBER, case="column")


def _not_yet(beginnings: Sequence[str], endings: Sequence[str]) -> re.Pattern[str]:
    """A folded text without a number that begins or ends as a word for nothing yet: 暂未验收, 施工中."""
    begins, ends = ("|".join(re.escape(fold_label(word)) for word in words) for words in (beginnings, endings))
    other = f"[^0-9{NUMERALS}]"
    return re.compile(f"(?:{begins}){other}*$|{other}+(?:{ends})$")


def unit_of(columns: tuple[ColumnMatch, ...], column: Column) -> str:
    """The money unit that a table writes a column in: its own, else the template's."""
    return next((match.unit for match in columns if match.field == column.name and match.unit), str(column.unit))


def _read_bare(raw: Cell, column: Column, parser: Parser, unit: str) -> Read:
    """A cell, read; where that fails, without the words of its own heading around the value."""
    read = parser.read(raw, unit)
    if read.problem is None or not isinstance(raw, str) or (bare := without_label(raw, column)) == raw:
        return read
    again = parser.read(bare, unit)
    return again if again.problem is None else read
