"""Type every column of a stacked frame: each distinct raw value is read once, bad ones become issues by mask.

Takes a ReportFrame with raw columns, fills `data` with typed ones. Never drops a value in silence and never raises for one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import partial

import numpy as np
import pandas as pd

from etl.contract.catalog import Catalog
from etl.contract.schema import SCALE, Column
from etl.model import Cell, ColumnMatch, Severity, ShownNumber
from etl.normalise import sentences as say
from etl.normalise.blemishes import blemish
from etl.normalise.dates import read_date
from etl.normalise.distinct import Distinct, no_word
from etl.normalise.dittos import Dittos
from etl.normalise.figures import FigureReader
from etl.normalise.frame import ReportFrame
from etl.normalise.shown_numbers import Doubt, take
from etl.normalise.texts import Text, read_credit_code, read_text
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
    display: Doubt | None = None
    is_masked: bool = False
    has_own_unit: bool = False


class Typist:
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
            cells, distinct = self._without_dittos(frame, column)
            if column.type == "amount":
                self._type_amounts(frame, column, cells)
            else:
                rows = np.arange(len(frame.data))
                values = self._read_rows(frame, column, cells, rows, distinct, self._reader(column))
                frame.data[column.name] = _typed(column, values)

    def _without_dittos(self, frame: ReportFrame, column: Column) -> tuple[np.ndarray, Distinct]:
        """The raw cells of a column with 同上 replaced by what stands above, and the distinct ones; where nothing stands
        above, the cell is at fault."""
        raw, table = frame.raw[column.name], frame.data["table"].to_numpy()
        distinct = Distinct.of(raw)
        cells, taken, nothing = self._dittos.resolve(raw, distinct, table)
        rule, label = f"{frame.contract.report}.{column.name}.ditto", column.label.zh
        expected = say.wanted(column)
        frame.report(taken, column.name, rule, Severity.NOTICE, say.ditto(label), expected)
        frame.report(nothing, column.name, rule, Severity.CRITICAL, say.ditto_of_nothing(label), expected)
        frame.mark_suspect(nothing, column.name)
        return cells, distinct if cells is raw else Distinct.of(cells)

    def _reader(self, column: Column) -> Callable[[Cell], Read]:
        if column.type == "date":
            return lambda raw: Read((day := read_date(raw)).value, day.problem)
        if column.type in ("number", "integer"):
            return partial(self._scaled, column, Decimal(1))
        if column.type == "credit_code":
            return lambda raw: _read(read_credit_code(raw))
        if column.type == "code":
            return partial(_coded, self._catalog.codes_of(column).code_of())
        return lambda raw: _read(read_text(raw))

    def _type_amounts(self, frame: ReportFrame, column: Column, cells: np.ndarray) -> None:
        """Amounts in fen: the unit comes from the cell, else the heading, else the sheet's unit line, else the template."""
        units = np.array([unit_of(placed.table.columns, column) for placed in frame.tables], dtype=object)
        unit_of_row = units[frame.data["table"].to_numpy()]
        values = np.empty(len(frame.data), dtype=object)
        for unit in pd.unique(units):
            rows = np.flatnonzero(unit_of_row == unit)
            reader = partial(self._scaled, column, self._units[unit])
            values[rows] = self._read_rows(frame, column, cells, rows, Distinct.of(cells[rows]), reader, unit)
        frame.data[column.name] = _typed(column, values)

    def _scaled(self, column: Column, factor: Decimal, raw: Cell) -> Read:
        figure = self._figures.read(raw)
        if figure.value is None:
            return Read(problem=figure.problem)
        if figure.unit and column.type != "amount":
            return Read(problem=f"带有金额单位“{figure.unit}”，不是数量")
        if figure.measure and column.type == "amount":
            return Read(problem=f"带有“{figure.measure}”，不是金额")
        if abs(figure.value) >= LARGEST:
            return Read(problem="数值过大")
        exact = figure.value * (self._units[figure.unit] if figure.unit else factor) * 10 ** SCALE[column.type]
        whole = exact.to_integral_value(ROUND_HALF_UP)
        if abs(whole) >= LARGEST:
            return Read(problem="数值过大")
        doubt = figure.doubt
        if whole != exact:
            if column.type == "integer":
                return Read(problem="不是整数")
            smallest = "分" if column.type == "amount" else "小数点后四位"
            doubt = f"{doubt}，并四舍五入到{smallest}" if doubt else f"小数位过多，四舍五入到{smallest}"
        return Read(int(whole), doubt=doubt, has_own_unit=figure.unit is not None)

    def _read_rows(
        self,
        frame: ReportFrame,
        column: Column,
        cells: np.ndarray,
        rows: np.ndarray,
        distinct: Distinct,
        reader: Callable[[Cell], Read],
        unit: str = "",
    ) -> np.ndarray:
        """Typed values of some rows of a column that is written in `unit`; every distinct raw value is read once.

        `distinct` are those of the rows' cells. Texts that are read as they stand are not looked at one by one.
        """
        values = np.append(distinct.values, [None])
        is_typed, typed = self._typed_at_once(column, distinct, unit)
        values[:-1][is_typed] = typed[is_typed]
        looked_at = np.flatnonzero(~is_typed)
        claimed = self._catalog.codes_of(column).code_of() if column.type == "code" else {}
        reads = [self._read(raw, column, reader, claimed) for raw in distinct.values[looked_at]] + [Read()]
        values[looked_at] = [read.value for read in reads[:-1]]
        place = np.full(len(values), len(looked_at))
        place[looked_at] = np.arange(len(looked_at))
        codes = place[distinct.codes]
        self._report_reads(frame, column, rows, codes, reads)
        if any(read.display for read in reads):
            self._report_displays(frame, column, rows, unit, cells, np.array([read.display for read in reads])[codes])
        own_unit = np.array([read.has_own_unit for read in reads])[codes]
        if own_unit.any():
            frame.own_unit.update(
                (int(t), column.name) for t in pd.unique(frame.data["table"].to_numpy()[rows[own_unit]])
            )
        of_rows: np.ndarray = values[distinct.codes]
        return of_rows

    def _typed_at_once(self, column: Column, distinct: Distinct, unit: str) -> tuple[np.ndarray, np.ndarray]:
        """Which distinct values need no closer look, and what all those are."""
        if column.type == "text":
            return distinct.read_as_they_stand(self._no_blank), distinct.values
        if column.type == "credit_code":
            return distinct.plain_credit_codes(), distinct.values
        if column.type in SCALE:
            return distinct.whole_figures(Fraction(self._units[unit] if unit else 1) * 10 ** SCALE[column.type])
        return np.zeros(len(distinct.values), dtype=bool), distinct.values

    def _read(self, raw: Cell, column: Column, reader: Callable[[Cell], Read], claimed: dict[str, str]) -> Read:
        if self._is_blank(raw, claimed):
            return Read()
        if not isinstance(raw, ShownNumber):
            return reader(raw)
        taken = take(raw, column, self._figures.is_money)
        return replace(Read() if taken.cell is None else reader(taken.cell), display=taken.doubt)

    def _report_displays(
        self,
        frame: ReportFrame,
        column: Column,
        rows: np.ndarray,
        unit: str,
        cells: np.ndarray,
        doubts: np.ndarray,
    ) -> None:
        """Say what was read of numbers that are shown otherwise; what could not be read is critical."""
        rule, expected = f"{frame.contract.report}.{column.name}.display", say.wanted(column)
        for doubt in Doubt:
            told = rows[doubts == doubt]
            severity = Severity.CRITICAL if doubt is Doubt.UNCLEAR else Severity.WARNING
            frame.report(
                told, column.name, rule, severity, say.displayed(doubt, column, unit, lambda row: cells[row]), expected
            )
            if doubt is Doubt.UNCLEAR:
                frame.mark_suspect(told, column.name)

    def _is_blank(self, raw: Cell, claimed: dict[str, str]) -> bool:
        if not isinstance(raw, str):
            return raw is None
        folded = fold_label(raw) if len(raw) < 12 else raw.strip()
        return not folded or (folded in self._blanks and folded not in claimed)

    def _report_reads(
        self, frame: ReportFrame, column: Column, rows: np.ndarray, codes: np.ndarray, reads: list[Read]
    ) -> None:
        name, label, expected = f"{frame.contract.report}.{column.name}", column.label.zh, say.wanted(column)

        def rows_with(text: str, of: Callable[[Read], str | None]) -> np.ndarray:
            found: np.ndarray = rows[np.array([of(read) == text for read in reads])[codes]]
            return found

        # a text that Excel has cut is still worth keeping, unless rows are told apart by it
        cut = Severity.WARNING if column.type == "text" and column.name not in frame.contract.key else Severity.CRITICAL
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
        frame.report(masked, column.name, "identity_number", Severity.WARNING, say.masked(label), "不填写身份证号")


def unit_of(columns: tuple[ColumnMatch, ...], column: Column) -> str:
    """The money unit that a table writes a column in: its own, else the template's."""
    return next((match.unit for match in columns if match.field == column.name and match.unit), str(column.unit))


def _read(text: Text) -> Read:
    return Read(text.value, text.problem, text.loss, is_masked=text.is_masked)


def _coded(code_of: dict[str, str], raw: Cell) -> Read:
    """A code's label to the code; an unknown label stays as it is, for the code list's expectation to find."""
    if problem := blemish(raw):
        return Read(problem=problem)
    label = int(raw) if isinstance(raw, float) and raw.is_integer() else raw
    if code := code_of.get(fold_label(label)):
        return Read(code)
    text = read_text(raw)
    return Read(text.value, text.problem, is_masked=text.is_masked)


def _typed(column: Column, values: np.ndarray) -> pd.Series:
    """A typed column: days as datetime64[s], figures as Int64, the rest as str; missing is missing in each type's own way."""
    if column.type == "date":
        return pd.Series(values).astype("datetime64[s]")
    if column.type in SCALE:
        return pd.Series(pd.array(values, dtype="Int64"))
    return pd.Series(values, dtype="str")
