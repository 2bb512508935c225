"""Builds xlsx files: whole ones with xlsxwriter, and ones part by part where the XML itself is the point."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from xml.sax.saxutils import quoteattr

import xlsxwriter

from tests.workbooks.content import Fault, Runs, Sheet, Struck, Unsaved

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = (  # cell formats 0 plain, 1 date, 2 percent, 3 duration
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts>'
    '<cellStyleXfs count="1"><xf numFmtId="9"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="10"/><xf numFmtId="164"/></cellXfs></styleSheet>'
)


def build_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook as Excel would save it."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    formats = {
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        time: book.add_format({"num_format": "hh:mm:ss"}),
    }
    codes = {code for sheet in sheets for code in map(sheet.format_of, [*sheet.percents, *sheet.formats])}
    looks = {
        "struck": book.add_format({"font_strikeout": True}),
        "raised": book.add_format({"font_script": 1}),
        "": book.add_format(),
    }
    of_code = {code: book.add_format({"num_format": code}) for code in codes}
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for top, left, bottom, right in sheet.merges:
            page.merge_range(top, left, bottom, right, "")
        for row, column, value in sheet.cells():
            if isinstance(value, Fault):
                page.write_formula(row, column, "=1/0", None, str(value))
            elif isinstance(value, Unsaved):
                page.write_formula(row, column, f"={value}", None, "")
            elif isinstance(value, Struck):
                page.write_string(row, column, value, looks["struck"])
            elif isinstance(value, Runs):
                page.write_rich_string(
                    row, column, *(piece for text, look in value.parts for piece in (looks[look], text))
                )
            elif isinstance(value, (date, time)) and sheet.format_of((row, column)):
                page.write_datetime(row, column, value, of_code[sheet.formats[row, column]])
            elif isinstance(value, (date, time)):
                page.write_datetime(row, column, value, formats[type(value)])
            else:
                page.write(row, column, value, of_code.get(sheet.format_of((row, column))))
        for (row, column), text in sheet.comments.items():
            page.write_comment(row, column, text)
        if sheet.header:
            page.set_header(f"&C{sheet.header}")
        if sheet.footer:
            page.set_footer(f"&C{sheet.footer}&R&P / &N")
        if sheet.text_box:
            page.insert_textbox(1, 8, sheet.text_box)
        for row in sheet.hidden_rows:
            page.set_row(row, None, None, {"hidden": True})
        for column, width in sheet.widths.items():
            page.set_column(column, column, width)
        for column in sheet.hidden_columns:
            page.set_column(column, column, None, None, {"hidden": True})
        if sheet.hidden:
            page.hide()
        if sheet.very_hidden:
            page.very_hidden()
    book.close()
    return target.getvalue()


def pack_xlsx(
    sheet_xml: str | bytes | Sequence[str | bytes],
    *,
    strings: str | bytes | None = None,
    workbook_properties: str = "",
    sheets: str | None = None,
    styles: str | bytes = STYLES,
    target: str = "worksheets/sheet{}.xml",
    extra: Mapping[str, bytes | str] | None = None,
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A workbook of raw sheet XML; what stands inside `<worksheet>` is enough."""
    pages = [sheet_xml] if isinstance(sheet_xml, (str, bytes)) else list(sheet_xml)
    numbers = range(1, len(pages) + 1)
    listed = sheets or "".join(f'<sheet name={quoteattr(f"表{n}")} sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="{target.format(n)}"/>' for n in numbers
    )
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{workbook_properties}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}'
        f'<Relationship Id="rIdS" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rIdF" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": styles,
    }
    if strings is not None:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>' if isinstance(strings, str) else strings
    for number, page in enumerate(pages, start=1):
        whole = isinstance(page, bytes) or "worksheet" in page
        parts[f"xl/worksheets/sheet{number}.xml"] = page if whole else f'<worksheet xmlns="{MAIN}">{page}</worksheet>'
    return pack_zip(parts | dict(extra or {}), compression)


def pack_zip(parts: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of some members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return target.getvalue()


def replace_parts(workbook: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """The same zip with some members replaced, added, or (None) left out."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts |= {name: content for name, content in changes.items() if content is not None}
    return pack_zip({name: content for name, content in parts.items() if changes.get(name, b"") is not None})


def read_part(workbook: bytes, name: str) -> bytes:
    """One member of a zip."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return archive.read(name)
