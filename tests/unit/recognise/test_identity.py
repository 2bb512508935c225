"""No identity number leaves the reading of a file, wherever in it one stands and however it is written; figures, accounts and
codes stay whole."""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fsspec.implementations.local import LocalFileSystem
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.config.divisions import load_divisions
from etl.contract.catalog import Catalog, load_catalog
from etl.identity_marks import mark_with
from etl.intake.inbox import list_inbox
from etl.model import FileReading, SourceFile
from etl.recognise.reading import FileReader
from tests.campaigns import examples
from tests.unit.persons import business_numbers, in_groups, numbers, whole, written
from tests.workbooks.content import Sheet, Value
from tests.workbooks.text import build_csv
from tests.workbooks.xlsx import build_xlsx, pack_zip

CONFIG = Path(__file__).parents[3] / "config"
HEADING: list[Value] = ["凭证号", "项目编号", "拨付日期", "拨付金额（万元）", "收款单位", "备注"]
NUMBER = "510105199001011237"


def row(number: int, *beside: Value, **cells: Value) -> list[Value]:
    own = {
        "voucher": f"PZ{number}",
        "project": "XM1",
        "day": "2024-01-08",
        "amount": "10.5",
        "payee": "县民政局",
        "remark": "",
    }
    assert cells.keys() <= own.keys()
    return [*(own | cells).values(), *beside]


def book(*rows: list[Value], name: str = "资金拨付明细", more: list[Sheet] | None = None, **of_sheet: Any) -> bytes:
    return build_xlsx([Sheet([*rows], name, **of_sheet), *(more or [])])


SOUND = [HEADING, row(1), row(2)]
PLACES: dict[str, Callable[[str], bytes]] = {
    "remark": lambda text: book(HEADING, row(1, remark=f"经办人{text}")),
    "key": lambda text: book(HEADING, row(1, voucher=text), row(2)),
    "amount": lambda text: book(HEADING, row(1, amount=f"{text}（张三）"), row(2)),
    "day": lambda text: book(HEADING, row(1, day=text), row(2)),
    "extra": lambda text: book([*HEADING, "经办人"], row(1, text)),
    "heading": lambda text: book([*HEADING, f"张三{text}"], row(1, "甲")),
    "title": lambda text: book([f"填报人：张三{text}"], *SOUND),
    "footer": lambda text: book(*SOUND, [f"注：联系人{text}"]),
    "total": lambda text: book(*SOUND, [f"合计（{text}）", "", "", "21", "", ""]),
    "unused row": lambda text: book(*SOUND, [], [], ["", "", "", "", text]),
    "sheet of no table": lambda text: book(*SOUND, more=[Sheet([["名单"], ["张三", text]], "名单")]),
    "hidden sheet": lambda text: book(*SOUND, more=[Sheet([[text]], "名单", hidden=True)]),
    "name of a sheet": lambda text: book(*SOUND, name=f"资金拨付{text}"[:31]),
    "comment": lambda text: book(*SOUND, comments={(1, 1): f"经办人{text}"}),
    "page": lambda text: book(*SOUND, header=f"张三{text.replace(chr(10), ' ')}"),
    "CSV": lambda text: build_csv([HEADING, row(1, remark=text)]),
    "member of a zip": lambda text: pack_zip({f"张三{text}.xlsx": book(*SOUND)}),
    "zip of nothing": lambda text: pack_zip({f"张三{text}.txt": b"..."}),
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(CONFIG)


@pytest.fixture(scope="module")
def read_file(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[FileReading, ...]]:
    """The readings of a file by its content."""
    path = tmp_path_factory.mktemp("identity") / "archived"
    reader = FileReader(catalog, load_divisions(CONFIG))

    def read_file(content: bytes, name: str = "拨付.xlsx", key: str | None = None) -> tuple[FileReading, ...]:
        path.write_bytes(content)
        now = datetime(2024, 4, 1, tzinfo=UTC)
        return reader.read_all(SourceFile("510821", "2024Q1", name, "0", len(content), now, 1, now, path), None, key)

    return read_file


def compact(readings: object) -> str:
    """Everything that was handed over, without what may stand between the digits of a number."""
    return re.sub(r"[^0-9A-Z*]", "", unicodedata.normalize("NFKC", repr(readings)).upper())


def said(readings: tuple[FileReading, ...]) -> list[tuple[str | None, str | None]]:
    found = [issue for reading in readings for issue in reading.issues]
    return [(issue.cell, issue.report) for issue in found if issue.rule == "identity_number"]


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=written, place=st.sampled_from(sorted(PLACES)))
def test_no_number_leaves_a_file(read_file, one, place):
    number, writing = one
    if place == "name of a sheet" and len(writing) > 27:
        writing = number
    readings = read_file(PLACES[place](writing))
    assert number not in compact(readings)
    assert said(readings) or place == "zip of nothing"


