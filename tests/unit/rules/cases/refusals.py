"""Files that are not read, one for each reason but those of a reading process, which test_reading_pool.py gives."""

from etl.rules.reading.files import FILE_UNREADABLE
from tests.unit.rules.cases.case import Case
from tests.unit.rules.delivery import SOUND, Delivery, one, sheet
from tests.workbooks import hostile
from tests.workbooks.compound import build_compound
from tests.workbooks.locked import lock_ooxml, lock_zip
from tests.workbooks.ods import pack_ods
from tests.workbooks.text import build_csv
from tests.workbooks.xls import build_xls
from tests.workbooks.xlsb import build_xlsb
from tests.workbooks.xlsx import MAIN, build_xlsx, pack_xlsx, pack_zip

OF_THE_READING_PROCESS = frozenset({"too slow", "too much memory", "reader died"})
SOUND_BOOK = build_xlsx([sheet(*SOUND)])
SHEETS = [sheet(*SOUND), sheet(["甲"], name="表二")]
WIDE = [["a"] * 40] * 40
PASSWORD, OTHER = "旺苍-2024", "Geheim-77"
TALL = "<table:table-row table:number-rows-repeated='{}'><table:table-cell table:number-columns-repeated='{}'/>{}</table:table-row>"
FILLED = "<table:table-cell table:number-columns-repeated='{}'><text:p>甲</text:p></table:table-cell>"
MANY_STYLES = f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * 70_001}</cellXfs></styleSheet>'
WITHOUT_ADDRESS = '<sheetData><row><c t="s"><v>0</v></c></row></sheetData>'
SHARED_CELLS = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 41))


def case(why: str, content: bytes, name: str = "拨付.xlsx", **limits: int) -> Case:
    return Case(FILE_UNREADABLE, one(content, name, **limits), why=why)


def locked(why: str, content: bytes, agreed: str | None = None) -> Case:
    """A file behind PASSWORD; the twin is opened with it."""
    files = one(content).files
    return Case(FILE_UNREADABLE, Delivery(files, password=agreed), Delivery(files, password=PASSWORD), why=why)


def table(*rows: str) -> bytes:
    return pack_ods(f'<table:table table:name="表">{"".join(rows)}</table:table>')


COLUMNS_AGAIN = '<col min="1" max="16384" hidden="1" width="9"/>' * 300
MERGED_OVER_EACH_OTHER = (
    "<table:table-row>"
    + "<table:table-cell table:number-rows-spanned='400' table:number-columns-spanned='400'/>" * 400
    + "</table:table-row>"
    + TALL.format(400, 400, FILLED.format(1))
)
BESIDE = "\r\n".join(",".join([line] * 300) for line in ("名称,渠道,金额,备注,", "甲,线上,1,无,")).encode()


def csv(*rows: str) -> bytes:
    return "\r\n".join(("名称,渠道,金额,备注", '甲,线上,"1,250",', *rows)).encode()


OTHER_KINDS = {
    "empty": b"\r\n \r\n",
    "temporary": b"\0\0\0\1Bud1\0\0\x10\0",
    "PDF": b"%PDF-1.7",
    "OFD": pack_zip({"OFD.xml": "<ofd/>", "Doc_0/Document.xml": ""}),
    "picture": b"\x89PNG\r\n\x1a\n",
    "Word": build_compound({"WordDocument": b"x", "1Table": b"y"}),
    "PowerPoint": build_compound({"PowerPoint Document": b"x"}),
    "RTF": b"{\\rtf1\\ansi",
    "Numbers": pack_zip({"Index/Document.iwa": b"x"}),
    "RAR": b"Rar!\x1a\x07\x01\0",
    "7z": b"7z\xbc\xaf\x27\x1c\0",
    "gzip": b"\x1f\x8b\x08\0",
    "mail": b"From: a@b.cn\r\nTo: c@d.cn\r\nSubject: x\r\n\r\nbody",
    "archived page": b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n",
    "JSON": b'{"a": [1, 2]}',
    "script": b"#!/bin/sh\nrm -rf /,\n",
    "XML": b'<?xml version="1.0"?><rss><a>1,2</a></rss>',
    "text": "第一段文字。\n第二段文字。".encode(),
    "page without table": b"<html><p>hello</p></html>",
    "old Excel": b"\x09\x04\x06\x00\x00\x00\x10\x00",
    "zip": pack_zip({"内层.zip": pack_zip({"拨付.xlsx": SOUND_BOOK}), "拨付.xlsx": SOUND_BOOK}),
    "zip without workbooks": pack_zip({"照片.jpg": b"\xff\xd8\xff\xe0"}),
    "unknown": b"\x7fELF\x02\x01\x01\0\0\0",
}

