"""`etl check --return`: a file in hand comes back with its faults marked, without a warehouse, and only where there is something."""

import pytest
import xlsxwriter

from etl.settings import ReadingLimits
from etl.workbook.own_marks import COMMENT_SIGN, is_front_sheet
from etl.workbook.read import read_content
from tests.filled_templates import with_cells, with_parts
from tests.integration.operator import Operator
from tests.integration.test_check import SALES
from tests.integration.test_explanations import FRONT


@pytest.fixture(scope="module")
def operator(tmp_path_factory):
    return Operator(tmp_path_factory.mktemp("check"))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A file with two faults and one without any."""
    folder = tmp_path_factory.mktemp("files")
    sound = [*SALES[:3], ["四川省索玛公益基金会", "苹果", "线上", 1.5]]
    for name, rows in (("消费", SALES), ("无误", sound)):
        with xlsxwriter.Workbook(folder / f"{name}.xlsx") as book:
            sheet = book.add_worksheet("表六")
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return folder


@pytest.fixture(scope="module")
def done(operator, files, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    done = operator("check", "--json", str(files), "--return", str(out))
    assert done.returncode == 0, done.stderr
    return done, out


def test_the_faults_are_marked_in_the_county_s_own_file(done):
    _, out = done
    grids = read_content((out / "消费.xlsx").read_bytes(), "xlsx", ReadingLimits())[1]
    assert is_front_sheet(grids[0])
    assert [row[3] for row in grids[1].rows[2:]] == ["销售金额", 1.5, "若干", 1.5]
    assert COMMENT_SIGN not in str(grids[1].comments)  # which a reader passes over


def test_a_file_in_order_is_not_given_back(done):
    told, out = done
    assert [path.name for path in out.iterdir()] == ["消费.xlsx"]
    assert told.stderr.splitlines()[-1] == f"marked: {out / '消费.xlsx'}"


def test_the_checked_file_is_never_written_over(operator, files):
    path = files / "消费.xlsx"
    before = path.read_bytes()
    refused = operator("check", str(path), "--return", str(path))
    assert (refused.returncode, path.read_bytes()) == (2, before)
    assert refused.stderr == f"etl: {path} is the checked file itself; let --return name another place\n"


def test_a_desk_at_no_address_is_refused(operator):
    done = operator("desk", "--listen", "office")
    assert done.returncode == 2
    assert done.stderr == "etl: 'office' is no address; --listen takes one of this machine, such as 10.0.0.5\n"


def test_words_that_stand_in_a_file_stay_in_it(operator, done, tmp_path):
    _, out = done
    marked = (out / "消费.xlsx").read_bytes()
    front = read_content(marked, "xlsx", ReadingLimits())[1][0]
    (number,) = (n for n, row in enumerate(front.rows, 1) if "C5" in row and "sale.channel.code" in row)
    written = with_parts(marked, {FRONT: lambda xml: with_cells(xml, {f"J{number}": "县里核实过"})})
    (tmp_path / "说明.xlsx").write_bytes(written)
    operator("check", str(tmp_path / "说明.xlsx"), "--return", str(tmp_path / "again"))
    again = read_content((tmp_path / "again" / "说明.xlsx").read_bytes(), "xlsx", ReadingLimits())[1][0]
    assert [row for row in again.rows if "县里核实过" in row and "C5" in row]
