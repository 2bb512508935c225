"""A type's description holds: its SQL type, its words for a county, and what a template offers of it."""

import re
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from etl.contract.catalog import load_catalog
from etl.contract.kinds import KINDS
from etl.contract.schema import Column
from etl.normalise.parsers.parser import Lexicon, Read
from etl.normalise.parsers.registry import PARSERS
from etl.settings import PROJECT, ReadingLimits
from etl.types.column_type import ColumnType
from etl.types.registry import COLUMN_TYPES
from etl.workbook.xlsx import XlsxReader

WORDS = {"zh": "词", "en": "word"}
LEXICON = Lexicon.of(load_catalog(PROJECT / "config"))
LEVELS = {"name": "level", "title": WORDS, "codes": {"high": {"label": {"zh": "高", "en": "High"}}}}
FILLED_IN: dict[str, tuple[object, object]] = {  # what a person writes into a template's cell, and what is read of it
    "text": ("00714", "00714"),
    "code": ("高", "high"),
    "credit_code": ("91350100M000100Y43", "91350100M000100Y43"),
    "date": (date(2024, 3, 28), date(2024, 3, 28)),
    "amount": (12.5, 12_500_000),
    "number": (120.5, 1_205_000),
    "integer": (120, 120),
}


def named(kind: ColumnType) -> str:
    return kind.name


def parser_of(kind: ColumnType):
    more = {"codes": LEVELS} if kind.has_codes else {}
    more |= {"unit": "万元"} if kind.is_money else {}
    column = Column.model_validate(
        {"name": "one", "label": WORDS, "description": WORDS, "type": kind.name} | more,
        context=KINDS.as_context(),
    )
    made = next(parser for parser in PARSERS if parser.type == kind)
    return made(column, LEXICON), column.unit or ""


@pytest.mark.parametrize("kind", COLUMN_TYPES, ids=named)
def test_figures_are_stored_with_the_decimals_that_are_kept(kind):
    decimals = re.fullmatch(r"numeric\(18, (\d)\)", kind.sql)
    assert kind.scale == (int(decimals[1]) if decimals else 0 if kind.sql == "bigint" else None)
    assert kind.is_figure + kind.is_day + kind.is_text == 1


@pytest.mark.parametrize("kind", COLUMN_TYPES, ids=named)
def test_an_example_is_read_as_the_type_it_explains(kind):
    parser, unit = parser_of(kind)
    if kind.example:
        read = parser.read(kind.example, unit)
        assert read == Read(read.value)
        assert read.value is not None
        assert kind.expected(unit).endswith(f"，如 {kind.example}")


@pytest.mark.parametrize("kind", COLUMN_TYPES, ids=named)
def test_what_is_written_into_a_cell_of_a_template_is_read_as_it_was_meant(kind, tmp_path: Path):
    written, value = FILLED_IN[kind.name]
    path = tmp_path / "template.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write(0, 0, written, book.add_format({"num_format": kind.number_format}))
    (grid,) = XlsxReader(path.read_bytes(), ReadingLimits()).read()
    parser, unit = parser_of(kind)
    assert grid.marks == {}
    assert parser.read(grid.rows[0][0], unit) == Read(value)
