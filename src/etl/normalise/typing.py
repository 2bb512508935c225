"""Type every column of a stacked frame: each distinct raw value is read once, bad ones become issues by mask.

Takes a ReportFrame with raw columns, fills `data` with typed ones. Never drops a value in silence and never raises for one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

import numpy as np
import pandas as pd

from etl.contract.catalog import Catalog
from etl.contract.schema import Column
from etl.model import Cell, ColumnMatch, Severity
from etl.normalise.dates import read_date
from etl.normalise.figures import FigureReader
from etl.normalise.frame import SCALE, ReportFrame
from etl.normalise.texts import read_credit_code, read_text
from etl.text import fold_label

LARGEST = Decimal(10) ** 18  # NUMERIC(18, s) holds no more, whatever s is


@dataclass(frozen=True)
class Read:
    """One distinct value, read: the typed value, why it is none, and what was assumed."""

    value: object = None
    problem: str | None = None
    doubt: str | None = None
    is_masked: bool = False
    has_own_unit: bool = False


class Typist:
    """Types frames; built once from the catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        vocabulary = catalog.vocabulary
        self._blanks = vocabulary.folded(vocabulary.blanks)
        self._units = vocabulary.units
        self._figures = FigureReader(vocabulary.units, vocabulary.measures)

    def type_columns(self, frame: ReportFrame) -> None:
        """Fill in every column of the frame's contract and report what could not be read."""
        for column in frame.contract.columns:
            if column.type == "amount":
                self._type_amounts(frame, column)
            else:
                rows = np.arange(len(frame.data))
                values = self._read_rows(frame, column, rows, self._reader(column))
                frame.data[column.name] = _typed(column, values)

    def _reader(self, column: Column) -> Callable[[Cell], Read]:
        if column.type == "date":
            return lambda raw: Read((day := read_date(raw)).value, day.problem)
        if column.type in ("number", "integer"):
            return partial(self._scaled, column, Decimal(1))
        if column.type == "credit_code":
            return lambda raw: Read((text := read_credit_code(raw)).value, text.problem, is_masked=text.is_masked)
        if column.type == "code":
            code_of = self._catalog.codes_of(column).code_of()
            # an unknown label stays as it is: the code list's expectation finds it
            return lambda raw: Read(code_of.get(fold_label(_digits(raw))) or read_text(raw).value)
        return lambda raw: Read((text := read_text(raw)).value, text.problem, is_masked=text.is_masked)

    def _type_amounts(self, frame: ReportFrame, column: Column) -> None:
        """Amounts in fen: the unit comes from the cell, else the heading, else the sheet's unit line, else the template."""
        units = np.array([unit_of(placed.table.columns, column) for placed in frame.tables], dtype=object)
        unit_of_row = units[frame.data["table"].to_numpy()]
        values = np.empty(len(frame.data), dtype=object)
        for unit in pd.unique(units):
            rows = np.flatnonzero(unit_of_row == unit)
            values[rows] = self._read_rows(frame, column, rows, partial(self._scaled, column, self._units[unit]))
        frame.data[column.name] = _typed(column, values)

    def _scaled(self, column: Column, factor: Decimal, raw: Cell) -> Read:
        figure = self._figures.read(raw)
        if figure.value is None:
            return Read(problem=figure.problem)
        if figure.unit:
            if column.type != "amount":
                return Read(problem=f"带有金额单位“{figure.unit}”，不是数量")
            factor = self._units[figure.unit]
        exact = figure.value * factor * 10 ** SCALE[column.type]
        whole = exact.quantize(Decimal(1), ROUND_HALF_UP)
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
        self, frame: ReportFrame, column: Column, rows: np.ndarray, reader: Callable[[Cell], Read]
    ) -> np.ndarray:
        """Typed values of some rows of a column; every distinct raw value is read once."""
        codes, distinct = pd.factorize(frame.raw[column.name][rows], use_na_sentinel=True)
        claimed = self._catalog.codes_of(column).code_of() if column.type == "code" else {}
        reads = [Read() if self._is_blank(raw, claimed) else reader(raw) for raw in distinct] + [Read()]
        self._report_reads(frame, column, rows, codes, reads)
        values = np.empty(len(reads), dtype=object)
        values[:] = [read.value for read in reads]
        own_unit = np.array([read.has_own_unit for read in reads])[codes]
        if own_unit.any():
            frame.own_unit.update(
                (int(t), column.name) for t in pd.unique(frame.data["table"].to_numpy()[rows[own_unit]])
            )
        return values[codes]

    def _is_blank(self, raw: Cell, claimed: dict[str, str]) -> bool:
        if not isinstance(raw, str):
            return raw is None
        folded = fold_label(raw) if len(raw) < 12 else raw.strip()
        return not folded or (folded in self._blanks and folded not in claimed)

    def _report_reads(
        self, frame: ReportFrame, column: Column, rows: np.ndarray, codes: np.ndarray, reads: list[Read]
    ) -> None:
        name = f"{frame.contract.report}.{column.name}"
        wanted = self._wanted(column)
        for text in {read.problem for read in reads if read.problem}:
            bad = rows[np.array([read.problem == text for read in reads])[codes]]
            sentence = _problem_sentence(column.label.zh, text, wanted)
            lossy = column.type == "text" and column.name not in frame.contract.key
            severity = Severity.WARNING if lossy else Severity.CRITICAL
            frame.report(bad, column.name, f"{name}.type", severity, sentence, wanted)
            frame.mark_suspect(bad, column.name)
        for text in {read.doubt for read in reads if read.doubt}:
            rule = f"{name}.approximate" if "准确数" in text else f"{name}.rounded"
            doubtful = rows[np.array([read.doubt == text for read in reads])[codes]]
            frame.report(
                doubtful, column.name, rule, Severity.WARNING, _doubt_sentence(column.label.zh, text), "准确的数字"
            )
        masked = rows[np.array([read.is_masked for read in reads])[codes]]
        frame.report(
            masked,
            column.name,
            "identity_number",
            Severity.WARNING,
            _masked_sentence(column.label.zh),
            "不填写身份证号",
        )

    def _wanted(self, column: Column) -> str:
        if column.type == "amount":
            return f"以{column.unit}为单位的数字，如 12.50"
        if column.type == "date":
            return "日期，如 2024-03-28"
        if column.type in ("text", "credit_code"):
            return "按文本填写的完整内容"
        return "整数，如 120" if column.type == "integer" else "数字，如 120.5"


