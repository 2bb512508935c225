"""Files that nobody should send: each has a verdict with a plain sentence, quickly, in little memory, and nothing is fetched."""

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.model import FileReading, SourceFile
from etl.settings import PROJECT, ReadingLimits
from etl.workers.reading_pool import ReadingPool
from tests.unit.workbook.reading import cells, grid, read, refusal
from tests.workbooks import hostile
from tests.workbooks.compound import build_compound
from tests.workbooks.content import Sheet
from tests.workbooks.spreadsheetml import pack_spreadsheetml
from tests.workbooks.text import build_csv, build_html
from tests.workbooks.xlsx import build_xlsx, pack_xlsx, pack_zip

pytestmark = pytest.mark.campaign

SMALL = ReadingLimits(max_unzipped_mb=16, max_cells_per_sheet=10_000, max_cells_per_file=15_000, max_cell_chars=1000)
ROWS = [["名称", "金额"], ["甲", 1.5]]


@pytest.mark.parametrize("name", hostile.entity_bombs())
def test_a_dtd_is_refused_and_never_expanded(name: str) -> None:
    content = hostile.entity_bombs()[name]
    tracemalloc.start()
    try:
        assert "DTD" in refusal(content)
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
    finally:
        tracemalloc.stop()


def test_a_zip_bomb_is_not_unzipped() -> None:
    content = hostile.zip_bomb(64)
    assert len(content) < 100_000
    tracemalloc.start()
    try:
        assert "压缩" in refusal(content)
        assert "解压后超过 16 MB" in refusal(content, SMALL)
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
    finally:
        tracemalloc.stop()


def test_a_member_larger_than_it_says_is_damage() -> None:
    assert "损坏" in refusal(hostile.lying_zip())


def test_a_zip_with_too_many_members_is_refused() -> None:
    assert "20000 个条目" in refusal(hostile.crowded_zip(20_000))


def test_macros_and_links_are_passed_over() -> None:
    kind, grids = read(hostile.with_macros())
    assert kind == "xlsx"
    assert [(found.sheet, cells(found)) for found in grids] == [("表3", {(0, 0): "甲"})]


@pytest.mark.parametrize("name", hostile.encrypted_files())
def test_encrypted_files_are_named_as_such(name: str) -> None:
    assert "密码" in refusal(hostile.encrypted_files()[name])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(hostile.repeated_cells(1_048_576, 1), id="ods-rows"),
        pytest.param(hostile.repeated_cells(1_048_576, 16_384), id="ods-cells"),
        pytest.param(build_csv([["a"] * 200] * 60), id="csv"),
        pytest.param(build_xlsx([Sheet([["a"] * 200] * 60)]), id="xlsx"),
        pytest.param(build_html(Sheet([["a"] * 200] * 60)), id="html"),
    ],
)
def test_more_cells_than_allowed_are_refused(content: bytes) -> None:
    assert "过多" in refusal(content, SMALL) or "超过" in refusal(content, SMALL)


def test_all_sheets_together_have_a_limit() -> None:
    sheets = [Sheet([["a"] * 90] * 90, name=f"表{number}") for number in range(2)]
    assert "单元格过多" in refusal(build_xlsx(sheets), SMALL)


def test_more_sheets_than_allowed_are_refused() -> None:
    content = build_xlsx([Sheet([[1]], name=f"表{number}") for number in range(9)])
    assert "9 张工作表（最多 5 张）" in refusal(content, ReadingLimits(max_sheets=5))


def test_a_few_stray_cells_of_an_xls_cost_little() -> None:
    found = grid(hostile.far_corner_xls(1))
    assert cells(found) == {(0, 0): "甲", (65_535, 255): "乙"}
    assert sum(map(len, found.rows)) < 300
    assert "范围过大" in refusal(hostile.far_corner_xls(5))


@pytest.mark.parametrize("index", ["16385", "1048577", "9999999", "0"])
def test_addresses_outside_a_sheet_are_damage(index: str) -> None:
    page = f'<Worksheet ss:Name="a"><Table><Row ss:Index="{index}"><Cell ss:Index="{index}"><Data ss:Type="String">x</Data></Cell></Row></Table></Worksheet>'
    if index == "0":  # no index at all: the next one
        assert cells(grid(pack_spreadsheetml(page))) == {(0, 0): "x"}
    else:
        assert "已损坏" in refusal(pack_spreadsheetml(page))
        assert "已损坏" in refusal(pack_xlsx(f'<sheetData><row r="1"><c r="XFE{index}"><v>1</v></c></row></sheetData>'))


