"""Files made to break a reader: bombs, lies, tricks with names. Each is small, and built in a moment."""

import io
import struct
import zipfile
from functools import cache

from tests.workbooks.compound import build_compound
from tests.workbooks.content import Sheet
from tests.workbooks.ods import pack_ods
from tests.workbooks.spreadsheetml import pack_spreadsheetml
from tests.workbooks.xls import build_xls
from tests.workbooks.xlsx import MAIN, build_xlsx, pack_xlsx, pack_zip, read_part, replace_parts

PLAIN = Sheet([["名称", "金额"], ["甲", 1.5]])
CELL = '<sheetData><row r="1"><c r="A1" t="str"><v>{}</v></c></row></sheetData>'
LAUGHS = "<!DOCTYPE lolz [<!ENTITY a 'haha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(12)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def entity_bombs() -> dict[str, bytes]:
    """A DTD in every part of every XML format, with entities that grow or reach outside."""
    page = f'<worksheet xmlns="{MAIN}">{CELL.format("&m;")}</worksheet>'
    table = '<table:table table:name="a"><table:table-row><table:table-cell/></table:table-row></table:table>'
    sheet = (
        '<Worksheet ss:Name="a"><Table><Row><Cell><Data ss:Type="String">&m;</Data></Cell></Row></Table></Worksheet>'
    )
    plain = build_xlsx([PLAIN])
    bombs = {
        "sheet": pack_xlsx(LAUGHS + page),
        "sheet-outside": pack_xlsx(OUTSIDE + page.replace("&m;", "&a;")),
        "sheet-utf16": pack_xlsx(('<?xml version="1.0" encoding="UTF-16"?>' + LAUGHS + page).encode("utf-16")),
        "ods": pack_ods(table, prolog=LAUGHS),
        "spreadsheetml": pack_spreadsheetml(sheet, prolog=LAUGHS),
    }
    for name in ("xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"):
        content = read_part(plain, name)
        head, _, rest = content.partition(b"?>")
        bombs[name] = replace_parts(plain, {name: head + b"?>" + LAUGHS.encode() + rest})
    return bombs


@cache
def zip_bomb(megabytes: int) -> bytes:
    """A workbook whose only sheet unzips to that much white space."""
    page = (
        f'<worksheet xmlns="{MAIN}">'.encode() + b" " * (megabytes << 20) + CELL.format("甲").encode() + b"</worksheet>"
    )
    return pack_xlsx(page)


def lying_zip() -> bytes:
    """A workbook whose directory says that its sheet has 100 bytes."""
    content = bytearray(pack_xlsx(CELL.format("甲" * 100_000)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    at = content.find(b"PK\x01\x02")
    while content[at + 46 : at + 46 + len(info.filename)] != info.filename.encode():
        at = content.find(b"PK\x01\x02", at + 1)
    struct.pack_into("<I", content, at + 24, 100)
    struct.pack_into("<I", content, info.header_offset + 22, 100)
    return bytes(content)


def crowded_zip(members: int) -> bytes:
    """A zip of many empty members."""
    return pack_zip({f"{number}.csv": b"" for number in range(members)})


def repeated_cells(rows: int, columns: int) -> bytes:
    """A few bytes of ODS that claim a table full of values."""
    return pack_ods(
        f'<table:table table:name="a"><table:table-row table:number-rows-repeated="{rows}">'
        f'<table:table-cell table:number-columns-repeated="{columns}"><text:p>甲</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    )


def far_corner_xls(sheets: int) -> bytes:
    """Sheets of two cells each, that span 16.7 million."""
    page = [["甲"]] + [[] for _ in range(65_534)] + [[""] * 255 + ["乙"]]
    return build_xls([Sheet(page, name=f"表{number}") for number in range(sheets)])


def with_macros() -> bytes:
    """An xlsm with a macro project, a macro sheet, an external link and a picture that is fetched."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" Target="macrosheets/sheet1.xml"/>'
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="file:///etc/passwd" TargetMode="External"/>'
        '<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="../../../../etc/passwd"/>'
        "</Relationships>"
    )
    listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="rId{n}"/>' for n in (1, 2, 3))
    return pack_xlsx(
        CELL.format("甲"),
        sheets=listed,
        extra={
            "xl/_rels/workbook.xml.rels": relations,
            "xl/vbaProject.bin": b"Shell(calc)",
            "xl/macrosheets/sheet1.xml": "<boom",
        },
    )


def encrypted_files() -> dict[str, bytes]:
    """One of each kind that asks for a password."""
    xls = bytearray(build_xls([PLAIN]))
    at = 512 + 4 + struct.unpack_from("<H", xls, 514)[0]
    struct.pack_into("<H", xls, at, 0x2F)  # the record after the first becomes FILEPASS
    locked = bytearray(pack_zip({"表.xlsx": build_xlsx([PLAIN])}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.find(mark) + offset] |= 1
    ods = replace_parts(
        pack_ods(""), {"META-INF/manifest.xml": b"<manifest:encryption-data/>", "content.xml": b"\x01\x02"}
    )
    return {
        "xlsx": build_compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}),
        "xls": bytes(xls),
        "zip": bytes(locked),
        "ods": ods,
    }