def _problem_sentence(label: str, problem: str, wanted: str) -> Callable[[int, str], str]:
    return lambda row, value: f"“{label}”写的是“{value}”，{problem}；请填写{wanted}。"


def _doubt_sentence(label: str, doubt: str) -> Callable[[int, str], str]:
    return lambda row, value: f"“{label}”写的是“{value}”，{doubt}，已按所写的数读取；请核对，如有准确数请更正。"


def _masked_sentence(label: str) -> Callable[[int, str], str]:
    return lambda row, value: f"“{label}”里有身份证号，已遮盖后保存（{value}）；报表里不要填写身份证号。"


def unit_of(columns: tuple[ColumnMatch, ...], column: Column) -> str:
    """The money unit that a table writes a column in: its own, else the template's."""
    return next((match.unit for match in columns if match.field == column.name and match.unit), str(column.unit))


def _digits(raw: Cell) -> Cell:
    return int(raw) if isinstance(raw, float) and raw.is_integer() else raw


def _typed(column: Column, values: np.ndarray) -> pd.Series:
    """A typed column: days as datetime64[s], figures as Int64, the rest as str; missing is missing in each type's own way."""
    if column.type == "date":
        return pd.Series(values).astype("datetime64[s]")
    if column.type in SCALE:
        return pd.Series(pd.array(values, dtype="Int64"))
    return pd.Series(values, dtype="str")
