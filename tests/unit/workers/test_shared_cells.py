"""Cells that a parent and its judges share: the same on both sides, written once, and sent by no pipe."""

import pickle
from pathlib import Path

import pytest

from etl.errors import TransientError
from etl.recognise.cell_message import CellMessage
from etl.recognise.packing import PackedCells, listed
from etl.workers.shared_cells import ALIGNED, SharedCells, unpickled

AMOUNTS = PackedCells.of({"amount": [1.0, 2.5], "product": ["甲", None]})
OTHERS = PackedCells.of({"amount": [7.0] * 10_000})


def test_a_judge_has_the_cells_that_its_parent_has(tmp_path: Path) -> None:
    with SharedCells(tmp_path) as cells:
        question = cells.pickled([AMOUNTS, OTHERS])
        there, others = unpickled(question, cells.fileno())
    assert [listed(there[name]) for name in there] == [[1.0, 2.5], ["甲", None]]
    assert listed(others["amount"]) == [7.0] * 10_000  # the file is closed, and what was mapped is there
    assert there["amount"].buffers()[1].address % 8 == 0


def test_a_question_has_no_cells_in_it_and_each_message_is_written_once(tmp_path: Path) -> None:
    with SharedCells(tmp_path) as cells:
        first = cells.pickled([OTHERS])
        size = Path(f"/proc/self/fd/{cells.fileno()}").stat().st_size
        assert len(first) < 1000 < len(pickle.dumps(OTHERS))
        assert cells.pickled([OTHERS]) == first
        assert Path(f"/proc/self/fd/{cells.fileno()}").stat().st_size == size
        cells.pickled([AMOUNTS, OTHERS])
        grown = Path(f"/proc/self/fd/{cells.fileno()}").stat().st_size - size
        assert 0 < grown < len(AMOUNTS.message.data) + ALIGNED
        assert not [*tmp_path.iterdir()]  # no name, from the start


def test_cells_without_a_message_are_shared_too(tmp_path: Path) -> None:
    with SharedCells(tmp_path) as cells:
        there = unpickled(cells.pickled(PackedCells.of({})), cells.fileno())
    assert dict(there) == {}


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(TransientError, match="gone cannot be written: No such file"), SharedCells(tmp_path / "gone"):
        pass
    with SharedCells(tmp_path) as cells:
        cells._file.close()
        cells._file = Path("/dev/full").open("w+b", buffering=0)  # noqa: SIM115 - the block closes it
        with pytest.raises(TransientError, match="cannot be written: No space left"):
            cells.pickled(PackedCells(OTHERS.places, CellMessage(OTHERS.message.data)))
