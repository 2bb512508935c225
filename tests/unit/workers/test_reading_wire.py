"""Readings as bytes: what comes out is what went in, and no bytes whatever harm who takes them."""

import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.cell_account import CellRun, TakenFor
from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.model import (
    Cell,
    ColumnMatch,
    Display,
    Explanation,
    FileReading,
    Issue,
    Mark,
    Severity,
    SheetReading,
    ShownNumber,
    SourceFile,
    Table,
    TotalRow,
)
from etl.recognise.cell_message import SCHEMA, CellMessage
from etl.recognise.packing import PackedCells, listed
from etl.recognise.reading import FileReader
from etl.settings import PROJECT
from etl.workers.reading_answer import HEAD, Answer, encode
from etl.workers.reading_wire import RULES, MalformedAnswer, decode, known_names
from tests.campaigns import examples

CATALOG = load_catalog(PROJECT / "config")
KNOWN = known_names(CATALOG)
UNIT = Issue(rule="table.unit", severity=RULES["table.unit"].severity, message="")
NOW = datetime(2024, 4, 1, tzinfo=UTC)
SOURCE = SourceFile("510104", "2024Q1", "a.zip", "0" * 64, 0, NOW, 1, NOW, Path("/srv/a"))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
CELLS = st.one_of(
    st.none(),
    TEXT,
    st.floats(allow_nan=False),
    st.integers(-(2**70), 2**70),
    st.booleans(),
    st.dates(),
    st.datetimes().map(lambda moment: moment.replace(fold=0)),
    st.times().map(lambda moment: moment.replace(fold=0)),
    st.timedeltas(),
    st.sampled_from(Mark),
    st.builds(
        ShownNumber, st.floats(allow_nan=False) | st.integers(), st.builds(Display, st.integers(0, 9), st.none(), TEXT)
    ),
)
ROWS = 3
COLUMN = st.one_of(
    *(st.lists(st.one_of(st.none(), kind), min_size=ROWS, max_size=ROWS) for kind in (TEXT, st.floats(width=32), CELLS))
)


@st.composite
def readings(draw: st.DrawFn) -> FileReading:
    """Any reading of a member of the zip."""
    columns = draw(st.dictionaries(st.sampled_from(sorted(KNOWN["sale"])), COLUMN, max_size=4))
    first = draw(st.integers(0, 1_000_000))
    table = Table(
        "sale",
        draw(TEXT),
        (first, first + 1),
        tuple(ColumnMatch(place, draw(TEXT), name) for place, name in enumerate(columns)),
        draw(st.sampled_from([(first + 2, first + 3, first + 4), (5, 7, 9)])),
        columns,
        draw(st.dictionaries(TEXT, COLUMN, max_size=2)),
        (TotalRow(first + 9, "合计", {"amount": draw(CELLS)}, first),),
    )
    issue = Issue(
        rule="table.unit", severity=RULES["table.unit"].severity, message=draw(TEXT), report="sale", cell="B7"
    )
    run = CellRun(0, 0, 5, 5, TakenFor.TITLE, "", 3)
    return FileReading(
        replace(SOURCE, name=f"a.zip/{draw(TEXT)}"),
        "xlsx",
        (table,),
        ("project",),
        (SheetReading("表", "sale", (run,)),),
        (issue,),
        township=draw(st.one_of(st.none(), TEXT)),
        explanations=(
            Explanation("sale", "table.unit", draw(st.one_of(st.none(), TEXT)), "表", "B7", "1", draw(TEXT)),
        ),
    )


def plain(reading: FileReading) -> str:
    """All of a reading, with the cells one by one; a blank is a blank."""
    tables = [
        (
            replace(table, columns=tuple(table.columns), values={}, extra={}),
            [
                (name, [(type(cell), cell) if cell not in (None, "") else None for cell in listed(cells[name])])
                for cells in (table.values, table.extra)
                for name in cells
            ],
        )
        for table in reading.tables
    ]
    return repr((replace(reading, tables=()), tables))


@settings(max_examples=examples(60))
@given(readings())
def test_a_reading_comes_out_as_it_went_in(reading: FileReading) -> None:
    (there,) = decode(encode(Answer((reading,)), [SOURCE]), [SOURCE], KNOWN).readings
    assert plain(there) == plain(reading)


def test_every_file_of_the_sample_comes_out_as_it_went_in() -> None:
    reader = FileReader(CATALOG, load_divisions(PROJECT / "config"), accounts=True)
    paths = sorted(path for path in (PROJECT / "tests" / "corpus" / "night1").rglob("*") if path.is_file())[::40]
    for path in paths:
        source = replace(SOURCE, name=path.name, path=path)
        read = reader.read_all(source)
        assert [*map(plain, decode(encode(Answer(read), [source]), [source], KNOWN).readings)] == [*map(plain, read)]


def test_half_a_surrogate_pair_arrives_in_a_cell() -> None:
    table = Table("sale", "", (0, 0), (), (1,), {"amount": ["\ud800"]})
    (there,) = decode(encode(Answer((FileReading(SOURCE, "csv", (table,)),)), [SOURCE]), [SOURCE], KNOWN).readings
    assert listed(there.tables[0].values["amount"]) == ["\ud800"]


