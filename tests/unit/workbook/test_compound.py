"""Compound files: what is in them, and that no size and no chain of a hostile one costs more than the file is worth."""

import struct
import tracemalloc
from collections.abc import Callable, Mapping

import pytest

from etl.errors import UnreadableWorkbook
from etl.workbook.compound import CompoundFile
from tests.workbooks.compound import SECTOR, build_compound

STREAMS = {"Workbook": bytes(range(256)) * 20, "\x05SummaryInformation": b"summary" * 1000}
DIRECTORY = 1  # the first sector after the header; the table that chains the sectors is the last one
NUMBER = struct.Struct("<I")


def patched(numbers: Mapping[int, int], content: bytes | None = None) -> bytes:
    """A sound file in which the numbers at some places are others; places below 0 count from the end."""
    changed = bytearray(content or build_compound(STREAMS))
    for place, number in numbers.items():
        NUMBER.pack_into(changed, place % len(changed), number)
    return bytes(changed)


def entry(number: int, field: int) -> int:
    """Offset of a field of an entry of the directory."""
    return DIRECTORY * SECTOR + number * 128 + field


def chain(sector: int) -> int:
    """Offset of the table's word on how the chain of a sector goes on."""
    return len(build_compound(STREAMS)) - SECTOR + 4 * sector


CHILD, RIGHT, START, SIZE = 76, 72, 116, 120


def test_names_and_streams_in_any_case() -> None:
    container = CompoundFile(build_compound(STREAMS))
    assert container.names == {"workbook", "\x05summaryinformation"}
    assert container.stream("WORKBOOK")[: len(STREAMS["Workbook"])] == STREAMS["Workbook"]


def test_a_last_sector_that_is_cut_off_is_read() -> None:
    content = build_compound(STREAMS)
    moved = content[:-SECTOR] + content[-SECTOR:].rstrip(b"\xff")  # free sectors that nothing leads to
    assert len(moved) % SECTOR
    assert CompoundFile(moved).stream("Workbook") == CompoundFile(content).stream("Workbook")


@pytest.mark.parametrize("name", ["Book", "Root Entry"])
def test_a_stream_that_is_not_there(name: str) -> None:
    with pytest.raises(UnreadableWorkbook, match="文件已损坏"):
        CompoundFile(build_compound(STREAMS)).stream(name)


def stream_of(content: bytes) -> bytes:
    return CompoundFile(content).stream("Workbook")


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param(lambda: build_compound(STREAMS)[:511], id="half-a-header"),
        pytest.param(lambda: build_compound(STREAMS)[:4000], id="cut-in-the-middle"),
        pytest.param(lambda: patched({30: 0x0006_0014}), id="sectors-of-a-megabyte"),
        pytest.param(lambda: patched({48: 1 << 20}), id="directory-outside"),
        pytest.param(lambda: patched({entry(1, SIZE): 1 << 31}), id="stream-larger-than-the-file"),
        pytest.param(lambda: patched({entry(1, START): 1 << 20}), id="stream-outside"),
        pytest.param(lambda: patched({chain(3): 1 << 20}), id="chain-leads-outside"),
        pytest.param(lambda: patched({chain(3): 0xFFFF_FFFE}), id="chain-ends-too-soon"),
        pytest.param(lambda: patched({entry(0, CHILD): 1, entry(0, 64): 0x0002_0016}), id="root-that-is-none"),
        pytest.param(lambda: patched({64: 1 << 30, entry(1, SIZE): 100}), id="table-of-small-streams-of-a-terabyte"),
        pytest.param(lambda: patched({entry(0, SIZE): 0xFFFF_0000, entry(1, SIZE): 100}), id="small-streams-of-4-gigabytes"),
        pytest.param(lambda: patched({44: 1 << 31, 68: 0, 72: (1 << 31) // 127}), id="lists-in-a-circle"),
        pytest.param(lambda: nested(1200), id="directory-as-one-long-branch"),
    ],
)  # fmt: skip
def test_damage_is_one_refusal_and_costs_no_memory(damaged: Callable[[], bytes]) -> None:
    content = damaged()
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableWorkbook, match="文件已损坏"):
            stream_of(content)
        assert tracemalloc.get_traced_memory()[1] < 10 * len(content) + (4 << 20)
    finally:
        tracemalloc.stop()


def nested(depth: int) -> bytes:
    """A directory whose entries hang one below the other."""
    return build_compound({f"{number}": b"" for number in range(depth)} | {"Workbook": b"x"})


@pytest.mark.parametrize("sector", [0, 3])
def test_a_chain_in_a_circle_ends(sector: int) -> None:
    content = patched({chain(sector): sector})
    assert len(stream_of(content)) <= len(content)