def test_spans_that_claim_too_much_are_cut() -> None:
    page = b"<html><table>" + b"<tr><td rowspan=99999999 colspan=99999999>x</td></tr>" * 20 + b"</table></html>"
    assert "已损坏" in refusal(page)
    assert grid(page.replace(b"colspan=99999999", b"")).merges[0] == (0, 0, 19, 0)
    deep = b"<table><tr><td>" * 5000 + b"x"
    assert "已损坏" in refusal(deep)


def test_a_cell_longer_than_allowed_is_refused_with_its_address() -> None:
    content = build_xlsx([Sheet([["a"], ["b", "字" * 1001]], name="表一")])
    assert "工作表“表一”的 B2 里一个单元格的文字有 1001 个字" in refusal(content, SMALL)
    unclosed = build_csv([["a", "b"]]) + b'"' + b"x,y\n" * 50_000
    assert "引号没有成对" in refusal(unclosed)


def test_one_text_used_often_is_counted_each_time() -> None:
    text = "字" * 30_000
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 2001))
    content = pack_xlsx(f"<sheetData>{rows}</sheetData>", strings=f"<si><t>{text}</t></si>")
    assert "文字超过 16 百万字" in refusal(content, ReadingLimits(max_text_mb=16))


NAMES = ["../../../etc/passwd", "表\u202egnp.exe", "a\tb", "C:\\a", "字" * 10_000, "'); DROP TABLE x; --", "\u200b", ""]


def test_sheet_names_are_harmless_and_told_apart() -> None:
    attributes = "".join(
        f'<sheet name="{name.replace(chr(9), "&#9;")}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(NAMES, 1)
    )
    page = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    shown = [found.sheet for found in read(pack_xlsx([page] * len(NAMES), sheets=attributes))[1]]
    assert len(set(shown)) == len(NAMES)
    assert max(map(len, shown)) <= 120
    assert all(name.isprintable() for name in shown)