def written(**changes: object) -> bytes:
    table = Table("sale", "表", (0, 0), (ColumnMatch(0, "金额", "amount"),), (1, 2), {"amount": [1.0, 2.5]})
    table = replace(table, values={"amount": [1.0, 2.5], "product": ["甲", Mark.PICTURE]})
    issue = Issue(rule="table.hidden", severity=RULES["table.hidden"].severity, message="", cell="B2")
    return encode(Answer((replace(FileReading(SOURCE, "csv", (table,), issues=(issue,)), **changes),)), [SOURCE])


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"\x00" * 8,
        b"\xff" * 100,
        (b"\x00" * 7 + b"\x02{}")[:9],
        {"nil_reports": ("mystery",)},
        {"explanations": (Explanation("mystery", "", None, "", "", "", ""),)},
        {"explanations": (Explanation("sale", "", None, "", "", "", "x" * 501),)},
        {"tables": (Table("mystery", "", (0, 0), (), (), {}),)},
        {"tables": (Table("sale", "", (0, 0), (ColumnMatch(0, "", "mystery"),), (), {}),)},
        {"tables": (Table("sale", "", (0, 0), (ColumnMatch(-1, "", None),), (), {}),)},
        {"tables": (Table("sale", "", (-5, 0), (), (), {}),)},
        {"tables": (Table("sale", "", (0, 0), (), (1, 2), {"amount": [1.0]}),)},
        {"issues": (replace(UNIT, cell="=cmd()"),)},
        {"issues": (replace(UNIT, county_code="510107"),)},
        {"issues": (replace(UNIT, rule="sale.amount.type"),)},
        {"issues": (replace(UNIT, severity=Severity.NOTICE),)},
        {"tables": (Table("sale", "", (0, 0), (), tuple(range(6_000_000)), {}),) * 2},
        {"sheets": (SheetReading("表", "sale", (CellRun(5, 0, 1, 0, TakenFor.TITLE),)),)},
    ],
)
def test_what_is_no_answer_is_refused(wrong: bytes | dict[str, object]) -> None:
    answer = wrong if isinstance(wrong, bytes) else written(**wrong)
    with pytest.raises(MalformedAnswer):
        decode(answer, [SOURCE], KNOWN)


def test_a_compressed_message_is_refused_before_it_grows() -> None:
    message = PackedCells.of({"amount": [0.0] * 100_000}).message
    batch = pa.ipc.read_record_batch(pa.py_buffer(message.data), SCHEMA)
    for codec in ("zstd", "lz4"):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, SCHEMA, options=pa.ipc.IpcWriteOptions(compression=codec)) as stream:
            stream.write_batch(batch)
        messages = pa.ipc.MessageReader.open_stream(sink.getvalue())
        messages.read_next_message()  # the schema
        small = messages.read_next_message().serialize().to_pybytes()
        assert len(small) < len(message.data) / 10
        assert pa.ipc.read_record_batch(pa.py_buffer(small), SCHEMA).equals(batch)
        with pytest.raises(ValueError, match="compressed"):
            CellMessage(small).check()
    message.check()


def test_messages_that_lie_on_one_another_are_refused() -> None:
    sound = written()
    (length,) = HEAD.unpack(sound[: HEAD.size])
    head = json.loads(sound[HEAD.size : HEAD.size + length])
    twice = json.dumps({**head, "messages": 2 * head["messages"]}).encode()
    with pytest.raises(MalformedAnswer, match="longer than it is"):
        decode(HEAD.pack(len(twice)) + twice + sound[HEAD.size + length :], [SOURCE], KNOWN)


def test_a_file_that_was_not_asked_for_is_refused() -> None:
    with pytest.raises(MalformedAnswer, match="not asked for"):
        decode(written(), [replace(SOURCE, name="b.zip")], KNOWN)


def test_mutated_bytes_are_refused_or_are_a_reading_of_the_file() -> None:
    chance, sound = random.Random(12), written()  # noqa: S311
    refused = 0
    for _ in range(1500):
        wrong = bytearray(sound)
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(wrong))
            wrong[place : place + chance.choice((0, 1, 1, 1, 8))] = chance.randbytes(chance.choice((0, 1, 1, 1, 8)))
        try:
            (there, *_) = (*decode(wrong, [SOURCE], KNOWN).readings, None)
        except MalformedAnswer:
            refused += 1
            continue
        if there is not None:
            assert there.source.name.startswith(SOURCE.name)
            plain(there)
    assert refused > 700


def test_moments_and_spans_keep_their_types() -> None:
    cells: list[Cell] = [date(2024, 1, 2), datetime(2024, 1, 2, 3), time(4, 5), timedelta(1, 2, 3)]  # noqa: DTZ001
    table = Table("sale", "", (0, 0), (), (1, 2, 3, 4), {"amount": cells})
    (there,) = decode(encode(Answer((FileReading(SOURCE, "csv", (table,)),)), [SOURCE]), [SOURCE], KNOWN).readings
    assert listed(there.tables[0].values["amount"]) == cells