REFUSAL_CASES = (
    *(case(why, content) for why, content in OTHER_KINDS.items()),
    case("archived page", b"Content-Type: multipart/related;\n boundary=x\nMIME-Version: 1.0\n\n--x\n"),
    case("encrypted", hostile.encrypted_files()["ods"]),
    locked("no password", lock_ooxml(SOUND_BOOK, PASSWORD)),
    locked("wrong password", lock_ooxml(SOUND_BOOK, PASSWORD), OTHER),
    case("unknown lock", build_compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"})),
    locked("encrypted zip", lock_zip({"拨付.xlsx": SOUND_BOOK}, PASSWORD)),
    locked("wrong zip password", lock_zip({"拨付.xlsx": SOUND_BOOK}, PASSWORD), OTHER),
    case("broken", pack_xlsx('<sheetData><row r="1"><c')),
    case("broken zip", SOUND_BOOK[:-30]),
    case("cut short", "<html><table><tr><td>甲</td><td>1".encode()),
    case("declares entities", hostile.entity_bombs()["sheet"]),
    case("csv quotes", csv('"乙,线下,1,', "丙,线上,2,")),
    case("csv quotes", csv('"' + "x,y\n" * 50_000)),
    case("csv split numbers", csv("乙,线下,1,250.50,")),
    case("csv encoding", csv()[:-4].replace("称".encode(), "称".encode()[:2]) + b"\xff"),
    case("long cell", build_xlsx([sheet(["字" * 1001])]), max_cell_chars=1000),
    case("long csv cell", csv("字" * 1001), max_cell_chars=1000),
    case("limit: file", b"x" * (1 << 20) + b"y", max_file_mb=1),
    case("limit: unzipped", hostile.zip_bomb(2), max_unzipped_mb=1),
    case("limit: zip ratio", hostile.zip_bomb(64)),
    case("limit: zip members", hostile.crowded_zip(20), max_zip_members=10),
    case("limit: zip files", hostile.crowded_zip(20), max_zip_files=10),
    case("limit: sheets", build_xlsx(SHEETS), max_sheets=1),
    case("limit: sheets", build_xls(SHEETS), max_sheets=1),
    case("limit: sheets", build_xlsb(SHEETS), max_sheets=1),
    case("limit: more sheets", pack_ods('<table:table table:name="a"/><table:table table:name="b"/>'), max_sheets=1),
    case("limit: cells", table(TALL.format(40, 1, FILLED.format(40))), max_cells_per_sheet=1000),
    case("limit: csv cells", build_csv(WIDE), max_cells_per_sheet=1000),
    case("limit: cells of sheet", build_xlsx([sheet(*WIDE)]), max_cells_per_sheet=1000),
    case("limit: cells of file", build_csv(WIDE), max_cells_per_file=1000),
    case("limit: scattered", table(TALL.format(1300, 16_383, FILLED.format(1)))),
    case("limit: merges", table(MERGED_OVER_EACH_OTHER)),
    case("limit: tables beside", BESIDE),
    case("limit: range", pack_xlsx(f"<cols>{COLUMNS_AGAIN}</cols>{WITHOUT_ADDRESS}", strings="<si><t>甲</t></si>")),
    case("limit: range", hostile.far_corner_xls(5)),
    case("limit: columns", table(TALL.format(1, 1, FILLED.format(16_384)))),
    case("limit: columns", csv("乙,线下,1," + "甲," * 16_385 + "甲")),
    case("limit: rows", table(TALL.format(2, 1, ""), TALL.format(1_048_575, 1, FILLED.format(1)))),
    case("limit: styles", pack_xlsx("<sheetData/>", styles=MANY_STYLES)),
    case(
        "limit: texts",
        pack_xlsx(WITHOUT_ADDRESS, strings=f"<si><t>{'字' * 1_100_000}</t></si>"),
        max_text_mb=1,
    ),
    case(
        "limit: text",
        pack_xlsx(f"<sheetData>{SHARED_CELLS}</sheetData>", strings=f"<si><t>{'字' * 30_000}</t></si>"),
        max_text_mb=1,
    ),
)