@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=numbers, cut=st.integers(4, 16))
def test_a_number_over_two_cells_is_hidden(read_file, number, cut):
    heading = [*HEADING, "证件", "（续）"]
    (reading,) = read_file(book(heading, row(1, number[:cut], number[cut:])))
    assert number not in compact(reading)
    assert said((reading,)) == [("G2", "disbursement")]
    values = [cells[0] for cells in reading.tables[0].extra.values()]
    assert "".join(values) == f"{number[:6]}********{number[-4:]}"


@settings(max_examples=examples(80), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=business_numbers, other=business_numbers)
def test_numbers_of_business_stay_whole(read_file, number, other):
    (reading,) = read_file(book([*HEADING, "账号"], row(1, other, voucher=number, remark=other, payee=f"账号{number}")))
    (table,) = reading.tables
    assert (table.values["voucher_no"], table.values["remark"], table.extra["账号"]) == ([number], [other], [other])
    assert said((reading,)) == []


def test_a_column_of_figures_holds_no_number(read_file):
    heading = ["项目编号", "项目名称", "帮扶领域", "项目阶段", "计划投资（元）", "累计拨付资金（元）", "受益户数"]
    cells: list[Value] = ["XM1", "种植", "产业", "资金拨付", "510105900101123", "51010519", "9001011237"]
    (reading,) = read_file(book(heading, cells, name="帮扶项目台账"))
    (table,) = reading.tables
    assert [table.values[name] for name in ("planned_yuan", "disbursed_yuan", "households")] == [
        [cell] for cell in cells[4:]
    ]
    assert said((reading,)) == []


def test_what_can_be_no_figure_is_hidden_in_a_column_of_figures(read_file):
    (reading,) = read_file(book(HEADING, row(1, amount=NUMBER), row(2)))
    assert NUMBER not in compact(reading)
    assert said((reading,)) == [("D2", "disbursement")]


def test_a_credit_code_that_looks_like_a_number_stays_in_its_column(read_file):
    heading = ["统一社会信用代码", "社会组织名称", "组织类型", "登记层级", "备注"]
    code = "511101200001011230"  # in the shape of both, with a sound check character as a credit code only
    (reading,) = read_file(book(heading, [code, "甲协会", "社会团体", "县级", ""], name="社会组织名录"))
    assert reading.tables[0].values["credit_code"] == [code] or said((reading,))


def test_several_numbers_of_a_cell_are_one_issue_and_all_hidden(read_file):
    other = "513228198506060024"
    text = f"甲{NUMBER}，乙{in_groups(NUMBER, ' ', 6, 8)}；丙{other}"
    (reading,) = read_file(book(HEADING, row(1, remark=text)))
    assert reading.tables[0].values["remark"] == ["甲510105********1237，乙510105********1237；丙513228********0024"]
    assert said((reading,)) == [("F2", "disbursement")]


def test_names_of_files_and_folders_are_listed_without_numbers(tmp_path, read_file):
    divisions = load_divisions(CONFIG)
    county = tmp_path / "510821"
    for name in (f"张三{NUMBER}/拨付.xlsx", f"{NUMBER}.xlsx", "510105-19850101-1237.xlsx", "510105198001011237.xlsx"):
        (county / "2024Q1" / name).parent.mkdir(parents=True, exist_ok=True)
        (county / "2024Q1" / name).write_bytes(b"")
    (county / NUMBER).mkdir()
    (tmp_path / f"张三{NUMBER}").mkdir()
    listing = list_inbox(LocalFileSystem(), str(tmp_path), divisions)
    names = [file.name for file in listing.files]
    assert len({*names}) == 4
    assert NUMBER not in compact((names, listing.issues, listing.failures))
    readings = read_file(book(*SOUND), max(names))
    assert said(readings) == [(None, None)]


def test_numbers_in_keys_are_marked_and_told_apart(read_file):
    """Two numbers that are masked alike, one of them in two writings; the same key gives the same mark on any night."""
    other = next(
        n
        for n in (whole(f"51010519{year}0101{s:03}") for year in range(10, 99) for s in (123,))
        if n[-4:] == "1237" and n != NUMBER
    )
    rows = [row(1, voucher=NUMBER, remark=NUMBER), row(2, voucher=other), row(3, voucher=in_groups(NUMBER, " ", 6, 8))]
    (reading,) = read_file(book(HEADING, *rows), key="of the county")
    first, second, third = reading.tables[0].values["voucher_no"]
    assert first == third == f"510105********1237{mark_with('of the county')(NUMBER)}"
    assert second.startswith("510105********1237#")
    assert second != first
    assert reading.tables[0].values["remark"][0] == "510105********1237"
    (again,) = read_file(book(HEADING, *rows), key="of another one")
    assert again.tables[0].values["voucher_no"][0] not in (first, second)
    (bare,) = read_file(book(HEADING, *rows))
    assert {*bare.tables[0].values["voucher_no"]} == {"510105********1237"}
