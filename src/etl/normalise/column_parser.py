"""Type every column of a stacked frame: each distinct raw value is read once, bad ones become issues by mask.

Takes a ReportFrame with raw columns, fills `data` with typed ones. Never drops a value in silence and never raises for one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import partial
from typing import cast

import numpy as np
import pandas as pd

from etl.contract.catalog import Catalog
from etl.contract.schema import Column
from etl.model import Cell, ColumnMatch, Severity, ShownNumber
from etl.normalise import sentences as say
from etl.normalise.dates import DAYS, read_date
from etl.normalise.dictionary_column import DictionaryColumn, no_word
from etl.normalise.dittos import Dittos
from etl.normalise.error_cells import cell_error
from etl.normalise.figures import FigureReader
from etl.normalise.frame import ReportFrame
from etl.normalise.shown_numbers import DisplayNote, interpret
from etl.normalise.texts import Text, read_credit_code, read_text
from etl.normalise.typed import Typed, TypedDays, TypedFigures, TypedTexts
from etl.rules.reading.values import IDENTITY_NUMBER
from etl.text import fold_label

LARGEST = Decimal(10) ** 18  # NUMERIC(18, s) holds no more, whatever s is


@dataclass(frozen=True)
class Read:
    """One distinct value, read: the typed value, why it is none, what Excel cut off it, and what was assumed.

    `display` is what is said of a number that its cell shows otherwise.
    """

    value: object = None
    problem: str | None = None
    loss: str | None = None
    doubt: str | None = None
    display: DisplayNote | None = None
    is_masked: bool = False
    has_own_unit: bool = False


class ColumnParser:
    """Types frames; built once from the catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        vocabulary = catalog.vocabulary
        self._blanks = vocabulary.folded(vocabulary.blanks)
        self._no_blank = no_word(vocabulary.blanks)
        self._units = vocabulary.units
        self._figures = FigureReader(vocabulary.units, vocabulary.measures)
        self._dittos = Dittos(vocabulary.dittos)

    def type_columns(self, frame: ReportFrame) -> None:
        """Fill in every column of the frame's contract and report what could not be read."""
        for column in frame.contract.columns:
            raw = self._without_dittos(frame, column)
            if column.type.is_money:
                self._type_amounts(frame, column, raw)
            else:
                rows = np.arange(len(frame.data))
                typed = self._read_rows(frame, column, raw, rows, self._reader(column))
                frame.data[column.name] = typed.column()

    def _without_dittos(self, frame: ReportFrame, column: Column) -> DictionaryColumn:
        """The raw cells of a column with 同上 replaced by what stands above; where nothing stands above, the cell is at fault."""
        raw, taken, nothing = self._dittos.resolve(frame.raw[column.name], frame.data["table"].to_numpy())
        rule, label = f"{frame.contract.report}.{column.name}.ditto", column.label.zh
        expected = column.expected
        frame.report(taken, column.name, rule, Severity.NOTICE, say.ditto(label), expected)
        frame.report(nothing, column.name, rule, Severity.CRITICAL, say.ditto_of_nothing(label), expected)
        frame.mark_suspect(nothing, column.name)
        return raw

    def _reader(self, column: Column) -> Callable[[Cell], Read]:
        if column.type.is_day:
            return lambda raw: Read((day := read_date(raw)).value, day.problem)
        if column.type.is_figure:
            return partial(self._scaled, column, Decimal(1))
        if "credit_code" in column.type.checks:
            return lambda raw: _read(read_credit_code(raw))
        if column.type.has_codes:
            return partial(_coded, self._catalog.codes_of(column).code_of())
        return lambda raw: _read(read_text(raw))

    def _type_amounts(self, frame: ReportFrame, column: Column, raw: DictionaryColumn) -> None:
        """Amounts in fen: the unit comes from the cell, else the heading, else the sheet's unit line, else the template."""
        units = np.array([unit_of(placed.table.columns, column) for placed in frame.tables], dtype=object)
        unit_of_row = units[frame.data["table"].to_numpy()]
        parts = []
        for unit in pd.unique(units):
            rows = np.flatnonzero(unit_of_row == unit)
            reader = partial(self._scaled, column, self._units[unit])
            parts.append(self._read_rows(frame, column, raw, rows, reader, unit).column().set_axis(rows))
        frame.data[column.name] = pd.concat(parts)

    def _scaled(self, column: Column, factor: Decimal, raw: Cell) -> Read:
        figure = self._figures.read(raw)
        if figure.value is None:
            return Read(problem=figure.problem)
        if figure.unit and not column.type.is_money:
            return Read(problem=f"带有金额单位“{figure.unit}”，不是数量")
        if figure.measure and column.type.is_money:
            return Read(problem=f"带有“{figure.measure}”，不是金额")
        if abs(figure.value) >= LARGEST:
            return Read(problem="数值过大")
        exact = figure.value * (self._units[figure.unit] if figure.unit else factor) * column.type.one
        whole = exact.to_integral_value(ROUND_HALF_UP)
        if abs(whole) >= LARGEST:
            return Read(problem="数值过大")
        doubt = figure.doubt
        if whole != exact:
            if not column.type.rounded_to:
                return Read(problem="不是整数")
            rounded = f"四舍五入到{column.type.rounded_to}"
            doubt = f"{doubt}，并{rounded}" if doubt else f"小数位过多，{rounded}"
        return Read(int(whole), doubt=doubt, has_own_unit=figure.unit is not None)

    def _read_rows(
        self,
        frame: ReportFrame,
        column: Column,
        raw: DictionaryColumn,
        rows: np.ndarray,
        reader: Callable[[Cell], Read],
        unit: str = "",
    ) -> Typed:
        """Typed values of some rows of a column, which is written in `unit` there; every distinct cell is read once, and those
        that surely are what they look like are not looked at one by one."""
        distinct = raw.of_rows(rows)
        typed = self._typed_at_once(column, distinct, unit)
        looked_at = np.flatnonzero(~typed.is_read)
        claimed = self._catalog.codes_of(column).code_of() if column.type.has_codes else {}
        reads = (
            [self._read(cell, column, reader, claimed) for cell in distinct.values[looked_at]] if len(looked_at) else []
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
        own_unit = np.array([read.has_own_unit for read in reads])[codes]
        if own_unit.any():
            frame.own_unit.update(
                (int(t), column.name) for t in pd.unique(frame.data["table"].to_numpy()[rows[own_unit]])
            )

    def _typed_at_once(self, column: Column, raw: DictionaryColumn, unit: str) -> Typed:
        """The distinct values that need no closer look, typed."""
        if column.type.name == "text":
            return TypedTexts(raw.codes, raw.read_as_they_stand(self._no_blank), raw.texts)
        if "credit_code" in column.type.checks:
            return TypedTexts(raw.codes, raw.plain_credit_codes(), raw.texts)
        if column.type.is_day:
            return TypedDays(raw.codes, *raw.days_between(*DAYS))
        if column.type.is_figure:
            factor = Fraction(self._units[unit] if unit else 1) * column.type.one
            return TypedFigures(raw.codes, *raw.whole_figures(factor))
        return TypedTexts(raw.codes, np.zeros(len(raw.stored), dtype=bool), raw.texts)

    def _read(self, raw: Cell, column: Column, reader: Callable[[Cell], Read], claimed: dict[str, str]) -> Read:
        if self._is_blank(raw, claimed):
            return Read()
        if not isinstance(raw, ShownNumber):
            return reader(raw)
        taken = interpret(raw, column, self._figures.is_money)
        return replace(Read() if taken.cell is None else reader(taken.cell), display=taken.doubt)

    def _report_displays(
        self, frame: ReportFrame, column: Column, raw: DictionaryColumn, rows: np.ndarray, unit: str, doubts: np.ndarray
    ) -> None:
        """Say what was read of numbers that are shown otherwise; what could not be read is critical."""
        rule, expected = f"{frame.contract.report}.{column.name}.display", column.expected

        def shown(row: int) -> ShownNumber:
            return cast(ShownNumber, raw.at(row))

        for doubt in DisplayNote:
            told = rows[doubts == doubt]
            severity = Severity.CRITICAL if doubt is DisplayNote.UNCLEAR else Severity.WARNING
            frame.report(told, column.name, rule, severity, say.displayed(doubt, column, unit, shown), expected)
            if doubt is DisplayNote.UNCLEAR:
                frame.mark_suspect(told, column.name)

    def _is_blank(self, raw: Cell, claimed: dict[str, str]) -> bool:
        if not isinstance(raw, str):
            return raw is None
        folded = fold_label(raw) if len(raw) < 12 else raw.strip()
        return not folded or (folded in self._blanks and folded not in claimed)

    def _report_reads(
        self, frame: ReportFrame, column: Column, rows: np.ndarray, codes: np.ndarray, reads: list[Read]
    ) -> None:
        name, label, expected = f"{frame.contract.report}.{column.name}", column.label.zh, column.expected

        def rows_with(text: str, of: Callable[[Read], str | None]) -> np.ndarray:
            found: np.ndarray = rows[np.array([of(read) == text for read in reads])[codes]]
            return found

        cut = frame.contract.when_cut(column) or Severity.CRITICAL
        for of, severity in ((lambda read: read.problem, Severity.CRITICAL), (lambda read: read.loss, cut)):
            for why in dict.fromkeys(filter(None, map(of, reads))):
                bad = rows_with(why, of)
                frame.report(bad, column.name, f"{name}.type", severity, say.problem(label, why, expected), expected)
                frame.mark_suspect(bad, column.name)
        for why in dict.fromkeys(read.doubt for read in reads if read.doubt):
            rule = f"{name}.approximate" if "准确数" in why else f"{name}.rounded"
            doubtful = rows_with(why, lambda read: read.doubt)
            frame.report(doubtful, column.name, rule, Severity.WARNING, say.doubt(label, why), "准确的数字")
        masked = rows[np.array([read.is_masked for read in reads])[codes]]
        hidden = IDENTITY_NUMBER
        frame.report(masked, column.name, hidden.id, hidden.severity, say.masked(label), hidden.expected())


def unit_of(columns: tuple[ColumnMatch, ...], column: Column) -> str:
    """The money unit that a table writes a column in: its own, else the template's."""
    return next((match.unit for match in columns if match.field == column.name and match.unit), str(column.unit))


def _read(text: Text) -> Read:
    return Read(text.value, text.problem, text.loss, is_masked=text.is_masked)


def _coded(code_of: dict[str, str], raw: Cell) -> Read:
    """A code's label to the code; an unknown label stays as it is, for the code list's expectation to find."""
    if problem := cell_error(raw):
        return Read(problem=problem)
    label = int(raw) if isinstance(raw, float) and raw.is_integer() else raw
    if code := code_of.get(fold_label(label)):
        return Read(code)
    text = read_text(raw)
    return Read(text.value, text.problem, is_masked=text.is_masked)