KINDS = {
    "空": [b"", b"\0" * 100, b"\r\n  \r\n", b"\xef\xbb\xbf"],
    "PDF": [b"%PDF-1.7\n..."],
    "图片": [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0..JFIF", b"GIF89a..", b"BM\x36\0\0\0\0\0", b"II*\0\x08\0"],
    "RAR": [b"Rar!\x1a\x07\x01\0"],
    "7z": [b"7z\xbc\xaf\x27\x1c\0"],
    "RTF": [b"{\\rtf1\\ansi"],
    "Word": [
        build_compound({"WordDocument": b"x", "1Table": b"y"}),
        pack_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
        pack_zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
    ],
    "演示文稿": [build_compound({"PowerPoint Document": b"x"}), pack_zip({"[Content_Types].xml": "<Types/>", "ppt/a.xml": ""})],
    "临时文件": [
        b"\x05admin".ljust(54, b" ") + b"\x05\0a\0d\0m\0i\0n\0".ljust(111, b" "),
        b"\0\0\0\1Bud1\0\0\x10\0",
        build_compound({"Catalog": b"x"}),
    ],
    "OFD": [pack_zip({"OFD.xml": "<ofd/>", "Doc_0/Document.xml": ""})],
    "邮件": [b"From: a@b.cn\r\nTo: c@d.cn\r\nSubject: x, y\r\n\r\nbody", build_compound({"__properties_version1.0": b"x"})],
    "网页": [b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", b"<html><p>hello</p></html>"],
    "JSON": [b'{"a": [1, 2], "b": 3}', b'[{"a": 1}, {"a": 2}]'],
    "脚本": [b"#!/bin/sh\nrm -rf /,\n"],
    "XML": [b'<?xml version="1.0"?><rss><a>1,2</a></rss>'],
    "没有表格": ["第一段文字。\n第二段文字。".encode()],
    "无法识别": [b"\x7fELF\x02\x01\x01\0\0\0", bytes(range(256)) * 4],
    "很旧": [b"\x09\x04\x06\x00\x00\x00\x10\x00"],
    "损坏": [b"PK\x03\x04" + b"x" * 100, build_xlsx([Sheet([[1]])])[:-30], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600],
    "苹果": [pack_zip({"Index/Document.iwa": b"x", "preview.jpg": b"y"})],
}  # fmt: skip


@pytest.mark.parametrize(("word", "content"), [(word, content) for word, all_ in KINDS.items() for content in all_])
def test_other_files_are_named_as_what_they_are(word: str, content: bytes) -> None:
    assert word in refusal(content)


@pytest.fixture(scope="module")
def pool() -> Iterator[ReadingPool]:
    config = PROJECT / "config"
    catalog, divisions = load_catalog(config), load_divisions(config)
    with ReadingPool(catalog, divisions, workers=2, seconds_per_file=30, memory_bytes=1 << 30, limits=SMALL) as opened:
        yield opened


def readings(pool: ReadingPool, folder: Path, files: dict[str, bytes]) -> list[FileReading]:
    now = datetime(2024, 4, 1, tzinfo=UTC)
    sources = []
    for number, (name, content) in enumerate(files.items()):
        path = folder / str(number)
        path.write_bytes(content)
        sources.append(SourceFile("510104", "2024Q1", name, "0" * 64, len(content), now, 1, now, path))
    return list(pool.read(sources))


def test_hostile_files_among_sound_ones(pool: ReadingPool, tmp_path: Path) -> None:
    files = (
        hostile.entity_bombs() | hostile.encrypted_files() | {"bomb": hostile.zip_bomb(64), "lies": hostile.lying_zip()}
    )
    mixed = {name: content for n, c in files.items() for name, content in ((n, c), (f"{n} sound", build_csv(ROWS)))}
    found = readings(pool, tmp_path, mixed)
    assert [reading.failure for reading in found] == [None] * len(mixed)
    assert [reading.kind == "csv" for reading in found] == [name.endswith("sound") for name in mixed]
    assert all(reading.issues[0].rule == "file.unreadable" for reading in found if reading.kind != "csv")


def test_what_a_zip_holds_beside_workbooks(pool: ReadingPool, tmp_path: Path) -> None:
    members: dict[str, bytes | str] = {
        "../../../tmp/甲.xlsx": build_xlsx([Sheet(ROWS)]),
        "/etc/乙.csv": build_csv(ROWS),
        "__MACOSX/._甲.xlsx": b"\0\5\x16\7",
        "说明.pdf": b"%PDF-1.4",
        "内层.zip": pack_zip({"丙.csv": build_csv(ROWS)}),
        "坏.xlsx": build_xlsx([Sheet(ROWS)])[:-30],
        "表\u202excod.csv": build_csv(ROWS),
    }
    found = readings(pool, tmp_path, {"报表.zip": pack_zip(members)})
    assert [(reading.source.name, reading.kind) for reading in found] == [
        ("报表.zip", "zip"),
        ("报表.zip/tmp/甲.xlsx", "xlsx"),
        ("报表.zip/etc/乙.csv", "csv"),
        ("报表.zip/内层.zip", "zip"),
        ("报表.zip/坏.xlsx", "broken zip"),
        ("报表.zip/表\ufffdxcod.csv", "csv"),
    ]
    assert [issue.message[:20] for issue in found[0].issues] == ["报表.zip/说明.pdf：这是 PDF"]
    assert "压缩包里的压缩包" in found[3].issues[0].message


def test_a_member_is_read_again_by_its_name(pool: ReadingPool, tmp_path: Path) -> None:
    content = pack_zip(
        {"甲.xlsx": build_xlsx([Sheet(ROWS)]), "乙/甲.xlsx": build_xlsx([Sheet([["x", "y"], ["z", 1]])])}
    )
    (found,) = readings(pool, tmp_path, {"报表.zip/乙/甲.xlsx": content})
    assert (found.source.name, found.kind) == ("报表.zip/乙/甲.xlsx", "xlsx")


def test_a_zip_made_in_chinese_windows_names_its_members(pool: ReadingPool, tmp_path: Path) -> None:
    content = pack_zip({"abcd.csv": build_csv(ROWS)}).replace(b"abcd.csv", "汇总".encode("gb18030") + b".csv")
    assert readings(pool, tmp_path, {"报表.zip": content})[1].source.name == "报表.zip/汇总.csv"


def test_a_zip_without_a_workbook_is_returned(pool: ReadingPool, tmp_path: Path) -> None:
    (found,) = readings(pool, tmp_path, {"a.zip": pack_zip({"照片.jpg": b"\xff\xd8\xff\xe0", "a.txt": b"hello"})})
    assert "压缩包里没有电子表格" in found.issues[0].message


def test_a_file_name_is_shown_without_what_hides_in_it(pool: ReadingPool, tmp_path: Path) -> None:
    names = ["表\u202egnp.exe\x1b[2J", "字" * 5000 + ".xlsx"]
    found = readings(pool, tmp_path, dict.fromkeys(names, b"%PDF-"))
    assert [reading.source.name for reading in found] == names
    for reading in found:
        assert reading.issues[0].message.isprintable()
        assert len(reading.issues[0].message) < 300
